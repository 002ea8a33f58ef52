"""Why a party is not where it would rather be: read from the finished plan, never from the solver.

Each reason is true of that plan: were the party put there (its present place given up for it, where it may
have no more), the rule that is named would be broken, however the rooms are arranged; or, where the reason is
`outranked`, those whom it names would lose their place, or the objectives would be no better.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from app.scheduling.contract.law import Case
from app.scheduling.contract.problem import Party, Problem
from app.scheduling.contract.result import Placement, Reason, Unplaced
from app.scheduling.formulation.plan import Plan
from app.scheduling.lodging.free_beds import FreeBeds
from app.scheduling.lodging.room_chain import Allowance
from app.scheduling.lodging.room_fit import RoomFit
from app.scheduling.reasons.moves import Move, move_to, wished, worth
from app.scheduling.reasons.obstacles import Obstacles
from app.scheduling.reasons.offering_figures import Demand, cut_offs, demand, standing
from app.scheduling.reasons.shortage import Shortage
from app.scheduling.reasons.tally import Tally

__all__ = ["Demand", "Explainer", "cut_offs", "demand", "explain"]

Detail = dict[str, Any]
MOST_COLUMNS = 300_000  # of programs over rooms: a season takes a part of it, chains of a year's stays all


def explain(
    problem: Problem, placements: Iterable[Placement], cancelled: Iterable[str], plan: Plan | None = None
) -> tuple[Unplaced, ...]:
    """Each party without a place, with one reason for each of its choices, in their order.

    `plan` is what the placements were made from, where it is at hand.
    """
    explainer = Explainer(problem, placements, cancelled, plan)
    placed = explainer.case.by_party
    return tuple(
        Unplaced(party.id, tuple(explainer.reason(party, choice) for choice in party.choices))
        for party in problem.parties
        if party.id not in placed
    )


class Explainer:
    """Answers why a party is not in an offering of a finished plan."""

    def __init__(
        self,
        problem: Problem,
        placements: Iterable[Placement],
        cancelled: Iterable[str],
        plan: Plan | None = None,
    ) -> None:
        self.case = Case(problem, placements)
        self._plan = plan
        self.free = FreeBeds(self.case)
        self._given = [(p.party, p.offering) for p in self.case.placements]
        self._tally = Tally(problem, self._given)
        self._obstacles = Obstacles(problem, self._tally, cancelled)
        self._cut_offs = cut_offs(problem, self.case.placements)
        self._demand = demand(problem)

    @cached_property
    def _shortage(self) -> Shortage:
        """Built when a question of beds comes up: most plans without stays have none."""
        problem = self.case.problem
        given = self._given if self._plan is None else ()
        rooms = RoomFit(problem, given, self._plan, Allowance(MOST_COLUMNS))
        return Shortage(problem, self._tally.inside, rooms, self.free)

    def reasons(self, party: Party) -> tuple[Reason, ...]:
        """One for each choice that the party would rather have than what it got."""
        return tuple(
            self.reason(party, choice) for choice in wished(party, self._tally.given.get(party.id, []))
        )

    def reason(self, party: Party, choice: str) -> Reason:
        """The first rule that keeps the party from the offering; else it is outranked."""
        move = self.move(party, choice)
        name, detail = self._obstacles.first(move) or self._no_bed(move) or ("outranked", self._no_gain(move))
        if name == "cancelled":
            return Reason(choice, name, {**detail, "asked": self._demand[choice].total})
        if name in ("locked", "clash"):
            return Reason(choice, name, detail)
        return Reason(choice, name, {**detail, **self._standing(move)})

    def move(self, party: Party, choice: str) -> Move:
        """What it would mean to give the party this choice."""
        return move_to(self._tally, party, choice)

    def _standing(self, move: Move) -> Detail:
        cut_off = standing(self._cut_offs.get(move.offering.id))
        return {"cut_off": cut_off, "tier": move.party.tier, "lottery": move.party.lottery}

    def _no_bed(self, move: Move) -> tuple[str, Detail] | None:
        if not (move.offering.beds and move.offering.nights):
            return None
        detail = self._shortage.of(move)
        return None if detail is None else ("no_bed", detail)

    def _no_gain(self, move: Move) -> Detail:
        """No rule forbids it and nobody would lose by it: the first objective that it would make worse.

        None when it would change nothing; a plan for which it would be better is not finished: `open`.
        """
        objectives = self.case.problem.objectives
        change = worth(objectives, move)
        if change < (0,) * len(change):
            return {"costs": [], "open": True}
        worse = next((o.name for o, more in zip(objectives, change, strict=True) if more > 0), None)
        return {"costs": [], "objective": worse}
