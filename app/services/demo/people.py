"""Workers with identity numbers of our own making, their phones, tiers and years of service."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

from faker import Faker

from app import clock
from app.extensions import db
from app.identity import make_resident_id
from app.models import Account, Participation, Person, Unit
from app.services.demo.units import Tree
from app.vault import digest

TIERS, TIER_SHARES = (1, 2, 3, 4), (5, 35, 30, 30)
TRACK_SHARES = {"front_line": 76, "skilled": 14, "new_form": 10}


class Population:
    """Makes people one after the other; nobody has another's identity number or phone."""

    def __init__(self, tree: Tree, seed: int) -> None:
        self.tree = tree
        self.rng = random.Random(f"{seed} people")
        self.fake = Faker("zh_CN")
        self.fake.seed_instance(seed)
        # the first union is the largest; sizes have nothing to do with districts
        others = list(tree.unions[1:])
        self.rng.shuffle(others)
        self._employers = (tree.unions[0], *others)
        self._issued: Counter[tuple[str, dt.date, str]] = Counter()
        self._phones = 0

    def worker(self, unit: Unit | None = None, tier: int | None = None, track: str | None = None) -> Person:
        """Somebody of `unit`, or of any: large employers have many, small ones few."""
        rng = self.rng
        unit = unit or self._employers[int(len(self._employers) * rng.random() ** 1.7)]
        sex = "M" if rng.random() < 0.6 else "F"
        born_on = clock.today() - dt.timedelta(days=rng.randrange(23 * 365, 58 * 365))
        tier = tier or rng.choices(TIERS, TIER_SHARES)[0]
        track = track or ("model" if tier == 1 else self._track())
        return self._person(self._name(sex), sex, born_on, unit, tier=tier, track=track)

    def saved(self, unit: Unit | None = None, track: str | None = None) -> Person:
        """A worker who is in the database already."""
        person = self.worker(unit, track=track)
        db.session.add(person)
        db.session.flush()
        return person

    def _name(self, sex: str) -> str:
        return str(self.fake.name_male() if sex == "M" else self.fake.name_female())

    def _track(self) -> str:
        return self.rng.choices(list(TRACK_SHARES), list(TRACK_SHARES.values()))[0]

    def _person(self, name: str, sex: str, born_on: dt.date, unit: Unit, *, tier: int, track: str) -> Person:
        identity = self._identity(self.tree.region[unit.id], born_on, sex)
        phone = self._phone()
        # at work from 20 at the earliest, for four years at the least
        served = dt.timedelta(
            days=self.rng.randrange(4 * 365, max(4 * 365 + 1, _age_in_days(born_on) - 20 * 365))
        )
        return Person(
            name=name,
            identity_kind="resident_id",
            identity=identity,
            identity_digest=digest(identity),
            sex=sex,
            born_on=born_on,
            phone=phone,
            phone_digest=digest(phone),
            unit=unit,
            tier=tier,
            track=track,
            joined_on=max(clock.today() - served, born_on + dt.timedelta(days=18 * 366)),
            union_joined_on=max(clock.today() - served, born_on + dt.timedelta(days=18 * 366)),
            confirmed_at=clock.now() - dt.timedelta(days=60),
        )

    def _identity(self, region: str, born_on: dt.date, sex: str) -> str:
        issued = self._issued[region, born_on, sex]
        self._issued[region, born_on, sex] += 1
        return make_resident_id(region, born_on, 2 * issued + (1 if sex == "M" else 2))

    def _phone(self) -> str:
        self._phones += 1
        return f"139{self._phones:08d}"


def _age_in_days(born_on: dt.date) -> int:
    return (clock.today() - born_on).days


def account_of(person: Person) -> Account:
    """The account a person signs in with: their own phone."""
    if person.phone is None:
        raise ValueError("nobody signs in without a phone")
    account = Account(
        phone=person.phone,
        phone_digest=digest(person.phone),
        person=person,
        display_name=person.name,
        created_at=clock.now() - dt.timedelta(days=60),
    )
    db.session.add(account)
    return account


def remember_trips(rng: random.Random, people: list[Person], kind: str, years: tuple[int, int]) -> None:
    """Each of `people` took part once, between `years` ago."""
    first, last = years
    for person in people:
        ago = rng.randrange(first * 365, last * 365)
        note = "演示数据：以往年度疗休养"
        trip = Participation(
            person_id=person.id, kind=kind, took_place_on=clock.today() - dt.timedelta(days=ago), note=note
        )
        db.session.add(trip)
