"""A finished allocation beside serving in order, counted in a process of its own: no solver in the caller's.

`python -m app.scheduling.beside PROBLEM RESULT` prints the figures of both as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from app.scheduling.aside import run_aside
from app.scheduling.contract.problem import Problem
from app.scheduling.contract.problem_file import read_problem
from app.scheduling.contract.result_file import read_result

MOST_VALUES = 40  # groups with more values than this are left out: nobody compares two thousand employers

Json = dict[str, Any]


def beside_in_order(
    problem: bytes, result: bytes, should_stop: Callable[[], bool], time_limit: float = 600.0
) -> Json | None:
    """{"this": figures, "in_order": figures or None}; None when stopped, too slow or failed.

    Takes the two files' bytes. Serving in order has no figures when it cannot keep every rule.
    """
    found = run_aside("app.scheduling.beside", (problem, result), should_stop, time_limit)
    return None if found is None else json.loads(found)


def figures_of_both(problem: Problem, given: Iterable[tuple[str, str]]) -> Json:
    """The figures of these placements and of serving in order, ready for JSON."""
    from app.scheduling.progress import CannotServe
    from app.scheduling.ways.in_order import in_order_plan

    found: Json = {"this": _figures(problem, given), "in_order": None}
    try:
        found["in_order"] = _figures(problem, in_order_plan(problem).given)
    except CannotServe as error:
        found["cannot_serve"] = str(error)
    return found


def _figures(problem: Problem, given: Iterable[tuple[str, str]]) -> Json:
    from app.scheduling.reasons.compare import Placed, compare

    def people(placed: Placed) -> Json:
        return {"asked": placed.asked, "placed": placed.placed}

    told = compare(problem, given)
    return {
        "people": people(told.everybody),
        "tiers": {str(tier): people(placed) for tier, placed in told.by_tier.items()},
        "ranks": {"none" if rank is None else str(rank): count for rank, count in told.ranks.items()},
        "worst_off": {
            str(tier): {"unplaced": w.unplaced, "lowest": w.lowest, "at_lowest": w.at_lowest}
            for tier, w in told.worst_off.items()
        },
        "groups": {
            key: {value: people(placed) for value, placed in values.items()}
            for key, values in told.groups.items()
            if len(values) <= MOST_VALUES
        },
        "envy": {"pairs": told.envy.pairs, "parties": told.envy.parties},
    }


def main() -> None:
    """Count for the two files named on the command line."""
    problem, result = (Path(path).read_bytes() for path in sys.argv[1:3])
    placements = read_result(result).placements
    found = figures_of_both(read_problem(problem), [(p.party, p.offering) for p in placements])
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
