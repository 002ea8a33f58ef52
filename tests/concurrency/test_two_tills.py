"""One voucher at several tills at the same moment: one alone redeems it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models import Attendant, Programme, Voucher
from app.services import registration
from app.services.vouchers import issuing, till
from app.unit_of_work import unit_of_work
from tests.concurrency.test_two_doors import DOORS, at_once
from tests.services.test_vouchers import Sale


@pytest.fixture
def sale(session: Session) -> Sale:
    return Sale()


def redeeming(sale: Sale, sent: registration.Registration) -> Callable[[], str]:
    programme_id, shop_id, code = sale.programme.id, sale.shop.id, sale.code(sent)

    def redeem() -> str:
        programme = db.session.get_one(Programme, programme_id)
        return till.redeem(programme, code, db.session.get_one(Attendant, shop_id)).kind

    return redeem


def test_one_of_many_tills_redeems_it(app: Flask, sale: Sale) -> None:
    answers = at_once(app, redeeming(sale, sale.sign_up(sale.worker())))
    assert sorted(answers) == [till.ALREADY] * (DOORS - 1) + [till.REDEEMED]


def test_without_the_condition_every_till_would(
    app: Flask, sale: Sale, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: did redeeming rest on what was read before, this very race would pay one code to all."""
    seen = threading.local()

    def take_by_reading(voucher: Voucher, by: Attendant) -> bool:
        if not seen.unused:
            return False
        voucher.redeemed_at, voucher.redeemed_by_id = clock.now(), by.id
        db.session.flush()
        return True

    monkeypatch.setattr(till, "_take", take_by_reading)
    redeem, looked = redeeming(sale, sale.sign_up(sale.worker())), threading.Barrier(DOORS, timeout=60)
    programme_id = sale.programme.id

    def run(answers: list[str]) -> None:
        with app.app_context():
            seen.unused = db.session.query(Voucher).filter_by(redeemed_at=None).count() == 1
            db.session.rollback()
            looked.wait()
            with unit_of_work():
                answers.append(redeem())

    assert db.session.get_one(Programme, programme_id)
    db.session.rollback()
    answers: list[str] = []
    threads = [threading.Thread(target=run, args=(answers,)) for _ in range(DOORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [till.REDEEMED] * DOORS


def test_leaving_and_redeeming_at_the_same_moment(app: Flask, sale: Sale) -> None:
    """Either the code was used and one stays, or one has left and it is void: never both."""
    sent = sale.sign_up(sale.worker())
    redeem, number, account_id = redeeming(sale, sent), sent.id, sent.signed_up_by_id
    turns = iter(["leave", "redeem"])
    lock = threading.Lock()

    def act() -> str:
        with lock:
            turn = next(turns)
        if turn == "redeem":
            return redeem()
        leaving = db.session.get_one(registration.Registration, number)
        try:
            with db.session.begin_nested():
                registration.withdraw(leaving, db.session.get_one(registration.Account, account_id))
        except registration.DomainError:
            return "stays"
        return "left"

    assert sorted(at_once(app, act, 2)) in ([till.REDEEMED, "stays"], ["left", till.VOID])
    assert len(issuing.of(sent.lead.person, sent)) in (0, 1)
