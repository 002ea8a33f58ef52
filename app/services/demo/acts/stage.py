"""What every act has to work with."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from app.models import Account, Person, Programme, Venue
from app.services.demo.accounts import Staff
from app.services.demo.judged import appoint
from app.services.demo.lived import Life
from app.services.demo.people import Population
from app.services.demo.sketches.sketch import Sketch
from app.services.demo.written import Written, write


@dataclass
class Stage:
    """`venues` by slug; `share` of a sketch's people sign up.

    `worker` answers to the fixed phone of a worker; `programmes` are those that acts have made, by slug.
    """

    venues: dict[str, Venue]
    population: Population
    staff: Staff
    worker: Account
    judges: list[Account]
    seed: int
    share: float
    programmes: dict[str, Programme] = field(default_factory=dict)

    def random(self, name: str) -> random.Random:
        """Numbers of an act's own, the same again for the same seed."""
        return random.Random(f"{self.seed} {name}")

    def write(self, sketch: Sketch) -> Programme:
        """The programme of a sketch, still a draft."""
        written = write(sketch, self.venues)
        if sketch.judged:
            appoint(written.programme, self.judges)
        self.programmes[sketch.slug] = written.programme
        return written.programme

    def live(self, sketch: Sketch) -> Programme:
        """The programme of a sketch, opened, signed up for and brought to its stage."""
        programme = self.write(sketch)
        self.bring(sketch, programme)
        return programme

    def bring(self, sketch: Sketch, programme: Programme) -> None:
        """One just written, to which the act has added what sketches do not have, comes to its stage."""
        written = Written(sketch, programme)
        Life(written, self.population, self.staff.city, self.seed).live(self.share)

    def people(self, count: int) -> list[Person]:
        """Workers who are in the database and have signed up for nothing."""
        return [self.population.saved() for _ in range(count)]
