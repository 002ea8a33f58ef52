"""A code for each winner, in the unit of work that gives the place: nobody two, no code to two."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, CursorResult, Update, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import DomainError
from app.extensions import db
from app.models import Offering, Person, Programme, Registration, Voucher, VoucherKind
from app.services import notify, participants, references
from app.services.vouchers import kinds
from app.unit_of_work import unit_of_work
from app.vault import digest

FEATURE = "vouchers"
PREFIX = "XFQ"
BATCH = 200


def issue(registration: Registration, offering: Offering) -> int:
    """What the party's people lack of what goes with the place; how many codes were made.

    Said twice, nothing is doubled. Where a kind is used up, they have none of it.
    """
    people = {member.person_id: member.person for member in registration.members}
    for voucher in _good(Voucher.registration_id == registration.id):
        if voucher.person_id not in people:
            _take_back(voucher)
    made = 0
    for kind in kinds.of(offering):
        for person in people.values():
            if _issue(kind, registration, person):
                made += 1
                until = kind.valid_until_on.isoformat()
                notify.tell(person, "vouchers.issued", registration, what=kind.title, until=until)
    return made


def take_back(registration: Registration, offering: Offering | None = None) -> None:
    """Codes that nobody has redeemed end: those that went with one place, or all of the party's."""
    mine: ColumnElement[bool] = Voucher.registration_id == registration.id
    if offering is not None:
        mine &= Voucher.kind_id.in_([kind.id for kind in kinds.of(offering)])
    for voucher in _good(mine):
        _take_back(voucher)


def withdraw(registration: Registration) -> None:
    """The same for a party that leaves. Raises DomainError once one of its codes was redeemed."""
    used = (Voucher.registration_id == registration.id) & Voucher.redeemed_at.is_not(None)
    refusal = DomainError(_("这份报名的消费券已经用过，不能再退出。"))
    if db.session.scalar(select(Voucher.id).where(used).limit(1)) is not None:
        raise refusal
    for voucher in _good(Voucher.registration_id == registration.id):
        if not _take_back(voucher):  # redeemed at this very moment
            raise refusal


def of(person: Person, registration: Registration) -> Sequence[Voucher]:
    """The person's own codes with this registration, used ones included, taken back ones not."""
    query = (
        select(Voucher)
        .where(
            Voucher.person_id == person.id,
            Voucher.registration_id == registration.id,
            Voucher.void_at.is_(None),
        )
        .options(joinedload(Voucher.kind), joinedload(Voucher.redeemed_by))
        .order_by(Voucher.id)
    )
    return db.session.scalars(query).all()


def issue_owed(programme: Programme | None = None) -> int:
    """Codes for those who have a place and lack one, as far as there are any left; how many were made.

    Opens a unit of work for each party.
    """
    made = 0
    for registration_id, offering_id in _owed(programme):
        with unit_of_work():
            registration = db.session.get_one(Registration, registration_id)
            made += issue(registration, db.session.get_one(Offering, offering_id))
    return made


def _owed(programme: Programme | None) -> list[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    here = or_(VoucherKind.offering_id.is_(None), VoucherKind.offering_id == Offering.id)
    good = (Voucher.kind_id == VoucherKind.id) & Voucher.void_at.is_(None)
    for pairs in participants.pairs():
        lacking = (
            pairs.join(VoucherKind, (VoucherKind.programme_id == Offering.programme_id) & here)
            .outerjoin(Voucher, good & (Voucher.person_id == participants.PERSON))
            .where(Voucher.id.is_(None), VoucherKind.issued < VoucherKind.number, ~Offering.cancelled)
            .where(VoucherKind.valid_until_on >= clock.today())
            .limit(BATCH)
        )
        if programme is not None:
            lacking = lacking.where(Offering.programme_id == programme.id)
        found |= {
            (registration_id, offering_id) for registration_id, offering_id in db.session.execute(lacking)
        }
    db.session.rollback()
    return sorted(found)


def _issue(kind: VoucherKind, registration: Registration, person: Person) -> bool:
    """One code, if there is one left and the person has none: both in the database's own hands."""
    mine = select(Voucher.id).where(
        Voucher.kind_id == kind.id, Voucher.person_id == person.id, Voucher.void_at.is_(None)
    )
    if db.session.scalar(mine) is not None:
        return False
    code = references.drawn(PREFIX)
    voucher = Voucher(
        kind_id=kind.id,
        registration_id=registration.id,
        person_id=person.id,
        code=code,
        code_digest=digest(code),
        issued_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            if not _counted(kind, 1):
                return False
            db.session.add(voucher)
    except IntegrityError:  # somebody else has just issued theirs
        return False
    return True


def _take_back(voucher: Voucher) -> bool:
    """Unless it has been redeemed."""
    unused = (Voucher.id == voucher.id) & Voucher.redeemed_at.is_(None) & Voucher.void_at.is_(None)
    if not _changed(update(Voucher).where(unused).values(void_at=clock.now())):
        return False
    _counted(voucher.kind, -1)
    return True


def _counted(kind: VoucherKind, by: int) -> bool:
    fits = (VoucherKind.id == kind.id) & (VoucherKind.issued + by <= VoucherKind.number)
    done = _changed(update(VoucherKind).where(fits).values(issued=VoucherKind.issued + by))
    db.session.expire(kind, ["issued"])
    return done


def _good(which: ColumnElement[bool]) -> Sequence[Voucher]:
    unused = Voucher.void_at.is_(None) & Voucher.redeemed_at.is_(None)
    return db.session.scalars(select(Voucher).where(which, unused).options(joinedload(Voucher.kind))).all()


def _changed(statement: Update) -> bool:
    done = db.session.execute(statement.execution_options(synchronize_session=False))
    return isinstance(done, CursorResult) and done.rowcount == 1
