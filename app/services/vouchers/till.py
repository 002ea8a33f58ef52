"""A merchant's till: a code is redeemed once, within its days, and every other answer is said plainly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import joinedload

from app import clock
from app.extensions import db
from app.models import Attendant, Programme, Voucher, VoucherKind
from app.services import references
from app.vault import digest

REDEEMED, ALREADY, VOID, EARLY, EXPIRED, UNKNOWN = (
    "redeemed",
    "already",
    "void",
    "early",
    "expired",
    "unknown",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a code: one of the kinds above."""

    kind: str
    voucher: Voucher | None = None


def redeem(programme: Programme, typed: str, by: Attendant) -> Outcome:
    """By a condition in the update itself: of two tills at the same moment, one alone has it."""
    code = digest(references.normal(typed) or "")
    query = select(Voucher).join(VoucherKind).where(Voucher.code_digest == code)
    voucher = db.session.scalar(
        query.where(VoucherKind.programme_id == programme.id).options(
            joinedload(Voucher.kind), joinedload(Voucher.redeemed_by)
        )
    )
    if voucher is None:
        return Outcome(UNKNOWN)
    if (out_of_time := _out_of_time(voucher.kind)) and voucher.redeemed_at is None:
        return Outcome(out_of_time, voucher)
    taken = _take(voucher, by)
    db.session.refresh(voucher)
    if taken:
        return Outcome(REDEEMED, voucher)
    return Outcome(VOID if voucher.void_at is not None else ALREADY, voucher)


def totals(by: Attendant, on: dt.date) -> tuple[int, int]:
    """How many the till has redeemed on a day, and what they are worth together, in 分."""
    start = dt.datetime.combine(on, dt.time(), clock.CITY)
    row = db.session.execute(
        select(func.count(), func.coalesce(func.sum(VoucherKind.value), 0))
        .select_from(Voucher)
        .join(VoucherKind, Voucher.kind_id == VoucherKind.id)
        .where(
            Voucher.redeemed_by_id == by.id,
            Voucher.redeemed_at >= start,
            Voucher.redeemed_at < start + dt.timedelta(days=1),
        )
    ).one()
    return int(row[0]), int(row[1])


def latest(by: Attendant, most: int = 10) -> Sequence[Voucher]:
    """What the till has redeemed last, the newest first."""
    query = select(Voucher).where(Voucher.redeemed_by_id == by.id).options(joinedload(Voucher.kind))
    return db.session.scalars(query.order_by(Voucher.redeemed_at.desc()).limit(most)).all()


def state(voucher: Voucher) -> str:
    """good, early, expired, redeemed or void: as its owner sees it now."""
    if voucher.void_at is not None:
        return "void"
    if voucher.redeemed_at is not None:
        return "redeemed"
    return _out_of_time(voucher.kind) or "good"


def _take(voucher: Voucher, by: Attendant) -> bool:
    unused = (Voucher.id == voucher.id) & Voucher.redeemed_at.is_(None) & Voucher.void_at.is_(None)
    statement = update(Voucher).where(unused).values(redeemed_at=clock.now(), redeemed_by_id=by.id)
    done = db.session.execute(statement.execution_options(synchronize_session=False))
    return isinstance(done, CursorResult) and done.rowcount == 1


def _out_of_time(kind: VoucherKind) -> str:
    if clock.today() < kind.valid_from_on:
        return EARLY
    return EXPIRED if clock.today() > kind.valid_until_on else ""
