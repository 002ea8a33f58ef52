"""The queue: a run asked for is solved by a consumer, and one that nobody works on is found."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import jobs
from app.models import AllocationRun, Notice
from app.services.allocation import runs
from tests import season
from tests.services.first_come import Course, later, state

ROOT = Path(__file__).parent.parent
CONSUMER = """
import sys
from app.factory import create_app
from app.jobs import consume
from pathlib import Path
app = create_app({"SQLALCHEMY_DATABASE_URI": sys.argv[1], "DATA_DIR": Path(sys.argv[2])})
with app.app_context():
    consume()
"""


def wait_for(session: Session, run_id: int, state: str) -> AllocationRun:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        session.rollback()
        run = runs.by_id(run_id)
        if run.state == state:
            return run
        time.sleep(0.2)
    raise AssertionError(f"the run is {run.state}, not {state}")


def test_a_queued_task_solves_the_run(app: Flask, session: Session) -> None:
    run_id = season.start(season.closed()).id
    session.rollback()
    jobs.solve_soon(run_id)
    queue = jobs.queue()
    queue.execute(queue.dequeue())
    assert runs.by_id(run_id).state == "solved"


def test_an_unreachable_queue_is_no_reason_to_fail(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = season.start(season.closed()).id

    def broken(_app: Flask) -> None:
        raise OSError

    monkeypatch.setattr(jobs, "_build", broken)
    jobs.solve_soon(run_id)
    session.rollback()
    monkeypatch.undo()
    jobs.take_up_owed()
    assert jobs.queue().pending_count() == 1


def test_messages_of_a_publication_go_out(session: Session) -> None:
    made, run = season.solved()
    season.publish(made, run)
    session.rollback()
    jobs.deliver_owed()
    assert session.scalars(select(Notice.id).where(Notice.sent_at.is_(None))).all() == []


def test_a_consumer_takes_up_what_is_owed_and_ends_when_told(
    app: Flask, session: Session, database_url: str, tmp_path: Path
) -> None:
    """Nothing is in the queue: the run is found in our own tables."""
    run_id = season.start(season.closed()).id
    session.rollback()
    command = [sys.executable, "-c", CONSUMER, database_url, str(tmp_path)]
    consumer = subprocess.Popen(command, cwd=ROOT)
    try:
        assert wait_for(session, run_id, "solved").summary["placed_people"] == 8
        consumer.send_signal(signal.SIGTERM)
        assert consumer.wait(timeout=15) == 0
    finally:
        consumer.kill()
        consumer.wait()


def test_each_minute_offers_lapse_and_the_next_are_made(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = Course(seats=1)
    leaving = course.sign_up(course.worker())
    line = [course.sign_up(course.worker()) for _ in range(2)]
    course.withdraw(leaving)
    assert [state(sent) for sent in line] == ["offered", "waiting"]
    later(monkeypatch, hours=25)
    jobs.queue()
    session.rollback()
    current_app.extensions["huey_tasks"]["offer_each_minute"].call_local()
    assert [state(sent) for sent in line] == ["lapsed", "offered"]
