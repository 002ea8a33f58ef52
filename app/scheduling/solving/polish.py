"""What a plan that was cut off still leaves lying about: places that somebody can have at nobody's cost.

Parties are served in order of tier and lottery number, each with the best choice that it can be given, or
moved up to, without touching anybody: only where the objectives, earlier ones first, get better by it.
"""

from __future__ import annotations

from app.scheduling.contract.problem import Party, Problem
from app.scheduling.contract.result import ObjectiveValue
from app.scheduling.formulation.plan import Plan
from app.scheduling.lodging.room_chain import Allowance
from app.scheduling.lodging.room_fit import RoomFit
from app.scheduling.reasons.moves import Move, move_to, wished, worth
from app.scheduling.reasons.obstacles import Obstacles
from app.scheduling.reasons.tally import Tally


def polished(problem: Problem, plan: Plan) -> Plan:
    """The plan with every such move made, until there is none; who is locked is not moved."""
    polish = _Polish(problem, plan)
    locked = {lock.party for lock in problem.locks}
    parties = sorted(
        (party for party in problem.parties if party.id not in locked),
        key=lambda party: (party.tier, party.lottery, party.id),
    )
    while [party for party in parties if polish.serve(party)]:
        continue
    return polish.plan() if polish.moved else plan


def polished_unless_proven(
    problem: Problem, plan: Plan, objectives: tuple[ObjectiveValue, ...]
) -> tuple[Plan, tuple[ObjectiveValue, ...]]:
    """The plan, polished where it may not be the best, with its values.

    The bounds stand: each holds for every plan that is as good in the earlier objectives.
    """
    if all(o.value == o.bound for o in objectives):
        return plan, objectives
    better = polished(problem, plan)
    values = zip(objectives, better.values, strict=True)
    return better, tuple(ObjectiveValue(o.name, value, o.bound) for o, value in values)


class _Polish:
    """The plan in the making."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem = problem
        self._tally = Tally(problem, plan.given)
        # time ran out for this plan: no more programs
        self._rooms = RoomFit(problem, plan=plan, allowance=Allowance(0))
        self._obstacles = Obstacles(problem, self._tally)
        self._values = list(plan.values)
        self.moved = 0

    def serve(self, party: Party) -> bool:
        """Give the party the best choice that it can simply have; False when there is none."""
        for choice in wished(party, self._tally.given.get(party.id, [])):
            move = move_to(self._tally, party, choice)
            change = worth(self._problem.objectives, move)
            if change >= (0,) * len(change) or self._obstacles.first(move) is not None:
                continue
            if self._moved(move):
                for place, (objective, more) in enumerate(zip(self._problem.objectives, change, strict=True)):
                    self._values[place] += -more if objective.maximise else more
                self.moved += 1
                return True
        return False

    def _moved(self, move: Move) -> bool:
        """Carry the move out, if there is room."""
        kinds = self._rooms.kinds(move.party, move.offering.id)
        if kinds is None:
            return False
        left = move.leaves.id if move.leaves is not None else None
        leaving = [(left, self._rooms.kinds(move.party, left) or ())] if left is not None else []
        if not self._rooms.fits(move.offering.id, kinds, leaving):
            return False
        for offering, gone in leaving:
            self._rooms.remove(offering, gone)
            self._tally.remove(move.party, offering)
        self._rooms.add(move.offering.id, kinds)
        self._tally.add(move.party, move.offering.id)
        return True

    def plan(self) -> Plan:
        """The plan with all moves made."""
        given = (
            (party, offering) for party, offerings in self._tally.given.items() for offering in offerings
        )
        sleepers, fills = self._rooms.arrangement()
        return Plan(tuple(sorted(given)), tuple(sleepers), tuple(fills), tuple(self._values))
