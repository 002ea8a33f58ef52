"""What kind of thing has changed between a frozen problem and the state now, in words."""

from __future__ import annotations

from flask_babel import gettext as _

from app.scheduling.contract.problem import Problem
from app.services.allocation import occupied


def between(before: Problem, after: Problem) -> list[str]:
    """Kinds of things that differ; empty when the two problems are equal."""
    if before == after:
        return []
    before, after, others = occupied.without(before), occupied.without(after), before.locks != after.locks
    kinds = {
        _("房间"): before.venues != after.venues,
        _("期次"): before.offerings != after.offerings,
        _("报名或参加条件"): _people(before) != _people(after),
        _("志愿"): _choices(before) != _choices(after),
        _("名额"): before.quotas != after.quotas,
        _("锁定"): before.locks != after.locks,
        _("优先级权重"): before.objectives != after.objectives,
    }
    found = [kind for kind, differs in kinds.items() if differs]
    if not found and others:
        return [_("其他项目已公布的房间")]
    return found or [_("报名或参加条件")]


def _people(problem: Problem) -> list[object]:
    return [(p.id, p.members, p.tier, p.lottery, p.groups, p.wants) for p in problem.parties]


def _choices(problem: Problem) -> dict[str, tuple[str, ...]]:
    return {p.id: p.choices for p in problem.parties}
