"""The city's list of kinds."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.models import AuditEntry, ProgrammeKind
from app.services import standard_kinds
from tests.browser import Browser
from tests.routes.console_city import City

FAIR = {
    "code": "book_fair",
    "label": "书市",
    "label_en": "Book fair",
    "theme": "learning",
    "icon": "book",
    "mode": "open",
    "max_choices": "1",
    "min_party_size": "1",
    "max_party_size": "4",
    "overlap": "warn",
    "reference_prefix": "SS",
}


@pytest.fixture
def city(session: Session, client: Browser) -> City:
    made = City()
    client.sign_in(made.city_coordinator)
    return made


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(ProgrammeKind)) or 0


def test_a_kind_of_the_citys_own(client: Browser, session: Session, city: City) -> None:
    assert client.post("/console/kinds/new", data=FAIR).status_code == 302
    kind = session.get_one(ProgrammeKind, "book_fair")
    assert (kind.label, kind.defaults["mode"], kind.defaults["max_party_size"]) == ("书市", "open", 4)
    assert "书市" in client.get("/console/programmes/new").get_data(as_text=True)
    page = client.get("/console/programmes/new/book_fair/open").get_data(as_text=True)
    assert 'value="SS"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "Book fair"),
        ("code", "talk"),
        ("code", "x" * 41),
        ("label", " "),
        ("label", "讲座"),
        ("label", "长" * 61),
        ("theme", "nothing"),
        ("icon", "nothing"),
        ("mode", "nothing"),
        ("max_party_size", "0"),
        ("max_choices", "many"),
        ("overlap", ""),
        ("reference_prefix", "ss"),
    ],
)
def test_what_a_kind_cannot_be(client: Browser, session: Session, city: City, field: str, value: str) -> None:
    before = count(session)
    answer = client.post("/console/kinds/new", data={**FAIR, field: value})
    assert answer.status_code == 422
    assert f'href="#{field}' in answer.get_data(as_text=True)
    assert count(session) == before


def test_parties_of_at_least_more_than_at_most(client: Browser, session: Session, city: City) -> None:
    answer = client.post("/console/kinds/new", data={**FAIR, "min_party_size": "5"})
    assert answer.status_code == 422


def test_editing_asks_for_the_settings_of_its_mode(client: Browser, session: Session, city: City) -> None:
    page = client.get("/console/kinds/talk").get_data(as_text=True)
    assert 'name="setting_answer_hours"' in page
    assert 'name="code"' not in page
    line = {"setting_answer_hours": "6", "setting_when_unfit": "wait", "setting_waitlist_most": "9"}
    sent = {**FAIR, **line, "label": "讲座", "mode": "first_come"}
    assert client.post("/console/kinds/talk", data=sent).status_code == 302
    defaults = session.get_one(ProgrammeKind, "talk").defaults
    assert defaults["settings"]["answer_hours"] == 6
    assert defaults.keys() == {*standard_kinds.DEFAULTS, "mode"}
    assert client.get("/console/kinds/talk").status_code == 200
    new = client.get("/console/programmes/new/talk/first_come").get_data(as_text=True)
    assert re.search(r'name="setting_answer_hours"[^>]* value="6"', new)
    assert client.post("/console/kinds/nothing", data=sent).status_code == 404


def test_retiring_and_restoring(client: Browser, session: Session, city: City) -> None:
    assert client.post("/console/kinds/talk/retire").status_code == 302
    assert client.post("/console/kinds/talk/retire").status_code == 302
    assert session.get_one(ProgrammeKind, "talk").retired
    assert client.post("/console/kinds/talk/restore").status_code == 302
    assert not session.get_one(ProgrammeKind, "talk").retired
    assert [e.action for e in session.scalars(select(AuditEntry))] == ["kind.retire", "kind.restore"]
    assert client.post(f"/console/kinds/{city.draft.kind}/retire").status_code == 409


def test_a_city_without_kinds_is_given_the_usual_ones(client: Browser, session: Session, city: City) -> None:
    session.execute(delete(ProgrammeKind))
    session.commit()
    assert "还没有类别" in client.get("/console/programmes/new").get_data(as_text=True)
    assert client.post("/console/kinds/standard").status_code == 302
    assert count(session) == len(standard_kinds.STANDARD)
    assert client.post("/console/kinds/standard").status_code == 302
    assert count(session) == len(standard_kinds.STANDARD)


def test_units_change_nothing_of_it(client: Browser, session: Session, city: City) -> None:
    client.sign_in(city.unit_coordinator)
    assert client.get("/console/kinds/").status_code == 403
    for path in ("new", "talk", "talk/retire", "talk/restore", "standard"):
        assert client.post(f"/console/kinds/{path}", data=FAIR).status_code == 403
