"""Every address for everybody who may not have it: what is refused, and that nothing came of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Account, AuditEntry, Base
from tests.browser import Browser
from tests.conftest import make_app
from tests.routes.whole_site import WholeSite

METHODS = ("GET", "POST")
SIGNED_IN = {"signed_in", "worker", "case_worker", "coordinator", "city_coordinator"}
# what is somebody's own, by the part of the address that names it
OWNED = ("registration_id", "upload_id", "person_id", "document_id", "reference", "case_id")


@pytest.fixture
def whole(session: Session) -> WholeSite:
    return WholeSite()


def declared(app: Flask, endpoint: str) -> str:
    return str(app.view_functions[endpoint].access)  # type: ignore[attr-defined]


def refused(app: Flask, whole: WholeSite, access: set[str]) -> Iterator[tuple[str, str]]:
    """(method, address) of everything that declares one of these."""
    for method in METHODS:
        for rule, address in whole.addresses(app, method):
            if declared(app, rule.endpoint) in access:
                yield method, address


def written(session: Session) -> dict[str, int]:
    """Rows by table: what a refused request must leave alone."""
    session.rollback()
    tables = [mapper.class_ for mapper in Base.registry.mappers]
    return {
        each.__tablename__: session.scalar(select(func.count()).select_from(each)) or 0 for each in tables
    }


def answers(client: Browser, wanted: Iterator[tuple[str, str]]) -> dict[tuple[str, str], int]:
    return {(method, address): client.open(address, method=method).status_code for method, address in wanted}


def test_nobody_gets_in_without_signing_in(
    app: Flask, client: Browser, whole: WholeSite, session: Session
) -> None:
    before = written(session)
    found = answers(client, refused(app, whole, SIGNED_IN))
    assert len(found) > 100
    assert found == {(method, url): 302 if method == "GET" else 401 for method, url in found}
    assert written(session) == before


def test_roles_below_what_is_declared(
    app: Flask, client: Browser, whole: WholeSite, session: Session
) -> None:
    before = written(session)
    for account, access in (
        (whole.worker, {"case_worker", "coordinator", "city_coordinator"}),
        (whole.unconfirmed, {"case_worker", "coordinator", "city_coordinator"}),
        (whole.unit, {"city_coordinator"}),
        (whole.district, {"city_coordinator"}),
    ):
        client.sign_in(account)
        found = answers(client, refused(app, whole, access))
        assert len(found) > 40
        assert found == dict.fromkeys(found, 403)
    assert written(session) == before


def test_who_has_not_confirmed_who_they_are(app: Flask, client: Browser, whole: WholeSite) -> None:
    client.sign_in(whole.unconfirmed)
    for method, address in refused(app, whole, {"worker"}):
        response = client.open(address, method=method)
        assert (response.status_code, "/me/identity" in str(response.location)) == (302, True), address


def owned(app: Flask, whole: WholeSite) -> Iterator[tuple[str, str]]:
    for method in METHODS:
        for rule, address in whole.addresses(app, method):
            if set(OWNED) & rule.arguments and declared(app, rule.endpoint) != "city_coordinator":
                yield method, address


def test_what_belongs_to_others_is_not_there(
    app: Flask, client: Browser, whole: WholeSite, session: Session
) -> None:
    before = written(session)
    strangers: list[Account] = [whole.far_unit, whole.far_district, whole.far_worker, whole.worker]
    for account in strangers:
        client.sign_in(account)
        found = answers(client, owned(app, whole))
        assert len(found) > 10
        assert set(found.values()) <= {403, 404}, found
    assert written(session) == before


def test_a_roster_is_its_uploaders_alone(app: Flask, client: Browser, whole: WholeSite) -> None:
    for account in (whole.city, whole.district):
        client.sign_in(account)
        uploads = [(m, a) for m, a in owned(app, whole) if f"/roster/{whole.upload.id}" in a]
        assert len(uploads) > 8
        assert set(answers(client, iter(uploads)).values()) == {404}


def test_lists_stop_at_the_edge_of_the_scope(client: Browser, whole: WholeSite) -> None:
    for account, visible in ((whole.district, True), (whole.far_district, False), (whole.far_unit, False)):
        client.sign_in(account)
        for query in ("", f"?unit={whole.union.id}", f"?q={whole.sent.reference}", f"?unit={whole.root.id}"):
            page = client.get(f"/console/registrations/{query}").text
            assert (f"/console/registrations/{whole.sent.id}" in page) is visible, query


def test_records_of_other_parts_of_the_city(client: Browser, whole: WholeSite, session: Session) -> None:
    entry = session.scalars(select(AuditEntry).where(AuditEntry.unit_id == whole.union.id)).first()
    assert entry is not None
    client.sign_in(whole.far_district)
    for query in ("", f"?subject_id={entry.subject_id}", f"?label={entry.subject_label}"):
        assert "<tbody>" not in client.get(f"/console/audit/{query}").text


def test_no_form_is_taken_without_its_token(database_url: str, whole: WholeSite, session: Session) -> None:
    guarded = make_app(database_url, WTF_CSRF_ENABLED=True)
    client = guarded.test_client()
    assert isinstance(client, Browser)
    before = written(session)
    for account in (whole.city, whole.unit, whole.traveller):
        client.sign_in(account)
        for _rule, address in whole.addresses(guarded, "POST"):
            response = client.post(address, data={"reason": "改一下", "act": "1", "csrf_token": "made-up"})
            assert response.status_code == 400, address
            assert "页面停留太久" in response.text, address
    assert written(session) == before
    with guarded.app_context():
        db.engine.dispose()
