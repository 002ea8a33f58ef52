"""Whatever stands in an address or a form: an answer, never a fault of ours."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.models import Account
from tests.browser import Browser
from tests.routes.whole_site import WholeSite

JUNK = (
    "x",
    "-1",
    "99999999999999999999",
    "9" * 4400,  # more digits than int() takes
    "²",
    "a\0b",
    "字" * 3000,
    "\u202e\u200b😀",
    "9999-12-31",
    "0001-01-01T00:00",
    "abc\n",
    "%s{0}' or 1=1 --",
)
IN_PATHS = ("0", "2147483648", "99999999999999999999", "%00", "%F0%9F%98%80", "..%2f", "%ff", "x" * 3000)
ARGUMENTS = (
    *("q", "page", "key", "programme", "state", "unit", "tier", "who", "action", "subject", "subject_id"),
    *("label", "since", "until", "with", "venue", "group", "first", "building", "reason", "where", "only"),
    *("edit", "month", "district", "unit_search", "unit_id", "next"),
)
# what a page leads to by buttons without a form of its own
LOOSE = ("act", "offering", "q", "programme", "unit", "lang", "next", "reference", "row", "drop", "seed")
ENDS = re.compile(r"(cancel|delete|publish|withdraw|discard|close|confirm|remove|open|sign-out)$")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def whole(session: Session, monkeypatch: pytest.MonkeyPatch) -> WholeSite:
    """Its pages are not looked through here: that takes most of a request's time."""
    monkeypatch.setattr("tests.browser.faults_of_page", lambda _html: [])
    return WholeSite(solved=True)


class Fields(HTMLParser):
    """The names and values of a page's fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        name = values.get("name", "")
        if tag in ("input", "textarea") and name and values.get("type") != "file":
            self.found.setdefault(name, values.get("value", "1"))
        if tag == "select":
            self._select = name
        if tag == "option" and not self.found.get(self._select):
            self.found[self._select] = values.get("value", "")


def fields(client: Browser, address: str) -> dict[str, str]:
    page = Fields()
    answer = client.get(address)
    if answer.status_code == 200 and answer.mimetype == "text/html":
        page.feed(answer.text)
    kept = {name: value for name, value in page.found.items() if name not in ("", "lang", "csrf_token")}
    return kept or dict.fromkeys(LOOSE, "1")


def readers(whole: WholeSite) -> list[tuple[Account, bool]]:
    """Accounts, and whether the console is theirs."""
    return [(whole.city, True), (whole.unit, True), (whole.traveller, False), (whole.unconfirmed, False)]


def addresses(app: Flask, whole: WholeSite, method: str, desk: bool) -> list[str]:
    found = [address for _rule, address in whole.addresses(app, method)]
    mine = [address for address in found if address.startswith("/console") is desk]
    return sorted(mine, key=lambda address: (bool(ENDS.search(address)), address))


def test_arguments(app: Flask, client: Browser, whole: WholeSite) -> None:
    for account, desk in readers(whole):
        client.sign_in(account)
        for turn, address in enumerate(addresses(app, whole, "GET", desk)):
            if client.get(address).status_code not in (200, 422):
                continue
            for junk in JUNK[turn % 6 :: 6]:
                answer = client.get(address, query_string=dict.fromkeys(ARGUMENTS, junk))
                assert answer.status_code < 500, (address, junk[:20])


def test_paths(app: Flask, client: Browser, whole: WholeSite) -> None:
    client.sign_in(whole.city)
    for turn, rule in enumerate(app.url_map.iter_rules()):
        for junk in IN_PATHS[turn % 3 :: 3] if rule.arguments and "static" not in rule.endpoint else ():
            method = "GET" if "GET" in (rule.methods or ()) else "POST"
            answer = client.open(re.sub(r"<[^>]+>", junk, rule.rule), method=method)
            assert answer.status_code in (302, 308, 400, 403, 404, 405), (rule.rule, junk[:20])


def test_forms(app: Flask, client: Browser, whole: WholeSite) -> None:
    for account, desk in readers(whole):
        for turn, address in enumerate(addresses(app, whole, "POST", desk)):
            client.sign_in(account)  # one of them signs out
            sent = fields(client, address)
            for number, name in enumerate(list(sent)[:6], turn):
                junk = JUNK[number % len(JUNK)]
                answer = client.post(address, data=sent | {name: junk})
                assert answer.status_code < 500, (address, name, junk[:20])
            for junk in JUNK[turn % 6 :: 6]:
                answer = client.post(address, data=dict.fromkeys(sent, junk))
                assert answer.status_code < 500, (address, junk[:20])
