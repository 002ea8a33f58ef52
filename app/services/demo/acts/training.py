"""Classes past, running and to come: certified, half-way through, and one that is short of people."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models import Account, Host, Meeting, Offering, Person, Programme, TrainingRule
from app.services import check_ins, participants, programmes, references, registration, sign_up_window
from app.services.demo.acts import training_sketches as sketches
from app.services.demo.acts.stage import Stage
from app.services.demo.dates import at
from app.services.demo.people import account_of
from app.services.demo.sketches.sketch import Sketch
from app.services.demo_accounts import PHONES
from app.services.party_plan import MemberPlan, PartyPlan
from app.services.training import certifying, marks
from app.services.training.marks import Given
from app.vault import digest

ORDER = 30
HALF_DAYS = (
    ("理论和安全", "Theory and safety"),
    ("示范和分解练习", "Demonstration and first practice"),
    ("综合练习", "Practice"),
    ("考核", "Assessment"),
)
TEACHERS = ("王师傅（演示）", "李教授（演示）", "周工（演示）")


def act(stage: Stage) -> None:
    """Every programme of sketches, each at its own point in time."""
    rng = stage.random("training")
    _held(stage, rng)
    _running(stage, rng)
    _short_of_people(stage, rng)
    _women(stage, rng)
    masters = stage.write(sketches.MASTERS)
    _rule(masters, "大师工作室学习证书", "Certificate of the master's studio", assessed="none")
    _timetable(masters.offerings[0], 1)
    stage.bring(sketches.MASTERS, masters)


def _held(stage: Stage, rng: random.Random) -> None:
    """Everybody was marked, one had to resit. Who answers to the phone of somebody placed was there."""
    programme = _past(stage, sketches.SPRING, opens=-58, closes=-50, first=-40)
    _rule(programme, "匠造青岛数控加工结业证书", "Certificate in CNC machining", assessed="two")
    offering = programme.offerings[0]
    known = db.session.scalar(select(Person).where(Person.phone_digest == digest(PHONES["placed"])))
    people = stage.people(max(9, round(14 * stage.share)))
    _open(stage, programme)
    _enter(stage, programme, [*([known] if known else []), *people], rng, (-57, -51))
    _came(offering, rng, 0.93)
    with clock.as_of(at(-29, 10)):
        scores = {
            member.person_id: Given(rng.randint(62, 96), rng.randint(60, 98))
            for member in participants.of_offering(offering)
        }
        failed = people[0].id
        scores[failed] = Given(48, 55)
        marks.enter(stage.staff.city, offering, scores)
    with clock.as_of(at(-22, 10)):
        marks.again(stage.staff.city, offering, failed, Given(66, 71), "resit", "补考理论和实操")
    with clock.as_of(at(-21, 10)):
        certifying.certify(stage.staff.city, offering)


def _running(stage: Stage, rng: random.Random) -> None:
    """Two of four half-days are over; a master teaches, who has an account."""
    programme = _past(stage, sketches.COLLEGE_CLASS, opens=-30, closes=-10, first=-6)
    _rule(programme, "工匠学院结业证书", "Certificate of the craftsman college", assessed="one")
    _open(stage, programme)
    _enter(stage, programme, stage.people(max(7, round(12 * stage.share))), rng, (-28, -11))
    offering = programme.offerings[0]
    db.session.add(Host(offering=offering, account=_teacher(stage)))
    _came(offering, rng, 0.9)


def _short_of_people(stage: Stage, rng: random.Random) -> None:
    """The evening class has three people: one chose another class too, the others are to be asked."""
    programme = stage.write(sketches.AUTUMN)
    _rule(programme, "匠造青岛技能培训结业证书", "Certificate of vocational training", assessed="two")
    for number, offering in enumerate(programme.offerings):
        _timetable(offering, 3, teacher=TEACHERS[number % len(TEACHERS)])
    _open(stage, programme)
    day, evening, robots, welding = (offering.id for offering in programme.offerings)
    wishes = [[evening, day], [evening], [evening, welding]]
    full = max(24, round(30 * stage.share))
    wishes += [rng.sample([day, robots, welding], rng.randint(1, 3)) for _ in range(full)]
    _enter(stage, programme, stage.people(len(wishes)), rng, (-4, 0), wishes)


def _women(stage: Stage, rng: random.Random) -> None:
    programme = stage.write(sketches.WOMEN)
    _rule(programme, "女职工技能培训结业证书", "Certificate of skills for women", assessed="one")
    for offering in programme.offerings:
        _timetable(offering, 3)
    _open(stage, programme)
    found = [each for each in stage.people(max(10, round(30 * stage.share))) if each.sex == "F"]
    _enter(stage, programme, found, rng, (-4, 0))


def _past(stage: Stage, sketch: Sketch, opens: int, closes: int, first: int) -> Programme:
    """Written down with its dates moved to when it was."""
    programme = stage.write(sketch)
    programme.opens_at, programme.closes_at = at(opens, 9), at(closes, 18)
    for offering in programme.offerings:
        offering.starts_on = at(first, 9).date()
        _timetable(offering, 3)
    return programme


def _rule(programme: Programme, name: str, name_en: str, assessed: str) -> None:
    db.session.add(
        TrainingRule(
            programme_id=programme.id,
            hour_minutes=45,
            least_share=75,
            assessed=assessed,
            theory_weight=30,
            pass_mark=60,
            certificate=name,
            certificate_en=name_en,
            valid_years=None,
        )
    )


def _timetable(offering: Offering, apart: int, teacher: str = TEACHERS[0]) -> None:
    """Four half-days, `apart` days from each other, at the offering's hours."""
    begins, ends = (dt.time.fromisoformat(text) for text in (offering.from_time, offering.to_time))
    for number, (title, title_en) in enumerate(HALF_DAYS):
        day = offering.starts_on + dt.timedelta(days=apart * number)
        starts_at = dt.datetime.combine(day, begins, clock.CITY)
        ends_at = dt.datetime.combine(day, ends, clock.CITY)
        meeting = Meeting(
            offering=offering, title=title, title_en=title_en, starts_at=starts_at, ends_at=ends_at
        )
        meeting.room, meeting.host_name = f"实训室 {number % 2 + 1}", teacher
        meeting.credit_minutes = int((ends_at - starts_at).total_seconds()) // 60
        db.session.add(meeting)
        offering.ends_on = day
    db.session.flush()


