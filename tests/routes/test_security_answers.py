"""What every answer carries, and what a session, an address or a cookie cannot be talked into."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy.orm import Session

from app.config import MissingSetting
from app.factory import create_app
from app.models import Account
from tests import factories
from tests.browser import Browser
from tests.conftest import make_app

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "https:evil.example",
    " //evil.example",
)


@pytest.fixture
def coordinator(session: Session) -> Account:
    return factories.account(coordinates=factories.unit())


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere", "/console/"])
def test_headers(client: Browser, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.parametrize("path", ["/", "/mine", "/console/", "/console/registrations/", "/nowhere"])
def test_what_somebody_signed_in_sees_is_kept_nowhere(
    client: Browser, coordinator: Account, path: str
) -> None:
    client.sign_in(coordinator)
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_what_everybody_sees_may_be_kept(client: Browser, session: Session) -> None:
    assert "Cache-Control" not in client.get("/rules").headers


def test_a_blocked_account_is_out_at_once(client: Browser, coordinator: Account) -> None:
    client.sign_in(coordinator)
    assert client.get("/console/").status_code == 200
    coordinator.blocked = True
    assert client.get("/console/").status_code == 302
    assert client.post("/console/registrations/export").status_code == 401


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_sent_to_another_site(client: Browser, session: Session, target: str) -> None:
    for path in ("/language", "/sign-in"):
        response = client.post(path, data={"lang": "en", "phone": "13800000001", "next": target})
        assert response.status_code == 302
        assert "evil" not in response.headers["Location"]
        assert response.headers["Location"].startswith("/")


def test_cookies(database_url: str, session: Session) -> None:
    app = make_app(database_url, DEVELOPMENT=False, SESSION_COOKIE_SECURE=True)
    response = app.test_client().get("/", base_url="https://localhost")
    cookie = response.headers["Set-Cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert response.headers["Strict-Transport-Security"].startswith("max-age=")
    assert app.test_client().get("/").headers["Location"].startswith("https://")


def test_another_hosts_name_is_refused(database_url: str, session: Session) -> None:
    app = make_app(database_url, TRUSTED_HOSTS=["nuanxin.example"], SERVER_NAME=None)
    client = app.test_client()
    assert client.get("/rules", base_url="http://nuanxin.example").status_code == 200
    assert client.get("/rules", base_url="http://evil.example").status_code == 400


def production(monkeypatch: pytest.MonkeyPatch, url: str, folder: Path, **more: str) -> Flask:
    given = {"APP_ENV": "production", "DATABASE_URL": url, "DATA_DIR": str(folder)}
    keys = {"SECRET_KEY": "s", "DIGEST_KEY": "d", "DATA_KEYS": Fernet.generate_key().decode()}
    for name, value in {**given, **keys, **more}.items():
        monkeypatch.setenv(name, value)
    return create_app()


def test_production_has_no_development_pages(
    monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path
) -> None:
    app = production(monkeypatch, database_url, tmp_path)
    client = app.test_client()
    assert client.get("/development/codes", base_url="https://localhost").status_code == 404
    assert client.get("/", base_url="https://localhost").status_code == 200
    assert app.config["SESSION_COOKIE_SECURE"]
    assert not app.debug
    result = app.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert "production" in result.output


def test_production_never_shows_a_code(
    monkeypatch: pytest.MonkeyPatch,
    database_url: str,
    session: Session,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    app = production(monkeypatch, database_url, tmp_path)
    app.config["WTF_CSRF_ENABLED"] = False
    given: list[str] = []
    monkeypatch.setattr("app.services.gateway.send", lambda phone, text: given.append(text))
    client = app.test_client()
    sent = client.post("/sign-in", data={"phone": "13800138000"}, base_url="https://localhost")
    assert sent.status_code == 302
    code = next(word for word in given[0].split() if word[:6].isdigit())[:6]
    out = capsys.readouterr()
    assert code not in out.out + out.err + sent.text + str(sent.headers)
    assert "13800138000" not in out.out + out.err + str(sent.headers)
    assert not (tmp_path / "development-codes").exists()


def test_a_misspelt_environment_is_not_development(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(MissingSetting, match="prod"):
        production(monkeypatch, "", tmp_path, APP_ENV="prod")


def test_limits_count_people_behind_a_proxy(database_url: str, session: Session) -> None:
    app = make_app(database_url, PROXY_COUNT=1, RATELIMIT_ENABLED=True)
    client = app.test_client()

    def look(address: str) -> int:
        headers = {"X-Forwarded-For": f"10.9.9.9, {address}"}
        return client.post("/slot-check", headers=headers).status_code

    assert [look("203.0.113.1") for _ in range(11)] == [422] * 10 + [429]
    assert look("203.0.113.2") == 422


def test_nobody_is_believed_about_their_address_without_a_proxy(database_url: str, session: Session) -> None:
    app = make_app(database_url, RATELIMIT_ENABLED=True)
    client = app.test_client()
    found = [client.post("/slot-check", headers={"X-Forwarded-For": f"10.0.0.{n}"}) for n in range(11)]
    assert found[-1].status_code == 429
