"""The report of a result: everybody in it, every offering and quota, and as a file by the command."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli.report import write_reasons
from app.scheduling.contract.problem_file import digest, write_problem
from app.scheduling.contract.result_file import write_result
from app.scheduling.reasons.report import report
from tests.scheduling.samples import answer, season


@pytest.fixture
def content() -> dict[str, Any]:
    return report(season(), answer(), "a" * 64, "b" * 64)


def test_everybody_has_a_reason_for_each_choice_they_would_rather_have(content: dict[str, Any]) -> None:
    told = {one["party"]: (one["got"], one["choices"]) for one in content["reasons"]}
    assert sorted(told) == [party.id for party in sorted(season().parties, key=lambda p: p.id)]
    assert told["P"] == ([{"offering": "stay", "rank": 1}], [])
    got, choices = told["N"]
    assert got == []
    assert [(c["offering"], c["rank"], c["reason"]) for c in choices] == [("course", 1, "locked")]
    got, choices = told["Q"]
    assert [g["offering"] for g in got] == ["stay", "course"]
    assert choices == []  # both that it wants, and the third it ranks below


def test_every_offering_has_its_figures(content: dict[str, Any]) -> None:
    figures = {one["id"]: one for one in content["offerings"]}
    assert list(figures) == ["course", "idle", "next", "stay"]
    stay = figures["stay"]
    assert (stay["taken"], stay["seats"], stay["cut_off"]) == (4, 6, {"tier": 1, "lottery": 4})
    assert stay["demand"] == [5, 2]
    assert stay["free"] == [
        {"beds": 1, "features": [], "for": "any", "rooms": 1},
        {"beds": 1, "features": [], "for": "women", "rooms": 1},
    ]
    assert (figures["idle"]["taken"], figures["idle"]["cut_off"], figures["idle"]["free"]) == (0, None, [])


def test_every_quota_has_its_counts(content: dict[str, Any]) -> None:
    run = {"id": "east", "value": "east", "place": None, "count": 4, "max": 6, "min": 1}
    assert run in content["quotas"]
    one = {"id": "per-employer", "value": "E1", "place": "next", "count": 2, "max": 3, "min": 0}
    assert one in content["quotas"]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    problem, result = tmp_path / "problem.json", tmp_path / "result.json"
    problem.write_bytes(write_problem(season()))
    result.write_bytes(write_result(replace(answer(), problem_sha256=digest(problem.read_bytes()))))
    return problem, result, tmp_path / "report.json"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(write_reasons, [str(argument) for argument in arguments])


def test_the_command_writes_it_with_serving_in_order_beside(files: tuple[Path, Path, Path]) -> None:
    problem, result, output = files
    done = run(*files, "--beside")
    assert done.exit_code == 0, done.output
    written = json.loads(output.read_text())
    assert (written["format"], written["problem_sha256"]) == (
        "allocation-report/1",
        digest(problem.read_bytes()),
    )
    assert written["result_sha256"] == digest(result.read_bytes())
    assert {"this", "in_order"} <= written["beside"].keys()


def test_a_result_that_breaks_a_rule_is_not_explained(files: tuple[Path, Path, Path]) -> None:
    problem, result, output = files
    result.write_bytes(write_result(replace(answer(), placements=answer().placements[1:])))
    refused = run(problem, result, output)
    assert refused.exit_code == 1
    assert "reasons would not be true" in refused.output
    assert not output.exists()
