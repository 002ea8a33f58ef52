"""What the coordinator of a draw sees of it: how far each offering has come, and who has answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Member, Offering, Person, Programme, Registration, WaitlistEntry
from app.services import lottery_reasons, outcomes

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Result:
    """Of an offering: its places, people who have one or are asked, parties asked, the last number."""

    offering: Offering
    taken: int
    asked: int
    last: int | None


def results(programme: Programme) -> list[Result]:
    """Every offering that is held, in order of time."""
    counted = (
        select(WaitlistEntry.offering_id, func.count())
        .where(WaitlistEntry.programme_id == programme.id, WaitlistEntry.state == "offered")
        .group_by(WaitlistEntry.offering_id)
    )
    asked = dict(db.session.execute(counted).all())
    return [
        Result(each, each.taken, asked.get(each.id, 0), lottery_reasons.last_number(each))
        for each in programme.offerings
        if not each.cancelled
    ]


def page(programme: Programme, number: int) -> Pagination:
    """Everybody's entry in the order of the draw, whatever has become of it."""
    party = joinedload(WaitlistEntry.registration)
    query = (
        select(WaitlistEntry)
        .join(Registration, WaitlistEntry.registration_id == Registration.id)
        .where(WaitlistEntry.programme_id == programme.id)
        .order_by(Registration.lottery_number)
        .options(
            party.selectinload(Registration.members).joinedload(Member.person).joinedload(Person.unit),
            joinedload(WaitlistEntry.offering).joinedload(Offering.venue),
        )
    )
    return db.paginate(query, page=number, per_page=PER_PAGE, error_out=False)


def had(entries: Sequence[WaitlistEntry]) -> dict[int, Offering]:
    """What those who have confirmed have, by entry id."""
    places = outcomes.placements([entry.registration for entry in entries])
    return {
        entry.id: places[entry.registration_id][0].offering
        for entry in entries
        if entry.registration_id in places
    }
