"""Who walks: workers of the demonstration city whom a programme's rules let through, and whom they refuse."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from app import clock
from app.extensions import db
from app.models import Account, Member, Person, Programme, Unit
from app.services import eligibility
from app.services.demo.people import account_of
from tests import factories

SAMPLE = 120
YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class Folk:
    """Idle workers of the city, and a few whom it lacks: new, young, old, of every track and tier."""

    idle: list[Person]

    @classmethod
    def of_city(cls) -> Folk:
        engaged = exists().where(Member.person_id == Person.id)
        query = select(Person).where(~engaged).options(joinedload(Person.unit)).order_by(Person.id)
        everybody = list(db.session.scalars(query.limit(SAMPLE)))
        unions = db.session.scalars(select(Unit).where(Unit.level == "grassroots").order_by(Unit.id)).all()
        return cls([*_odd(unions[7]), *everybody, *_able(unions)])

    def judged(self, programme: Programme, on: dt.date) -> tuple[list[Person], dict[Person, str]]:
        """Who may sign up, and why each of the others may not."""
        found = eligibility.reasons_of_many(self.idle, programme, on)
        why = {each: found[each.id][0].message for each in self.idle if each.id in found}
        return [each for each in self.idle if each.id not in found], why


def _person(unit: Unit, **values: Any) -> Person:
    """With a phone that nobody in the demonstration city has."""
    return factories.person(unit, phone=f"137{next(factories.numbers):08d}", **values)


def _odd(unit: Unit) -> list[Person]:
    """Those at the edges: nobody's member, just begun, too young, too old."""
    today = clock.today()
    begun = {"joined_on": today - dt.timedelta(days=20), "union_joined_on": None, "tier": 4}
    young, old = today - 17 * YEAR, today - 69 * YEAR
    return [
        _person(unit, track="new_form", **begun),
        _person(unit, track="front_line", born_on=young, **begun),
        _person(unit, track="front_line", born_on=old, joined_on=today - 40 * YEAR),
        _person(unit, track="front_line", sex="M", union_joined_on=today - 9 * YEAR),
    ]


def _able(unions: list[Unit]) -> list[Person]:
    """Grown members of every track, tier and sex, long at work, in unions all over the city."""
    joined = clock.today() - 9 * YEAR
    made = []
    for number, track in enumerate(("front_line", "skilled", "model", "new_form") * 16):
        values = {"track": track, "tier": 1 + number % 4, "sex": "FM"[number // 4 % 2]}
        unit = unions[(7 * number) % len(unions)]
        made.append(_person(unit, joined_on=joined, union_joined_on=joined, **values))
    return made


def account(person: Person) -> Account:
    """The one they have, or a new one."""
    found = db.session.scalar(select(Account).where(Account.person_id == person.id))
    return found or account_of(person)
