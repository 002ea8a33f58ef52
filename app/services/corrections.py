"""What a coordinator puts right of somebody in a registration, always with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from sqlalchemy import ColumnElement, select

from app.errors import DomainError, Forbidden, Invalid, NotFound
from app.extensions import db
from app.identity import mask_name
from app.models import Account, Member, Person, Registration, Unit
from app.services import audit, changes


def member_of(registration: Registration, member_id: int) -> Member:
    """Raises NotFound."""
    for member in registration.members:
        if member.id == member_id:
            return member
    raise NotFound(gettext("这份报名里没有这个人，可能已经改报。请重新查看报名。"))


def units_for(person: Person, within: ColumnElement[bool]) -> list[Unit]:
    """Grass-roots unions that somebody of this part of the tree can be moved to, their own among them."""
    query = select(Unit).where(Unit.level == "grassroots", within).order_by(Unit.name)
    found = list(db.session.scalars(query))
    return found if person.unit in found else [person.unit, *found]


def correct(
    actor: Account,
    member: Member,
    values: Mapping[str, Any],
    needs: Sequence[str],
    reason: str,
    within: ColumnElement[bool],
) -> None:
    """Write `values` (tier, track, unit_id) into the person and `needs` into the member.

    Saving without a change confirms the tier. Raises Forbidden for people of another part of the tree,
    Invalid for such a unit, DomainError when the result is published and needs would change.
    """
    person = member.person
    inside = select(Unit.id).where(within)
    if db.session.scalar(inside.where(Unit.id == person.unit_id)) is None:
        raise Forbidden(gettext("这位职工不在您负责的单位范围内，请联系其所在单位的经办人。"))
    if db.session.scalar(inside.where(Unit.id == values["unit_id"])) is None:
        raise Invalid(gettext("只能改到您负责的单位范围内，请重新选择"), "unit_id")
    before = person.unit
    found = changes.apply(person, values)
    if "unit_id" in found:
        db.session.flush()
        db.session.refresh(person, ["unit"])
        found["unit_id"] = (before.name, person.unit.name)
    _correct_needs(actor, member, needs, reason)
    audit.record(
        actor,
        "person.correct" if found else "person.confirm_tier",
        person,
        label=mask_name(person.name),
        unit=before,
        changes=found,
        reason=reason,
    )


def _correct_needs(actor: Account, member: Member, needs: Sequence[str], reason: str) -> None:
    wanted = sorted(set(needs))
    if wanted == sorted(member.needs):
        return
    registration: Registration = member.registration
    if registration.programme.state == "published":
        raise DomainError(gettext("结果已经公布，住宿需要请通过调整房间处理。"), "needs")
    found = changes.apply(member, {"needs": wanted})
    audit.record(
        actor,
        "registration.correct_needs",
        registration,
        label=f"{registration.reference} {mask_name(member.person.name)}",
        unit=member.person.unit,
        changes=found,
        reason=reason,
    )
