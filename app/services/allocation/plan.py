"""A stored run, read: the problem and the result as the engine's own objects."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from flask_babel import gettext as _

from app.errors import NotFound
from app.models import AllocationRun
from app.scheduling.contract.problem import Offering, Party, Problem
from app.scheduling.contract.problem_file import read_problem
from app.scheduling.contract.result import Placement, Reason, Result, Unplaced
from app.scheduling.contract.result_file import read_result
from app.scheduling.reasons.offering_figures import cut_offs
from app.services.allocation import occupied


@dataclass(frozen=True)
class Plan:
    """A problem with its result, looked up by the engine's ids; without what other programmes hold."""

    problem: Problem
    result: Result
    report: Mapping[str, Any] | None = None

    @cached_property
    def parties(self) -> dict[str, Party]:
        return self.problem.parties_by_id()

    @cached_property
    def offerings(self) -> dict[str, Offering]:
        return self.problem.offerings_by_id()

    @cached_property
    def placements(self) -> dict[str, tuple[Placement, ...]]:
        """Placements by party."""
        found: dict[str, tuple[Placement, ...]] = {}
        for placement in self.result.placements:
            found[placement.party] = (*found.get(placement.party, ()), placement)
        return found

    @cached_property
    def unplaced(self) -> dict[str, Unplaced]:
        return {one.party: one for one in self.result.unplaced}

    @cached_property
    def reasons(self) -> dict[str, tuple[Reason, ...]]:
        """Why nobody got what they would rather have, by party; without a report, of the unplaced alone."""
        if self.report is None:
            return {party: one.reasons for party, one in self.unplaced.items()}
        return {
            told["party"]: tuple(Reason(c["offering"], c["reason"], c["detail"]) for c in told["choices"])
            for told in self.report["reasons"]
        }

    @cached_property
    def locked(self) -> frozenset[str]:
        return frozenset(lock.party for lock in self.problem.locks)

    @cached_property
    def cut_offs(self) -> dict[str, tuple[int, int]]:
        """(tier, lottery) of the last party admitted, by offering."""
        return cut_offs(self.problem, self.result.placements)

    def size(self, party: str) -> int:
        return len(self.parties[party].members)


def of(run: AllocationRun) -> Plan:
    """The plan of a run; raises NotFound while, or because, it has none."""
    if run.result is None:
        raise NotFound(_("这次分配还没有方案。"))
    return _read(run.problem, run.result, run.report)


@lru_cache(maxsize=6)
def _read(problem: bytes, result: bytes, report: bytes | None) -> Plan:
    """Kept for the pages of one look: the bytes never change, so the plan read from them does not either."""
    return Plan(
        occupied.without(read_problem(problem)),
        occupied.without_placements(read_result(result)),
        json.loads(gzip.decompress(report)) if report is not None else None,
    )
