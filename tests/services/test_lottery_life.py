"""A lottery from opening to the last offer: what it says when, what it asks for, what it refuses."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.errors import Invalid
from app.models import AuditEntry, Notice, Participation, Registration, WaitlistEntry
from app.services import (
    capacity,
    mode_settings,
    modes,
    offerings,
    registration,
    sign_up_window,
    tickets,
    waiting,
)
from app.services.allocation import draw, drawn_record
from app.services.party_plan import MemberPlan, PartyPlan
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.lottery import DAY, FIGURE, HOUR, WEIGHTED, Fair, in_vain


@pytest.fixture
def fair(session: Session) -> Fair:
    return Fair(seats=1, answer_hours=0)


def withdraw(sent: Registration) -> None:
    with unit_of_work():
        registration.withdraw(sent, sent.signed_up_by)


def todos(fair: Fair, after: dt.timedelta) -> list[tuple[str, bool]]:
    """So long after the figure is known."""
    assert fair.programme.seed_known_at is not None
    with clock.as_of(fair.programme.seed_known_at + after):
        return [(todo.words, todo.pressing) for todo in modes.of(fair.programme).todos(fair.programme)]


def test_what_has_to_be_done_when(session: Session) -> None:
    fair = Fair(seats=1)
    fair.enter()
    assert todos(fair, -5 * DAY) == []
    assert [pressing for _said, pressing in todos(fair, -HOUR)] == [True]
    fair.freeze()
    assert [pressing for _said, pressing in todos(fair, -HOUR)] == [False]
    ((said, pressing),) = todos(fair, HOUR)
    assert ("摇号" in said, pressing) == (True, True)
    fair.draw()
    ((said, pressing),) = todos(fair, HOUR)
    assert (said, pressing) == ("1 组中签后还没有确认", False)


def test_a_place_had_another_way_ends_the_waiting(session: Session) -> None:
    """Taken part since: the years before count no more, also when the place was not drawn."""
    fair = Fair(seats=1, **WEIGHTED)
    person = make.person(fair.union)
    in_vain(fair, person, 3)
    in_vain(fair, person, 1)
    assert tickets.of_party(fair.programme, [person]) == 3
    two_years_ago = clock.today() - dt.timedelta(days=730)
    for kind, expected in (("voucher", 3), (fair.programme.kind, 2)):
        make.save(Participation(person_id=person.id, kind=kind, took_place_on=two_years_ago))
        assert tickets.of_party(fair.programme, [person]) == expected


def test_a_year_counts_once(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    at = clock.now().replace(month=12, day=1)
    monkeypatch.setattr(clock, "now", lambda: at)
    fair = Fair(seats=1, **WEIGHTED)
    person = make.person(fair.union)
    in_vain(fair, person, 1)
    in_vain(fair, person, 1)
    assert tickets.of_party(fair.programme, [person]) == 2


def test_who_let_a_place_go_has_not_waited(session: Session) -> None:
    """A withdrawal, a lapsed and a declined offer give nobody a further entry."""
    fair = Fair(seats=1, **WEIGHTED)
    people = [make.person(fair.union) for _ in range(3)]
    for person, state in zip(people, ("lapsed", "declined", "left"), strict=True):
        in_vain(fair, person, 1)
        entry = session.scalars(select(WaitlistEntry).order_by(WaitlistEntry.id.desc())).first()
        assert entry is not None
        entry.state = state
        session.commit()
    assert [tickets.of_party(fair.programme, [person]) for person in people] == [1, 1, 1]


def test_what_was_counted_at_the_freeze_stays(session: Session) -> None:
    """The list is what was published, whatever becomes known of people later."""
    fair = Fair(seats=1, **WEIGHTED)
    person = make.person(fair.union)
    in_vain(fair, person, 1)
    sent = fair.enter(person)
    fair.freeze()
    make.save(Participation(person_id=person.id, kind=fair.programme.kind, took_place_on=clock.today()))
    session.refresh(sent)
    assert sent.tickets == 2
    assert len(drawn_record.entries(fair.programme)) == 2
    assert draw.size(fair.programme) == draw.Size(1, 2)


def test_those_who_withdrew_on_either_side_of_the_freeze(fair: Fair, session: Session) -> None:
    parties = [fair.enter() for _ in range(5)]
    withdraw(parties[0])
    fair.freeze()
    with clock.as_of(fair.programme.closes_at + HOUR):
        withdraw(parties[1])
        withdraw(parties[2])
    listed = drawn_record.entries(fair.programme)
    assert listed == sorted(each.reference for each in parties[1:])
    assert draw.size(fair.programme) == draw.Size(4, 4)


def test_everybody_is_told_their_number_and_the_winner_of_the_place(fair: Fair, session: Session) -> None:
    parties = [fair.enter() for _ in range(3)]
    fair.freeze()
    fair.draw()
    rows = session.execute(select(Notice.kind, Notice.registration_id, Notice.parameters)).all()
    numbers = {row.registration_id: row.parameters["number"] for row in rows if row.kind == "lottery.drawn"}
    assert numbers == {each.id: each.lottery_number for each in fair.by_number(parties)}
    won = [row.registration_id for row in rows if row.kind == "placement.given"]
    assert won == [fair.by_number(parties)[0].id]
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["programme.close", "programme.draw", "registration.place"]


def test_a_place_given_back_goes_to_the_next_number(fair: Fair, session: Session) -> None:
    parties = [fair.enter() for _ in range(3)]
    fair.freeze()
    fair.draw()
    first, second, third = fair.by_number(parties)
    withdraw(first)
    assert [fair.state(each) for each in (first, second, third)] == ["given_back", "confirmed", "waiting"]
    assert fair.offering.taken == 1
    used = select(func.count()).where(Participation.registration_id == first.id)
    assert session.scalar(used) == 0


def test_nobody_waits_or_has_a_place_before_the_draw(fair: Fair, session: Session) -> None:
    fair.enter()
    fair.freeze()
    with unit_of_work():
        assert modes.of(fair.programme).fill(fair.programme) == 0
    assert capacity.free(fair.offering) == 1
    assert session.scalars(select(WaitlistEntry)).all() == []


def test_a_party_that_fits_nowhere_is_refused_at_once(fair: Fair, session: Session) -> None:
    people = [make.person(fair.union) for _ in range(2)]

    def send(*party: int) -> Registration:
        plan = PartyPlan([MemberPlan(people[k]) for k in party], [fair.offering.id])
        with unit_of_work():
            return registration.sign_up(fair.programme, fair.coordinator, plan)

    with pytest.raises(Invalid, match="放不下") as refused:
        send(0, 1)
    assert refused.value.field == "choices"
    assert session.scalars(select(Registration)).all() == []
    assert fair.state(send(0)) == "open"


def test_one_person_has_one_entry(fair: Fair, session: Session) -> None:
    person = make.person(fair.union)

    def send() -> Registration:
        plan = PartyPlan([MemberPlan(person)], [fair.offering.id])
        with unit_of_work():
            return registration.sign_up(fair.programme, fair.coordinator, plan)

    send()
    with pytest.raises(registration.AlreadySignedUp):
        send()


def test_a_programme_called_off_is_not_drawn(fair: Fair, session: Session) -> None:
    sent = fair.enter()
    fair.freeze()
    with unit_of_work():
        sign_up_window.cancel(fair.coordinator, fair.programme, "场地停用")
    with pytest.raises(Invalid):
        fair.draw()
    assert fair.state(sent) == "cancelled"


def test_a_draw_of_nobody(fair: Fair, session: Session) -> None:
    fair.freeze()
    fair.draw()
    assert (fair.programme.state, drawn_record.numbers(fair.programme)) == ("published", [])


def test_weights_are_fixed_once_open(fair: Fair, session: Session) -> None:
    mode = modes.of(fair.programme)
    before = {"tickets_per_year": 1, "tickets_most": 3, "answer_hours": 24}
    for name, value in (("tickets_per_year", 2), ("tickets_most", 5), ("answer_hours", 12)):
        assert set(mode_settings.taken_from_people(mode, before, {**before, name: value})) == {name}
    assert mode_settings.taken_from_people(mode, before, {**before, "answer_hours": 48}) == {}


def test_lapsing_goes_on_from_one_to_the_next(session: Session) -> None:
    fair = Fair(seats=1, answer_hours=24)
    parties = [fair.enter() for _ in range(3)]
    fair.freeze()
    fair.draw()
    line = fair.by_number(parties)
    known = fair.programme.seed_known_at
    assert known is not None
    told = [
        ["offered", "waiting", "waiting"],
        ["lapsed", "offered", "waiting"],
        ["lapsed", "lapsed", "offered"],
    ]
    for days, expected in enumerate(told):
        with clock.as_of(known + 2 * HOUR + days * (DAY + HOUR)):
            with unit_of_work():
                waiting.fill(fair.programme)
            assert [fair.state(each) for each in line] == expected
    assert offerings.label(fair.offering) in str(
        session.scalars(select(Notice.parameters).where(Notice.kind == "waitlist.lapsed")).first()
    )
    assert fair.programme.seed == FIGURE
