"""Every page of the console for each role, whole and in order."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Unit
from tests import factories
from tests.browser import Browser
from tests.routes.console_city import City


@pytest.fixture
def city(session: Session) -> City:
    return City()


def statuses(client: FlaskClient, paths: list[str]) -> dict[str, int]:
    return {path: client.get(path).status_code for path in paths}


def test_the_city_opens_every_page(client: Browser, city: City) -> None:
    client.sign_in(city.city_coordinator)
    found = statuses(client, city.paths(True) + city.paths(False))
    assert found == dict.fromkeys(found, 200)


def test_a_unit_opens_only_its_own(client: Browser, city: City) -> None:
    client.sign_in(city.unit_coordinator)
    found = statuses(client, city.paths(True))
    assert found == dict.fromkeys(found, 200)
    refused = statuses(client, city.paths(False))
    assert set(refused.values()) <= {403, 404}


def test_a_worker_opens_nothing(client: Browser, city: City) -> None:
    client.sign_in(city.worker)
    found = statuses(client, city.paths(True) + city.paths(False))
    assert found == dict.fromkeys(found, 403)


def test_a_stranger_is_asked_to_sign_in(client: Browser, city: City) -> None:
    assert client.get("/console/").status_code == 302


def test_another_units_registration_is_not_found(client: Browser, city: City) -> None:
    client.sign_in(city.stranger)
    assert client.get(f"/console/registrations/{city.registration.id}").status_code == 404
    page = client.get("/console/registrations/").get_data(as_text=True)
    assert city.registration.reference not in page


def test_empty_city(client: Browser, session: Session) -> None:
    root: Unit = factories.unit()
    client.sign_in(factories.account(coordinates=root))
    for path in (
        "/console/",
        "/console/programmes/",
        "/console/venues/",
        "/console/registrations/",
        "/console/audit/",
    ):
        assert client.get(path).status_code == 200


def test_every_page_in_english(client: Browser, city: City) -> None:
    with client.session_transaction() as session:
        session["lang"] = "en"
    client.sign_in(city.city_coordinator)
    found = statuses(client, city.paths(True) + city.paths(False))
    assert found == dict.fromkeys(found, 200)
