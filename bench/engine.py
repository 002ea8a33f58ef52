"""`make bench`: every case drawn, each step run in a fresh process, one table."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.cases import CURVE, OTHERS, SEASONS, Case
from bench.draws import Json
from bench.measure import fresh
from bench.table import HEAD, line, objectives

QUICK = 5_000  # people of the largest case of a quick run


def run(
    only: Sequence[str] = (), quick: bool = False, yardsticks: bool = True, patience: float = 1.0
) -> None:
    """Print the table of seasons, then of the other families.

    `only` keeps the cases whose name contains one of these texts; `quick` keeps the small ones. `patience`
    multiplies the time limits, for a machine that is shared: there the CPU's seconds tell.
    """
    for title, cases in (("seasons and plain seats", SEASONS), ("other families", OTHERS)):
        chosen = [replace(c, limit=c.limit * patience) for c in cases if _wanted(c, only, quick)]
        if chosen:
            print(f"{title}\n{HEAD}")
        for case in chosen:
            _show(case, yardsticks)


def curve(patience: float = 1.0) -> None:
    """Print how seconds and memory grow with people, under one law of drawing."""
    heads = ("people", "seconds", "CPU", "MB", "s ÷ 1,000", "CPU ÷ 1,000", "MB ÷ 1,000", "first plan")
    print("".join(f"{head:>12}" for head in heads) + "  gap of each objective, %")
    for case in (replace(c, limit=c.limit * patience) for c in CURVE):
        with tempfile.TemporaryDirectory() as folder:
            seen = _solved(case, case.draw(), Path(folder))
        if "megabytes" not in seen:
            print(f"{case.people:>12,}  {seen['status']}", flush=True)
            continue
        costs = [seen["seconds"], seen["cpu"], seen["megabytes"]]
        each = [1000 * cost / case.people for cost in costs]
        figures = "".join(f"{figure:>12.2f}" for figure in [*costs, *each, seen["first"] or 0.0])
        gaps = [100 * abs(v - b) / max(1, abs(b)) for _, v, b in seen.get("objectives", [])]
        print(f"{case.people:>12,}{figures}  " + " · ".join(f"{gap:.4f}" for gap in gaps), flush=True)


def _wanted(case: Case, only: Sequence[str], quick: bool) -> bool:
    named = not only or any(text in case.name for text in only)
    return named and (not quick or case.people <= QUICK)


def _show(case: Case, yardsticks: bool) -> None:
    problem = case.draw()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "problem.json"
        seen = _solved(case, problem, Path(folder))
        lp: Json = fresh("bench.yardstick", "lp", source) if yardsticks else {}
        print(line(case.name, case.limit, case.target, problem, seen, lp), flush=True)
        in_order: Json = {}
        cp_sat: Json = {}
        if yardsticks and "objectives" in seen:
            in_order = fresh("bench.attempt", source, Path(folder) / "in_order", "--method", "in_order")
            cp_sat = fresh("bench.yardstick", "cp-sat", source, "--seconds", max(1.0, seen["seconds"]))
        print(*objectives(seen, in_order, cp_sat), sep="\n", flush=True)


def _solved(case: Case, problem: Json, folder: Path) -> Json:
    source = folder / "problem.json"
    source.write_text(json.dumps(problem))
    return fresh("bench.attempt", source, folder / "result.json", "--time-limit", case.limit)
