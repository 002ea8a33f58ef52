"""Sent twice, late, or while the database is away: nothing done twice, nothing half, no traceback."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models import AllocationRun, AuditEntry, Base, Lock, Notice, Placement, Registration
from tests import factories, season
from tests.browser import Browser
from tests.routes.whole_site import WholeSite


def count(session: Session, model: type[Base]) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(model)) or 0


def later(monkeypatch: pytest.MonkeyPatch, **by: int) -> None:
    at = clock.now() + dt.timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: at)


class Sending:
    """A worker whose form is filled in and not sent."""

    def __init__(self, client: Browser) -> None:
        union = factories.tree()[2]
        self.programme = factories.programme()
        self.offering = factories.offering(self.programme, factories.venue())
        self.account = factories.account(factories.person(union))
        self.url = f"/programmes/{self.programme.slug}/sign-up/"
        self.client = client.sign_in(self.account)
        self.client.post(f"{self.url}choices/add", data={"offering": self.offering.id})

    def send(self) -> int:
        return self.client.post(f"{self.url}check", data={"agreed": "y"}).status_code


@pytest.fixture
def sending(client: Browser, session: Session) -> Sending:
    return Sending(client)


def test_a_registration_sent_twice_is_sent_once(sending: Sending, session: Session) -> None:
    assert [sending.send(), sending.send()] == [302, 302]
    assert count(session, Registration) == 1
    assert count(session, Notice) == 1
    assert count(session, AuditEntry) == 1


def test_a_page_that_was_open_before_the_deadline(
    sending: Sending, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sending.client.get(f"{sending.url}check").status_code == 200
    later(monkeypatch, days=8)
    assert sending.send() == 409
    assert sending.client.post(f"{sending.url}choices", data={"act": "remove-1"}).status_code == 409
    assert sending.client.post(f"{sending.url}discard").status_code == 409
    assert count(session, Registration) == 0


def test_no_change_after_the_deadline(
    sending: Sending, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending.send()
    found = session.scalars(select(Registration)).one()
    sent_at = found.changed_at
    other = factories.offering(sending.programme, factories.venue(), in_days=50)
    sending.client.post(f"{sending.url}choices/add", data={"offering": other.id})
    later(monkeypatch, days=8)
    assert sending.send() == 409
    session.refresh(found)
    assert ([choice.offering_id for choice in found.choices], found.changed_at) == (
        [sending.offering.id],
        sent_at,
    )


def test_withdrawn_twice_is_withdrawn_once(sending: Sending, session: Session) -> None:
    sending.send()
    reference = session.scalars(select(Registration.reference)).one()
    before = count(session, Notice)
    answers = [sending.client.post(f"/mine/{reference}/withdraw", data={}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert count(session, Notice) == before + 1
    assert count(session, AuditEntry) == 2


def test_no_withdrawal_once_the_stay_has_begun(
    client: Browser, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, run = season.solved()
    season.publish(made, run)
    placement = session.scalars(select(Placement)).first()
    assert placement is not None
    registration = placement.registration
    client.sign_in(registration.signed_up_by)
    later(monkeypatch, days=60)
    answer = client.post(f"/mine/{registration.reference}/withdraw", data={})
    assert (answer.status_code, "已经开始" in answer.text) == (409, True)
    session.refresh(registration)
    assert registration.state == "submitted"


def test_publishing_and_starting_twice(client: Browser, session: Session) -> None:
    made, run = season.solved()
    client.sign_in(made.coordinator)
    start = f"/console/runs/programmes/{made.programme.id}/start"
    again = [client.post(start, data={"seed": 9, "time_limit_seconds": 30}).location for _ in range(2)]
    assert again[0] == again[1]
    assert count(session, AllocationRun) == 2
    publish = f"/console/runs/{run.id}/publish"
    assert client.post(publish).status_code == 302
    notices, placements = count(session, Notice), count(session, Placement)
    assert client.post(publish).status_code == 302
    assert (count(session, Notice), count(session, Placement)) == (notices, placements)


def test_a_lock_is_lifted_once(client: Browser, session: Session) -> None:
    site = WholeSite()
    client.sign_in(site.city)
    url = next(
        address for rule, address in site.addresses(client.application, "POST") if "lock_id" in rule.arguments
    )
    assert [client.post(url, data={"reason": "误锁"}).status_code for _ in range(2)] == [302, 404]
    assert session.get_one(Lock, site.lock.id).removed_at is not None


def test_a_database_that_is_away(app: Flask, client: Browser, session: Session) -> None:
    account = factories.account(factories.person(factories.tree()[2]))
    client.sign_in(account)
    session.commit()
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def away(*_: object) -> None:
        raise OperationalError("select", {}, Exception("no connection to server at 10.0.0.5"))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", away)
    try:
        for path in ("/", "/mine", "/console/", "/nowhere", "/sign-in"):
            page = client.get(path)
            assert "Traceback" not in page.text
            assert "10.0.0.5" not in page.text
            assert page.status_code == 500
            assert "不是您的操作有误" in page.text, path
    finally:
        event.remove(engine, "before_cursor_execute", away)


FILES = {
    "empty": b"",
    "picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
    "program": b"MZ" + b"\0" * 64,
    "broken zip": b"PK\x03\x04" + b"x" * 100,
    "old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "web page": b"<html><script>alert(1)</script></html>",
    "words": "今天天气很好".encode(),
}


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("name", ["名单.xlsx", "../../etc/passwd", "a\0.xlsx", "x" * 5000 + ".csv", ""])
def test_files_that_are_no_rosters(client: Browser, session: Session, kind: str, name: str) -> None:
    city, _district, union = factories.tree()
    programme = factories.programme()
    client.sign_in(factories.account(coordinates=city))
    data = {"programme_id": programme.id, "unit_id": union.id, "file": (io.BytesIO(FILES[kind]), name)}
    answer = client.post("/console/roster/", data=data)
    assert answer.status_code in (400, 422)
    assert "<script>alert" not in answer.text


def test_a_file_too_large_has_a_page(client: Browser, session: Session) -> None:
    client.sign_in(factories.account(coordinates=factories.unit()))
    data = {"file": (io.BytesIO(b"x" * (9 * 1024 * 1024)), "名单.xlsx")}
    answer = client.post("/console/roster/", data=data)
    assert (answer.status_code, "<h1>" in answer.text) == (413, True)
