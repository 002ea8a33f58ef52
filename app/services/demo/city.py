"""Builds the whole demonstration city in one go."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from sqlalchemy import exists, select, update

from app import clock
from app.extensions import db
from app.models import Account, Notice, Person, Programme, Registration, Unit, Venue
from app.services import kinds
from app.services.allocation import draw
from app.services.demo import programmes
from app.services.demo.accounts import Staff, hire, invite_worker
from app.services.demo.acts import Stage, play
from app.services.demo.halls import open_halls
from app.services.demo.judged import appoint, panel
from app.services.demo.lived import Life
from app.services.demo.people import Population, remember_trips
from app.services.demo.publishing import publish
from app.services.demo.registering import sign_up_all
from app.services.demo.sketches import SKETCHES
from app.services.demo.units import plant
from app.services.demo.venues import open_campuses
from app.services.demo.written import write

LOTTERY_FIGURE = "03 09 14 21 27 33 + 08"
NOMINATING = 16  # every so-manieth union has model and skilled workers to send


class Empty(RuntimeError):
    """There is something in the database already: a demonstration would mix with it."""


@dataclass(frozen=True)
class Demand:
    """How large a city: `workers` have signed up for the season that waits to be allocated."""

    seed: int = 1
    workers: int = 4000

    @property
    def early(self) -> int:
        """Workers of the published programme: a third more than there are seats."""
        return max(6, self.workers // 200) * 15

    @property
    def eager(self) -> int:
        """Workers who have signed up already for the programme that is open."""
        return max(8, self.workers // 20)

    @property
    def share(self) -> float:
        """How much of the small programmes' people sign up: a small city has fewer of them."""
        return min(1.0, max(0.25, self.workers / 2000))

    @property
    def idle(self) -> int:
        """Workers who have signed up for nothing."""
        return max(8, self.workers // 20)


def is_empty() -> bool:
    """Whether nobody has made a city here yet."""
    return not db.session.scalar(select(exists().where(Unit.id.is_not(None))))


class _Builder:
    def __init__(self, demand: Demand) -> None:
        self.demand = demand
        self.rng = random.Random(demand.seed)
        tree = plant(self.rng)
        self.venues: dict[str, Venue] = open_campuses()
        self.population = Population(tree, demand.seed)
        self.staff: Staff = hire(tree)

    def season(self) -> Programme:
        """The season just closed: everybody signed up, numbers drawn."""
        programme = programmes.season_to_allocate(self.venues, self.rng, self.demand.workers)
        people = self._workers(self.demand.workers)
        self._sign_up(programme, people, roster_by=self.staff.unit)
        self._draw(programme)
        remember_trips(self.rng, self.rng.sample(people, len(people) // 8), programme.kind, (3, 7))
        return programme

    def published(self) -> Programme:
        """The programme that is allocated and published: small groups, and not everybody has a place."""
        programme = programmes.publishable(self.venues, self.rng, self.demand.workers)
        nominating = self.population.tree.unions[::NOMINATING]
        people = [
            self.population.worker(
                self.rng.choice(nominating), tier=1 + k % 2, track="skilled" if k % 2 else "model"
            )
            for k in range(self.demand.early)
        ]
        self._save(people)
        self._sign_up(programme, people)
        self._draw(programme)
        publish(programme, self.staff.city, programmes.PUBLISHED.results)
        return programme

    def open(self) -> Programme:
        """The programme that is open, and some who have not signed up for anything."""
        programme = programmes.open_for_sign_up(self.venues, self.rng)
        self._sign_up(programme, self._workers(self.demand.eager))
        idle = self._workers(self.demand.idle)
        remember_trips(self.rng, idle[: len(idle) // 4], programme.kind, (0, 2))
        self.worker = invite_worker(self.population, self.staff)
        return programme

    def every_mode(self) -> None:
        """Smaller programmes: one of each mode in each of its stages."""
        venues = self.venues | open_halls()
        self.venues, self.judges = venues, panel(self.population)
        for sketch in SKETCHES:
            written = write(sketch, venues)
            if sketch.judged:
                appoint(written.programme, self.judges)
            Life(written, self.population, self.staff.city, self.demand.seed).live(self.demand.share)

    def every_feature(self) -> None:
        """What programmes have besides sign-up, in use."""
        demand = self.demand
        stage = Stage(
            self.venues, self.population, self.staff, self.worker, self.judges, demand.seed, demand.share
        )
        play(stage)

    def quiet(self) -> None:
        """Nobody is owed a message about invented people."""
        db.session.execute(update(Notice).where(Notice.sent_at.is_(None)).values(sent_at=Notice.created_at))

    def _workers(self, count: int) -> list[Person]:
        return self._save([self.population.worker() for _ in range(count)])

    def _save(self, people: list[Person]) -> list[Person]:
        db.session.add_all(people)
        db.session.flush()
        return people

    def _sign_up(
        self, programme: Programme, people: list[Person], roster_by: Account | None = None
    ) -> list[Registration]:
        db.session.flush()
        until = min(programme.closes_at, clock.now())
        return sign_up_all(programme, people, self.demand.seed, until, roster_by)

    def _draw(self, programme: Programme) -> None:
        draw.freeze(programme, at=programme.closes_at)
        draw.assign_numbers(programme, LOTTERY_FIGURE)
        if programme.seed_known_at is not None:
            programme.drawn_at = programme.seed_known_at + dt.timedelta(hours=1)


def build(demand: Demand) -> None:
    """Make the city in the current unit of work. Raises Empty when the database is not."""
    if not is_empty():
        raise Empty
    kinds.ensure_standard()
    builder = _Builder(demand)
    builder.published()
    builder.season()
    builder.open()
    builder.every_mode()
    builder.every_feature()
    builder.quiet()
