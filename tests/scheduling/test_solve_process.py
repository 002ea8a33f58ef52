"""Stopping, limits and faults: a run always ends, and never with a plan that the law has not passed."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from app.scheduling import process
from app.scheduling.contract.problem import Problem
from app.scheduling.contract.problem_file import digest, read_problem, write_problem
from app.scheduling.contract.result_file import read_result
from app.scheduling.process import EngineFault, NoPlanYet, run_in_process
from app.scheduling.progress import Options, Progress
from app.scheduling.solve import solve
from app.scheduling.ways.in_order import in_order_plan
from bench.season import season
from tests.scheduling.towns import course, house, party, town


def big_season(people: int = 4000) -> bytes:
    return json.dumps(season(people, 4, weeks=4, micro=True)).encode()


def tiny() -> Problem:
    return town(house(), [course("c", seats=1)], [party("a", "F", "c"), party("b", "F", "c", lottery=1)])


def test_a_result_comes_back_checked_and_with_its_digest() -> None:
    data, heard = write_problem(tiny()), list[Progress]()
    result = read_result(run_in_process(data, Options(), heard.append))
    assert (result.status, result.problem_sha256) == ("optimal", digest(data))
    assert [p.party for p in result.placements] == ["a"]
    assert heard[-1].values == heard[-1].bounds == (1, 0, 0)


def test_progress_only_ever_improves_and_stopping_keeps_the_plan() -> None:
    heard: list[Progress] = []
    data, stop = big_season(), threading.Event()

    def listen(progress: Progress) -> None:
        heard.append(progress)
        if progress.values[0] > 0:
            stop.set()

    result = read_result(run_in_process(data, Options(time_limit=120.0), listen, stop.is_set))
    assert result.status in ("feasible", "optimal")
    assert result.placements
    assert [p.values[0] for p in heard] == sorted(p.values[0] for p in heard)


@pytest.mark.timeout(60)
def test_the_time_limit_is_kept() -> None:
    result = solve(read_problem(big_season()), Options(time_limit=3.0))
    assert result.status in ("feasible", "optimal")
    for objective in result.objectives:
        ahead = objective.bound - objective.value
        assert ahead >= 0 if objective.name == "people_placed" else ahead <= 0


SLOW = """
import sys, time
from multiprocessing.connection import Connection
from app.scheduling.child import STARTED, work
inbox = Connection(int(sys.argv[1]), writable=False)
outbox = Connection(int(sys.argv[2]), readable=False)
task = inbox.recv()
if task.options.method == "optimiser":
    outbox.send(STARTED)
    time.sleep(600)
work(task, outbox, inbox)
"""


@pytest.mark.timeout(60)
def test_serving_in_order_stands_in_until_the_search_has_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "COMMAND", (sys.executable, "-c", SLOW))
    monkeypatch.setattr(process, "LARGE", 0)
    heard: list[Progress] = []
    data = write_problem(tiny())
    result = read_result(run_in_process(data, Options(time_limit=60.0), heard.append, lambda: bool(heard)))
    assert [p.party for p in result.placements] == ["a"]
    assert heard[0].plan == in_order_plan(tiny())


def test_without_a_second_worker_nobody_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[process._Child] = []
    real = process._Child
    monkeypatch.setattr(process, "LARGE", 0)
    monkeypatch.setattr(process, "_Child", lambda: started.append(real()) or started[-1])  # type: ignore[func-returns-value]
    with pytest.raises(NoPlanYet):
        run_in_process(write_problem(tiny()), Options(workers=1), should_stop=lambda: True)
    assert len(started) == 1


def test_no_plan_yet_is_said_apart() -> None:
    with pytest.raises(NoPlanYet):
        run_in_process(write_problem(tiny()), Options(), should_stop=lambda: True)


def test_a_fault_of_the_engine_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "COMMAND", (sys.executable, "-c", "raise SystemExit(7)"))
    with pytest.raises(EngineFault, match="7"):
        run_in_process(write_problem(tiny()), Options())


DEAF = """
import sys, time
from multiprocessing.connection import Connection
from app.scheduling.child import STARTED
from app.scheduling.contract.problem_file import read_problem
from app.scheduling.solve import Options, solve
inbox = Connection(int(sys.argv[1]), writable=False)
outbox = Connection(int(sys.argv[2]), readable=False)
task = inbox.recv()
outbox.send(STARTED)
solve(read_problem(task.problem), Options(), outbox.send)
time.sleep(600)
"""


@pytest.mark.timeout(60)
def test_a_child_that_does_not_obey_is_killed_and_its_plan_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "COMMAND", (sys.executable, "-c", DEAF))
    heard: list[Progress] = []
    data = write_problem(tiny())
    result = read_result(run_in_process(data, Options(60.0), heard.append, lambda: bool(heard)))
    assert [p.party for p in result.placements] == ["a"]
    assert result.seconds >= 0


@pytest.mark.timeout(60)
def test_a_child_that_is_silent_and_late_is_killed_and_heard_of_until_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(process, "COMMAND", (sys.executable, "-c", DEAF))
    heard: list[Progress] = []
    result = read_result(run_in_process(write_problem(tiny()), Options(time_limit=4.0), heard.append))
    assert [p.party for p in result.placements] == ["a"]
    again = [p for p in heard if p.plan is None]
    assert len(again) >= 2
    assert again[-2].values == again[-1].values == again[-1].bounds == (1, 0, 0)
    assert [p.seconds for p in heard] == sorted(p.seconds for p in heard)


def test_the_caller_need_not_load_a_solver() -> None:
    code = (
        "import sys, app.scheduling.contract.problem, app.scheduling.contract.check\n"
        "import app.scheduling.reasons.explain, app.scheduling.process\n"
        "assert not {'ortools', 'highspy', 'flask', 'sqlalchemy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_seed_is_recorded() -> None:
    assert solve(tiny(), replace(Options(), seed=9)).seed == 9
