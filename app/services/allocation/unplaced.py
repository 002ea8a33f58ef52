"""Everybody without a place, searched and paged, with the reasons in words."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import AllocationRun, Choice, Member, Offering, Person, Registration, Unit, UnplacedReason
from app.services import reasons
from app.services.allocation.ids import OFFERING, PARTY, engine_id, number
from app.services.allocation.plan import Plan
from app.services.reasons import WhyNot

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class UnplacedPage:
    """`why` holds the reasons in words, by registration id."""

    page: Pagination
    why: dict[int, tuple[WhyNot, ...]]


def find(plan: Plan, query: str, reason: str, page: int) -> UnplacedPage:
    """Parties without a place: by reference, name or unit, or with a certain reason, in order of lottery."""
    wanted = [
        number(PARTY, one.party)
        for one in plan.result.unplaced
        if not reason or any(r.reason == reason for r in one.reasons)
    ]
    statement = _with_people(select(Registration).where(Registration.id.in_(wanted)))
    if query.strip():
        statement = statement.where(_matches(query.strip()))
    found = db.paginate(
        statement.order_by(Registration.lottery_number), page=page, per_page=PER_PAGE, error_out=False
    )
    return UnplacedPage(found, {registration.id: _why(plan, registration) for registration in found.items})


def labels() -> dict[str, str]:
    """The engine's reasons as a filter names them."""
    return {
        "no_bed": _("没有合适的床位"),
        "seats": _("人数已满"),
        "quota": _("名额已满"),
        "clash": _("日期冲突"),
        "cancelled": _("未成团或已取消"),
        "locked": _("已锁定"),
        "outranked": _("未达到录取线"),
    }


def left_out(run: AllocationRun) -> list[tuple[Registration, str]]:
    """Parties that were not in the problem because somebody is no longer eligible, and why."""
    listed = {one["registration_id"]: one["message"] for one in run.summary.get("left_out", [])}
    query = _with_people(select(Registration).where(Registration.id.in_(listed)).order_by(Registration.id))
    return [(registration, listed[registration.id]) for registration in db.session.scalars(query)]


def _why(plan: Plan, registration: Registration) -> tuple[WhyNot, ...]:
    """As the party will read it once it is published."""
    offerings = {engine_id(OFFERING, choice.offering_id): choice.offering for choice in registration.choices}
    found = [
        UnplacedReason(
            offering_id=offerings[reason.offering].id,
            offering=offerings[reason.offering],
            reason=reason.reason,
            detail=dict(reason.detail),
        )
        for reason in plan.unplaced[engine_id(PARTY, registration.id)].reasons
        if reason.offering in offerings
    ]
    return reasons.in_words(registration, found)


def _with_people(statement: Select[Registration]) -> Select[Registration]:
    members = selectinload(Registration.members).joinedload(Member.person)
    choices = selectinload(Registration.choices).joinedload(Choice.offering).joinedload(Offering.venue)
    return statement.options(members.joinedload(Person.unit), choices, joinedload(Registration.programme))


def _matches(query: str) -> ColumnElement[bool]:
    about = or_(Person.name.contains(query, autoescape=True), Unit.name.contains(query, autoescape=True))
    somebody = Registration.members.any(Member.person.has(Person.unit.has(about)))
    return or_(Registration.reference.contains(query.upper(), autoescape=True), somebody)
