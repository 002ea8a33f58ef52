"""The queue and its tasks. What is owed stands in our own tables; the queue only makes it quick."""

from __future__ import annotations

import threading
from typing import Any

import structlog
from flask import Flask, current_app
from huey import PostgresHuey, SqliteHuey, crontab
from huey.api import Huey
from huey.consumer import Consumer
from sqlalchemy.engine import make_url

from app.run_job import lay_beside, solve_run
from app.services import features, notify, waiting_owed
from app.services.allocation import keeper
from app.services.casework import overdue
from app.services.contest import placing

log = structlog.get_logger()
WORKERS = 2  # a second one, so that messages do not wait for a long run
STOP_WITHIN = 10  # seconds
MESSAGES_AT_A_TIME = 50

stopping = threading.Event()
_delivering = threading.Lock()


def solve_soon(run_id: int) -> None:
    """Tell the consumer of a run that has been committed. If that fails, it is found within a minute."""
    try:
        _task(queue(), "solve")(run_id)
    except Exception:
        log.exception("queue.unreachable", run=run_id)


def place_soon(plan_id: int) -> None:
    """The same for a plan of heats."""
    try:
        _task(queue(), "place")(plan_id)
    except Exception:
        log.exception("queue.unreachable", plan=plan_id)


def queue() -> Huey:
    """The application's queue: beside the data in SQLite, or in PostgreSQL where the data are."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if "huey" not in app.extensions:
        app.extensions["huey"] = _build(app)
    return app.extensions["huey"]


def consume() -> None:
    """Run the consumer until it is told to stop; a run in flight goes back to the queue."""
    _Consumer(
        queue(), workers=WORKERS, max_delay=1.0, shutdown_timeout=STOP_WITHIN, graceful_signal="TERM"
    ).run()


class _Consumer(Consumer):  # type: ignore[misc]
    def start(self) -> None:
        super().start()
        _task(self.huey, "take_up")()

    def stop(self, graceful: bool = False) -> None:
        """Every stop lets the runs in flight be given back."""
        stopping.set()
        super().stop(graceful=True)


def _build(app: Flask) -> Huey:
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "postgresql":
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        made = PostgresHuey("nuanxin", dsn=dsn, results=False)
    else:
        made = SqliteHuey("nuanxin", filename=str(app.config["DATA_DIR"] / "queue.sqlite"), results=False)
    app.extensions["huey_tasks"] = _declare(app, made)
    return made


def _declare(app: Flask, made: Huey) -> dict[str, Any]:
    def solve(run_id: int) -> None:
        with app.app_context():
            if solve_run(run_id, stopping.is_set) and keeper.has_plan(run_id):
                lay_beside(run_id, stopping.is_set)

    def place(plan_id: int) -> None:
        with app.app_context():
            placing.work(plan_id, stopping.is_set)

    def take_up() -> None:
        with app.app_context():
            take_up_owed()

    def deliver() -> None:
        with app.app_context():
            deliver_owed()

    def offer() -> None:
        with app.app_context():
            waiting_owed.fill_owed(stopping.is_set)

    def look_after() -> None:
        with app.app_context():
            look_after_features()

    return {
        "solve": made.task(name="solve")(solve),
        "place": made.task(name="place")(place),
        "take_up": made.task(name="take_up")(take_up),
        "take_up_each_minute": made.periodic_task(crontab(), name="take_up_each_minute")(take_up),
        "deliver_each_minute": made.periodic_task(crontab(), name="deliver_each_minute")(deliver),
        "offer_each_minute": made.periodic_task(crontab(), name="offer_each_minute")(offer),
        "features_each_minute": made.periodic_task(crontab(), name="features_each_minute")(look_after),
    }


def take_up_owed() -> None:
    """Queue the runs and the plans of heats that nobody works on."""
    for run_id in keeper.owed():
        solve_soon(run_id)
    for plan_id in placing.owed():
        place_soon(plan_id)


def deliver_owed() -> None:
    """Hand over the messages that nobody has sent, a few at a time so that a stop is heard."""
    if not _delivering.acquire(blocking=False):
        return  # last minute's are still on their way
    try:
        while not stopping.is_set() and notify.deliver_owed(MESSAGES_AT_A_TIME):
            pass
        while not stopping.is_set() and overdue.deliver_owed(MESSAGES_AT_A_TIME):
            pass
    finally:
        _delivering.release()


def look_after_features() -> None:
    """What is due in the features of programmes; one that fails does not keep the others waiting."""
    for name, feature in features.every().items():
        if stopping.is_set():
            return
        try:
            feature.each_minute()
        except Exception:
            log.exception("feature.failed", feature=name)


def _task(made: Huey, name: str) -> Any:
    return current_app.extensions["huey_tasks"][name]
