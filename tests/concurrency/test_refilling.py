"""Filling gaps at the same moment as somebody else: once, and never for who has just left."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import DomainError
from app.extensions import db
from app.models import Account, Notice, Placement, Registration
from app.services import registration
from app.services.allocation import refill_confirmed, refilling
from app.unit_of_work import unit_of_work
from tests import season


def _with_a_gap(session: Session) -> tuple[season.Season, refilling.Proposal]:
    found, run = season.solved()
    season.publish(found, run)
    query = select(Placement).where(Placement.offering_id == found.first.id)
    leaving = next(p.registration for p in session.scalars(query) if len(p.registration.members) == 2)
    with unit_of_work():
        registration.withdraw(leaving, leaving.signed_up_by)
    return found, refilling.propose(run)


def test_two_confirm_at_once(app: Flask, session: Session) -> None:
    found, proposal = _with_a_gap(session)
    programme_id, account_id, sha256 = found.programme.id, found.coordinator.id, proposal.sha256
    parties = len(proposal.entries)
    people = sum(len(entry.registration.members) for entry in proposal.entries)
    session.rollback()
    together = threading.Barrier(2)

    def confirm() -> int:
        with app.app_context():
            together.wait()
            with unit_of_work():
                actor = db.session.get_one(Account, account_id)
                return refill_confirmed.confirm(programme_id, sha256, actor)

    with ThreadPoolExecutor(2) as pool:
        answers = [one.result() for one in [pool.submit(confirm), pool.submit(confirm)]]
    assert sorted(answers) == [0, parties]
    told = select(func.count()).select_from(Notice).where(Notice.kind == "placement.refilled")
    assert session.scalar(told) == people


def test_who_leaves_the_line_meanwhile_is_not_given_a_place(app: Flask, session: Session) -> None:
    """Whichever comes first, a party that has withdrawn holds no place."""
    found, proposal = _with_a_gap(session)
    programme_id, account_id, sha256 = found.programme.id, found.coordinator.id, proposal.sha256
    first_id = proposal.entries[0].registration.id
    session.rollback()
    together = threading.Barrier(2)

    def confirm() -> None:
        with app.app_context():
            together.wait()
            try:
                with unit_of_work():
                    actor = db.session.get_one(Account, account_id)
                    refill_confirmed.confirm(programme_id, sha256, actor)
            except DomainError:
                pass

    def leave() -> None:
        with app.app_context():
            together.wait()
            with unit_of_work():
                first = db.session.get_one(Registration, first_id)
                registration.withdraw(first, first.signed_up_by)

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(confirm), pool.submit(leave)]:
            one.result()
    assert session.get_one(Registration, first_id, populate_existing=True).state == "withdrawn"
    still = select(func.count()).where(
        Placement.registration_id == first_id, Placement.withdrawn_at.is_(None)
    )
    assert session.scalar(still) == 0
