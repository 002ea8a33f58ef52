"""A small lottery and people who enter it, for the tests of draws."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from app import clock
from app.extensions import db
from app.models import Account, Offering, Person, Placement, Programme, Registration
from app.services import modes, sign_up_window, waiting
from app.unit_of_work import unit_of_work
from tests import factories

DRAW = Path(__file__).parents[2] / "app" / "static" / "draw.py"
FIGURE = "03 09 14 21 27 33 + 08"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
WEIGHTED = {"tickets_per_year": 1, "tickets_most": 3}


class Fair:
    """A lottery with `seats` places, and the people who want one."""

    def __init__(self, seats: int, **values: object) -> None:
        self.city, self.district, self.union = factories.tree()
        self.coordinator: Account = factories.account(coordinates=self.city)
        self.programme: Programme = factories.programme(
            mode="lottery",
            kind=str(values.pop("kind", "tour")),
            seed_source="彩票",
            seed_known_at=clock.now() + 8 * DAY,
            settings={"answer_hours": 48, **values},  # type: ignore[dict-item]
        )
        venue = factories.venue(rooms=())
        self.offering: Offering = factories.offering(
            self.programme, venue, in_days=60, nights=0, with_beds=False, seats=seats
        )

    def enter(self, *people: Person) -> Registration:
        chosen = list(people) or [factories.person(self.union)]
        return factories.registration(self.programme, chosen, [self.offering], by=self.coordinator)

    def freeze(self) -> None:
        with clock.as_of(self.programme.closes_at), unit_of_work():
            sign_up_window.close_sign_up(self.coordinator, self.programme)

    def draw(self, seed: str = FIGURE) -> None:
        assert self.programme.seed_known_at is not None
        with clock.as_of(self.programme.seed_known_at + HOUR), unit_of_work():
            modes.of(self.programme).decide(self.programme, self.coordinator, {"seed": seed})

    def state(self, entered: Registration) -> str:
        db.session.refresh(entered)
        return modes.explain(entered).state

    def by_number(self, entered: list[Registration]) -> list[Registration]:
        for each in entered:
            db.session.refresh(each)
        return sorted(entered, key=lambda each: each.lottery_number or 0)


def in_vain(fair: Fair, person: Person, years_ago: int, won: bool = False) -> None:
    """An earlier draw of the same kind, so many years ago, that `person` waited in for nothing."""
    past = Fair(seats=1, kind=fair.programme.kind)
    entered = past.enter(person)
    entry = waiting.join(entered)
    past.programme.state, past.programme.drawn_at = "published", clock.now() - years_ago * 365 * DAY
    if won:
        entry.state = "placed"
        db.session.add(Placement(registration=entered, offering=past.offering, given_at=clock.now()))
    db.session.commit()
