"""Phone, one-time code, session."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.models import Account
from app.services import sign_in
from tests import factories as make
from tests.browser import Browser
from tests.conftest import make_app

PHONE = "13812345678"


def code_sent(app: Flask) -> str:
    lines = (Path(app.config["DATA_DIR"]) / "development-codes").read_text().splitlines()
    return str(json.loads(lines[-1])["code"])


def ask(client: Browser, phone: str = PHONE, after: str = "") -> None:
    response = client.post("/sign-in", data={"phone": phone, "next": after})
    assert response.status_code == 302


def test_first_sign_in_makes_an_account(app: Flask, client: Browser, session: Session) -> None:
    ask(client, "138 1234 5678", after="/rules")
    response = client.post("/sign-in/code", data={"code": code_sent(app), "next": "/rules"})
    assert response.location == "/rules"
    account = session.query(Account).one()
    assert (account.phone, account.person) == (PHONE, None)
    assert client.get("/me/identity").status_code == 200


def test_the_answer_is_the_same_for_a_known_phone(app: Flask, client: Browser, session: Session) -> None:
    city, *_ = make.tree()
    known = make.account(coordinates=city)
    pages = []
    for phone in (known.phone, PHONE):
        ask(client, phone)
        text = client.get("/sign-in/code").get_data(as_text=True)
        pages.append(text.split("<main")[1].replace(phone[-4:], "").replace(phone[:3], ""))
    assert pages[0] == pages[1]


def test_a_wrong_phone_stays_typed(client: Browser) -> None:
    response = client.post("/sign-in", data={"phone": "1381234"})
    assert response.status_code == 422
    assert "1381234" in response.text
    assert "手机号码应为 11 位" in response.text


def test_five_wrong_codes_use_the_code_up(app: Flask, client: Browser) -> None:
    ask(client)
    code = code_sent(app)
    wrong = "000000" if code != "000000" else "111111"
    for _attempt in range(sign_in.MOST_ATTEMPTS):
        assert client.post("/sign-in/code", data={"code": wrong}).status_code == 422
    assert client.post("/sign-in/code", data={"code": code}).status_code == 422


def test_a_code_ends_after_five_minutes(app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(client)
    later = clock.now() + dt.timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.post("/sign-in/code", data={"code": code_sent(app)}).status_code == 422


def test_a_code_works_once(app: Flask, client: Browser) -> None:
    ask(client)
    code = code_sent(app)
    assert client.post("/sign-in/code", data={"code": code}).status_code == 302
    other = app.test_client()
    with client.session_transaction() as kept:
        assert "signing_in" not in kept
    ask(other)
    assert other.post("/sign-in/code", data={"code": code}).status_code in (
        422,
        302 if code_sent(app) == code else 422,
    )


def test_an_older_code_ends_with_a_new_one(app: Flask, client: Browser) -> None:
    ask(client)
    first = code_sent(app)
    ask(client)
    if first != code_sent(app):
        assert client.post("/sign-in/code", data={"code": first}).status_code == 422


@pytest.mark.parametrize("after", ["https://bad.example/", "//bad.example", "/\\bad.example", "javascript:x"])
def test_nobody_is_sent_to_another_site(app: Flask, client: Browser, after: str) -> None:
    ask(client)
    response = client.post("/sign-in/code", data={"code": code_sent(app), "next": after})
    assert response.location == "/"


def test_a_blocked_account_is_told_whom_to_ask(app: Flask, client: Browser, session: Session) -> None:
    _, _, union = make.tree()
    person = make.person(union)
    account = make.account(person)
    account.blocked = True
    session.commit()
    ask(client, person.phone or "")
    response = client.post("/sign-in/code", data={"code": code_sent(app)})
    assert response.status_code == 422
    assert "经办人" in response.text


def test_signing_in_starts_a_new_session_and_keeps_the_language(app: Flask, client: Browser) -> None:
    with client.session_transaction() as kept:
        kept["lang"], kept["left_over"] = "zh", "x"
    ask(client)
    client.post("/sign-in/code", data={"code": code_sent(app)})
    with client.session_transaction() as kept:
        assert kept["lang"] == "zh"
        assert "left_over" not in kept


def test_signing_out(app: Flask, client: Browser, session: Session) -> None:
    _, _, union = make.tree()
    client.sign_in(make.account(make.person(union)))
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 302
    assert client.get("/me/identity").status_code == 302


def test_phones_are_not_readable_in_the_cookie(client: Browser) -> None:
    ask(client)
    with client.session_transaction() as kept:
        assert PHONE not in json.dumps(dict(kept))


def test_too_many_codes_for_one_phone(database_url: str, tmp_path: Path) -> None:
    app = make_app(database_url, DATA_DIR=tmp_path, RATELIMIT_ENABLED=True)
    client = app.test_client()
    answers = [client.post("/sign-in", data={"phone": PHONE}).status_code for _ in range(11)]
    assert answers == [302] * 10 + [429]
    assert client.post("/sign-in", data={"phone": "13912345678"}).status_code == 302


def test_production_has_no_page_with_codes(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_ENV", "production")
    app = make_app(database_url, SESSION_COOKIE_SECURE=False)
    assert app.test_client().get("/development/codes", base_url="https://localhost").status_code == 404
    response = app.test_client().post("/sign-in", data={"phone": PHONE}, base_url="https://localhost")
    assert response.status_code == 422
    assert "短信服务还没有开通" in response.text


def test_forms_need_their_token(database_url: str, tmp_path: Path) -> None:
    app = make_app(database_url, DATA_DIR=tmp_path, WTF_CSRF_ENABLED=True)
    assert app.test_client().post("/sign-in", data={"phone": PHONE}).status_code == 400


def test_the_development_page_shows_the_code(app: Flask, client: Browser) -> None:
    ask(client)
    page = client.get("/development/codes").text
    assert f'data-phone="{PHONE}"' in page
    assert code_sent(app) in page
