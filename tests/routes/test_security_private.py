"""Numbers, phones and health answers: readable to nobody who need not read them."""

from __future__ import annotations

import gzip
import json

import pytest
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.models import AuditEntry, Notice, Person
from app.services import registration
from app.unit_of_work import unit_of_work
from app.vault import Encrypted
from tests import factories, season
from tests.browser import Browser
from tests.routes.whole_site import WholeSite
from tests.services.rosters import LI, WANG


@pytest.fixture
def whole(session: Session) -> WholeSite:
    return WholeSite(solved=True)


def secrets(session: Session) -> set[str]:
    """Every identity number and phone that the database or the roster holds."""
    people = session.query(Person).all()
    known = {value for person in people for value in (person.identity, person.phone) if value}
    return known | {cell for row in (WANG, LI) for cell in map(str, row) if cell.isdigit() and len(cell) > 9}


def test_no_page_holds_a_number(app: Flask, client: Browser, whole: WholeSite, session: Session) -> None:
    wanted = secrets(session)
    for account in (whole.city, whole.unit, whole.traveller):
        client.sign_in(account)
        own = {account.phone}
        for _rule, address in whole.addresses(app, "GET"):
            if address == "/development/codes":
                continue
            body = client.get(address).get_data()
            plain = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
            shown = {number for number in wanted - own if number.encode() in plain}
            assert shown == set(), (account.id, address)


def test_no_record_or_notice_holds_a_number(client: Browser, whole: WholeSite, session: Session) -> None:
    client.sign_in(whole.unit)
    member = whole.sent.members[0]
    client.post(
        f"/console/registrations/{whole.sent.id}/members/{member.id}",
        data={"tier": 1, "track": "skilled", "unit_id": whole.union.id, "reason": "核对过"},
    )
    client.post("/console/registrations/search", data={"q": member.person.phone})
    client.post("/console/registrations/export")
    with unit_of_work():
        registration.withdraw(whole.sent, whole.traveller, "有事")
    wanted = secrets(session)
    told = [json.dumps([e.changes, e.subject_label, e.reason]) for e in session.query(AuditEntry)]
    told += [json.dumps(notice.parameters) for notice in session.query(Notice)]
    assert len(told) > 5
    assert [line for line in told if any(number in line for number in wanted)] == []


def test_a_search_for_a_number_leaves_none_in_the_address(client: Browser, whole: WholeSite) -> None:
    client.sign_in(whole.city)
    person = whole.sent.members[0].person
    for number in (person.identity, person.phone, f" {person.phone} "):
        location = client.post("/console/registrations/search", data={"q": number}).location
        assert str(number).strip() not in location
        assert whole.sent.reference in client.get(location).text


def test_columns_are_encrypted(session: Session, whole: WholeSite) -> None:
    wanted = secrets(session)
    sealed = 0
    for table in Person.metadata.sorted_tables:
        for column in table.columns:
            if not isinstance(column.type, Encrypted):
                continue
            sealed += 1
            rows = session.execute(text(f'SELECT "{column.name}" FROM "{table.name}"')).scalars()
            held = [bytes(value) for value in rows if value is not None]
            assert all(value.startswith(b"gAAAA") for value in held), (table.name, column.name)
    assert sealed >= 6
    for name in inspect(session.connection()).get_table_names():
        for row in session.execute(text(f'SELECT * FROM "{name}"')):
            shown = repr(tuple(row))
            assert not any(number in shown for number in wanted), name


def test_a_database_error_does_not_say_what_was_typed(session: Session) -> None:
    person = factories.person(factories.tree()[2], name="欧阳不外传")
    twin = Person(name=person.name, identity=person.identity, identity_digest=person.identity_digest)
    twin.sex, twin.born_on, twin.unit_id, twin.tier = "M", person.born_on, person.unit_id, 4
    session.add(twin)
    hidden = person.name, person.identity_digest
    with pytest.raises(IntegrityError) as raised:
        session.flush()
    assert not any(value in str(raised.value) for value in hidden)


def test_what_is_published_names_nobody(client: Browser, session: Session) -> None:
    made, run = season.solved()
    season.publish(made, run)
    wanted = secrets(session) | {person.name for person in session.query(Person)}
    base = f"/programmes/{made.programme.slug}/published"
    for path in (
        "",
        "/problem.json.gz",
        "/result.json.gz",
        "/report.json.gz",
        "/entries.txt",
        "/numbers.txt",
    ):
        body = client.get(base + path).get_data()
        plain = (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()
        assert not any(value in plain for value in wanted), path
