"""How many of the workers known to us a programme's rules let through, and what stops the others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import defer, joinedload

from app.extensions import db
from app.models import Member, Person, Programme
from app.services import eligibility

# rules do not look at these, and decrypting thousands takes seconds
SPARED = (defer(Person.identity), defer(Person.phone))


@dataclass(frozen=True, slots=True)
class Passing:
    """`stopped` counts people by rule; somebody stopped by two rules counts for both."""

    known: int
    passing: int
    stopped: dict[str, int]

    @property
    def nobody(self) -> bool:
        """Rules that let no known worker through; with no worker known yet, nothing can be said."""
        return self.known > 0 and self.passing == 0


def of_all_known(programme: Programme) -> Passing:
    """The rules of `programme` applied to every worker we know."""
    if not programme.rules:
        known = db.session.scalar(select(func.count()).select_from(Person)) or 0
        return Passing(known, known, {})
    people = db.session.scalars(select(Person).options(joinedload(Person.unit), *SPARED)).all()
    refused = eligibility.reasons_of_many(people, programme)
    stopped = Counter(rule for found in refused.values() for rule in {each.rule for each in found})
    return Passing(len(people), len(people) - len(refused), dict(stopped.most_common()))


def signed_up_but_stopped(programme: Programme) -> list[Member]:
    """Members of sent registrations whom the rules, as they stand now, would refuse."""
    members = db.session.scalars(
        select(Member)
        .where(Member.programme_id == programme.id, Member.active)
        .options(
            joinedload(Member.person).options(joinedload(Person.unit), *SPARED),
            joinedload(Member.registration),
        )
        .order_by(Member.id)
    )
    everybody = list(members)
    refused = eligibility.reasons_of_many((member.person for member in everybody), programme)
    return [member for member in everybody if member.person_id in refused]
