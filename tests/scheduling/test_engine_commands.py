"""`allocate`, `verify` and `draw` to the letter: what they print, what they write, how they exit."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from app.cli import engine
from app.scheduling.contract.problem_file import digest, write_problem
from app.scheduling.process import EngineFault, NoPlanYet
from tests.scheduling.samples import Json, problem_json, season

COMMANDS = click.Group(commands={str(command.name): command for command in engine.commands})


def run(*words: object) -> Result:
    return CliRunner().invoke(COMMANDS, [str(word) for word in words])


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_bytes(write_problem(season()))
    return path


@pytest.fixture
def result(problem: Path) -> Path:
    """A result file of the season."""
    path = problem.with_name("result.json")
    assert run("allocate", problem, path).exit_code == 0
    return path


def change(path: Path, **fields: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))


def test_allocate_then_verify(problem: Path, tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    allocated = run("allocate", problem, path, "--time-limit", 30, "--seed", 7, "--workers", 1)
    assert allocated.exit_code == 0
    assert "people_placed: value 9, bound 9\n" in allocated.output
    assert allocated.output.endswith("status: optimal\n")
    content: Json = json.loads(path.read_bytes())
    assert (content["format"], content["seed"], content["status"]) == ("allocation-result/1", 7, "optimal")
    assert content["problem_sha256"] == digest(problem.read_bytes())
    verified = run("verify", problem, path)
    assert verified.exit_code == 0
    assert verified.output.endswith("every rule holds\n")


def test_compressed_by_name_going_out_and_by_content_coming_in(problem: Path, tmp_path: Path) -> None:
    (tmp_path / "compressed").write_bytes(gzip.compress(problem.read_bytes()))
    path = tmp_path / "result.json.gz"
    assert run("allocate", tmp_path / "compressed", path).exit_code == 0
    assert json.loads(gzip.decompress(path.read_bytes()))["problem_sha256"] == digest(problem.read_bytes())
    assert run("verify", problem, path).exit_code == 0


def test_a_malformed_problem_is_named_line_by_line_and_leaves_no_file(tmp_path: Path) -> None:
    source = problem_json()
    source["parties"][0].update(tier=0, wants="2")
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(source))
    refused = run("allocate", path, tmp_path / "result.json")
    assert refused.exit_code == 2
    assert [line.split(": ", 1)[1] for line in refused.output.splitlines()] == [
        "parties[0].tier: must be at least 1, is the number 0",
        "parties[0].wants: must be an integer, not the text '2'",
    ]
    assert not (tmp_path / "result.json").exists()


def test_what_cannot_be_is_written_with_its_conflict(problem: Path, tmp_path: Path) -> None:
    change(problem, locks=[{"party": "L", "offering": "stay"}, {"party": "L", "offering": None}])
    path = tmp_path / "result.json"
    refused = run("allocate", problem, path)
    assert refused.exit_code == 3
    assert "conflict: kind lock, party L" in refused.output
    assert json.loads(path.read_bytes())["placements"] == []
    assert run("verify", problem, path).exit_code == 0


def test_verify_names_what_is_broken(problem: Path, result: Path) -> None:
    content = json.loads(result.read_bytes())
    content["objectives"][0].update(value=11, bound=11)
    change(result, objectives=content["objectives"])
    broken = run("verify", problem, result)
    assert broken.exit_code == 1
    assert "objective: objectives[0] people_placed: says 11, the placements give 9" in broken.output


def test_verify_of_another_problem(problem: Path, result: Path) -> None:
    change(problem, name="another")
    other = run("verify", problem, result)
    assert other.exit_code == 1
    assert other.output.startswith("digest: problem_sha256: is ")


@pytest.mark.parametrize("content", [b"", b"{}", b"\x1f\x8b", b'{"format": "allocation-result/1"}'])
def test_verify_of_what_is_no_result(problem: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(content)
    assert run("verify", problem, path).exit_code == 2
    assert run("verify", path, path).exit_code == 2


def test_paths_that_cannot_be_used(problem: Path, tmp_path: Path) -> None:
    folder_missing = tmp_path / "no" / "result.json"
    for words in (
        ("allocate", tmp_path / "none.json", tmp_path / "result.json"),
        ("allocate", tmp_path, tmp_path / "result.json"),
        ("allocate", problem, folder_missing),
        ("allocate", problem, tmp_path),
        ("allocate", problem, problem),
        ("allocate", problem, "/dev/null"),
        ("verify", problem, tmp_path / "none.json"),
    ):
        refused = run(*words)
        assert refused.exit_code == 2, words
        assert len(refused.output.splitlines()) == 1, refused.output


@pytest.mark.parametrize("limit", ["0", "-1", "nan", "inf", "soon"])
def test_a_time_limit_that_is_none(problem: Path, tmp_path: Path, limit: str) -> None:
    assert run("allocate", problem, tmp_path / "result.json", f"--time-limit={limit}").exit_code == 2


@pytest.mark.parametrize("error", [NoPlanYet(), EngineFault("seats: offering stay: 3 people")])
def test_no_result_is_written_when_there_is_none(
    problem: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(*_: object) -> bytes:
        raise error

    monkeypatch.setattr(engine, "run_in_process", fails)
    refused = run("allocate", problem, tmp_path / "result.json")
    assert refused.exit_code == 1
    assert len(refused.output.splitlines()) == 1
    assert not (tmp_path / "result.json").exists()


def test_draw(tmp_path: Path) -> None:
    path = tmp_path / "entries.txt"
    path.write_text("R1\r\nR2\n\nR3\n")
    drawn = CliRunner().invoke(COMMANDS, ["draw", str(path), "--seed", "2026"])
    assert drawn.exit_code == 0
    lines = [line.split("\t") for line in drawn.stdout.splitlines()]
    assert [number for number, _ in lines] == ["1", "2", "3"]
    assert {entry for _, entry in lines} == {"R1", "R2", "R3"}
    path.write_text("R1\nR1\n")
    assert run("draw", path, "--seed", "2026").exit_code == 2
