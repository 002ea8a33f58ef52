"""A run in plain words: its state, its objectives, how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app import words
from app.extensions import db
from app.methods import METHOD_SENTENCES
from app.models import AllocationRun, Offering, Registration
from app.services.allocation import occupied
from app.services.allocation.ids import OFFERING, PARTY, number
from app.services.allocation.nearest_words import nearest
from app.services.allocation.runs import Step, is_cut_short
from app.services.allocation.tree import Tree


@dataclass(frozen=True, slots=True)
class Target:
    """An objective: what it counts, which way is better, how far it has come. None: not known yet."""

    name: str
    label: str
    hint: str
    value: int | None
    bound: int | None

    @property
    def gap(self) -> int | None:
        return None if self.value is None or self.bound is None else abs(self.value - self.bound)


def state(run: AllocationRun) -> tuple[str, str]:
    """(kind of pill, words)."""
    if run.cancel_requested and run.state in ("queued", "solving"):
        return "wait", _("正在取消")
    if run.state == "solving" and is_cut_short(run):
        return "wait", _("正在停止，保留方案")
    return {
        "draft": ("info", _("草稿")),
        "queued": ("wait", _("排队中")),
        "solving": ("wait", _("计算中")),
        "solved": ("ok", _("已完成")),
        "published": ("ok", _("已公布")),
        "failed": ("no", _("没有结果")),
        "cancelled": ("info", _("已取消")),
    }[run.state]


def headline(run: AllocationRun) -> str:
    """What the page of a run is called."""
    if run.state in ("solved", "published"):
        best = run.summary.get("status") == "optimal"
        return str(_("已找到最优方案") if best else _("已找到可用方案"))
    return {
        "queued": str(_("分配进行中")),
        "solving": str(_("分配进行中")),
        "cancelled": str(_("分配已取消")),
        "failed": str(_("这次没有得到方案")),
    }.get(run.state, str(_("分配")))


def label(name: str) -> tuple[str, str]:
    """An objective's name and what it counts."""
    return {
        "people_placed": (_("安排人数（按优先级加权）"), _("越大越好：每人按优先级的权重计。")),
        "rank_cost": (_("志愿代价"), _("越小越好：第一志愿不计，志愿越靠后计得越多。")),
        "lottery": (_("摇号合计"), _("越小越好：同等条件下号码靠前的优先。")),
    }.get(name, (name, ""))


def targets(run: AllocationRun, steps: Sequence[Step], names: Sequence[str]) -> list[Target]:
    """The run's objectives in their order; `names` of the problem's while there is no result.

    An objective has figures once it is worked on: before, its value and bound say nothing.
    """
    if found := run.summary.get("objectives"):
        return [Target(o["name"], *label(o["name"]), o["value"], _bound(run, o)) for o in found]
    reached = steps[-1].stage if steps else -1
    return [
        Target(name, *label(name), steps[-1].values[k], steps[-1].bounds[k])
        if k <= reached
        else Target(name, *label(name), None, None)
        for k, name in enumerate(names)
    ]


def _bound(run: AllocationRun, objective: Mapping[str, Any]) -> int | None:
    """Bounds are over all allocations: where the method rules most of them out, one not met says nothing."""
    met = objective["value"] == objective["bound"]
    return objective["bound"] if met or run.method == "optimiser" else None


def ending(run: AllocationRun) -> list[str]:
    """How a run ended, and what to do next: sentences for the run's page."""
    if run.state in ("solved", "published"):
        if run.method != "optimiser":
            return [
                _("已按下面这种办法安排完毕，不与其他办法比好坏，所以没有上下界。"),
                METHOD_SENTENCES[run.method],
            ]
        proof = _proof(run.summary.get("objectives", []))
        early = is_cut_short(run) and run.summary.get("status") != "optimal"
        return [_("这次分配由经办人提前停止，保留的是当时最好的方案。"), proof] if early else [proof]
    if run.state == "cancelled":
        return [_("这次分配在完成前被取消，没有保存方案。需要时可以重新开始。")]
    if run.state != "failed":
        return []
    return {
        "infeasible": [
            _("锁定、最少人数和名额之间有矛盾，没有一个方案能同时满足。请调整下面其中一项，再重新分配。")
        ],
        "cannot_serve": [
            _("平行志愿逐个安排，满足不了全部规则（多半是名额的“至少”）。请调整规则，或改用总体最优。")
        ],
        "no_plan": [
            _("停止的时候还没有找到一个可用的方案。需要时可以重新开始。")
            if is_cut_short(run)
            else _("到时间为止还没有找到一个可用的方案。请加长时间，再试一次。")
        ],
        "broken_result": [
            _("算出的方案没有通过规则核对，没有保存。请重新分配；再次出现时，请联系技术支持。")
        ],
    }.get(run.summary.get("failure", ""), [_("计算程序中途退出。请重新分配；再次出现时，请联系技术支持。")])


def limit(name: str) -> str:
    """What the bound of an objective is called: nothing above it, or nothing below it, is possible."""
    return str(_("上界") if name == "people_placed" else _("下界"))


def _off(objective: Mapping[str, Any]) -> str:
    return words.number(abs(objective["value"] - objective["bound"]))


def _proof(objectives: Sequence[Mapping[str, Any]]) -> str:
    open_ones = [o for o in objectives if o["value"] != o["bound"]]
    if not open_ones:
        return str(_("各项目标都已证明达到最好，没有更好的方案。"))
    parts = [
        _("%(what)s与%(limit)s相差 %(gap)s", what=label(o["name"])[0], limit=limit(o["name"]), gap=_off(o))
        for o in open_ones
    ]
    return str(_("到时间为止，%(parts)s；其余各项已证明达到最好。", parts=_("，").join(parts)))


def conflict(run: AllocationRun) -> list[str]:
    """What cannot hold together, one line each, with the nearest number that could."""
    found = run.summary.get("conflict", [])
    return ["".join(filter(None, (_contradiction(part), _of(nearest(part))))) for part in found]


def _of(sentence: str) -> str:
    """Set behind what it speaks of."""
    return str(_("。%(more)s", more=sentence)) if sentence else ""


def _contradiction(part: Mapping[str, Any]) -> str:
    if part["kind"] == "lock" and part["party"].startswith(occupied.MARK):
        return str(_("其他项目已公布的房间"))
    if part["kind"] == "lock":
        registration = db.session.get(Registration, number(PARTY, part["party"]))
        reference = registration.reference if registration is not None else part["party"]
        if part["offering"] is None:
            return str(_("锁定：报名 %(reference)s 不安排", reference=reference))
        return str(
            _("锁定：报名 %(reference)s 到 %(stay)s", reference=reference, stay=stay(part["offering"]))
        )
    if part["kind"] == "minimum":
        return str(_("最少人数：%(stay)s", stay=stay(part["offering"])))
    if part.get("value") is not None:
        return str(_("名额 %(quota)s：%(value)s", quota=part["quota"], value=_unit(part["value"])))
    return str(_("名额 %(quota)s", quota=part["quota"]))


def stay(engine_id: str) -> str:
    """An offering that the engine names: campus and dates."""
    found = db.session.scalar(select(Offering).where(Offering.id == number(OFFERING, engine_id)))
    if found is None:
        return engine_id
    return words.offering(found)


def _unit(code: str) -> str:
    found = Tree.load().by_code().get(code)
    return words.in_language(found, "name") if found is not None else code
