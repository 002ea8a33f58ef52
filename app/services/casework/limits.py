"""How much may be granted: counted by conditional updates in the caller's unit of work, never above.

Limits nest: a case counts against those of the whole programme, of its district, of its unit, and against the
programme's quotas.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import CursorResult, or_, select, update

from app import words
from app.errors import Invalid
from app.extensions import db
from app.models import CaseFile, CaseLimit, Programme, Unit
from app.services import quota_uses


def listed(programme: Programme) -> list[CaseLimit]:
    """Those of the whole programme first, then by unit."""
    query = select(CaseLimit).where(CaseLimit.programme_id == programme.id)
    outer = query.outerjoin(Unit, CaseLimit.unit_id == Unit.id)
    return list(
        db.session.scalars(outer.order_by(CaseLimit.unit_id.is_not(None), Unit.path, CaseLimit.measure))
    )


def of_case(case: CaseFile) -> list[CaseLimit]:
    """The limits that the case counts against, in a fixed order: whoever takes several waits for nobody."""
    above = [int(part) for part in case.unit.path.split("/") if part]
    query = select(CaseLimit).where(
        CaseLimit.programme_id == case.programme_id,
        or_(CaseLimit.unit_id.is_(None), CaseLimit.unit_id.in_(above)),
    )
    return list(db.session.scalars(query.order_by(CaseLimit.id)))


def take(case: CaseFile, amount: int) -> None:
    """Count the case, and `amount` 分, against everything that limits it. Raises Invalid, nothing counted."""
    held: dict[str, dict[str, int]] = {"limits": {}, "uses": {}}
    with db.session.begin_nested():
        for limit in of_case(case):
            wanted = 1 if limit.measure == "cases" else amount
            if wanted and not count(limit, wanted):
                raise Invalid(shortage(limit), "amount" if limit.measure == "money" else "outcome")
            held["limits"][str(limit.id)] = wanted
        units = [member.person.unit for member in case.registration.members]
        whole = [quota for quota in case.programme.quotas if quota.scope == "run"]
        for one in quota_uses.asked(whole, units, 0):
            use_id = quota_uses.take(one)
            if use_id is None:
                name = words.in_language(one.unit, "name")
                raise Invalid(_("%(unit)s的名额已经用完，不能再同意。", unit=name), "outcome")
            held["uses"][str(use_id)] = one.people
    case.held = held


def give_back(case: CaseFile) -> None:
    """What granting it has counted, exactly that."""
    for limit_id, counted in case.held.get("limits", {}).items():
        statement = update(CaseLimit).where(CaseLimit.id == int(limit_id))
        _changed(statement.values(taken=CaseLimit.taken - counted))
    for use_id, people in case.held.get("uses", {}).items():
        quota_uses.give_back(int(use_id), people)
    case.held = {}


def count(limit: CaseLimit, wanted: int) -> bool:
    """Whether there was room; the database's own check stands behind it."""
    room = (CaseLimit.id == limit.id) & (CaseLimit.taken + wanted <= CaseLimit.most)
    return _changed(update(CaseLimit).where(room).values(taken=CaseLimit.taken + wanted))


def shortage(limit: CaseLimit) -> str:
    """Why nothing more can be granted, and how much is left."""
    db.session.refresh(limit)
    where = words.in_language(limit.unit, "name") if limit.unit is not None else _("全市")
    left = limit.most - limit.taken
    if limit.measure == "money":
        return str(
            _("%(where)s的资金只剩 %(left)s 元，请改小金额，或按限额已满办理。", where=where, left=yuan(left))
        )
    return str(
        _(
            "%(where)s的名额已经用完（%(most)s 件），请按限额已满办理。",
            where=where,
            most=words.number(limit.most),
        )
    )


def full(case: CaseFile) -> Sequence[CaseLimit]:
    """The limits under which nothing is left for the case."""
    return [limit for limit in of_case(case) if limit.taken >= limit.most]


def yuan(amount: int) -> str:
    """分 as people read money: 1,200 or 1,200.50"""
    whole, rest = divmod(amount, 100)
    return f"{whole:,}.{rest:02d}" if rest else f"{whole:,}"


def _changed(statement: object) -> bool:
    done = db.session.execute(statement.execution_options(synchronize_session=False))  # type: ignore[attr-defined]
    return isinstance(done, CursorResult) and done.rowcount == 1
