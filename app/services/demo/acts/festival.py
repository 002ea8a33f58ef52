"""The art festival: two shows with tickets, one of them tonight with numbered seats."""

from __future__ import annotations

from app import clock
from app.extensions import db
from app.services import attendants, sign_up_window
from app.services.demo.acts import bookings
from app.services.demo.acts.stage import Stage
from app.services.demo.sketches.sketch import Run, Sketch
from app.services.ticketing import door, issuing, seats

ORDER = 42
DOOR = "13800000074"
FESTIVAL = Sketch(
    slug="festival-shows",
    mode="first_come",
    kind="event",
    stage="closed",
    prefix="WY",
    title="职工文化艺术节专场演出",
    title_en="Workers' art festival: two shows",
    summary="全年 100 多场文体活动之一：合唱专场对号入座，曲艺专场自由入座，凭票入场。",
    summary_en="One of more than 100 events of the year: a choir night with numbered seats and a night of"
    " stories with free ones.",
    body="票在“我的”里，每人一张，入场一次，不能转让。来不了请退出报名，票会给候补的职工。",
    body_en="Your ticket is under “mine”: one each, for one entry, not to be passed on. If you cannot come,"
    " withdraw, and somebody who waits has it.",
    runs=(
        Run("culture-hall", 60, 1, title="合唱专场", title_en="Choir night", hours=("19:00", "21:00")),
        Run("culture-hall", 80, 8, title="曲艺专场", title_en="Stories", hours=("19:00", "21:00")),
    ),
    settings={"answer_hours": 0},
    features=("tickets",),
)


def act(stage: Stage) -> None:
    """People take places, sign-up closes, and tonight's door has begun to let them in."""
    programme, rng = stage.write(FESTIVAL), stage.random(FESTIVAL.slug)
    tonight, next_week = sorted(programme.offerings, key=lambda offering: offering.starts_on)
    # an evening out is for everybody to weigh against what else they have that day
    programme.overlap = "warn"
    db.session.flush()
    bookings.begin(stage, programme)
    seats.number(stage.staff.city, tonight, {"row_count": 6, "row_seats": 12})
    people = stage.people(max(8, round(48 * stage.share)))
    moments = sorted(
        programme.opens_at + rng.random() * (programme.closes_at - programme.opens_at) for _ in people
    )
    worker = stage.worker.person
    assert worker is not None
    own = bookings.send(programme, worker, [tonight.id], moments[2], rng, by=stage.worker)
    assert own is not None
    sent = [
        bookings.send(programme, person, [rng.choice((tonight.id, tonight.id, next_week.id))], moment, rng)
        for person, moment in zip(people, moments, strict=True)
    ]
    with clock.as_of(programme.closes_at):
        sign_up_window.close_sign_up(stage.staff.city, programme)
    at_door = bookings.account(DOOR, "文化中心东门")
    attendants.add(stage.staff.city, programme, DOOR, "文化中心东门")
    for registration in [each for each in sent if each is not None][:6]:
        for ticket in issuing.of(registration):
            if ticket.offering_id == tonight.id:
                door.let_in(tonight, ticket, at_door)
