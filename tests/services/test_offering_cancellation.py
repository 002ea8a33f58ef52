"""An offering that will not be held: who has a place in it is named, told, and waits for another choice."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError
from app.extensions import db
from app.models import (
    AllocationRun,
    AuditEntry,
    Notice,
    Offering,
    Participation,
    Placement,
    Programme,
    Registration,
)
from app.services import capacity, modes, offering_cancellation, offering_guard, sign_up_window, waiting
from app.unit_of_work import unit_of_work
from tests import factories


def programme(seats: int = 2, **values: object) -> tuple[Programme, Offering, Offering]:
    made = factories.programme(mode="first_come", **values)
    first, second = (
        factories.offering(made, factories.venue(), in_days=days, seats=seats, with_beds=False)
        for days in (30, 40)
    )
    return made, first, second


def entered(of: Programme, *choices: Offering) -> Registration:
    made = factories.registration(of, [factories.person(factories.tree()[2])], list(choices))
    with unit_of_work():
        modes.of(of).accept(made)
    return made


def cancel(offering: Offering) -> None:
    with unit_of_work():
        offering_cancellation.cancel(factories.account(), offering, "场地检修")


def placed(registration: Registration) -> list[int]:
    held = select(Placement.offering_id).where(Placement.registration_id == registration.id)
    return list(db.session.scalars(held.where(Placement.withdrawn_at.is_(None))))


def notices(session: Session, registration: Registration) -> list[str]:
    mine = select(Notice.kind).where(Notice.registration_id == registration.id).order_by(Notice.id)
    return list(session.scalars(mine))


def test_who_would_lose_a_place_is_known_before(session: Session) -> None:
    made, first, second = programme()
    holder = entered(made, first)
    assert [placement.registration_id for placement in offering_guard.holders(first)] == [holder.id]
    assert offering_guard.holders(second) == []
    assert offering_guard.held_counts(made) == {first.id: 1}


def test_places_are_taken_back_and_people_told(session: Session) -> None:
    made, first, _second = programme()
    holder = entered(made, first)
    cancel(first)
    assert placed(holder) == []
    assert first.cancelled
    assert first.taken == 0
    assert notices(session, holder)[-1] == "offering.place_cancelled"
    assert session.scalars(select(Participation)).all() == []
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "offering.cancel")).one()
    assert (entry.reason, entry.changes["parties"]) == ("场地检修", ["1", "0"])


def test_another_choice_is_given_where_there_is_room(session: Session) -> None:
    made, first, second = programme()
    holder = entered(made, first, second)
    made.settings = {"answer_hours": 0}
    session.commit()
    cancel(first)
    assert placed(holder) == [second.id]


def test_behind_those_who_wait_already(session: Session) -> None:
    made, first, second = programme(seats=1)
    entered(made, second)
    before, holder = entered(made, second), entered(made, first, second)
    cancel(first)
    line = [entry.registration_id for entry in waiting.in_order(made)]
    assert line == [before.id, holder.id]
    assert second.taken == 1


def test_who_only_waits_is_told_too(session: Session) -> None:
    made, first, _second = programme(seats=1)
    entered(made, first)
    waits = entered(made, first)
    cancel(first)
    assert notices(session, waits)[-1] == "offering.cancelled"


def test_an_offer_in_it_is_taken_back(session: Session) -> None:
    made, first, second = programme(seats=1)
    holder, waits = entered(made, first), entered(made, first, second)
    assert placed(waits) == [second.id]
    third = entered(made, first)
    with unit_of_work():
        holder.state = "withdrawn"
        modes.of(made).release(holder)
    entry = waiting.entry_of(third)
    assert entry is not None
    assert entry.state == "offered"
    cancel(first)
    assert (entry.state, entry.offering_id, entry.answer_by) == ("waiting", None, None)
    assert capacity.of(third, first) is None
    assert first.taken == 0


def test_it_is_cancelled_once(session: Session) -> None:
    _made, first, _second = programme()
    cancel(first)
    with pytest.raises(DomainError, match="已经取消"), unit_of_work():
        offering_cancellation.cancel(factories.account(), first, "x")


def test_a_place_of_a_published_plan_is_not_taken_so(session: Session) -> None:
    made = factories.programme(state="published")
    offering = factories.offering(made, factories.venue())
    party = factories.registration(made, [factories.person(factories.tree()[2])], [offering])
    run = AllocationRun(
        programme=made,
        number=1,
        state="published",
        problem=b"",
        problem_sha256="",
        started_by=factories.account(),
        created_at=clock.now(),
    )
    factories.save(Placement(run=run, registration=party, offering=offering, rank=1))
    with pytest.raises(DomainError, match="已经公布"), unit_of_work():
        offering_cancellation.cancel(factories.account(), offering, "x")
    assert not offering.cancelled


def test_calling_off_the_programme_takes_every_place_back(session: Session) -> None:
    made, first, second = programme()
    one, two = entered(made, first), entered(made, second)
    assert len(offering_guard.holders_in(made)) == 2
    with unit_of_work():
        sign_up_window.cancel(factories.account(), made, "院区停用")
    assert placed(one) == placed(two) == []
    assert (first.taken, second.taken) == (0, 0)
