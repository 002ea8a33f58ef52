"""The guests of a stay: who has which bed, who has come, who has not, who has left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.models import (
    AllocationRun,
    BedPlace,
    CheckIn,
    Member,
    Offering,
    Person,
    Placement,
    Programme,
    Registration,
    StayGuest,
    Venue,
)
from app.services import check_ins, participants
from app.services.outcomes import still_held
from app.services.stays import settings


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody of a stay; `bed` None where nobody sleeps or none was given."""

    member: Member
    offering: Offering
    bed: BedPlace | None
    check_in: CheckIn | None
    known: StayGuest | None
    escorted: bool

    @property
    def person(self) -> Person:
        return self.member.person

    @property
    def reference(self) -> str:
        return self.member.registration.reference

    @property
    def state(self) -> str:
        """no_show, left, in or due."""
        if self.known is not None and self.known.no_show_at is not None:
            return "no_show"
        if self.known is not None and self.known.left_on is not None:
            return "left"
        return "in" if self.check_in is not None else "due"

    @property
    def shares_phone(self) -> bool:
        return self.known is not None and self.known.shares_phone


@dataclass(frozen=True, slots=True)
class Stay:
    """An offering with its guests, as the desk sees it."""

    offering: Offering
    guests: Sequence[Guest]

    def count(self, *states: str) -> int:
        return sum(guest.state in states for guest in self.guests)


def of_offering(offering: Offering) -> list[Guest]:
    """Everybody who has a place in it, by room and bed, then as they are listed."""
    beds, came = _beds(offering), check_ins.by_person(offering)
    known = {
        each.person_id: each
        for each in db.session.scalars(select(StayGuest).where(StayGuest.offering_id == offering.id))
    }
    escorted = set(settings.of(offering.programme).escorted)
    guests = [
        Guest(
            member,
            offering,
            beds.get(member.id),
            came.get(member.person_id),
            known.get(member.person_id),
            member.person.track in escorted,
        )
        for member in participants.of_offering(offering)
    ]
    return sorted(guests, key=_by_room)


def _by_room(guest: Guest) -> tuple[bool, str, int]:
    bed = guest.bed
    return (bed is None, bed.room.name if bed else "", bed.bed if bed else 0)


def _beds(offering: Offering) -> dict[int, BedPlace]:
    """By member id, of places that are still held."""
    query = (
        select(BedPlace)
        .join(Placement, BedPlace.placement_id == Placement.id)
        .outerjoin(AllocationRun, Placement.run_id == AllocationRun.id)
        .where(Placement.offering_id == offering.id, still_held())
        .options(joinedload(BedPlace.room))
    )
    return {bed.member_id: bed for bed in db.session.scalars(query)}


def at_venue(venue: Venue, on: dt.date) -> list[Stay]:
    """The stays that are at a campus on a day, over all programmes; without those that nobody is in."""
    stays = [Stay(offering, of_offering(offering)) for offering in offerings_at(venue, on)]
    return [stay for stay in stays if stay.guests]


def offerings_at(venue: Venue, on: dt.date) -> list[Offering]:
    """What runs at a campus on a day; private programmes have no desk."""
    query = (
        select(Offering)
        .join(Programme, Offering.programme_id == Programme.id)
        .where(
            Offering.venue_id == venue.id,
            Offering.starts_on <= on,
            Offering.ends_on >= on,
            ~Offering.cancelled,
            Programme.state.not_in(("draft", "cancelled")),
            ~Programme.private,
        )
        .options(joinedload(Offering.programme), joinedload(Offering.venue))
        .order_by(Offering.starts_on, Offering.id)
    )
    return list(db.session.scalars(query))


def one(offering: Offering, person_id: int) -> Guest:
    """Raises NotFound for somebody who has no place there."""
    for guest in of_offering(offering):
        if guest.member.person_id == person_id:
            return guest
    raise NotFound(_("这一期里没有这位职工，请刷新名单再看。"))


def kept(offering: Offering, person: Person) -> StayGuest:
    """The guest's row, made when there is none yet, and locked."""
    mine = select(StayGuest).where(StayGuest.offering_id == offering.id, StayGuest.person_id == person.id)
    locked = mine.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(locked)
    if found is None:
        found = StayGuest(offering_id=offering.id, person_id=person.id)
        db.session.add(found)
        db.session.flush()
    return found


def share_phone(offering: Offering, person: Person, may_call: bool) -> bool:
    """Whether the group's leader may see the guest's number; what holds now."""
    kept(offering, person).shares_phone = may_call
    return may_call


def of_person(person: Person) -> list[Offering]:
    """The stays that somebody has a place in, of programmes that have stays; latest last."""
    return [each for each in participants.offerings_of(person) if "stay" in each.programme.features]


def load(offering_id: int) -> Offering:
    """An offering of a programme that has stays. Raises NotFound."""
    found = db.session.scalar(
        select(Offering)
        .where(Offering.id == offering_id)
        .options(joinedload(Offering.programme), joinedload(Offering.venue))
    )
    if found is None or "stay" not in found.programme.features:
        raise NotFound(_("没有这一期疗养，可能已被取消。"))
    return found


def own(offering: Offering, person: Person | None) -> Member:
    """The person's own part in a stay. Raises NotFound for who has none."""
    found = participants.membership(offering, person) if person is not None else None
    if found is None:
        raise NotFound(_("这一期里没有您的安排。"))
    return found


def has_begun(offering: Offering) -> bool:
    return offering.starts_on <= clock.today()


def party(offering: Offering, registration: Registration) -> list[Guest]:
    """The guests of one registration."""
    return [each for each in of_offering(offering) if each.member.registration_id == registration.id]
