"""People in a lottery, thousands at once: every third was in an earlier draw for nothing."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import insert

from app import clock
from app.extensions import db
from app.models import (
    Account,
    Choice,
    Member,
    Offering,
    Person,
    Programme,
    Registration,
    Unit,
    Venue,
    WaitlistEntry,
)

DAY = dt.timedelta(days=1)


def enter(count: int, seats: int) -> tuple[Programme, Account]:
    """A lottery for `seats` with `count` single entries, and its coordinator, in the unit of work."""
    unit = Unit(level="city", code="city", name="市总工会")
    db.session.add(unit)
    db.session.flush()
    unit.path = f"/{unit.id}/"
    coordinator = Account(phone="1", phone_digest="1", created_at=clock.now())
    db.session.add(coordinator)
    db.session.flush()
    people = [_person(number, unit) for number in range(1, count + 1)]
    db.session.execute(insert(Person), people)
    past, programme = _lottery("past", -400, seats), _lottery("now", -1, seats)
    past.state, past.drawn_at = "published", clock.now() - 390 * DAY
    waited = _sign_up(past, range(3, count + 1, 3), coordinator)
    rows = [
        {
            "programme_id": past.id,
            "registration_id": registration_id,
            "position": position,
            "state": "waiting",
            "joined_at": past.closes_at,
        }
        for position, registration_id in enumerate(waited, 1)
    ]
    if rows:
        db.session.execute(insert(WaitlistEntry), rows)
    _sign_up(programme, range(1, count + 1), coordinator)
    return programme, coordinator


def _person(number: int, unit: Unit) -> dict[str, object]:
    return {
        "id": number,
        "name": "王某",
        "identity": str(number),
        "identity_digest": str(number),
        "sex": "F",
        "born_on": dt.date(1985, 3, 1),
        "unit_id": unit.id,
    }


def _lottery(slug: str, opens: int, seats: int) -> Programme:
    programme = Programme(
        slug=slug,
        title=slug,
        mode="lottery",
        kind="tour",
        state="open",
        opens_at=clock.now() + opens * DAY,
        closes_at=clock.now() + (opens + 2) * DAY,
        seed_source="彩票",
        seed_known_at=clock.now() + (opens + 3) * DAY,
        settings={"tickets_per_year": 1, "tickets_most": 3, "answer_hours": 48},
    )
    venue = Venue(slug=slug, name=slug)
    first = clock.today() + dt.timedelta(days=opens + 60)
    db.session.add(
        Offering(
            programme=programme, venue=venue, starts_on=first, ends_on=first, with_beds=False, seats=seats
        )
    )
    db.session.flush()
    return programme


def _sign_up(programme: Programme, people: range, by: Account) -> list[int]:
    """One registration each; their ids."""
    sent = programme.opens_at + DAY
    made = insert(Registration).returning(Registration.id, sort_by_parameter_order=True)
    rows = [
        {
            "programme_id": programme.id,
            "reference": f"{programme.slug}-{number:06d}",
            "signed_up_by_id": by.id,
            "submitted_at": sent,
            "changed_at": sent,
        }
        for number in people
    ]
    ids = list(db.session.scalars(made, rows))
    members = [
        {
            "registration_id": each,
            "programme_id": programme.id,
            "person_id": number,
            "position": 1,
            "needs": [],
        }
        for each, number in zip(ids, people, strict=True)
    ]
    offering = programme.offerings[0].id
    choices = [{"registration_id": each, "offering_id": offering, "rank": 1} for each in ids]
    db.session.execute(insert(Member), members)
    db.session.execute(insert(Choice), choices)
    return ids
