"""Registrations in bulk: thousands of parties are written as they would have been sent."""

from __future__ import annotations

import datetime as dt
import random

from app.extensions import db
from app.models import (
    Account,
    Choice,
    HealthDeclaration,
    Member,
    Offering,
    Person,
    Programme,
    Registration,
    Venue,
)
from app.services.demo.parties import Group, groups
from app.services.demo.people import account_of
from app.services.demo.references import references
from app.services.demo.wishes import Taste


def sign_up_all(
    programme: Programme,
    people: list[Person],
    seed: int,
    until: dt.datetime,
    roster_by: Account | None = None,
) -> list[Registration]:
    """Everybody of `people` in one party of the programme, sent between its opening and `until`.

    The unit of `roster_by`'s coordinator has its workers signed up by roster; the others sign up themselves.
    """
    rng = random.Random(f"{seed} {programme.slug}")
    taste = Taste(programme, rng)
    numbers = references(programme.reference_prefix, rng)
    window = int((until - programme.opens_at).total_seconds())
    rostered = {c.unit_id for c in roster_by.coordinates} if roster_by else set()
    made = []
    for group in groups(people, rng, programme.max_party_size):
        lead = group.people[0]
        by = roster_by if roster_by and lead.unit_id in rostered else account_of(lead)
        sent_at = programme.opens_at + dt.timedelta(seconds=rng.randrange(window))
        made.append(_registration(programme, group, taste.choices(), by, next(numbers), sent_at))
    db.session.add_all(made)
    db.session.flush()
    return made


def _registration(
    programme: Programme, group: Group, choices: list[Offering], by: Account, reference: str, at: dt.datetime
) -> Registration:
    return Registration(
        programme=programme,
        reference=reference,
        signed_up_by=by,
        submitted_at=at,
        changed_at=at,
        members=_members(programme, group),
        choices=[Choice(offering=offering, rank=rank) for rank, offering in enumerate(choices, 1)],
        declarations=_declarations(choices, at),
    )


def _members(programme: Programme, group: Group) -> list[Member]:
    together = "1" if len(group.people) > 1 else None
    return [
        Member(programme_id=programme.id, person=person, position=k, needs=needs, room_group=together)
        for k, (person, needs) in enumerate(zip(group.people, group.needs, strict=True), 1)
    ]


def _declarations(choices: list[Offering], at: dt.datetime) -> list[HealthDeclaration]:
    asking: dict[int, Venue] = {o.venue_id: o.venue for o in choices if o.venue.asks_health}
    return [
        HealthDeclaration(
            venue=venue, answers={q["id"]: False for q in venue.health_questions}, declared_at=at
        )
        for venue in asking.values()
    ]
