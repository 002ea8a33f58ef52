"""The law: every rule and every objective of the format, recomputed without a solver.

A rule is a generator of violations; the identifiers that it gives are the ones that people see. Nothing here
is shared with the solver, so a mistake of the solver's cannot hide itself.
"""

from __future__ import annotations

from app.scheduling.collector import undisturbed
from app.scheduling.contract import check_claims, check_plan, check_rooms
from app.scheduling.contract.law import Case, Claims, Violation, objective_values
from app.scheduling.contract.problem import Problem
from app.scheduling.contract.result import Result

__all__ = ["Violation", "check", "objective_values"]


@undisturbed()
def check(problem: Problem, result: Result, problem_sha256: str | None = None) -> list[Violation]:
    """Every rule that the result breaks, none if it is right.

    `problem_sha256`, the digest of the problem's file, is compared where it is given. An infeasible result
    places nobody, so only what it says of itself is checked.
    """
    case = Case(problem, result.placements)
    claims = Claims(case, result, problem_sha256)
    found = [violation for rule in check_claims.RULES for violation in rule(claims)]
    if result.status != check_claims.INFEASIBLE:
        for rule in (*check_plan.RULES, *check_rooms.RULES):
            found.extend(rule(case))
    return found
