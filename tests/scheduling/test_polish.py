"""Places that somebody can have at nobody's cost are not left lying about, and nobody is touched for them."""

from __future__ import annotations

import os
from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings

from app.scheduling.contract.check import check
from app.scheduling.contract.problem import Problem
from app.scheduling.contract.result import ObjectiveValue, Result
from app.scheduling.finish import finished
from app.scheduling.formulation.plan import Plan
from app.scheduling.reasons.explain import Explainer
from app.scheduling.solving.polish import polished, polished_unless_proven
from tests.scheduling.instances import problems
from tests.scheduling.towns import course, house, party, stay, town

EXAMPLES = int(os.environ.get("ENGINE_EXAMPLES", "40"))
several = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="ENGINE_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def nobody(problem: Problem) -> Plan:
    return Plan((), (), (), (0,) * len(problem.objectives))


def result_of(problem: Problem, plan: Plan) -> Result:
    """The finished result of a plan of which nothing is proven."""
    worst = {True: 10**6, False: -1}
    values = zip(problem.objectives, plan.values, strict=True)
    objectives = tuple(ObjectiveValue(o.name, value, worst[o.maximise]) for o, value in values)
    return finished(problem, plan, objectives, 1, "d" * 64)


@several
@given(problems())
def test_every_rule_is_kept_and_nothing_simple_is_left(problem: Problem) -> None:
    assume(not problem.locks)
    assume(not any(q.minimum for q in problem.quotas if q.scope == "run"))
    result = result_of(problem, polished(problem, nobody(problem)))
    assert check(problem, result) == []
    explainer = Explainer(problem, result.placements, result.cancelled)
    reasons = [reason for one in problem.parties for reason in explainer.reasons(one)]
    assert not [reason for reason in reasons if reason.detail.get("open")]


def test_the_luckier_is_served_first_and_the_placed_move_up() -> None:
    parties = [
        party("a", "F", "c", "d", lottery=9),
        party("b", "F", "c", lottery=5),
        party("e", "F", "c", "d", lottery=7),
    ]
    problem = town(house(), [course("c", seats=1), course("d", seats=1)], parties)
    before = replace(nobody(problem), given=(("e", "d"),), values=(1, 1, 7))
    after = polished(problem, before)
    assert after.given == (("b", "c"), ("e", "d"))
    assert after.values == (2, 1, 12)
    alone = replace(problem, parties=tuple(parties[2:]))
    assert polished(alone, before).given == (("e", "c"),)
    assert polished(alone, before).values == (1, 0, 7)


def test_nothing_is_done_that_an_earlier_objective_pays_for() -> None:
    problem = town(house(1), [stay("s")], [party("a", "F", "s", lottery=3)])
    lottery_first = replace(problem, objectives=tuple(reversed(problem.objectives)))
    assert polished(problem, nobody(problem)).given == (("a", "s"),)
    assert polished(lottery_first, nobody(lottery_first)) == nobody(lottery_first)


def test_a_proven_plan_is_left_alone() -> None:
    problem = town(house(1), [stay("s")], [party("a", "F", "s")])
    proven = tuple(ObjectiveValue(o.name, 0, 0) for o in problem.objectives)
    assert polished_unless_proven(problem, nobody(problem), proven) == (nobody(problem), proven)
    still_open = tuple(ObjectiveValue(o.name, 0, 1 if o.maximise else 0) for o in problem.objectives)
    plan, objectives = polished_unless_proven(problem, nobody(problem), still_open)
    assert plan.given == (("a", "s"),)
    assert [o.value for o in objectives] == [1, 0, 0]
