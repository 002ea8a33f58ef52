"""The few people one signs in as, by fixed phones."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app import clock
from app.extensions import db
from app.models import Account, Coordinator, Person, Unit
from app.services.demo.people import Population, account_of
from app.services.demo.units import Tree
from app.services.demo_accounts import PHONES
from app.vault import digest


@dataclass(frozen=True)
class Staff:
    """Coordinators of the city and of one grass-roots union."""

    city: Account
    unit: Account
    union: Unit


def hire(tree: Tree) -> Staff:
    """The city's coordinator, and the coordinator of the largest grass-roots union."""
    union = tree.unions[0]
    return Staff(_coordinator("city", "陈静", tree.city), _coordinator("unit", "刘强", union), union)


def _coordinator(role: str, name: str, unit: Unit) -> Account:
    account = Account(
        phone=PHONES[role], phone_digest=digest(PHONES[role]), display_name=name, created_at=clock.now()
    )
    account.coordinates = [Coordinator(unit=unit)]
    db.session.add(account)
    db.session.flush()
    return account


def invite_worker(population: Population, staff: Staff) -> Account:
    """A confirmed worker of the same union who has not signed up for anything yet."""
    person = population.worker(unit=staff.union, tier=3, track="front_line")
    person.joined_on = clock.today() - dt.timedelta(days=8 * 365)
    db.session.add(person)
    return account_of(answer_to(person, "worker"))


def answer_to(person: Person, role: str) -> Person:
    """Give a person the fixed phone of a role."""
    person.phone = PHONES[role]
    person.phone_digest = digest(PHONES[role])
    return person
