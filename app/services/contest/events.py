"""The events of a contest, as the coordinator writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Account, ContestEntry, ContestEvent, Programme
from app.services import audit, changes
from app.services.contest import contests, counts

# what an entry has relied on since it was made
FIXED_ONCE_ENTERED = ("team", "certificate")
FIXED_ONCE_RANKED = (
    *("theory_weight", "practice_weight", "theory_most", "practice_most", "penalties", "ties", "prizes"),
)


def listed(programme: Programme) -> list[ContestEvent]:
    """In order, with places and times."""
    query = select(ContestEvent).where(ContestEvent.programme_id == programme.id)
    query = query.options(joinedload(ContestEvent.venue), selectinload(ContestEvent.slots))
    return list(db.session.scalars(query.order_by(ContestEvent.position, ContestEvent.id)))


def load(programme: Programme, event_id: int) -> ContestEvent:
    """Raises NotFound, also for an event of another contest."""
    for event in listed(programme):
        if event.id == event_id:
            return event
    raise NotFound(_("没有这个比赛项目，可能已被删除。"))


def add(actor: Account | None, programme: Programme, values: Mapping[str, Any]) -> ContestEvent:
    """At the end. Raises DomainError once the list is frozen."""
    contest = contests.of(programme)
    contests.hold(contest)
    if contest.entries_frozen_at is not None:
        raise DomainError(_("参赛名单已经固定，不能再加比赛项目。"))
    _check(values)
    last = select(func.max(ContestEvent.position)).where(ContestEvent.programme_id == programme.id)
    event = ContestEvent(programme=programme, position=(db.session.scalar(last) or 0) + 1, **values)
    db.session.add(event)
    audit.record(actor, "contest_event.create", event, label=f"{programme.title} {event.title}")
    return event


def edit(actor: Account, event: ContestEvent, values: Mapping[str, Any]) -> None:
    """Raises DomainError for what entrants rely on, Invalid (`unit_limit`) below what a unit already has."""
    contest = contests.of(event.programme)
    contests.hold(contest)
    _check(values)
    different = audit.differences(event, values).keys()
    if different & set(FIXED_ONCE_ENTERED) and entry_count(event):
        raise DomainError(_("已经有人报了这个项目，个人或团体、所需证书不能再改。"))
    if different & set(FIXED_ONCE_RANKED) and contest.results != "none":
        raise DomainError(_("成绩已经公布，计分和奖项的规则不能再改。"))
    limit = values.get("unit_limit")
    if limit is not None and limit < (there := counts.most(event.id)):
        raise Invalid(_("已有单位报了 %(count)s 个，不能再少", count=there), "unit_limit")
    if found := changes.apply(event, values):
        shown = {name: pair for name, pair in found.items() if not isinstance(pair[1], list)}
        label = f"{event.programme.title} {event.title}"
        audit.record(actor, "contest_event.edit", event, label=label, changes=shown)


def delete(actor: Account, event: ContestEvent) -> None:
    """Raises DomainError when somebody has entered it."""
    contests.hold(contests.of(event.programme))
    if entry_count(event, withdrawn=True):
        raise DomainError(_("已经有人报过这个项目，不能删除。"))
    audit.record(actor, "contest_event.delete", event, label=f"{event.programme.title} {event.title}")
    db.session.delete(event)


def entry_count(event: ContestEvent, *, withdrawn: bool = False) -> int:
    """How many have entered it."""
    mine = select(func.count(ContestEntry.id)).where(ContestEntry.event_id == event.id)
    if not withdrawn:
        mine = mine.where(ContestEntry.state != "withdrawn")
    return db.session.scalar(mine) or 0


def _check(values: Mapping[str, Any]) -> None:
    if values["theory_weight"] + values["practice_weight"] <= 0:
        raise Invalid(_("理论和实操的权重不能都是 0"), "practice_weight")
    codes = [each["code"] for each in values["penalties"]]
    if len(set(codes)) < len(codes):
        raise Invalid(_("扣分项的代号不能重复"), "penalties")
    ranks = [each["upto"] for each in values["prizes"]]
    if ranks != sorted(set(ranks)):
        raise Invalid(_("奖项要按名次从前到后写，名次不能重复"), "prizes")
