"""A run from asking to a checked result: once, by one consumer, and again after a consumer died."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.errors import Invalid
from app.methods import METHOD_NAMES, METHOD_SENTENCES
from app.models import AllocationRun, AuditEntry, Lock, RunProgress
from app.run_job import solve_run
from app.scheduling.contract.result_file import read_result, write_result
from app.scheduling.process import EngineFault, NoPlanYet, run_in_process
from app.scheduling.progress import METHODS, CannotServe, Options, Progress
from app.services.allocation import keeper, plan, runs, sayings
from app.unit_of_work import unit_of_work
from tests import season

Tell = Callable[[Progress], None] | None
Stop = Callable[[], bool] | None


def raising(error: Exception) -> Callable[[bytes, Options, Tell, Stop], bytes]:
    def engine(_problem: bytes, _options: Options, _tell: Tell, _stop: Stop) -> bytes:
        raise error

    return engine


def take(run_id: int) -> keeper.Claim | None:
    with unit_of_work():
        return keeper.claim(run_id)


def test_a_run_is_solved_checked_and_summed_up(session: Session) -> None:
    _found, run = season.solved()
    assert run.state == "solved"
    assert run.summary["status"] == "optimal"
    assert run.summary["people"] == 11
    assert run.summary["placed_people"] == sum(run.summary["ranks"].values())
    assert plan.of(run).result.problem_sha256 == run.problem_sha256
    assert [step.values for step in runs.steps(run)][-1] == tuple(
        objective["value"] for objective in run.summary["objectives"]
    )
    actions = list(session.scalars(select(AuditEntry.action)))
    assert actions == ["programme.draw", "run.start"]


def test_asking_twice_gives_the_same_run(session: Session) -> None:
    found = season.closed()
    first = season.start(found)
    assert season.start(found).id == first.id
    assert season.start(found, seed=2).id != first.id
    with unit_of_work():
        found.venue.rooms[0].beds = 3
    assert season.start(found).id != first.id


def test_each_way_to_decide_is_in_words_and_passed_to_the_engine(session: Session) -> None:
    assert tuple(METHOD_NAMES) == tuple(METHOD_SENTENCES) == METHODS
    found = season.closed()
    asked = []

    def engine(_problem: bytes, options: Options, _tell: Tell, _stop: Stop) -> bytes:
        asked.append((options.method, options.seed, options.time_limit))
        raise CannotServe("quota per-employer at least 9")

    with unit_of_work():
        run = runs.start(found.programme, found.coordinator, 7, 20, "in_order")
    assert season.start(found, seed=7).id != run.id, "another way to decide is another run"
    run_id = run.id
    session.rollback()
    assert solve_run(run_id, lambda: False, engine)
    run = runs.by_id(run_id)
    assert asked == [("in_order", 7, 20)]
    assert (run.state, run.summary["failure"]) == ("failed", "cannot_serve")
    assert "满足不了" in sayings.ending(run)[0]


@pytest.mark.parametrize("method", ["in_order", "guarantee"])
def test_the_other_ways_to_decide_give_a_plan_that_keeps_every_rule(session: Session, method: str) -> None:
    found = season.closed()
    with unit_of_work():
        run = runs.start(found.programme, found.coordinator, 1, 20, method)
    run = season.solve(run)
    assert (run.state, run.method) == ("solved", method)
    assert run.summary["placed_people"] > 0


def test_only_a_closed_programme_is_allocated(session: Session) -> None:
    found = season.closed()
    with unit_of_work():
        found.programme.state = "open"
    with pytest.raises(Invalid):
        season.start(found)


def test_one_consumer_claims_a_run(session: Session) -> None:
    run_id = season.start(season.closed()).id
    assert take(run_id) is not None
    assert take(run_id) is None
    assert keeper.owed() == []


def test_a_run_left_by_a_dead_consumer_is_taken_up_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = season.start(season.closed()).id
    lost = take(run_id)
    assert lost is not None
    later = clock.now() + dt.timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert keeper.owed() == [run_id]
    assert take(run_id) is not None
    with unit_of_work():
        assert not keeper.beat(lost), "the first consumer, should it live, must hear that the run is gone"


def test_a_run_that_ends_every_consumer_is_given_up(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = season.start(season.closed()).id
    now = clock.now()
    for attempt in range(4):
        moment = now + dt.timedelta(minutes=2 * attempt)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        taken = take(run_id)
    assert taken is None
    assert runs.by_id(run_id).state == "failed"


def test_a_queued_run_is_cancelled_at_once(session: Session) -> None:
    found = season.closed()
    run_id = season.start(found).id
    with unit_of_work():
        runs.cancel(run_id, found.coordinator)
    assert not solve_run(run_id, lambda: False)
    assert runs.by_id(run_id).state == "cancelled"
    with pytest.raises(Invalid), unit_of_work():
        runs.cancel(run_id, found.coordinator)


Begun = tuple[season.Season, int]


@pytest.fixture
def begun(session: Session, monkeypatch: pytest.MonkeyPatch) -> Begun:
    """A season and its queued run, whose solver looks at every poll whether it is to stop."""
    monkeypatch.setattr("app.run_job.BEAT_EVERY", 0.0)
    found = season.closed()
    return found, season.start(found).id


def test_a_run_being_solved_hears_that_it_is_cancelled(session: Session, begun: Begun) -> None:
    found, run_id = begun

    def engine(_problem: bytes, _options: Options, _tell: Tell, stop: Stop) -> bytes:
        assert stop is not None
        assert not stop()
        with unit_of_work():
            runs.cancel(run_id, found.coordinator)
        assert stop()
        raise NoPlanYet

    assert not solve_run(run_id, lambda: False, engine)
    run = runs.by_id(run_id)
    assert (run.state, run.result) == ("cancelled", None)


def test_a_run_stopped_by_hand_keeps_its_best_plan_and_says_so(session: Session, begun: Begun) -> None:
    found, run_id = begun
    with pytest.raises(Invalid), unit_of_work():
        runs.stop(run_id, found.coordinator)  # it has not begun

    def engine(problem: bytes, options: Options, tell: Tell, stop: Stop) -> bytes:
        assert stop is not None
        assert not stop()
        for _twice in range(2):
            with unit_of_work():
                runs.stop(run_id, found.coordinator)
        assert stop()
        result = read_result(run_in_process(problem, options, tell, None))
        first = result.objectives[0]
        open_still = (replace(first, bound=first.bound + 1), *result.objectives[1:])
        return write_result(replace(result, status="feasible", objectives=open_still))

    assert solve_run(run_id, lambda: False, engine)
    run = runs.by_id(run_id)
    assert (run.state, run.summary["status"]) == ("solved", "feasible")
    assert sayings.ending(run)[0] == "这次分配由经办人提前停止，保留的是当时最好的方案。"
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions.count("run.stop") == 1


def test_a_run_stopped_before_it_has_a_plan_is_not_stored(session: Session, begun: Begun) -> None:
    found, run_id = begun

    def engine(_problem: bytes, _options: Options, _tell: Tell, stop: Stop) -> bytes:
        assert stop is not None
        with unit_of_work():
            runs.stop(run_id, found.coordinator)
        assert stop()
        raise NoPlanYet

    assert solve_run(run_id, lambda: False, engine)
    run = runs.by_id(run_id)
    assert (run.state, run.result) == ("failed", None)
    assert sayings.ending(run) == ["停止的时候还没有找到一个可用的方案。需要时可以重新开始。"]


def test_a_stopping_consumer_gives_its_run_back(session: Session) -> None:
    run_id = season.start(season.closed()).id
    assert not solve_run(run_id, lambda: True, raising(NoPlanYet()))
    run = runs.by_id(run_id)
    assert run.state == "queued"
    assert run.summary["attempts"] == 0


@pytest.mark.parametrize(
    ("error", "failure"), [(NoPlanYet(), "no_plan"), (EngineFault("out of memory"), "engine")]
)
def test_a_run_that_fails_says_how(session: Session, error: Exception, failure: str) -> None:
    run_id = season.start(season.closed()).id
    solve_run(run_id, lambda: False, raising(error))
    run = runs.by_id(run_id)
    assert (run.state, run.summary["failure"]) == ("failed", failure)
    assert run.message == str(error)


def test_a_result_that_breaks_a_rule_is_not_stored(session: Session) -> None:
    found, run = season.solved()
    good = plan.of(run)
    broken = write_result(good.result).replace(b'"cancelled":[]', b'"cancelled":["o999"]')
    run_id = season.start(found, seed=2).id
    solve_run(run_id, lambda: False, lambda *_: broken)
    failed = runs.by_id(run_id)
    assert (failed.state, failed.result) == ("failed", None)
    assert failed.summary["failure"] == "broken_result"


def test_an_impossible_problem_names_what_contradicts(session: Session) -> None:
    found = season.closed()
    now = clock.now()
    for party in found.parties[1:3] + found.parties[4:6]:  # four couples for three rooms
        session.add(
            Lock(
                programme_id=found.programme.id,
                registration_id=party.id,
                offering_id=found.first.id,
                reason="照顾",
                created_by_id=found.coordinator.id,
                created_at=now,
            )
        )
    session.commit()
    run = season.solve(season.start(found))
    assert (run.state, run.summary["failure"]) == ("failed", "infeasible")
    assert {part["kind"] for part in run.summary["conflict"]} == {"lock"}


def test_progress_of_a_lost_run_is_not_kept(session: Session) -> None:
    run_id = season.start(season.closed()).id
    claim = take(run_id)
    assert claim is not None
    with unit_of_work():
        session.get_one(AllocationRun, run_id).state = "queued"
    with unit_of_work():
        keeper.note(claim, runs.Step(1.0, 0, (1,), (2,)))
    assert session.scalars(select(RunProgress)).all() == []
