"""A small programme whose sign-up is closed: eleven people for eight places."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app import clock
from app.extensions import db
from app.models import Account, AllocationRun, Offering, Person, Programme, Registration, Unit, Venue
from app.run_job import solve_run
from app.services.allocation import draw, publication, runs
from app.unit_of_work import unit_of_work
from tests import factories


@dataclass
class Season:
    """`parties` in the order of sign-up: four couples and three women, for six beds and then two seats."""

    city: Unit
    employer: Unit
    coordinator: Account
    venue: Venue
    programme: Programme
    first: Offering
    second: Offering
    parties: list[Registration]


def closed(*, drawn: bool = True) -> Season:
    """Sign-up closed, list frozen and, unless told otherwise, numbers drawn."""
    city, _district, employer = factories.tree()
    coordinator = factories.account(coordinates=city)
    venue = factories.venue(rooms=(2, 2, 2))
    now = clock.now()
    programme = factories.programme(opens_at=now - dt.timedelta(days=9), closes_at=now - dt.timedelta(days=1))
    first = factories.offering(programme, venue, in_days=30)
    second = factories.offering(programme, venue, in_days=40, seats=2)
    parties = [
        factories.registration(programme, _people(employer, k), [first, second] if k % 3 else [first])
        for k in range(7)
    ]
    with unit_of_work():
        programme.state = "closed"
        draw.freeze(programme)
    if drawn:
        with unit_of_work():
            draw.assign_numbers(programme, "2026-11-23 上证 3921.87", coordinator)
    return Season(city, employer, coordinator, venue, programme, first, second, parties)


def _people(employer: Unit, k: int) -> list[Person]:
    """Couples, and every third party a woman by herself."""
    lead = factories.person(employer, sex="F", tier=1 + k % 4)
    return [lead] if k % 3 == 0 else [lead, factories.person(employer, sex="M", tier=2)]


def start(season: Season, seed: int = 1) -> AllocationRun:
    with unit_of_work():
        return runs.start(season.programme, season.coordinator, seed, 20)


def solve(run: AllocationRun) -> AllocationRun:
    """Through the real engine, in its own process."""
    run_id = run.id
    db.session.rollback()
    assert solve_run(run_id, lambda: False)
    return runs.by_id(run_id)


def publish(season: Season, run: AllocationRun) -> bool:
    run_id, programme_id = run.id, season.programme.id
    with unit_of_work():
        return publication.publish(run_id, programme_id, season.coordinator)


def solved() -> tuple[Season, AllocationRun]:
    season = closed()
    return season, solve(start(season))
