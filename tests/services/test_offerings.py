"""Offerings: a series, and what people who chose one keep."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Invalid, NotFound
from app.models import AuditEntry, Notice, Offering, Registration
from app.services import offering_cancellation, offerings
from app.unit_of_work import unit_of_work
from tests import factories


def chosen(state: str = "open") -> Offering:
    programme = factories.programme(state=state)
    offering = factories.offering(programme, factories.venue())
    factories.registration(programme, [factories.person(factories.tree()[2])], [offering])
    return offering


def values(venue_id: int, **more: Any) -> dict[str, Any]:
    return {"venue_id": venue_id, "with_beds": True, "minimum": 0, "timetable": [], **more}


def test_nothing_is_added_once_the_result_is_public(session: Session) -> None:
    programme, venue = factories.programme(state="published"), factories.venue()
    day = clock.today()
    with pytest.raises(DomainError), unit_of_work():
        offerings.add(factories.account(), programme, values(venue.id, starts_on=day, ends_on=day))


def test_dates_and_campus_stay_once_somebody_chose_it(session: Session) -> None:
    offering, other = chosen(), factories.venue()
    later = offering.starts_on + dt.timedelta(days=1)
    with pytest.raises(Invalid) as refused, unit_of_work():
        offerings.edit(factories.account(), offering, {"starts_on": later, "venue_id": other.id, "seats": 9})
    assert set(refused.value.faults) == {"starts_on", "venue_id"}
    assert "LY-" in refused.value.faults["starts_on"]
    with unit_of_work():
        offerings.edit(factories.account(), offering, {"seats": 9, "leader_name": "李领队"})
    assert (offering.seats, offering.leader_name) == (9, "李领队")


def test_a_draft_moves_freely(session: Session) -> None:
    offering, other = chosen("draft"), factories.venue()
    with unit_of_work():
        offerings.edit(factories.account(), offering, {"venue_id": other.id})
    session.expire_all()
    assert offering.venue.id == other.id


def test_what_somebody_chose_is_neither_deleted_nor_cancelled_while_open(session: Session) -> None:
    offering, actor = chosen(), factories.account()
    for step in (
        lambda: offerings.delete(actor, offering),
        lambda: offering_cancellation.cancel(actor, offering, "x"),
    ):
        with pytest.raises(DomainError, match="LY-"), unit_of_work():
            step()
    assert not offering.cancelled


def test_after_closing_it_can_be_cancelled_and_people_are_told(session: Session) -> None:
    offering = chosen("closed")
    with unit_of_work():
        offering_cancellation.cancel(factories.account(), offering, "院区检修")
    assert offering.cancelled
    assert session.scalars(select(Notice)).one().kind == "offering.cancelled"
    assert session.scalars(select(AuditEntry)).one().reason == "院区检修"


def test_one_that_nobody_chose_is_deleted(session: Session) -> None:
    offering = factories.offering(factories.programme(), factories.venue())
    with unit_of_work():
        offerings.delete(factories.account(), offering)
    assert session.scalars(select(Offering)).all() == []
    assert session.scalars(select(AuditEntry)).one().action == "offering.delete"


def test_one_that_a_withdrawn_party_chose_is_kept(session: Session) -> None:
    offering = chosen()
    session.scalars(select(Registration)).one().state = "withdrawn"
    session.commit()
    with pytest.raises(DomainError), unit_of_work():
        offerings.delete(factories.account(), offering)


def test_counts_of_choices(session: Session) -> None:
    programme = factories.programme()
    first, second = (factories.offering(programme, factories.venue()) for _ in range(2))
    union = factories.tree()[2]
    factories.registration(programme, [factories.person(union)], [first, second])
    factories.registration(programme, [factories.person(union)], [second])
    assert offerings.choice_counts(programme) == {first.id: (1, 1), second.id: (2, 1)}


def test_an_offering_of_another_programme_is_not_found(session: Session) -> None:
    offering = chosen()
    with pytest.raises(NotFound):
        offerings.load(offering.programme_id + 1, offering.id)
