"""A run beside serving in order: counted after it, stored with it, told on its page."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.models import AllocationRun
from app.run_job import lay_beside
from app.scheduling.ways.in_order import in_order_plan
from app.services.allocation import beside, plan, runs
from tests import season


def laid(run: AllocationRun) -> AllocationRun:
    run_id = run.id
    lay_beside(run_id, lambda: False)
    return runs.by_id(run_id)


def test_a_run_is_laid_beside_serving_in_order(session: Session) -> None:
    _found, run = season.solved()
    assert beside.is_being_counted(run)
    run = laid(run)
    assert not beside.is_being_counted(run)
    told = run.summary["beside"]
    read = plan.of(run)
    served = in_order_plan(read.problem)
    assert told["this"]["people"] == {"asked": 11, "placed": run.summary["placed_people"]}
    assert told["in_order"]["people"]["placed"] == sum(read.size(p) for p in {p for p, _o in served.given})
    assert told["in_order"]["envy"] == {"pairs": 0, "parties": 0}, "nobody in line is passed over by serving"
    shown = beside.of(run, {})
    assert shown is not None
    assert shown.in_order
    assert shown.rows[0].this.main == f"{run.summary['placed_people']} 人"
    assert [row.label for row in shown.rows][-1] == "排在前面却没轮到的组"


def test_nothing_is_stored_when_the_consumer_stops(session: Session) -> None:
    _found, run = season.solved()
    run_id = run.id
    lay_beside(run_id, lambda: True)
    run = runs.by_id(run_id)
    assert "beside" not in run.summary
    assert beside.of(run, {}) is None


def test_what_could_not_be_counted_is_said_to_be_so(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    _found, run = season.solved()
    monkeypatch.setattr("app.scheduling.beside.sys.executable", "/bin/false")
    run = laid(run)
    assert run.summary["beside"] is None
    assert not beside.is_being_counted(run)


def test_serving_that_breaks_a_rule_has_no_figures(session: Session) -> None:
    shown = beside.of(AllocationRun(summary={"beside": {"this": FIGURES, "in_order": None}}), {})
    assert shown is not None
    assert not shown.in_order
    assert {row.in_order for row in shown.rows} == {None}
    assert shown.districts == (("D1", "75%", "–"),)


FIGURES = {
    "people": {"asked": 4, "placed": 3},
    "tiers": {"1": {"asked": 4, "placed": 3}},
    "ranks": {"1": 2, "2": 1, "none": 1},
    "groups": {"district": {"D1": {"asked": 4, "placed": 3}}},
    "envy": {"pairs": 2, "parties": 1},
}
