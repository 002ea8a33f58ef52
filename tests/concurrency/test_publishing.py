"""Two coordinators publish at the same moment: one does it, the other is told that it is done."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import DomainError
from app.extensions import db
from app.models import Account, AllocationRun, Notice, Placement
from app.services.allocation import keeper, publication
from app.unit_of_work import unit_of_work
from tests import season


def test_two_publish_at_once(app: Flask, session: Session) -> None:
    made, run = season.solved()
    run_id, programme_id, account_id = run.id, made.programme.id, made.coordinator.id
    people = run.summary["people"]
    session.rollback()
    together = threading.Barrier(2)

    def publish() -> bool:
        with app.app_context():
            together.wait()
            with unit_of_work():
                actor = db.session.get_one(Account, account_id)
                return publication.publish(run_id, programme_id, actor)

    with ThreadPoolExecutor(2) as pool:
        answers = [one.result() for one in [pool.submit(publish), pool.submit(publish)]]
    assert sorted(answers) == [False, True]
    assert session.scalar(select(func.count()).select_from(Notice)) == people
    assert session.scalar(select(func.count(func.distinct(Placement.run_id)))) == 1


def test_two_different_runs_published_at_once(app: Flask, session: Session) -> None:
    made, run = season.solved()
    other = season.solve(season.start(made, seed=2))
    programme_id, account_id = made.programme.id, made.coordinator.id
    run_ids = [run.id, other.id]
    session.rollback()
    together = threading.Barrier(2)

    def publish(run_id: int) -> bool:
        with app.app_context():
            together.wait()
            try:
                with unit_of_work():
                    actor = db.session.get_one(Account, account_id)
                    return publication.publish(run_id, programme_id, actor)
            except DomainError:
                return False

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(publish, run_ids))
    assert sorted(answers) == [False, True]
    published = select(func.count()).where(AllocationRun.state == "published")
    assert session.scalar(published) == 1


def test_many_consumers_claim_one_run(app: Flask, session: Session) -> None:
    run_id = season.start(season.closed()).id
    session.rollback()
    together = threading.Barrier(6)

    def claim(_number: int) -> bool:
        with app.app_context():
            together.wait()
            with unit_of_work():
                return keeper.claim(run_id) is not None

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(claim, range(6))) == 1
