"""Workers on the console: found without leaking a number, put right with a reason, certificates kept."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Certificate, Person
from tests import factories
from tests.browser import Browser
from tests.routes.console_city import City

PAPER = {"kind": "焊工（高级）", "number": "Q-17", "issued_on": "2024-05-01", "expires_on": "2027-04-30"}
RECORD = {"tier": "2", "track": "model", "joined_on": "2010-01-01", "union_joined_on": "2012-03-01"}


@pytest.fixture
def city(session: Session, client: Browser) -> City:
    made = City()
    client.sign_in(made.unit_coordinator)
    return made


@pytest.fixture
def person(city: City) -> Person:
    return city.registration.lead.person


def test_numbers_never_stand_in_an_address(client: Browser, person: Person) -> None:
    link = f'href="/console/people/{person.id}"'
    for number in (person.identity, person.phone or ""):
        answer = client.post("/console/people/search", data={"q": number})
        assert number not in answer.location
        page = client.get(answer.location).text
        assert link in page
        assert number not in page
    assert link in client.get(client.post("/console/people/search", data={"q": person.name}).location).text
    assert link not in client.get("/console/people/?q=没有这个人").text


def test_a_worker_is_put_right_with_a_reason(client: Browser, session: Session, person: Person) -> None:
    path = f"/console/people/{person.id}"
    page = client.get(path).text
    assert person.identity not in page
    assert client.post(path, data=RECORD).status_code == 422
    assert (
        client.post(path, data={**RECORD, "union_joined_on": "2999-01-01", "reason": "x"}).status_code == 422
    )
    assert client.post(path, data={**RECORD, "union_joined_on": "去年", "reason": "x"}).status_code == 422
    assert client.post(path, data={**RECORD, "track": "king", "reason": "x"}).status_code == 422
    session.refresh(person)
    assert person.union_joined_on is None
    assert client.post(path, data={**RECORD, "reason": "会员名册已核"}).status_code == 302
    session.refresh(person)
    assert (person.track, person.union_joined_on) == ("model", dt.date(2012, 3, 1))
    assert "会员名册已核" in client.get(path).text


def test_certificates(client: Browser, session: Session, person: Person) -> None:
    path = f"/console/people/{person.id}/certificates"
    assert client.post(f"{path}/new", data=PAPER).status_code == 422  # how was it verified?
    assert client.post(f"{path}/new", data={**PAPER, "kind": "字" * 81, "reason": "x"}).status_code == 422
    assert (
        client.post(f"{path}/new", data={**PAPER, "expires_on": "2020-01-01", "reason": "x"}).status_code
        == 422
    )
    assert client.post(f"{path}/new", data={**PAPER, "reason": "看过原件"}).status_code == 302
    assert client.post(f"{path}/new", data={**PAPER, "reason": "看过原件"}).status_code == 422
    held = session.scalars(select(Certificate)).one()
    assert "2027-04-30" in client.get(f"{path}/{held.id}").text
    renewed = {**PAPER, "expires_on": "", "reason": "换发"}
    assert client.post(f"{path}/{held.id}", data=renewed).status_code == 302
    session.refresh(held)
    assert held.expires_on is None
    removal = f"{path}/{held.id}/remove"
    assert client.post(removal).status_code == 422
    assert client.post(removal, data={"reason": "登记错人"}).status_code == 302
    assert client.post(removal, data={"reason": "登记错人"}).status_code == 404
    assert session.scalars(select(Certificate)).all() == []


def test_only_ones_own_part_of_the_tree(client: Browser, city: City, person: Person) -> None:
    held = factories.certificate(person)
    other = factories.certificate(factories.person(city.union))
    assert client.get(f"/console/people/{person.id}/certificates/{other.id}").status_code == 404
    client.sign_in(city.stranger)
    assert person.name not in client.get("/console/people/").text
    for path in ("", "/certificates/new", f"/certificates/{held.id}", f"/certificates/{held.id}/remove"):
        assert client.get(f"/console/people/{person.id}{path}").status_code == 404
        data = {**RECORD, **PAPER, "reason": "x"}
        assert client.post(f"/console/people/{person.id}{path}", data=data).status_code == 404


def test_in_english(client: Browser, person: Person) -> None:
    assert client.get(f"/console/people/{person.id}?lang=en").status_code == 200
