"""Programmes and places name their matter in the console, and a programme's file carries it."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import AuditEntry, Programme, Venue
from app.services import programme_file, programmes
from app.unit_of_work import unit_of_work
from tests import catalogue, factories
from tests.browser import Browser
from tests.routes.console_city import City


@pytest.fixture
def city(session: Session, client: Browser) -> City:
    made = City()
    client.sign_in(made.city_coordinator)
    return made


def test_the_forms_offer_every_matter(client: Browser, city: City) -> None:
    own = catalogue.matter(title="疗休养")
    draft = factories.programme(state="draft", matter_id=own.id)
    page = client.get(f"/console/programmes/{draft.id}/edit").text
    assert f'<option selected value="{own.id}">{own.number} 疗休养</option>' in page
    assert "疗休养" in client.get(f"/console/programmes/{draft.id}").text


def test_a_place_is_given_its_kind_position_and_matter(client: Browser, city: City) -> None:
    own = catalogue.matter(title="驿站", way="venue")
    form = {
        "name": "一号驿站",
        "slug": "station-1",
        "kind": "rest_station",
        "matter_id": str(own.id),
        "district": "市南区",
        "latitude": "36.06",
        "longitude": "120.4",
        "hours": "全天",
    }
    for wrong in ({"latitude": "x"}, {"longitude": ""}, {"latitude": "91"}, {"kind": "moon"}):
        assert client.post("/console/venues/new", data={**form, **wrong}).status_code == 422, wrong
    assert client.post("/console/venues/new", data=form).status_code == 302
    made = db.session.scalars(select(Venue).where(Venue.slug == "station-1")).one()
    assert (made.kind, made.latitude, made.matter_id) == ("rest_station", 36.06, own.id)
    assert "全天" in client.get(f"/console/venues/{made.id}").text


def test_a_copy_keeps_the_matter_and_a_file_names_it(city: City) -> None:
    own = catalogue.matter(number=3)
    source = factories.programme(matter_id=own.id)
    with unit_of_work():
        copy = programme_file.copied(None, source, "next", "明年", 52)
    assert copy.matter_id == own.id
    content = programme_file.of(source)
    assert content.programme["matter"] == 3
    content.programme["matter"] = 99
    assert next(each.where for each in programme_file.remarks(content)) == "programme.matter"
    with unit_of_work():
        foreign = programme_file.imported(None, content, "foreign", "别市的")
    assert foreign.matter_id is None


def test_the_record_says_which_matter(client: Browser, city: City, session: Session) -> None:
    own = catalogue.matter(title="疗休养")
    draft = factories.programme(state="draft")
    with unit_of_work():
        programmes.edit(
            city.city_coordinator, draft, {"slug": draft.slug, "matter_id": own.id}, draft.version
        )
    entry = session.scalars(select(AuditEntry).where(AuditEntry.subject_id == draft.id)).one()
    assert entry.changes["matter_id"] == ["", f"{own.number} 疗休养"]
    assert session.get_one(Programme, draft.id).matter_id == own.id
