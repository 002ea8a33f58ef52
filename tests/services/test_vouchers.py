"""Vouchers: one a winner, redeemed once, taken back unused, settled to the 分."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import Attendant, Notice, Voucher, VoucherKind
from app.services import attendants, registration
from app.services.vouchers import issuing, kinds, report, till
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.first_come import Course, later

DAY = dt.timedelta(days=1)


class Sale(Course):
    """Vouchers of 12.50 元 for whoever has a place, good from today for ten days; one merchant."""

    def __init__(self, seats: int = 3, number: int = 3) -> None:
        super().__init__(seats, features=["vouchers"], settings={"answer_hours": 0})
        self.coordinator = make.account(coordinates=self.city)
        with unit_of_work():
            self.kind = kinds.save(self.coordinator, self.programme, None, self.values(number=number))
            self.shop = attendants.add(self.coordinator, self.programme, "13812340001", "海之韵超市")

    def values(self, **other: Any) -> dict[str, Any]:
        usual = {
            "title": "超市券",
            "title_en": "",
            "value": 1250,
            "number": 3,
            "offering_id": None,
            "valid_from_on": clock.today(),
            "valid_until_on": clock.today() + 10 * DAY,
            "place": "",
            "place_en": "",
        }
        return {**usual, **other}

    def redeem(self, typed: str, by: Attendant | None = None) -> str:
        with unit_of_work():
            return till.redeem(self.programme, typed, by or self.shop).kind

    def code(self, sent: registration.Registration) -> str:
        [voucher] = issuing.of(sent.lead.person, sent)
        return voucher.code

    def issued(self) -> int:
        return db.session.scalar(select(VoucherKind.issued).where(VoucherKind.id == self.kind.id)) or 0


def test_each_winner_has_one_code_and_no_more_than_there_are(session: Session) -> None:
    sale = Sale(seats=3, number=2)
    sent = [sale.sign_up(sale.worker()) for _ in range(3)]
    held = [issuing.of(each.lead.person, each) for each in sent]
    assert [len(each) for each in held] == [1, 1, 0]
    assert len({each[0].code for each in held[:2]}) == sale.issued() == 2
    with unit_of_work():
        assert issuing.issue(sent[0], sale.first) == 0
    with unit_of_work():
        kinds.save(sale.coordinator, sale.programme, sale.kind, sale.values(number=3))
    assert issuing.issue_owed() == 1
    assert issuing.issue_owed() == 0
    assert sale.issued() == 3
    told = db.session.scalars(select(Notice).filter_by(kind="vouchers.issued")).all()
    assert len({notice.person_id for notice in told}) == len(told) == 3


def test_the_database_refuses_a_second_code_for_one_person(session: Session) -> None:
    sale = Sale()
    sent = sale.sign_up(sale.worker())
    [one] = issuing.of(sent.lead.person, sent)
    twin = {name: getattr(one, name) for name in ("kind_id", "registration_id", "person_id", "code")}
    with pytest.raises(IntegrityError):
        make.save(Voucher(**twin, code_digest="0" * 64, issued_at=clock.now()))
    db.session.rollback()
    assert one.code.encode() not in bytes(db.session.execute(text("SELECT code FROM voucher")).scalar_one())


def test_a_code_is_redeemed_once(session: Session) -> None:
    sale = Sale()
    code = sale.code(sale.sign_up(sale.worker()))
    with unit_of_work():
        other = attendants.add(sale.coordinator, sale.programme, "13812340002", "小吃街")
    assert sale.redeem("XFQ-0000-0000-0") == till.UNKNOWN
    assert sale.redeem(code[:-1] + ("0" if code[-1] != "0" else "1")) == till.UNKNOWN
    assert sale.redeem(code.lower().replace("-", " ")) == till.REDEEMED
    assert [sale.redeem(code), sale.redeem(code, other)] == [till.ALREADY] * 2
    assert till.totals(sale.shop, clock.today()) == (1, 1250)
    assert till.totals(other, clock.today()) == (0, 0)


def test_before_and_after_its_days_it_is_not_redeemed(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    sale = Sale()
    with unit_of_work():
        kinds.save(
            sale.coordinator, sale.programme, sale.kind, sale.values(valid_from_on=clock.today() + DAY)
        )
    code = sale.code(sale.sign_up(sale.worker()))
    assert sale.redeem(code) == till.EARLY
    later(monkeypatch, days=1)
    used = sale.code(sale.sign_up(sale.worker()))
    assert sale.redeem(used) == till.REDEEMED
    later(monkeypatch, days=10)
    assert [sale.redeem(code), sale.redeem(used)] == [till.EXPIRED, till.ALREADY]
    [figures] = report.of(sale.programme)
    assert (figures.redeemed, figures.expired, figures.outstanding, figures.money) == (1, 1, 0, 1250)


def test_a_code_of_another_programme_is_unknown_at_this_till(session: Session) -> None:
    sale, other = Sale(), Course(2, features=["vouchers"])
    with unit_of_work():
        kinds.save(None, other.programme, None, sale.values())
    sent = other.sign_up(other.worker())
    [voucher] = issuing.of(sent.lead.person, sent)
    assert sale.redeem(voucher.code) == till.UNKNOWN


def test_withdrawing_takes_back_an_unused_code_and_the_next_has_a_new_one(session: Session) -> None:
    sale = Sale(seats=1, number=1)
    gone, waits = sale.sign_up(sale.worker()), sale.sign_up(sale.worker())
    code = sale.code(gone)
    sale.withdraw(gone)
    assert sale.redeem(code) == till.VOID
    assert issuing.of(gone.lead.person, gone) == []
    assert sale.code(waits) != code
    assert sale.issued() == 1


def test_who_has_used_a_code_cannot_withdraw(session: Session) -> None:
    sale = Sale()
    sent = sale.sign_up(sale.worker())
    sale.redeem(sale.code(sent))
    with pytest.raises(DomainError, match="已经用过"):
        sale.withdraw(sent)
    assert db.session.get_one(type(sent), sent.id, populate_existing=True).state == "submitted"
    assert sale.first.taken == 1


def test_what_was_issued_is_not_taken_from_people(session: Session) -> None:
    sale = Sale()
    sale.sign_up(sale.worker())
    worse = sale.values(number=3, value=100, valid_until_on=clock.today())
    with pytest.raises(Invalid) as refused, unit_of_work():
        kinds.save(sale.coordinator, sale.programme, sale.kind, worse)
    assert set(refused.value.faults) == {"value", "valid_until_on"}


def test_the_settlement_adds_up(session: Session) -> None:
    sale = Sale(seats=5, number=5)
    with unit_of_work():
        sister = attendants.add(sale.coordinator, sale.programme, "13812340003", "海之韵超市")
        other = attendants.add(sale.coordinator, sale.programme, "13812340004", "=小吃街")
    codes = [sale.code(sale.sign_up(sale.worker())) for _ in range(5)]
    for code, by in zip(codes, (sale.shop, sister, sale.shop, other), strict=False):
        assert sale.redeem(code, by) == till.REDEEMED
    assert [(each.merchant, each.count, each.money) for each in report.settlements(sale.programme)] == [
        ("=小吃街", 1, 1250),
        ("海之韵超市", 3, 3750),
    ]
    with unit_of_work():
        made = report.workbook(sale.coordinator, sale.programme)
    book = CalamineWorkbook.from_filelike(BytesIO(made))
    totals, details = (book.get_sheet_by_index(number).to_python() for number in (0, 1))
    assert totals[1:] == [
        ["=小吃街", "超市券", 12.5, 1.0, 12.5],
        ["海之韵超市", "超市券", 12.5, 3.0, 37.5],
        ["合计", "", "", 4.0, 50.0],
    ]
    assert len(details) == 5
    assert not {code for code in codes if any(code in map(str, row) for row in details)}


def test_a_merchant_who_has_left_serves_no_more(session: Session) -> None:
    sale = Sale()
    with unit_of_work():
        attendants.leave(sale.coordinator, sale.shop)
    with pytest.raises(DomainError, match="不在这个项目的值守名单"):
        attendants.require(sale.shop.account, sale.programme, whole_city=False)
    with unit_of_work():
        attendants.add(sale.coordinator, sale.programme, "13812340001", "海之韵超市")
    assert attendants.require(sale.shop.account, sale.programme, whole_city=False) == sale.shop
    assert db.session.scalar(select(func.count()).select_from(Attendant)) == 1


@pytest.mark.parametrize(("money", "said"), [(1250, "12.50"), (5000, "50"), (420_000_000, "4,200,000")])
def test_money_in_words(money: int, said: str) -> None:
    assert report.yuan(money) == said
