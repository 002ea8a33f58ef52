"""The forms of the declared rules: kept as data, refused in words, shown with what is wrong with them."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.forms.console.rules import RULE_FORMS
from app.models import EligibilityRule, Programme
from app.services import eligibility
from app.services import kinds as known_kinds
from app.unit_of_work import unit_of_work
from tests import factories
from tests.browser import Browser
from tests.routes.console_city import RULES, City

Sent = dict[str, str | list[str]]

GOOD: list[tuple[str, Sent, dict[str, object]]] = [
    ("not_within_years", {"years": "2"}, {"years": 2}),
    (
        "not_within_years",
        {"years": "2", "kinds": ["recuperation", "tour"]},
        {"years": 2, "kinds": ["recuperation", "tour"]},
    ),
    ("completed", {"kinds": ["training"]}, {"kinds": ["training"]}),
    ("completed", {"programme": "earlier"}, {"programme": "earlier"}),
    ("union_member", {}, {}),
    ("union_member", {"years": "3"}, {"years": 3}),
    ("certificate", {"kind": "焊工（高级）"}, {"kind": "焊工（高级）"}),
    ("certificate", {"kind": "焊工", "on": "2027-01-01"}, {"kind": "焊工", "on": "2027-01-01"}),
    ("age", {"min": "18", "max": "55"}, {"min": 18, "max": 55}),
    ("age", {"max": "55", "on": "2026-12-31"}, {"max": 55, "on": "2026-12-31"}),
    ("document", {"question": "proof"}, {"question": "proof"}),
    ("health_question", {"question": "heart"}, {"question": "heart"}),
    ("nominated", {}, {}),
]
BAD: list[tuple[str, Sent]] = [
    ("not_within_years", {"years": "2", "kinds": ["nothing"]}),
    ("not_within_years", {"years": "0"}),
    ("completed", {}),
    ("completed", {"programme": "nothing"}),
    ("union_member", {"years": "a"}),
    ("union_member", {"years": "51"}),
    ("certificate", {"kind": " "}),
    ("certificate", {"kind": "字" * 81}),
    ("certificate", {"kind": "焊工", "on": "明年"}),
    ("age", {"min": "60", "max": "50"}),
    ("age", {"on": "2026-12-31"}),
    ("tiers", {"tiers": ["9"]}),
    ("tracks", {"tracks": ["king"]}),
    ("sex", {"sex": "X"}),
    ("units", {"codes": "\n \n"}),
    ("units", {"codes": "U\n" * 501}),
    ("document", {"question": "heart"}),
    ("document", {}),
    ("health_question", {"question": "proof"}),
    ("years_of_service", {"years": "3", "effect": "explode"}),
    ("years_of_service", {"years": "3", "message": "字" * 301}),
    ("years_of_service", {"years": "3", "regulation": "字" * 201}),
]


@pytest.fixture
def city(session: Session, client: Browser) -> City:
    made = City()
    client.sign_in(made.city_coordinator)
    with unit_of_work():
        known_kinds.ensure_standard()
    factories.programme(slug="earlier", title="以前的项目", state="published")
    factories.question(made.draft, "proof", kind="file", label="收入证明")
    factories.question(made.draft, "heart", kind="yes_no", label="有心脏病史吗")
    return made


def path_of(programme: Programme) -> str:
    return f"/console/programmes/{programme.id}/policy/"


def kept(session: Session, programme: Programme) -> list[EligibilityRule]:
    query = select(EligibilityRule).where(EligibilityRule.programme_id == programme.id)
    return list(session.scalars(query.order_by(EligibilityRule.id)))


def test_there_is_a_form_for_every_rule() -> None:
    assert set(RULE_FORMS) == set(eligibility.RULES) == set(RULES)


@pytest.mark.parametrize(("name", "data", "parameters"), GOOD)
def test_what_is_entered_is_kept_and_shown_again(
    client: Browser, session: Session, city: City, name: str, data: Sent, parameters: dict[str, object]
) -> None:
    path = path_of(city.draft)
    every = {"effect": "warn", "message": "请慎重", "message_en": "Take care", "regulation": "办法第三条"}
    assert client.post(f"{path}rules/new/{name}", data={**data, **every}).status_code == 302
    (rule,) = kept(session, city.draft)
    assert (rule.parameters, rule.effect) == (parameters, "warn")
    assert (rule.message, rule.message_en, rule.regulation) == ("请慎重", "Take care", "办法第三条")
    page = client.get(path).text
    assert "请慎重" in page
    assert "办法第三条" in page
    form = client.get(f"{path}rules/{rule.id}").text
    assert "Take care" in form
    # saving the form as it is shown changes nothing
    assert client.post(f"{path}rules/{rule.id}", data={**data, **every}).status_code == 302
    (again,) = kept(session, city.draft)
    assert again.parameters == parameters


@pytest.mark.parametrize(("name", "data"), BAD)
def test_what_cannot_be_is_refused_in_words(
    client: Browser, session: Session, city: City, name: str, data: Sent
) -> None:
    answer = client.post(f"{path_of(city.draft)}rules/new/{name}", data=data)
    assert answer.status_code == 422
    assert "请先核对下面的内容" in answer.text
    assert kept(session, city.draft) == []


def test_a_rule_that_is_none_of_ours_is_shown_and_can_only_be_deleted(
    client: Browser, session: Session, city: City
) -> None:
    strange = factories.rule(city.draft, "os.system", command="true")
    broken = factories.rule(city.draft, "tiers", tiers="all")
    path = path_of(city.draft)
    page = client.get(path).text
    assert "os.system" in page
    assert f"{path}rules/{strange.id}/delete" in page
    assert client.get(f"{path}rules/new/os.system").status_code == 404
    assert client.get(f"{path}rules/{strange.id}").status_code == 404
    assert client.get(f"{path}rules/{broken.id}").status_code == 200
    assert client.post(f"{path}rules/{broken.id}", data={"tiers": ["1"]}).status_code == 302
    assert client.post(f"{path}rules/{strange.id}/delete").status_code == 302
    assert [rule.parameters for rule in kept(session, city.draft)] == [{"tiers": [1]}]


def test_who_would_pass_stands_on_the_page_before_opening(client: Browser, city: City) -> None:
    rule = factories.rule(city.draft, "tiers", tiers=[1])
    rule.effect = "warn"
    factories.rule(city.draft, "document", question="proof")
    page = client.get(f"/console/programmes/{city.draft.id}/open").text
    assert "不符合的仅作提醒" in page
    assert "报名时才能核对" in page


def test_a_warning_stands_with_the_registration(client: Browser, city: City) -> None:
    rule = factories.rule(city.programme, "certificate", kind="游泳健将")
    rule.effect = "warn"
    page = client.get(f"/console/registrations/{city.registration.id}").text
    assert "游泳健将" in page
