"""A waitlist from its first day to its last: offers lapse, are declined, are taken; the clock is ours."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import words
from app.errors import DomainError, Invalid
from app.models import Account, AuditEntry, Notice, Registration, WaitlistEntry
from app.services import modes, waiting, waiting_owed
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.first_come import Course, later, state


@pytest.fixture
def course(session: Session) -> Course:
    return Course(seats=2, settings={"answer_hours": 24})


@pytest.fixture
def city(course: Course) -> Account:
    return make.account(coordinates=course.city)


def full_with_waiting(course: Course, count: int) -> tuple[list[Registration], list[Registration]]:
    inside = [course.sign_up(course.worker()) for _ in range(2)]
    return inside, [course.sign_up(course.worker()) for _ in range(count)]


def entry(sent: Registration) -> WaitlistEntry:
    found = waiting.entry_of(sent)
    assert found is not None
    return found


def states(line: list[Registration]) -> list[str]:
    return [state(sent) for sent in line]


def accept(sent: Registration) -> None:
    with unit_of_work():
        waiting.accept(entry(sent), sent.signed_up_by)


def decline(sent: Registration) -> None:
    with unit_of_work():
        waiting.decline(entry(sent), sent.signed_up_by)


def place(sent: Registration, course: Course) -> int:
    return waiting.place_in_line(entry(sent), course.first)


def test_the_whole_story(course: Course, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, line = full_with_waiting(course, 4)
    assert [place(sent, course) for sent in line] == [1, 2, 3, 4]
    assert modes.explain(line[2]).said[0] == "候补第 3 位。"

    # somebody leaves: the first in line is asked, until tomorrow; nobody else
    course.withdraw(inside[0])
    assert states(line) == ["offered", "waiting", "waiting", "waiting"]
    assert course.first.taken == 2
    asked = modes.explain(line[0])
    until = entry(line[0]).answer_by
    assert until is not None
    assert asked.state == "offered"
    assert words.moment(until) in asked.said[0]
    assert [action.endpoint for action in asked.actions] == ["offer.show"]
    assert place(line[1], course) == 1

    # an hour before the deadline nothing happens; after it the offer lapses, and the next is asked
    later(monkeypatch, hours=23)
    assert waiting_owed.fill_owed() == 0
    later(monkeypatch, hours=2)
    with pytest.raises(DomainError, match="已过"):
        accept(line[0])
    assert waiting_owed.fill_owed() == 1
    assert states(line) == ["lapsed", "offered", "waiting", "waiting"]
    assert modes.explain(line[0]).state == "lapsed"
    with pytest.raises(DomainError, match="已经给了下一位"):
        accept(line[0])

    # the next declines: at once it goes on; who then accepts has it, and pressing again changes nothing
    decline(line[1])
    decline(line[1])
    assert states(line) == ["lapsed", "declined", "offered", "waiting"]
    accept(line[2])
    accept(line[2])
    assert states(line) == ["lapsed", "declined", "placed", "waiting"]
    assert modes.explain(line[2]).state == "confirmed"
    assert course.first.taken == 2
    with pytest.raises(DomainError, match="已经接受"):
        decline(line[2])

    # who let it lapse may come again while sign-up is open, at the end of the line
    course.change(line[0], line[0].lead.person, to=[course.first])
    assert [place(sent, course) for sent in (line[3], line[0])] == [1, 2]

    # who has an offer withdraws: it goes on as well
    course.withdraw(inside[1])
    course.withdraw(line[3])
    assert (state(line[3]), state(line[0])) == ("left", "offered")
    later(monkeypatch, hours=25)
    assert waiting_owed.fill_owed() == 0
    assert (state(line[0]), course.first.taken) == ("lapsed", 1)


def test_everybody_is_told_once(course: Course, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, line = full_with_waiting(course, 1)
    course.withdraw(inside[0])
    later(monkeypatch, hours=25)
    waiting_owed.fill_owed()
    waiting_owed.fill_owed()
    kinds = session.scalars(
        select(Notice.kind).where(Notice.registration_id == line[0].id).order_by(Notice.id)
    ).all()
    assert kinds == ["waitlist.joined", "registration.sent", "waitlist.offered", "waitlist.lapsed"]


def test_given_at_once_without_a_question(session: Session) -> None:
    course = Course(seats=2, settings={"answer_hours": 0})
    inside, line = full_with_waiting(course, 1)
    course.withdraw(inside[0])
    assert (state(line[0]), modes.explain(line[0]).state) == ("placed", "confirmed")


def test_a_pair_is_passed_over_or_waited_for(session: Session) -> None:
    outcome = {}
    for setting in ("pass_over", "wait"):
        course = Course(seats=2, settings={"when_unfit": setting})
        inside = [course.sign_up(course.worker()) for _ in range(2)]
        pair, single = course.sign_up(course.worker(), course.worker()), course.sign_up(course.worker())
        course.withdraw(inside[0])
        early = (state(pair), state(single))
        course.withdraw(inside[1])
        outcome[setting] = [early, (state(pair), state(single))]
    assert outcome["pass_over"] == [("waiting", "offered"), ("waiting", "offered")]
    assert outcome["wait"] == [("waiting", "waiting"), ("offered", "waiting")]


def test_quotas_that_return_are_offered_by_time_alone(
    course: Course, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.quota(course.programme, group="employer", scope="run", maximum=1)
    course.programme.quotas_return_at = course.programme.closes_at
    session.commit()
    course.sign_up(course.worker())
    waits = course.sign_up(course.worker())
    assert waiting_owed.fill_owed() == 0
    later(monkeypatch, days=8)
    assert waiting_owed.fill_owed() == 1
    assert state(waits) == "offered"


def test_moving_somebody_needs_a_reason_and_is_recorded(
    course: Course, city: Account, session: Session
) -> None:
    inside, line = full_with_waiting(course, 3)

    def move(to: int, reason: str) -> None:
        with unit_of_work():
            waiting.move(city, entry(line[2]), to, reason)

    for to, reason, field in (
        (1, "  ", "reason"),
        (0, "急", "place"),
        (4, "急", "place"),
        (3, "急", "place"),
    ):
        with pytest.raises(Invalid) as refused:
            move(to, reason)
        assert refused.value.field == field
    move(1, "登记有误")
    assert [place(sent, course) for sent in (line[2], line[0], line[1])] == [1, 2, 3]
    written = session.scalars(select(AuditEntry).where(AuditEntry.action == "waitlist.move")).one()
    assert (written.reason, written.changes["position"]) == ("登记有误", ["3", "1"])
    assert written.account_id == city.id
    course.withdraw(inside[0])
    assert states(line) == ["waiting", "waiting", "offered"]
    with pytest.raises(DomainError, match="不在候补"):
        move(1, "再调")


def test_a_given_order_is_kept(course: Course, session: Session) -> None:
    _inside, line = full_with_waiting(course, 0)
    sent = [make.registration(course.programme, [course.worker()], [course.first]) for _ in range(3)]
    with unit_of_work():
        for each, position in zip(sent, (30, 10, 20), strict=True):
            waiting.join(each, position)
            waiting.join(each)
    ordered = [waits.registration_id for waits in waiting.in_order(course.programme)]
    assert ordered == [sent[1].id, sent[2].id, sent[0].id]
    assert session.scalar(select(func.count()).select_from(WaitlistEntry)) == 3
    assert line == []


def test_one_programme_that_fails_keeps_no_other_from_its_turn(
    course: Course, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Course(seats=1)
    for each in (course, other):
        first = each.sign_up(each.worker())
        each.sign_up(each.worker())
        each.sign_up(each.worker())
        each.withdraw(first)
    later(monkeypatch, days=2)
    mode = modes.of(course.programme)
    real = mode.fill

    def fails_once(programme: object) -> int:
        if programme is course.programme:
            raise RuntimeError("out of order")
        return real(programme)  # type: ignore[arg-type]

    monkeypatch.setattr(mode, "fill", fails_once)
    assert len(waiting_owed.owed()) == 2
    assert waiting_owed.fill_owed() == 1
