"""A small first-come programme, and people who sign up for it, for the tests of places and waitlists."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app import clock
from app.extensions import db
from app.models import Account, Offering, Person, Programme, Registration, Unit
from app.services import registration, waiting
from app.services.party_plan import MemberPlan, PartyPlan
from app.unit_of_work import unit_of_work
from tests import factories as make


class Course:
    """One programme with one offering of `seats` seats; further ones with `offering`."""

    def __init__(self, seats: int = 1, **values: Any) -> None:
        self.city, self.district, self.union = make.tree()
        self.programme: Programme = make.programme(
            mode="first_come", kind="training", max_party_size=3, results_on=None, **values
        )
        self.venue = make.venue(())
        self.first = self.offering(seats)

    def offering(self, seats: int | None, **values: Any) -> Offering:
        return make.offering(
            self.programme, self.venue, nights=0, seats=seats, **{"with_beds": False, **values}
        )

    def worker(self, unit: Unit | None = None) -> Person:
        return make.person(unit or self.union)

    def sign_up(self, *people: Person, to: list[Offering] | None = None) -> Registration:
        """Send a party to the first offering, or to those given, the best first."""
        account = self.account(people[0])
        with unit_of_work():
            plan = PartyPlan([MemberPlan(person) for person in people], [o.id for o in to or [self.first]])
            return registration.sign_up(self.programme, account, plan)

    def change(self, sent: Registration, *people: Person, to: list[Offering]) -> None:
        with unit_of_work():
            plan = PartyPlan([MemberPlan(person) for person in people], [offering.id for offering in to])
            registration.sign_up(self.programme, sent.signed_up_by, plan, replacing=sent)

    def withdraw(self, sent: Registration) -> None:
        with unit_of_work():
            registration.withdraw(sent, sent.signed_up_by)

    def account(self, person: Person) -> Account:
        found = db.session.query(Account).filter_by(person_id=person.id).first()
        return found or make.account(person)


def state(sent: Registration) -> str:
    """Of its entry on the waitlist; "": it never waited."""
    entry = waiting.entry_of(sent)
    return entry.state if entry is not None else ""


def later(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    """Move the clock."""
    at = clock.now() + dt.timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: at)
