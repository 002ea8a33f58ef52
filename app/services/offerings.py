"""A programme's dated runs: added, changed, removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import (
    Account,
    Choice,
    Claim,
    Lock,
    Offering,
    Placement,
    Programme,
    QuotaUse,
    Registration,
    UnplacedReason,
    Venue,
    WaitlistEntry,
)
from app.services import audit, capacity, changes, modes, offering_guard, programmes

EDITABLE_STATES = ("draft", "open", "closed")
# what would make it another offering for whoever chose it
MOVING = ("venue_id", "starts_on", "ends_on", "from_time", "to_time", "with_beds")


def load(programme_id: int, offering_id: int) -> Offering:
    """The offering with its programme, campus and rooms. Raises NotFound."""
    found = db.session.scalar(
        select(Offering)
        .where(Offering.id == offering_id, Offering.programme_id == programme_id)
        .options(joinedload(Offering.programme), joinedload(Offering.venue).selectinload(Venue.rooms))
    )
    if found is None:
        raise NotFound(gettext("没有这一期，可能已被删除。请从期次列表里重新选择。"))
    return found


def latest(programme: Programme) -> Offering | None:
    """The one that was added last."""
    query = select(Offering).where(Offering.programme_id == programme.id).order_by(Offering.id.desc())
    return db.session.scalar(query.limit(1))


def label(offering: Offering) -> str:
    """What an offering is called in records, notices and refusals: title or venue, and when it begins."""
    when = f"{offering.starts_on.isoformat()} {offering.from_time}".strip()
    return f"{offering.title or offering.venue.name} {when}"


def choice_counts(programme: Programme) -> dict[int, tuple[int, int]]:
    """By offering id: how many parties chose it, and how many of them rank it first."""
    first = func.count().filter(Choice.rank == 1)
    rows = db.session.execute(
        select(Choice.offering_id, func.count(), first)
        .join(Registration, Choice.registration_id == Registration.id)
        .where(Registration.programme_id == programme.id, Registration.state == "submitted")
        .group_by(Choice.offering_id)
    )
    return {offering_id: (chosen, firsts) for offering_id, chosen, firsts in rows}


def add(actor: Account, programme: Programme, values: Mapping[str, Any]) -> Offering:
    """One more offering. Raises DomainError once the result is published, Invalid for an unknown venue."""
    programmes.hold(programme)
    _refuse_late(programme)
    offering = Offering(programme=programme, venue=_venue(values["venue_id"]), **values)
    db.session.add(offering)
    audit.record(actor, "offering.create", offering, label=label(offering))
    return offering


def edit(actor: Account, offering: Offering, values: Mapping[str, Any]) -> None:
    """Write `values`. Raises Invalid naming who chose it where a change would make it another offering."""
    programmes.hold(offering.programme)
    capacity.hold(offering.programme)  # what is taken of it is as it is by then
    _refuse_late(offering.programme)
    wanted = audit.differences(offering, values)
    if faults := _taken_from_people(offering, wanted):
        raise Invalid(gettext("有些内容现在不能这样修改"), faults=faults)
    if "venue_id" in wanted:
        offering.venue = _venue(values["venue_id"])
    if found := changes.apply(offering, values):
        audit.record(actor, "offering.edit", offering, label=label(offering), changes=found)
        modes.of(offering.programme).fill(offering.programme)


def delete(actor: Account, offering: Offering) -> None:
    """Remove one that nobody ever chose; any other can only be cancelled."""
    programmes.hold(offering.programme)
    if references := offering_guard.choosers(offering):
        raise DomainError(
            gettext(
                "已有 %(count)s 组选了这一期（%(who)s），不能删除。",
                count=len(references),
                who=offering_guard.listed(references, offering.programme),
            )
        )
    if _mentioned(offering):
        raise DomainError(gettext("已退出的报名或分配记录里还有这一期，不能删除，可以改为取消。"))
    audit.record(actor, "offering.delete", offering, label=label(offering))
    db.session.delete(offering)


def _mentioned(offering: Offering) -> bool:
    return any(
        db.session.scalar(select(table.id).where(table.offering_id == offering.id).limit(1)) is not None
        for table in (Choice, Claim, Lock, Placement, QuotaUse, UnplacedReason, WaitlistEntry)
    )


def _refuse_late(programme: Programme) -> None:
    if programme.state not in EDITABLE_STATES:
        raise DomainError(gettext("这个项目的结果已经公布或项目已取消，期次不能再改。"))


def _venue(venue_id: int) -> Venue:
    found = db.session.get(Venue, venue_id, options=[selectinload(Venue.rooms)])
    if found is None:
        raise Invalid(gettext("请重新选择地点"), "venue_id")
    return found


def _taken_from_people(offering: Offering, wanted: Mapping[str, Any]) -> dict[str, str]:
    if faults := _fewer_than_taken(offering, wanted):
        return faults
    moved = [field for field in MOVING if field in wanted]
    if offering.programme.state == "draft" or not moved:
        return {}
    references = offering_guard.choosers(offering)
    if not references:
        return {}
    words = gettext(
        "已有 %(count)s 组选了这一期（%(who)s），不能再改；请另加一期。",
        count=len(references),
        who=offering_guard.listed(references, offering.programme),
    )
    return dict.fromkeys(moved, words)


def _fewer_than_taken(offering: Offering, wanted: Mapping[str, Any]) -> dict[str, str]:
    """Places that people have are not taken away by lowering the number of seats."""
    seats = wanted["seats"][1] if "seats" in wanted else None
    if seats is None or seats >= offering.taken:
        return {}
    words = gettext(
        "已有 %(count)s 人占用名额（%(who)s），名额不能少于这个数；要减少，请先请他们退出。",
        count=offering.taken,
        who=offering_guard.listed(capacity.holders(offering), offering.programme),
    )
    return {"seats": words}
