"""Sign-up closes, or somebody withdraws, while others are still at it: before or after, never half."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import DomainError
from app.extensions import db
from app.models import Account, AuditEntry, Notice, Offering, Programme, Registration, Unit
from app.services import party, registration, registrations_search, sign_up_window
from app.services.allocation import draw
from app.services.drafts import Answers, save
from app.services.party_plan import MemberPlan, PartyPlan
from app.unit_of_work import unit_of_work
from tests import factories

WORKERS = 6


def at_once(app: Flask, acts: list[Callable[[], object]]) -> list[str]:
    """What each act came to, all of them begun at the same moment, each in a unit of work."""
    together = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        with app.app_context():
            together.wait()
            try:
                with unit_of_work():
                    act()
            except DomainError:
                return "refused"
            return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def make() -> tuple[Account, Programme, Offering, list[Account]]:
    city, _district, union = factories.tree()
    programme = factories.programme()
    offering = factories.offering(programme, factories.venue())
    workers = [factories.account(factories.person(union)) for _ in range(WORKERS)]
    return factories.account(coordinates=city), programme, offering, workers


def test_closing_while_people_sign_up(app: Flask, session: Session) -> None:
    coordinator, programme, offering, workers = make()
    factories.registration(programme, [factories.person(coordinator.coordinates[0].unit)], [offering])
    ids = programme.id, offering.id, coordinator.id
    account_ids = [account.id for account in workers]
    session.rollback()

    def close() -> None:
        actor, found = db.session.get_one(Account, ids[2]), db.session.get_one(Programme, ids[0])
        sign_up_window.close_sign_up(actor, found, "名额有变")

    def sign_up(account_id: int) -> None:
        account = db.session.get_one(Account, account_id)
        assert account.person is not None
        plan = PartyPlan([MemberPlan(account.person, [], None, False)], [ids[1]], {})
        registration.sign_up(db.session.get_one(Programme, ids[0]), account, plan)

    signing = [lambda number=number: sign_up(number) for number in account_ids]
    answers = at_once(app, [*signing[:3], close, *signing[3:]])
    assert answers[3] == "done"
    found = session.get_one(Programme, ids[0])
    accepted = session.scalar(
        select(func.count()).select_from(Registration).where(Registration.state == "submitted")
    )
    assert accepted == answers.count("done")  # the one before, and all but the closing
    assert len(draw.entries(found)) == accepted


def test_one_form_sent_by_several_presses(app: Flask, session: Session) -> None:
    _coordinator, programme, offering, workers = make()
    with unit_of_work():
        save(workers[0], programme, Answers(choices=[offering.id]))
    ids = programme.id, workers[0].id
    session.rollback()

    def send() -> None:
        party.send(db.session.get_one(Programme, ids[0]), db.session.get_one(Account, ids[1]), None)

    assert at_once(app, [send] * 4) == ["done"] * 4
    for model in (Registration, Notice, AuditEntry):
        assert session.scalar(select(func.count()).select_from(model)) == 1


def test_one_withdrawal_pressed_several_times(app: Flask, session: Session) -> None:
    coordinator, programme, offering, workers = make()
    assert workers[0].person is not None
    sent = factories.registration(programme, [workers[0].person], [offering], workers[0])
    within = Unit.path.startswith(coordinator.coordinates[0].unit.path)
    ids = sent.id, coordinator.id
    session.rollback()

    def withdraw() -> None:
        found = registrations_search.load(ids[0], within)
        registration.withdraw(found, db.session.get_one(Account, ids[1]), "本人要求")

    assert at_once(app, [withdraw] * 4) == ["done"] * 4
    assert session.scalar(select(func.count()).select_from(Notice)) == 1
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 1
