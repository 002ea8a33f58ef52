"""A run beside serving in order (平行志愿): counted after the run, stored with it, told in plain words."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask_babel import gettext as _

from app import clock, words
from app.errors import NotFound
from app.models import AllocationRun, Unit
from app.services.allocation.runs import LOOKED_AT, by_id

KEY = "beside"  # in a run's summary
SOON = dt.timedelta(minutes=11)  # counting takes at most ten
FIRST = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and what stands below it: a share, or how many people."""

    main: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What is compared, what it means, and its figures; `in_order` None: serving has none."""

    label: str
    hint: str
    this: Figure
    in_order: Figure | None


@dataclass(frozen=True, slots=True)
class Beside:
    """`rows` and `districts` are for the page; `in_order` False: serving in order cannot keep every rule."""

    rows: tuple[Row, ...]
    districts: tuple[tuple[Unit | str, str, str], ...]
    in_order: bool


def files(run_id: int) -> tuple[bytes, bytes]:
    """The problem and the result of a run that has a plan, uncompressed. Raises NotFound."""
    run = by_id(run_id)
    if run.result is None:
        raise NotFound(_("这次分配还没有方案。"))
    return gzip.decompress(run.problem), gzip.decompress(run.result)


def store(run_id: int, found: Mapping[str, Any] | None) -> None:
    """Keep the figures with the run; None says that they could not be counted."""
    run = by_id(run_id)
    run.summary = {**run.summary, KEY: found}


def is_being_counted(run: AllocationRun) -> bool:
    """Whether the figures are still to come."""
    finished = run.finished_at
    return (
        run.state in LOOKED_AT
        and KEY not in run.summary
        and finished is not None
        and clock.now() - finished < SOON
    )


def of(run: AllocationRun, units: Mapping[str, Unit]) -> Beside | None:
    """What the page lays side by side; None while, or because, there are no figures."""
    found = run.summary.get(KEY)
    if not found:
        return None
    both = [found["this"], *([found["in_order"]] if found["in_order"] else [])]
    return Beside(tuple(_rows(both)), tuple(_districts(both, units)), len(both) == 2)


def _rows(both: Sequence[Mapping[str, Any]]) -> list[Row]:
    tiers = sorted(both[0]["tiers"], key=int)
    return [
        _row(_("安排上"), "", both, lambda f: _of(f["people"]["placed"], f["people"]["asked"])),
        _row(
            _("第一志愿"),
            _("占全部报名的人"),
            both,
            lambda f: _of(f["ranks"].get("1", 0), f["people"]["asked"]),
        ),
        _row(_("前三志愿"), _("占全部报名的人"), both, lambda f: _of(_first(f), f["people"]["asked"])),
        _row(_("最靠后的志愿"), _("安排上的人里，志愿最靠后的是第几志愿，有几人"), both, _lowest),
        *(_row(_("第 %(tier)s 优先级安排上", tier=tier), "", both, partial(_tier, tier)) for tier in tiers),
        _row(
            _("排在前面却没轮到的组"),
            _("优先级更高或摇号更靠前，更想去、也住得下，位子却给了别人"),
            both,
            lambda f: Figure(words.number(f["envy"]["parties"])),
        ),
    ]


def _row(
    label: str, hint: str, both: Sequence[Mapping[str, Any]], figure: Callable[[Mapping[str, Any]], Figure]
) -> Row:
    return Row(label, hint, figure(both[0]), figure(both[1]) if len(both) == 2 else None)


def _of(part: int, whole: int) -> Figure:
    return Figure(_people(part), words.percent(part, whole))


def _people(count: int) -> str:
    return str(_("%(count)s 人", count=words.number(count)))


def _first(figures: Mapping[str, Any]) -> int:
    return sum(figures["ranks"].get(str(rank), 0) for rank in range(1, FIRST + 1))


def _lowest(figures: Mapping[str, Any]) -> Figure:
    reached = [int(rank) for rank in figures["ranks"] if rank not in ("none", "0")]
    if not reached:
        return Figure("–")
    last = max(reached)
    return Figure(_("第 %(rank)s 志愿", rank=last), _people(figures["ranks"][str(last)]))


def _tier(tier: str, figures: Mapping[str, Any]) -> Figure:
    placed = figures["tiers"][tier]
    return _of(placed["placed"], placed["asked"])


def _districts(
    both: Sequence[Mapping[str, Any]], units: Mapping[str, Unit]
) -> list[tuple[Unit | str, str, str]]:
    """Shares placed by district, those who asked for most first."""
    asked = both[0]["groups"].get("district", {})
    order = sorted(asked, key=lambda code: (-asked[code]["asked"], code))
    return [
        (units.get(code, code), *(_share(f, code) for f in both), *(["–"] * (2 - len(both))))
        for code in order
    ]


def _share(figures: Mapping[str, Any], code: str) -> str:
    placed = figures["groups"]["district"][code]
    return words.percent(placed["placed"], placed["asked"])