def _open(stage: Stage, programme: Programme) -> None:
    with clock.as_of(programme.opens_at):
        sign_up_window.open_sign_up(stage.staff.city, programmes.load(programme.id))


def _enter(
    stage: Stage,
    programme: Programme,
    people: Sequence[Person],
    rng: random.Random,
    between: tuple[int, int],
    wishes: Sequence[Sequence[int]] = (),
) -> None:
    """They sign up one after the other between two days; closed where that time is over."""
    first, last = (at(days, 10) for days in between)
    ids = [offering.id for offering in programme.offerings]
    moments = sorted(first + rng.random() * (min(last, clock.now()) - first) for _ in people)
    for number, (person, moment) in enumerate(zip(people, moments, strict=True)):
        most = min(programme.max_choices, len(ids))
        chosen = wishes[number] if wishes else rng.sample(ids, rng.randint(1, most))
        account = db.session.scalar(select(Account).where(Account.person_id == person.id))
        with clock.as_of(moment), references.drawn_by(rng):
            plan = PartyPlan([MemberPlan(person)], chosen)
            registration.sign_up(programme, account or account_of(person), plan)
    if programme.closes_at <= clock.now():
        with clock.as_of(programme.closes_at):
            sign_up_window.close_sign_up(stage.staff.city, programme)


def _came(offering: Offering, rng: random.Random, share: float) -> None:
    """Most checked in by code to each half-day that has begun."""
    query = select(Meeting).where(Meeting.offering_id == offering.id, Meeting.starts_at <= clock.now())
    for meeting in db.session.scalars(query).all():
        with clock.as_of(meeting.starts_at):
            for member in participants.of_offering(offering):
                if rng.random() < share:
                    check_ins.record(offering, member.person, "code", None, meeting)


def _teacher(stage: Stage) -> Account:
    return account_of(stage.people(1)[0])
