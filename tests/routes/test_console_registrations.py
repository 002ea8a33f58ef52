"""Registrations on the console: found without leaking a number, corrected, withdrawn, taken out."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import AuditEntry
from tests.browser import Browser
from tests.routes.console_city import City


@pytest.fixture
def city(session: Session, client: Browser) -> City:
    made = City()
    client.sign_in(made.city_coordinator)
    return made


def test_numbers_never_stand_in_an_address(client: Browser, city: City) -> None:
    person = city.registration.lead.person
    for number in (person.identity, person.phone):
        answer = client.post("/console/registrations/search", data={"q": number, "state": "submitted"})
        assert (number or "") not in answer.location
        page = client.get(answer.location).get_data(as_text=True)
        assert city.registration.reference in page
    by_name = client.post("/console/registrations/search", data={"q": "没有这个人"}).location
    assert city.registration.reference not in client.get(by_name).get_data(as_text=True)


def test_a_registration_shows_masked_numbers(client: Browser, city: City) -> None:
    person = city.registration.lead.person
    page = client.get(f"/console/registrations/{city.registration.id}").get_data(as_text=True)
    assert person.identity not in page
    assert (person.phone or "") not in page


def test_a_workbook_is_taken_out_and_recorded(client: Browser, session: Session, city: City) -> None:
    client.sign_in(city.unit_coordinator)
    answer = client.post("/console/registrations/export")
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    assert answer.headers["Cache-Control"] == "no-store"
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "registration.export")).one()
    assert entry.changes["count"] == ["", "1"]


def test_a_correction_wants_a_reason(client: Browser, session: Session, city: City) -> None:
    client.sign_in(city.unit_coordinator)
    member = city.registration.members[0]
    path = f"/console/registrations/{city.registration.id}/members/{member.id}"
    values = {"tier": "1", "track": "model", "unit_id": str(city.union.id), "needs": ["step_free"]}
    assert client.post(path, data=values).status_code == 422
    assert client.post(path, data={**values, "reason": "劳模证书已核"}).status_code == 302
    assert (member.person.tier, member.person.track, member.needs) == (1, "model", ["step_free"])
    outside = {**values, "reason": "调动", "unit_id": str(city.elsewhere.id)}
    assert client.post(path, data=outside).status_code == 422
    client.sign_in(city.stranger)
    assert client.post(path, data={**values, "reason": "x"}).status_code == 404


def test_withdrawing_for_somebody(client: Browser, session: Session, city: City) -> None:
    client.sign_in(city.unit_coordinator)
    path = f"/console/registrations/{city.registration.id}/withdraw"
    assert client.post(path).status_code == 422
    assert client.post(path, data={"reason": "本人来电"}).status_code == 302
    assert (city.registration.state, city.registration.withdrawn_reason) == ("withdrawn", "本人来电")
