"""Two programmes share a campus: a bed that one has published is not given away by the other."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.errors import Stale
from app.models import BedPlace, Placement, Registration
from app.services import registration
from app.services.allocation import draw, plan
from app.unit_of_work import unit_of_work
from tests import factories, season
from tests.season import Season


def _another(first: Season, *, in_days: int) -> Season:
    """Four more people who want the same campus, in a programme of their own."""
    now = clock.now()
    programme = factories.programme(opens_at=now - dt.timedelta(days=9), closes_at=now - dt.timedelta(days=1))
    offering = factories.offering(programme, first.venue, in_days=in_days)
    people = [factories.person(first.employer, sex="F") for _ in range(4)]
    parties = [factories.registration(programme, [person], [offering]) for person in people]
    with unit_of_work():
        programme.state = "closed"
        draw.freeze(programme)
    with unit_of_work():
        draw.assign_numbers(programme, "2026-11-24", first.coordinator)
    return Season(
        first.city, first.employer, first.coordinator, first.venue, programme, offering, offering, parties
    )


def _rooms(session: Session, found: Season) -> set[int]:
    query = select(BedPlace.room_id).join(Placement).join(Registration)
    stays = query.where(
        Registration.programme_id == found.programme.id, Placement.offering_id == found.first.id
    )
    return set(session.scalars(stays))


def test_rooms_of_another_programme_are_left_alone(session: Session) -> None:
    first, run = season.solved()
    season.publish(first, run)
    assert len(_rooms(session, first)) == 3
    second = _another(first, in_days=32)
    solved = season.solve(season.start(second))
    assert solved.state == "solved", solved.message
    assert (solved.summary["people"], solved.summary["placed_people"]) == (4, 0)
    assert {reason.reason for one in plan.of(solved).unplaced.values() for reason in one.reasons} == {
        "no_bed"
    }


def test_nights_that_do_not_meet_are_free(session: Session) -> None:
    first, run = season.solved()
    season.publish(first, run)
    second = _another(first, in_days=35)  # arrives on the day on which the others leave
    solved = season.solve(season.start(second))
    assert solved.summary["placed_people"] == 4
    assert season.publish(second, solved)


def test_a_place_given_back_frees_its_room(session: Session) -> None:
    first, run = season.solved()
    season.publish(first, run)
    second = _another(first, in_days=32)
    places = session.scalars(select(Placement).where(Placement.offering_id == first.first.id))
    couples = [place.registration for place in places if len(place.registration.members) == 2]
    party = couples[0]
    with unit_of_work():
        registration.withdraw(party, party.signed_up_by)
    solved = season.solve(season.start(second))
    assert solved.summary["placed_people"] >= 1


def test_a_run_made_before_the_other_was_published_is_stale(session: Session) -> None:
    first, run = season.solved()
    second = _another(first, in_days=32)
    early = season.solve(season.start(second))
    season.publish(first, run)
    with pytest.raises(Stale, match="其他项目"):
        season.publish(second, early)
