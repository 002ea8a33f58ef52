"""Places that are confirmed at once: claimed and given back here alone, so that none is given twice.

A claim is a conditional update in the caller's unit of work; the database's own checks refuse what would
oversell. Whoever claims, gives back or decides who comes next holds the programme's capacity first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, CursorResult, and_, case, func, or_, select, update

from app import words
from app.extensions import db
from app.models import Claim, Offering, Programme, Quota, QuotaUse, Registration, Unit
from app.services import quota_uses
from app.services.quota_uses import Asked

CHUNK = 5000  # of ids in one query


@dataclass(frozen=True, slots=True)
class Shortage:
    """Why nothing was claimed. `kind`: "seats", or "quota" (with its unit); `free`: places that are left."""

    kind: str
    quota: Quota | None
    unit: Unit | None
    free: int

    def words(self, people: int) -> str:
        """For a party of `people`."""
        if self.unit is not None:
            name = words.in_language(self.unit, "name")
            if self.free == 0:
                return str(_("%(unit)s的名额已满", unit=name))
            return str(
                _(
                    "%(unit)s的名额只剩 %(free)s 个，不够 %(people)s 人",
                    unit=name,
                    free=self.free,
                    people=people,
                )
            )
        if self.free == 0:
            return str(_("名额已满"))
        return str(_("只剩 %(free)s 个名额，不够 %(people)s 人", free=self.free, people=people))


def hold(programme: Programme) -> None:
    """Keep others from claiming in the programme until we are done; what we know of it is as it is by then.

    Who holds it has held the programme itself before, so that two never wait for each other. The first of
    its offerings stands for all: some programmes have thousands.
    """
    db.session.execute(select(Programme.id).where(Programme.id == programme.id).with_for_update(read=True))
    mine = Offering.programme_id == programme.id
    # without `key_share` it would wait for everybody who has just written a choice, and they for us
    first = select(Offering.id).where(mine).order_by(Offering.id).limit(1)
    db.session.execute(first.with_for_update(key_share=True))
    known = [key[1][0] for key in db.session().identity_map.keys() if key[0] is Offering]  # noqa: SIM118
    for start in range(0, len(known), CHUNK):
        query = select(Offering).where(mine, Offering.id.in_(known[start : start + CHUNK]))
        db.session.scalars(query.execution_options(populate_existing=True)).all()


def claim(registration: Registration, offering: Offering) -> Shortage | None:
    """Take a place for each member in the offering and in every quota that covers their units.

    None: claimed, also when it had been before. A shortage: nothing was claimed.
    """
    if of(registration, offering) is not None:
        return None
    units = [member.person.unit for member in registration.members]
    within = db.session.begin_nested()
    if not _take_seats(offering, len(units)):
        within.rollback()
        return Shortage("seats", None, None, free(offering) or 0)
    uses = {}
    for one in quota_uses.asked(offering.programme.quotas, units, offering.id):
        use_id = quota_uses.take(one)
        if use_id is None:
            within.rollback()
            return _quota_shortage(one)
        uses[str(use_id)] = one.people
    db.session.add(
        Claim(registration_id=registration.id, offering_id=offering.id, people=len(units), uses=uses)
    )
    within.commit()
    return None


def release(registration: Registration, offering: Offering) -> None:
    """Give back what was claimed, exactly that; nothing when there is no claim."""
    found = of(registration, offering)
    if found is None:
        return
    _write_taken(offering, -found.people)
    for use_id, people in found.uses.items():
        quota_uses.give_back(int(use_id), people)
    db.session.delete(found)
    db.session.flush()


def of(registration: Registration, offering: Offering) -> Claim | None:
    """What the party has claimed in the offering."""
    mine = (Claim.registration_id == registration.id) & (Claim.offering_id == offering.id)
    return db.session.scalar(select(Claim).where(mine))


def holders(offering: Offering) -> list[str]:
    """References of the parties that have claimed places in the offering, in order of sending."""
    query = select(Registration.reference).join(Claim, Claim.registration_id == Registration.id)
    return list(db.session.scalars(query.where(Claim.offering_id == offering.id).order_by(Registration.id)))


def could_ever(offering: Offering, units: Sequence[Unit]) -> bool:
    """Whether a party of people of `units` would fit if nobody else had a place."""
    if offering.seats is not None and offering.seats < len(units):
        return False
    if offering.programme.quotas_return_at is not None:
        return True
    asked = quota_uses.asked(offering.programme.quotas, units, offering.id)
    return all(one.people <= (one.quota.maximum or 0) for one in asked)


def free(offering: Offering) -> int | None:
    """Places that nobody has claimed; None: no limit. Beds are not given one by one: without seats, none."""
    if offering.seats is None:
        return 0 if offering.with_beds else None
    return max(offering.seats - offering.taken, 0)


def any_free(programme: Programme, which: ColumnElement[bool]) -> bool | None:
    """Whether one of the programme's offerings that are `which` has a free place; None: none is."""
    unlimited = and_(Offering.seats.is_(None), ~Offering.with_beds)
    has_free = case((or_(unlimited, Offering.taken < Offering.seats), 1), else_=0)
    most = db.session.scalar(select(func.max(has_free)).where(Offering.programme_id == programme.id, which))
    return None if most is None else bool(most)


def quotas_returned(programme: Programme) -> bool:
    """Whether what units have left unused is for everybody by now."""
    return quota_uses.returned(programme)


def _take_seats(offering: Offering, people: int) -> bool:
    enough = Offering.taken + people <= Offering.seats
    return _write_taken(
        offering, people, enough if offering.with_beds else or_(Offering.seats.is_(None), enough)
    )


def _write_taken(offering: Offering, people: int, *conditions: object) -> bool:
    statement = update(Offering).where(Offering.id == offering.id, *conditions)  # type: ignore[arg-type]
    counted = statement.values(taken=Offering.taken + people).execution_options(synchronize_session=False)
    done = db.session.execute(counted)
    db.session.expire(offering, ["taken"])
    return isinstance(done, CursorResult) and done.rowcount == 1


def _quota_shortage(one: Asked) -> Shortage:
    quota_id, code, offering_id = one.key
    where = QuotaUse.offering_id.is_(None) if offering_id is None else QuotaUse.offering_id == offering_id
    counted = select(func.coalesce(func.sum(QuotaUse.taken), 0))
    taken = db.session.scalar(counted.where(QuotaUse.quota_id == quota_id, QuotaUse.unit_code == code, where))
    return Shortage("quota", one.quota, one.unit, max((one.quota.maximum or 0) - (taken or 0), 0))
