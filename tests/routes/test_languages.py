"""No page mixes languages: not whole, not empty-handed, not when it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from flask import Flask
from flask import session as cookie
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import error_pages
from app.models import Account, Placement
from app.services import registration
from app.unit_of_work import unit_of_work
from tests import factories, latin, season
from tests.browser import Browser
from tests.routes.console_city import City

Found = Callable[[str], list[str]]
LANGUAGES = [("en", latin.chinese), ("zh", latin.english)]
SIGN_UP = ("", "companions", "companions/add", "rooms", "choices", "choices/add", "check", "done")


def speak(client: Browser, language: str, account: Account | None = None) -> None:
    if account is not None:
        client.sign_in(account)
    with client.session_transaction() as kept:
        kept["lang"] = language


def wrong(
    client: Browser, paths: Iterable[str], foreign: Found, *, send: bool = True
) -> dict[str, list[str]]:
    """Texts in the other language by page, each page opened and then sent empty."""
    found = {}
    for path in paths:
        answers = [client.get(path)] + ([client.post(path, data={"csrf_token": "x"})] if send else [])
        pages = [
            answer.text for answer in answers if answer.mimetype == "text/html" and answer.status_code != 302
        ]
        found[path] = sorted({text for page in pages for text in foreign(page)})
    return {path: texts for path, texts in found.items() if texts}


@pytest.mark.parametrize(("language", "foreign"), LANGUAGES)
def test_console(client: Browser, session: Session, language: str, foreign: Found) -> None:
    city = City()
    if language == "en":
        latin.rename(session)
        city.venue.health_questions = [{"id": "q1", "zh": "Fever?", "en": "Fever?"}]
    speak(client, language, city.city_coordinator)
    paths = city.paths(True) + city.paths(False)
    rest = [
        "/console/roster/",
        "/console/runs",
        f"/console/runs/programmes/{city.programme.id}",
        "/console/nothing",
    ]
    assert wrong(client, [*paths, *rest], foreign, send=False) == {}
    assert wrong(client, [*reversed(paths), *rest], foreign) == {}


@pytest.mark.parametrize(("language", "foreign"), LANGUAGES)
def test_worker(client: Browser, session: Session, language: str, foreign: Found) -> None:
    city = City()
    if language == "en":
        latin.rename(session)
        city.venue.health_questions = [{"id": "q1", "zh": "Fever?", "en": "Fever?"}]
    sign_up = f"/programmes/{city.programme.slug}/sign-up/"
    speak(client, language)
    public = [
        "/",
        f"/programmes/{city.programme.slug}",
        "/sign-in",
        "/slot-check",
        "/rules",
        "/privacy",
        "/nothing",
    ]
    assert wrong(client, [*public, "/mine"], foreign) == {}
    speak(client, language, factories.account())
    assert wrong(client, ["/me", "/me/confirm", "/mine", sign_up], foreign) == {}
    speak(client, language, city.worker)
    steps = [
        sign_up + step for step in (*SIGN_UP, f"health/{city.venue.id}", f"health/{city.venue.id}/advice")
    ]
    client.post(f"{sign_up}choices/add", data={"offering": city.offering.id})
    assert wrong(client, [*steps, "/mine", "/console/"], foreign) == {}
    mine = f"/mine/{city.registration.reference}"
    speak(client, language, city.registration.signed_up_by)
    assert wrong(client, ["/mine", mine, f"{mine}/withdraw", sign_up], foreign) == {}


@pytest.mark.parametrize(("language", "foreign"), LANGUAGES)
def test_allocation(client: Browser, session: Session, language: str, foreign: Found) -> None:
    made, run = season.solved()
    if language == "en":
        latin.rename(session)
    speak(client, language, made.coordinator)
    pages = ["", "/offerings", "/rooms", "/shares", "/unplaced", "/compare", "/publish"]
    paths = [f"/console/runs/{run.id}{page}" for page in pages]
    paths += [
        f"/console/runs/programmes/{made.programme.id}",
        f"/console/runs/locks/programmes/{made.programme.id}",
    ]
    paths += [f"/console/runs/locks/parties/{made.parties[0].reference}"]
    assert wrong(client, paths, foreign, send=False) == {}
    season.publish(made, run)
    assert wrong(client, [f"/programmes/{made.programme.slug}/published"], foreign) == {}
    placed = session.scalars(select(Placement)).first()
    assert placed is not None
    with unit_of_work():
        registration.withdraw(placed.registration, placed.registration.signed_up_by)
    refill = f"/console/runs/refill/programmes/{made.programme.id}"
    assert wrong(client, [refill], foreign, send=False) == {}
    for party in made.parties:
        speak(client, language, party.signed_up_by)
        assert wrong(client, ["/mine", f"/mine/{party.reference}"], foreign) == {}


@pytest.mark.parametrize(("language", "foreign"), LANGUAGES)
def test_refusals(app: Flask, language: str, foreign: Found) -> None:
    for status in set(error_pages.PAGES) - {500}:
        with app.test_request_context():
            cookie["lang"] = language
            assert foreign(error_pages.page(status)[0]) == [], status
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    assert isinstance(client, Browser)
    speak(client, language)
    expired = client.post("/slot-check")
    assert expired.status_code == 400
    assert foreign(expired.text) == []
