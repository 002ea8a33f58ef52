"""The pages of doors, tills, tickets and vouchers: who may open them, and what they answer."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.models import Account
from app.services import attendants
from app.services.ticketing import issuing
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.browser import Browser
from tests.services.first_come import Course
from tests.services.test_vouchers import Sale


def serving(course: Course, phone: str) -> Account:
    with unit_of_work():
        return attendants.add(None, course.programme, phone, "东门").account


@pytest.fixture
def sale(session: Session) -> Sale:
    return Sale()


def test_a_door_answers_by_status_and_in_large_letters(session: Session, client: Browser) -> None:
    course = Course(3, features=["tickets"])
    sent = course.sign_up(course.worker())
    [ticket] = issuing.of(sent)
    course.first.starts_on = course.first.ends_on = clock.today()
    make.save(course.first)
    at = f"/doors/{course.first.id}"
    client.sign_in(sent.signed_up_by)
    assert client.get(at).status_code == 403
    assert ticket.code in client.get(f"/tickets/{sent.reference}").get_data(as_text=True)
    client.sign_in(serving(course, "13812345670"))
    answered = [client.post(at, data={"code": code}) for code in ("", "PW-1", ticket.code, ticket.code)]
    assert [each.status_code for each in answered] == [422, 422, 200, 409]
    for answer, said in zip(answered, ("请扫码", "没有这张票", "请进", "已经进过"), strict=True):
        assert said in answer.get_data(as_text=True)
    shown = client.post(at, data={"code": ticket.code}, headers={"HX-Request": "true"})
    assert (shown.status_code, "<html" in shown.get_data(as_text=True)) == (200, False)
    undone = client.post(f"{at}/list/{ticket.id}", data={"act": "undo"})
    assert undone.status_code == 302
    assert client.post(f"{at}/list/{ticket.id}").status_code == 200


def test_a_till_is_for_its_merchant_alone(sale: Sale, client: Browser) -> None:
    at, code = f"/tills/{sale.programme.id}", sale.code(sale.sign_up(sale.worker()))
    for stranger in (sale.coordinator, sale.account(sale.worker())):
        client.sign_in(stranger)
        assert client.post(at, data={"code": code}).status_code == 403
    client.sign_in(sale.shop.account)
    answered = [client.post(at, data={"code": each}).status_code for each in ("XFQ-9", code, code)]
    assert answered == [422, 200, 409]


def test_a_voucher_is_shown_to_its_owner_alone(sale: Sale, client: Browser) -> None:
    sent = sale.sign_up(sale.worker())
    for stranger in (sale.coordinator, sale.account(sale.worker()), sale.shop.account):
        client.sign_in(stranger)
        assert client.get(f"/vouchers/{sent.reference}").status_code == 404
    client.sign_in(sent.signed_up_by)
    assert sale.code(sent) in client.get(f"/vouchers/{sent.reference}").get_data(as_text=True)


def test_kinds_are_written_and_settled_in_the_console(sale: Sale, client: Browser) -> None:
    client.sign_in(sale.coordinator)
    at = f"/console/programmes/{sale.programme.id}/vouchers/"
    form = {
        "title": "餐饮券",
        "yuan": "12.5",
        "number": "10",
        "offering_id": "0",
        "valid_from_on": clock.today().isoformat(),
        "valid_until_on": clock.today().isoformat(),
    }
    assert client.post(f"{at}new", data={**form, "yuan": "0"}).status_code == 422
    assert client.post(f"{at}new", data=form).status_code == 302
    assert "12.50" in client.get(at).get_data(as_text=True)
    assert client.post(f"{at}issue").status_code == 302
    assert client.post(f"{at}settlement.xlsx").get_data().startswith(b"PK")
