"""Rules on what a result says of itself: who is in it, values and bounds, status, conflict, digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from app.scheduling.contract.check_plan import RULES as PLAN_RULES
from app.scheduling.contract.law import Case, Claims, Violation, objective_values
from app.scheduling.contract.result import REASONS

INFEASIBLE = "infeasible"
STATUSES = ("optimal", "feasible", INFEASIBLE)


def known(claims: Claims) -> Iterator[Violation]:
    """Placements are of the problem's parties in the problem's offerings, each once."""
    for placement in claims.result.placements:
        if not claims.case.knows(placement):
            what = f"party {placement.party}, offering {placement.offering}"
            yield Violation("known", "placements", f"the problem does not have {what}")
    times = Counter((placement.party, placement.offering) for placement in claims.result.placements)
    for (party, offering), count in times.items():
        if count > 1:
            yield Violation("known", f"party {party}", f"is placed in {offering} {count} times")


def accounted(claims: Claims) -> Iterator[Violation]:
    """Every party is placed or unplaced, and not both."""
    placed = {placement.party for placement in claims.result.placements}
    unplaced = Counter(one.party for one in claims.result.unplaced)
    for party in claims.case.parties:
        if party not in placed and party not in unplaced:
            yield Violation("accounted", f"party {party}", "is neither placed nor unplaced")
    for party, count in unplaced.items():
        if party in placed:
            yield Violation("accounted", f"party {party}", "is both placed and unplaced")
        if party not in claims.case.parties:
            yield Violation("accounted", f"party {party}", "is unplaced and not in the problem")
        if count > 1:
            yield Violation("accounted", f"party {party}", f"is unplaced {count} times")


def reason(claims: Claims) -> Iterator[Violation]:
    """A reason has a known name and is given for a choice of the party."""
    for one in claims.result.unplaced:
        party = claims.case.parties.get(one.party)
        for given in one.reasons:
            if given.reason not in REASONS:
                yield Violation("reason", f"party {one.party}", f"there is no reason {given.reason}")
            if party is not None and given.offering is not None and given.offering not in party.choices:
                yield Violation("reason", f"party {one.party}", f"did not choose {given.offering}")


def cancelled(claims: Claims) -> Iterator[Violation]:
    """Nobody is in a cancelled offering; one with a minimum that nobody is in is cancelled."""
    case, named = claims.case, Counter(claims.result.cancelled)
    for name, count in named.items():
        if name not in case.offerings:
            yield Violation("cancelled", f"offering {name}", "is not in the problem")
        if name in case.by_offering:
            yield Violation("cancelled", f"offering {name}", "is cancelled and has people")
        if count > 1:
            yield Violation("cancelled", f"offering {name}", f"is cancelled {count} times")
    if claims.result.status == INFEASIBLE:
        return
    for offering in case.problem.offerings:
        if offering.minimum and offering.id not in case.by_offering and offering.id not in named:
            yield Violation(
                "cancelled", f"offering {offering.id}", "has a minimum, nobody in it, is not cancelled"
            )


def objective(claims: Claims) -> Iterator[Violation]:
    """Names and values are the problem's objectives, recomputed; infeasible results may leave them out."""
    given, wanted = claims.result.objectives, claims.case.problem.objectives
    if claims.result.status == INFEASIBLE and not given:
        return
    if [o.name for o in given] != [o.name for o in wanted]:
        yield Violation("objective", "objectives", "are not those of the problem, in its order")
        return
    values = objective_values(claims.case.problem, claims.case.placements)
    for index, (one, value) in enumerate(zip(given, values, strict=True)):
        if one.value != value:
            what = f"says {one.value}, the placements give {value}"
            yield Violation("objective", f"objectives[{index}] {one.name}", what)


def bound(claims: Claims) -> Iterator[Violation]:
    """No value is better than its bound."""
    for index, one in enumerate(claims.result.objectives):
        better = one.value > one.bound if one.name == "people_placed" else one.value < one.bound
        if better and claims.result.status != INFEASIBLE:
            what = f"value {one.value} is better than its bound {one.bound}"
            yield Violation("bound", f"objectives[{index}] {one.name}", what)


def status(claims: Claims) -> Iterator[Violation]:
    """Optimal: every value equals its bound. Feasible: one does not. Infeasible: nothing is placed."""
    said, result = claims.result.status, claims.result
    met = all(one.value == one.bound for one in result.objectives)
    if said not in STATUSES:
        yield Violation("status", "status", f"there is no status {said}")
    if said == "optimal" and not met:
        yield Violation("status", "status", "optimal, and a value does not equal its bound")
    if said == "feasible" and met:
        yield Violation("status", "status", "feasible, and every value equals its bound")
    if said == INFEASIBLE and result.placements:
        yield Violation("status", "status", "infeasible, and somebody is placed")
    if said == INFEASIBLE and not _broken_by_nobody(claims.case):
        yield Violation("status", "status", "infeasible, and leaving everybody out breaks no rule")


def _broken_by_nobody(case: Case) -> bool:
    """Whether some lock or quota forbids the empty plan: without that, nothing is infeasible."""
    empty = Case(case.problem, ())
    return any(True for rule in PLAN_RULES for _ in rule(empty))


def conflict(claims: Claims) -> Iterator[Violation]:
    """An infeasible result, and no other, names what cannot hold together."""
    parts, infeasible = claims.result.conflict, claims.result.status == INFEASIBLE
    if bool(parts) != infeasible:
        what = "names nothing" if infeasible else "is named, and the result is not infeasible"
        yield Violation("conflict", "conflict", what)
    for index, part in enumerate(parts):
        if not _names_something(claims.case, part):
            what = "names no lock, minimum or quota of the problem"
            yield Violation("conflict", f"conflict[{index}]", what)


def _names_something(case: Case, part: Mapping[str, Any]) -> bool:
    kind = part.get("kind")
    if kind == "lock":
        return any(
            (k.party, k.offering) == (part.get("party"), part.get("offering")) for k in case.problem.locks
        )
    if kind == "minimum":
        return any(o.minimum and o.id == part.get("offering") for o in case.problem.offerings)
    return kind == "quota" and any(q.id == part.get("quota") for q in case.problem.quotas)


def digest(claims: Claims) -> Iterator[Violation]:
    """The result is of this very problem file."""
    if claims.problem_sha256 is not None and claims.problem_sha256 != claims.result.problem_sha256:
        what = f"is {claims.result.problem_sha256}, the file's is {claims.problem_sha256}"
        yield Violation("digest", "problem_sha256", what)


RULES = (known, accounted, reason, cancelled, objective, bound, status, conflict, digest)
