"""Confirming who one is."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.models import Account, Person, Unit
from tests import factories as make
from tests.browser import Browser
from tests.conftest import make_app

NUMBER = "11010519491231002X"


@pytest.fixture
def union(session: Session) -> Unit:
    return make.tree()[2]


@pytest.fixture
def account(union: Unit) -> Account:
    return make.account()


def typed(union: Unit, **values: str) -> dict[str, str]:
    return {
        "name": "王小明",
        "identity_kind": "resident_id",
        "identity": NUMBER,
        "unit_id": str(union.id),
        "joined_on": "1980-07-01",
        **values,
    }


def test_from_number_to_person(client: Browser, account: Account, union: Unit, session: Session) -> None:
    client.sign_in(account)
    response = client.post(
        "/me/identity?next=/rules", data=typed(union, identity="１１０１０５１９４９１２３１００２ｘ")
    )
    assert response.location == "/me/identity/check?next=/rules"
    page = client.get(response.location).text
    assert "1949-12-31" in page
    assert "女" in page
    assert NUMBER not in page
    assert client.post("/me/identity/check?next=/rules").location == "/rules"
    person = session.query(Person).one()
    assert (person.identity, person.sex, person.tier, person.unit_id) == (NUMBER, "F", 4, union.id)
    assert session.get_one(Account, account.id).person_id == person.id
    assert "一般职工" in client.get("/me/identity").text


def test_going_back_finds_what_was_typed(client: Browser, account: Account, union: Unit) -> None:
    client.sign_in(account).post("/me/identity", data=typed(union))
    page = client.get("/me/identity").text
    for words in ("王小明", NUMBER, "1980-07-01", f'<option selected value="{union.id}">'):
        assert words in page, words


def test_nothing_is_kept_in_the_clear(client: Browser, account: Account, union: Unit) -> None:
    client.sign_in(account).post("/me/identity", data=typed(union))
    with client.session_transaction() as kept:
        assert NUMBER not in str(dict(kept))
        assert "王小明" not in str(dict(kept))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"identity": "110105194912310021"}, "末位校验码对不上"),
        ({"identity": "1101051949123100"}, "身份证号应为 18 位"),
        ({"name": ""}, "请填写姓名"),
        ({"unit_id": ""}, "请选择单位"),
        ({"joined_on": ""}, "请填写参加工作日期"),
        ({"joined_on": "1940-01-01"}, "参加工作日期应在出生之后"),
        ({"joined_on": "80年"}, "请按 2026-10-12 的样子填写日期"),
        ({"identity_kind": "passport", "identity": "E12345678"}, "请选择护照上的性别"),
    ],
)
def test_each_fault_is_said_and_what_was_typed_stays(
    client: Browser, account: Account, union: Unit, wrong: dict[str, str], words: str
) -> None:
    response = client.sign_in(account).post("/me/identity", data=typed(union, **wrong))
    assert response.status_code == 422
    assert response.text.count(words) >= 2  # in the summary and beside the field
    assert wrong.get("identity", NUMBER) in response.text


def test_a_passport(client: Browser, account: Account, union: Unit, session: Session) -> None:
    client.sign_in(account)
    data = typed(union, identity_kind="passport", identity="e 1234 5678", sex="M", born_on="1970-02-03")
    client.post("/me/identity", data=data)
    client.post("/me/identity/check")
    person = session.query(Person).one()
    assert (person.identity, person.sex, person.born_on.isoformat()) == ("E12345678", "M", "1970-02-03")


def test_a_known_person_is_taken_over_by_name_and_phone(
    client: Browser, union: Unit, session: Session
) -> None:
    person = make.person(union, tier=1)
    phone, name, identity = person.phone, person.name, person.identity
    account = make.account()
    account.phone, account.phone_digest = phone or "", person.phone_digest or ""
    session.commit()
    client.sign_in(account).post(
        "/me/identity", data=typed(union, name=name, identity=identity, joined_on="2010-01-01")
    )
    assert client.post("/me/identity/check").status_code == 302
    assert session.get_one(Account, account.id).person_id == person.id
    assert session.get_one(Person, person.id).tier == 1


@pytest.mark.parametrize("what", ["phone", "name", "account"])
def test_somebody_elses_number_says_to_ask_the_coordinator(
    client: Browser, union: Unit, session: Session, what: str
) -> None:
    person = make.person(union)
    account = make.account()
    if what != "phone":
        account.phone_digest = person.phone_digest or ""
    if what == "account":
        account.phone_digest = "x"
        make.save(Account(phone="1", phone_digest="y", person=person, created_at=account.created_at))
    name = "别的名字" if what == "name" else person.name
    session.commit()
    client.sign_in(account).post(
        "/me/identity", data=typed(union, name=name, identity=person.identity, joined_on="2010-01-01")
    )
    response = client.post("/me/identity/check")
    assert response.status_code == 409
    assert "工会经办人" in response.text
    if what == "name":
        assert person.name not in response.text
    assert session.get_one(Account, account.id).person_id is None


def test_units_are_found_without_scripts(client: Browser, account: Account, union: Unit) -> None:
    other = make.unit(union.parent, name="港务工会")
    data = typed(union, unit_search="港务", unit_id="", name="", find="1")
    page = client.sign_in(account).post("/me/identity", data=data)
    assert page.status_code == 200
    assert f'<option selected value="{other.id}">' in page.text
    assert NUMBER in page.text


def test_units_are_narrowed_with_htmx(client: Browser, account: Account, union: Unit) -> None:
    make.unit(union.parent, name="港务工会")
    part = (
        client.sign_in(account)
        .get(f"/me/units?district={union.parent_id}&unit_search=港", headers={"HX-Request": "true"})
        .text
    )
    assert "港务工会" in part
    assert union.name not in part
    assert "<html" not in part


def test_too_many_tries_are_stopped_and_strangers_sign_in_first(
    database_url: str, tmp_path: Path, account: Account, union: Unit
) -> None:
    app = make_app(database_url, DATA_DIR=tmp_path, RATELIMIT_ENABLED=True)
    client = app.test_client()
    assert client.post("/me/identity").status_code == 401
    assert isinstance(client, Browser)
    client.sign_in(account)
    answers = {client.post("/me/identity", data=typed(union, identity="1")).status_code for _ in range(30)}
    assert answers == {422}
    assert client.post("/me/identity", data=typed(union)).status_code == 429


def test_only_a_worker_who_has_signed_in(app: Flask, client: Browser) -> None:
    assert client.get("/me/identity").location.startswith("/sign-in?next=")
    assert client.post("/me/identity").status_code == 401
