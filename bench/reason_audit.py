"""Are the reasons true? Parties are put by force where they would rather be, and what breaks is looked at.

`python -m bench.reason_audit PROBLEM RESULT [--samples N] [--seed N]`. Everything is counted anew from the
result; whether there is a bed is asked of the formulation, everybody else locked to their offerings.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from app.scheduling.contract.problem import Party, Problem
from app.scheduling.contract.problem_file import read_problem
from app.scheduling.contract.result import REASONS, Reason, Result
from app.scheduling.contract.result_file import read_result
from app.scheduling.reasons.explain import Explainer
from bench.by_force import ByForce

Sample = tuple[Party, Reason]


def explained(problem: Problem, result: Result) -> list[Sample]:
    """Every reason for every choice that a party would rather have, in order of party ids."""
    explainer = Explainer(problem, result.placements, result.cancelled)
    parties = sorted(problem.parties, key=lambda party: party.id)
    return [(party, reason) for party in parties for reason in explainer.reasons(party)]


def sampled(reasons: list[Sample], samples: int, seed: int) -> list[Sample]:
    """As many at random, of each kind of reason at first the same number, so that rare ones are seen."""
    rng = random.Random(seed)
    mixed = rng.sample(reasons, len(reasons))
    kinds = {reason.reason for _, reason in reasons}
    share = samples // len(kinds) if kinds else 0
    seen: Counter[str] = Counter()
    first: list[Sample] = []
    rest: list[Sample] = []
    for one in mixed:
        seen[one[1].reason] += 1
        (first if seen[one[1].reason] <= share else rest).append(one)
    return [*first, *rest][:samples]


def untrue(problem: Problem, result: Result, reasons: Iterable[Sample]) -> list[tuple[Sample, str]]:
    """Those that force shows to be wrong, each with what was found instead."""
    force = ByForce(problem, result)
    found = ((one, force.fault(*one)) for one in reasons)
    return [(one, fault) for one, fault in found if fault is not None]


def main() -> None:
    parser = argparse.ArgumentParser(description="Put parties by force where they would rather be.")
    parser.add_argument("problem", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--samples", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    problem, result = read_problem(asked.problem.read_bytes()), read_result(asked.result.read_bytes())
    began = time.process_time()
    reasons = explained(problem, result)
    explaining, began = time.process_time() - began, time.process_time()
    chosen = sampled(reasons, asked.samples, asked.seed)
    wrong = untrue(problem, result, chosen)
    _print(reasons, chosen, wrong)
    print(f"CPU seconds: {explaining:.1f} to explain, {time.process_time() - began:.1f} to put by force")


def _print(reasons: list[Sample], chosen: list[Sample], wrong: list[tuple[Sample, str]]) -> None:
    counts = [
        Counter(reason.reason for _, reason in some) for some in (reasons, chosen, [w for w, _ in wrong])
    ]
    print(f"{'reason':<12}{'explained':>10}{'sampled':>9}{'true':>7}")
    for name in (*REASONS, "all"):
        every, tried, false = (sum(c.values()) if name == "all" else c[name] for c in counts)
        print(f"{name:<12}{every:>10,}{tried:>9}{tried - false:>7}")
    for (party, reason), fault in wrong[:20]:
        print(f"untrue: {party.id} {reason.offering} {reason.reason} {dict(reason.detail)}: {fault}")


if __name__ == "__main__":
    main()
