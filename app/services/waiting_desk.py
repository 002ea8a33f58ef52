"""What a coordinator sees of a waitlist: who waits, what is offered until when, what is taken and free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app import words
from app.errors import NotFound
from app.extensions import db
from app.models import (
    Choice,
    Member,
    Offering,
    Person,
    Programme,
    Quota,
    QuotaUse,
    Registration,
    Unit,
    WaitlistEntry,
)
from app.services import capacity, features, places, quota_uses, waiting

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Seats:
    """Of an offering: people who have a place or are being offered one, places left, parties that wait."""

    offering: Offering
    taken: int
    free: int | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Use:
    """How much of a quota a unit has used; `offering` None: over all of them; `maximum` None: returned."""

    quota: Quota
    unit_name: str
    offering: Offering | None
    taken: int
    maximum: int | None


def page(programme: Programme, within: ColumnElement[bool], number: int) -> Pagination:
    """Entries whose lead is of this part of the tree (a condition on Unit), in order."""
    mine = (
        select(WaitlistEntry)
        .join(Member, (Member.registration_id == WaitlistEntry.registration_id) & (Member.position == 1))
        .join(Person, Member.person_id == Person.id)
        .join(Unit, Person.unit_id == Unit.id)
        .where(WaitlistEntry.programme_id == programme.id, within)
    )
    return db.paginate(waiting.ordered(mine), page=number, per_page=PER_PAGE, error_out=False)


def places_of(programme: Programme) -> dict[int, int]:
    """Where in the whole line those stand who wait, from 1, by entry id."""
    query = (
        select(WaitlistEntry.id)
        .where(WaitlistEntry.programme_id == programme.id, WaitlistEntry.state == "waiting")
        .order_by(WaitlistEntry.position, WaitlistEntry.id)
    )
    return {entry_id: place for place, entry_id in enumerate(db.session.scalars(query), 1)}


def passed_over(entries: Sequence[WaitlistEntry]) -> dict[int, list[str]]:
    """Why each of those who wait would not be given a place now, were there one, by entry id."""
    found: dict[int, list[str]] = {}
    for entry in entries:
        chosen = [choice.offering for choice in entry.registration.choices]
        going = [offering for offering in chosen if places.takes_people(offering)]
        if entry.state == "waiting":
            why = [said for offering in going for said in waiting.why_not(entry.registration, offering)]
            found[entry.id] = list(dict.fromkeys(why))
    return {entry_id: why for entry_id, why in found.items() if why}


def seats(programme: Programme) -> list[Seats]:
    """Every offering that is held, in order of time; none of quarter-hours, which are counted by day."""
    if features.timed(programme) is not None:
        return []
    counts = _waiting_counts(programme)
    return [
        Seats(each, each.taken, capacity.free(each), counts.get(each.id, 0))
        for each in programme.offerings
        if not each.cancelled
    ]


def uses(programme: Programme) -> list[Use]:
    """What has been used of the programme's quotas, the fullest first."""
    names = _unit_names()
    rows = db.session.scalars(
        select(QuotaUse)
        .join(Quota, QuotaUse.quota_id == Quota.id)
        .where(Quota.programme_id == programme.id, QuotaUse.taken > 0)
        .options(joinedload(QuotaUse.quota), joinedload(QuotaUse.offering).joinedload(Offering.venue))
        .order_by(QuotaUse.taken.desc(), QuotaUse.id)
    )
    return [
        Use(row.quota, names.get(row.unit_code, row.unit_code), row.offering, row.taken, limit)
        for row in rows
        for limit in (quota_uses.limit_of(row.quota),)
    ]


def entry_in(programme: Programme, reference: str) -> WaitlistEntry:
    """Raises NotFound."""
    query = (
        select(WaitlistEntry)
        .join(Registration, WaitlistEntry.registration_id == Registration.id)
        .where(WaitlistEntry.programme_id == programme.id, Registration.reference == reference)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(_("这份报名不在这个项目的候补里。"))
    return found


def _waiting_counts(programme: Programme) -> Mapping[int, int]:
    rows = db.session.execute(
        select(Choice.offering_id, func.count())
        .join(WaitlistEntry, WaitlistEntry.registration_id == Choice.registration_id)
        .where(WaitlistEntry.programme_id == programme.id, WaitlistEntry.state == "waiting")
        .group_by(Choice.offering_id)
    )
    return {row[0]: row[1] for row in rows}


def _unit_names() -> dict[str, str]:
    return {unit.code: words.in_language(unit, "name") for unit in db.session.scalars(select(Unit))}
