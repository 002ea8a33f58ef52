"""Why there is no plan of heats, in words. What is stored is the engine's own; words are made when read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from app import words
from app.models import Contest
from app.scheduling.heats.result import Obstacle
from app.services.contest import events

FAULT, TOO_LONG = "fault", "too_long"

Detail = Mapping[str, str | int]


def stored(obstacle: Obstacle | None) -> str:
    """What is kept of an obstacle."""
    if obstacle is None:
        return FAULT
    return json.dumps({"rule": obstacle.rule, **obstacle.detail}, ensure_ascii=False)[:500]


def of(contest: Contest, message: str) -> str:
    """What a coordinator reads of a plan that could not be made."""
    if message == TOO_LONG:
        return str(_("规定的时间里没有排出来，请多安排一些场次或工位，再试一次。"))
    try:
        found = json.loads(message)
    except ValueError:
        found = {}
    said = SENTENCES.get(found.get("rule", ""))
    if said is None:
        return str(_("编组程序出错，没有结果。请再试一次；还不行，请联系技术人员。"))
    titles = {f"e{e.id}": words.in_language(e, "title") for e in events.listed(contest.programme)}
    event = titles.get(str(found.get("event", "")), "")
    return (_("“%(event)s”：", event=event) if event else "") + said(found)


def _slots(found: Detail) -> str:
    return str(_("场次时间不够，请多加几个场次。"))


def _stations(found: Detail) -> str:
    if "entrants" not in found:
        return str(_("工位和场次不够，请多加场次或工位。"))
    return str(
        _(
            "%(entrants)s 人参赛，工位 × 场次只有 %(seats)s 个，请多加场次或工位。",
            entrants=found["entrants"],
            seats=found.get("seats", 0),
        )
    )


def _two_places(found: Detail) -> str:
    return str(_("有人报了两个项目，时间错不开。请调整场次时间，或减少间隔要求。"))


def _spread(found: Detail) -> str:
    return str(_("同队的人太多，分散不到各场。请多加场次。"))


def _judges(found: Detail) -> str:
    return str(_("有的场次排不满裁判（要回避本单位，同一时间只能在一处）。请多加裁判，或减少每场人数。"))


SENTENCES: Mapping[str, Callable[[Detail], str]] = {
    "heats_held": _slots,
    "seated_once": _stations,
    "station_once": _stations,
    "even_sizes": _stations,
    "one_place": _two_places,
    "spread": _spread,
    "judges_full": _judges,
    "judge_able": _judges,
    "judge_apart": _judges,
}
