"""What a run says of itself is true while it works and when it has ended."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.models import AllocationRun
from app.services.allocation import curve, sayings
from app.services.allocation.runs import Step
from app.services.allocation.snapshot import OBJECTIVE_NAMES

STEPS = [
    Step(1.0, 0, (0, 0, 0), (100, 0, 0)),
    Step(2.0, 0, (90, 40, 700), (100, 0, 0)),
    Step(3.0, 1, (100, 60, 900), (100, 20, 0)),
    Step(4.0, 1, (100, 30, 800), (100, 25, 0)),
]


def test_an_objective_has_figures_once_it_is_worked_on(session: Session) -> None:
    run = AllocationRun(summary={})
    found = sayings.targets(run, STEPS[:2], OBJECTIVE_NAMES)
    assert [(t.value, t.gap) for t in found] == [(90, 10), (None, None), (None, None)]
    found = sayings.targets(run, STEPS, OBJECTIVE_NAMES)
    assert [t.gap for t in found] == [0, 5, None]
    assert [t.gap for t in sayings.targets(run, [], OBJECTIVE_NAMES)] == [None] * 3


def test_a_curve_leaves_out_what_would_flatten_it() -> None:
    first, second = curve.curves(STEPS)
    assert first.points == [(2.0, 90), (3.0, 100), (4.0, 100)]
    assert first.bounds[0] == (1.0, 100)
    assert second.points == [(4.0, 30)]
    assert curve.curves(STEPS[:1]) == []


@pytest.mark.parametrize(
    ("objectives", "words"),
    [
        ([{"name": "people_placed", "value": 5, "bound": 5}], "没有更好的方案"),
        ([{"name": "people_placed", "value": 5, "bound": 7}], "安排人数（按优先级加权）与上界相差 2"),
        ([{"name": "rank_cost", "value": 7, "bound": 5}], "志愿代价与下界相差 2"),
    ],
)
def test_a_plan_says_what_is_proven(
    session: Session, objectives: list[dict[str, object]], words: str
) -> None:
    run = AllocationRun(state="solved", method="optimiser", summary={"objectives": objectives})
    assert words in sayings.ending(run)[0]


def test_a_plan_under_another_rule_claims_no_bound_that_it_does_not_meet(session: Session) -> None:
    """The engine's bounds are over all allocations, and this way leaves most of them out."""
    met = {"name": "people_placed", "value": 5, "bound": 5}
    objectives = [met, {"name": "rank_cost", "value": 7, "bound": 0}]
    run = AllocationRun(state="solved", method="guarantee", summary={"objectives": objectives})
    assert [(t.bound, t.gap) for t in sayings.targets(run, (), ())] == [(5, 0), (None, None)]
    assert "保底优化" in sayings.ending(run)[1]


@pytest.mark.parametrize("failure", ["infeasible", "no_plan", "broken_result", "engine"])
def test_every_failure_says_what_to_do(session: Session, failure: str) -> None:
    run = AllocationRun(state="failed", summary={"failure": failure})
    assert "重新分配" in sayings.ending(run)[0] or "再试一次" in sayings.ending(run)[0]


def test_a_contradiction_says_which_number_would_do(session: Session) -> None:
    quota = {"kind": "quota", "quota": "least", "nearest": {"min": 38}, "enough": True}
    both = {**quota, "together": {"min": 40}, "enough": False, "proven_nearest": False}
    none = {"kind": "quota", "quota": "most"}
    run = AllocationRun(state="failed", summary={"failure": "infeasible", "conflict": [quota, both, none]})
    one, other, bare = sayings.conflict(run)
    assert "下限改为 38 人" in one
    assert "一起调整" not in one
    assert "改为 40 人" in other
    assert "别处还有矛盾" in other
    assert "改动更小" in other
    assert "改为" not in bare
