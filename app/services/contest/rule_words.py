"""The rules of heats in words, each with the figure that shows how a plan keeps it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flask_babel import gettext as _

from app.scheduling.heats.problem import Problem
from app.scheduling.heats.result import Result


class Said(NamedTuple):
    """What a rule asks, and what there is to count."""

    words: str
    figure: str


def of(problem: Problem, result: Result) -> Mapping[str, Said]:
    """By the rule's identifier; rules about the file alone are left out."""
    seats = len(result.seats)
    heats = Counter((seat.event, seat.slot) for seat in result.seats)
    loads = Counter({judge.id: 0 for judge in problem.judges})
    loads.update(duty.judge for duty in result.duties)
    persons = len(problem.entrants)
    return {
        "seated_once": Said(_("每人每个项目上场一次"), _("%(count)s 人次", count=seats)),
        "station_once": Said(_("一个工位同一时间只有一人"), _("%(count)s 个工位时段", count=seats)),
        "heats_held": Said(_("场次数与安排的一致"), _("%(count)s 场", count=len(heats))),
        "even_sizes": Said(
            _("同一项目各场人数最多差一人"), _("每场 %(span)s 人", span=_span(heats.values()))
        ),
        "one_place": Said(
            _("选手和裁判同一时间只在一处，间隔够"),
            _("%(people)s 名选手、%(judges)s 名裁判", people=persons, judges=len(problem.judges)),
        ),
        "spread": Said(
            _("同队、同单位的选手分散到各场"),
            _("一场里同队最多 %(most)s 人", most=_most_of_one_team(problem, result)),
        ),
        "judges_full": Said(_("每场裁判到齐"), _("%(count)s 个裁判班次", count=len(result.duties))),
        "judge_apart": Said(_("裁判回避本单位选手"), _("%(count)s 个班次逐一核对", count=len(result.duties))),
        "judge_loads": Said(_("裁判班次均衡"), _("每人 %(span)s 场", span=_span(loads.values()))),
        "drawn": Said(_("其余由抽签决定，可以重算"), _("%(count)s 个签号", count=persons)),
    }


def _most_of_one_team(problem: Problem, result: Result) -> int:
    teams = Counter((s.event, s.slot, problem.entrant[s.entrant].team) for s in result.seats)
    return max(teams.values(), default=0)


def _span(counts: Iterable[int]) -> str:
    known = sorted(counts)
    if not known:
        return "0"
    return str(known[0]) if known[0] == known[-1] else f"{known[0]}–{known[-1]}"
