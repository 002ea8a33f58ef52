"""Giving a party its place, one by one and at once, and taking it back."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, and_, delete, or_, select

from app import clock
from app.extensions import db
from app.models import AllocationRun, Claim, Offering, Participation, Placement, Programme, Registration
from app.services import audit, capacity, features, notify, offerings


def begins_at(offering: Offering) -> dt.datetime:
    """The instant from which on nobody is let in any more."""
    time = dt.time.fromisoformat(offering.from_time) if offering.from_time else dt.time()
    return dt.datetime.combine(offering.starts_on, time, clock.CITY)


def takes_people(offering: Offering) -> bool:
    """Whether it will be held and has not begun."""
    return not offering.cancelled and clock.now() < begins_at(offering)


def ahead() -> ColumnElement[bool]:
    """The same as a condition on Offering, for queries over thousands."""
    later_today = and_(Offering.starts_on == clock.today(), Offering.from_time > clock.local_time())
    return and_(~Offering.cancelled, or_(Offering.starts_on > clock.today(), later_today))


def held(registration: Registration) -> list[Placement]:
    """The places that were given to the party one by one, and that it still has."""
    query = select(Placement).where(
        Placement.registration_id == registration.id,
        Placement.run_id.is_(None),
        Placement.withdrawn_at.is_(None),
    )
    return list(db.session.scalars(query.order_by(Placement.id)))


def give(
    registration: Registration,
    offering: Offering,
    rank: int | None,
    kind: str = "placement.given",
    **said: str,
) -> Placement:
    """The place that has been claimed becomes theirs; everybody in the party is told, by a notice of `kind`.

    Where a plan has been published, it is one of the plan's from now on.
    """
    placement = Placement(
        run_id=_published_run(registration.programme),
        registration=registration,
        offering=offering,
        rank=rank,
        given_at=clock.now(),
    )
    db.session.add(placement)
    _count_as_used(registration, offering)
    for member in registration.members:
        notify.tell(member.person, kind, registration, what=offerings.label(offering), **said)
    _record(registration, "registration.place", ("", offerings.label(offering)))
    _tell_features(registration, offering)
    return placement


def _published_run(programme: Programme) -> int | None:
    mine = AllocationRun.programme_id == programme.id
    return db.session.scalar(select(AllocationRun.id).where(mine, AllocationRun.state == "published"))


def keep(placement: Placement, rank: int | None) -> None:
    """The party has changed and keeps its place: whoever is in it now uses it."""
    placement.rank = rank
    _drop_participations(placement.registration)
    _count_as_used(placement.registration, placement.offering)
    _tell_features(placement.registration, placement.offering)


def end(placement: Placement) -> None:
    """The party has this place no longer, and has not used it. Its claim is for the caller to release."""
    placement.withdrawn_at = clock.now()
    _drop_participations(placement.registration)
    _record(placement.registration, "registration.unplace", (offerings.label(placement.offering), ""))
    for feature in features.of(placement.registration.programme):
        feature.unplaced(placement.registration, placement.offering)


def take_back(registration: Registration) -> None:
    """Everything that the party holds or has been offered one by one is free again, and was not used.

    What its withdrawal has counted as used stays so.
    """
    for placement in held(registration):
        end(placement)
    for offering in _claimed(registration):
        capacity.release(registration, offering)


def take_back_all(programme: Programme) -> None:
    """The programme is called off: nobody has used anything."""
    query = (
        select(Registration)
        .join(Placement, Placement.registration_id == Registration.id)
        .where(
            Registration.programme_id == programme.id,
            Placement.run_id.is_(None),
            Placement.withdrawn_at.is_(None),
        )
        .distinct()
    )
    for registration in db.session.scalars(query).all():
        take_back(registration)


def _claimed(registration: Registration) -> list[Offering]:
    query = select(Offering).join(Claim, Claim.offering_id == Offering.id)
    return list(db.session.scalars(query.where(Claim.registration_id == registration.id)))


def _tell_features(registration: Registration, offering: Offering) -> None:
    db.session.flush()
    for feature in features.of(registration.programme):
        feature.placed(registration, offering)


def _count_as_used(registration: Registration, offering: Offering) -> None:
    for member in registration.members:
        db.session.add(
            Participation(
                person_id=member.person_id,
                kind=registration.programme.kind,
                took_place_on=offering.starts_on,
                registration_id=registration.id,
            )
        )


def _drop_participations(registration: Registration) -> None:
    db.session.execute(delete(Participation).where(Participation.registration_id == registration.id))


def _record(registration: Registration, action: str, offering: tuple[str, str]) -> None:
    audit.record(
        None,
        action,
        registration,
        label=registration.reference,
        unit=registration.lead.person.unit,
        changes={"offering": offering},
    )
