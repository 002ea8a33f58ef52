"""What the page of a run shows: how far it has come while it works, what it gave when it is done."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from app import clock, words
from app.methods import METHOD_NAMES
from app.models import AllocationRun
from app.scheduling.ways.keep import people_moved
from app.services.allocation import beside, curve, figures, plan, runs, sayings, staleness
from app.services.allocation.snapshot import OBJECTIVE_NAMES
from app.services.allocation.tree import Tree

DISTRICTS = 8


def progress(run: AllocationRun) -> dict[str, Any]:
    """For the fragment that asks again every two seconds, and for the page around it."""
    told = runs.steps(run)
    targets = sayings.targets(run, told, OBJECTIVE_NAMES)
    return {
        "run": run,
        "pill": sayings.state(run),
        "unfinished": run.state in runs.UNFINISHED,
        "can_stop": _can_stop(run, told),
        "targets": targets,
        "curves": [drawn for drawn in curve.curves(told) if targets[drawn.objective].bound is not None],
        "seconds": _seconds(run),
        "ahead": _ahead(run),
    }


def _can_stop(run: AllocationRun, told: list[runs.Step]) -> bool:
    """There is a plan to keep, and nobody has asked for an end yet."""
    asked = run.cancel_requested or runs.is_cut_short(run)
    return run.state == "solving" and bool(told) and not asked


def page(run: AllocationRun) -> dict[str, Any]:
    """The whole page."""
    found = progress(run) | {
        "method": METHOD_NAMES[run.method],
        "headline": sayings.headline(run),
        "ending": sayings.ending(run),
        "conflict": sayings.conflict(run),
        "left_out_count": len(run.summary.get("left_out", [])),
        "previous": previous(run),
        "kept_words": _kept_words(run),
        "summary": None,
    }
    if run.state in runs.LOOKED_AT:
        found |= _solved(run)
    return found


def previous(run: AllocationRun) -> AllocationRun | None:
    """The latest earlier run of the programme that has a plan."""
    earlier = (other for other in runs.of_programme(run.programme) if other.number < run.number)
    return next((other for other in earlier if other.state in runs.LOOKED_AT), None)


def _solved(run: AllocationRun) -> dict[str, Any]:
    read = plan.of(run)
    units = Tree.load().by_code()
    districts = figures.shares(read, "district")
    ranks = dict(figures.ranks(read))
    return {
        "summary": run.summary,
        "first_choice": ranks.get(1, 0),
        "first_three": sum(ranks.get(rank, 0) for rank in (1, 2, 3)),
        "districts": [(units.get(share.value), share) for share in districts[:DISTRICTS]],
        "more_districts": len(districts) > DISTRICTS,
        "beside": beside.of(run, units),
        "counting": beside.is_being_counted(run),
        "stale": run.state == "solved" and staleness.hint(run),
    }


def _kept_words(run: AllocationRun) -> str:
    """Which plan the run was to keep to, and once it has one of its own, how many people moved."""
    if run.keeps_run is None:
        return ""
    earlier = run.keeps_run
    if run.state not in runs.LOOKED_AT:
        return str(_("第 %(number)s 次分配", number=earlier.number))
    now, placements = plan.of(run), plan.of(earlier).result.placements
    given = [(p.party, p.offering) for p in now.result.placements]
    had, moved = (words.number(people_moved(now.problem, placements, g)) for g in ((), given))
    sentence = _("第 %(number)s 次分配；原来安排上的 %(had)s 人中，%(moved)s 人有变动")
    return str(sentence) % {"number": earlier.number, "had": had, "moved": moved}


def _seconds(run: AllocationRun) -> int | None:
    """How long it has been, or was, at work."""
    if run.solving_at is None:
        return None
    return max(0, round(((run.finished_at or clock.now()) - run.solving_at).total_seconds()))


def _ahead(run: AllocationRun) -> int:
    """Runs that wait before this one."""
    return runs.waiting_before(run) if run.state == "queued" else 0
