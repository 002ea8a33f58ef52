"""The other language: no word of ours is left in Chinese, whatever people and places are called."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from app.extensions import db
from app.models import EligibilityRule, Person, Programme, Unit, Venue
from tests.e2e.city import City, inspect, sign_in
from tests.e2e.conftest import Opener
from tests.e2e.serving import ROOT

pytestmark = pytest.mark.xfail(
    not (ROOT / "translations" / "en").exists(), reason="there is no English catalogue yet", strict=True
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
WORKER, CITY = "13800000001", "13800000005"
SIGN_UP = "/programmes/union-trips/sign-up"
WORKER_PAGES = (
    *("/", "/programmes/union-trips", "/programmes/model-workers/published", "/mine", "/me/identity"),
    *("/slot-check", "/rules", "/privacy", "/no-such-page", "/console/"),
    *(f"{SIGN_UP}/{step}" for step in ("companions", "companions/add", "rooms", "choices", "choices/add")),
)
CONSOLE_PAGES = (
    *("/console/", "/console/programmes/", "/console/venues/", "/console/runs", "/console/roster/"),
    *("/console/programmes/new", "/console/venues/new"),
)
# What stands on the page, but for what is marked as being in Chinese, and for messages: they name things as
# these were called when they were sent.
TEXTS = """() => {
  const texts = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    if (!node.parentElement.closest('[lang^=zh], [data-told]')) texts.push(node.data.trim());
  for (const one of document.querySelectorAll('[aria-label], [alt], [placeholder]'))
    for (const name of ['aria-label', 'alt', 'placeholder']) texts.push(one.getAttribute(name) || '');
  return texts;
}"""


@pytest.fixture(scope="session")
def data(city: City) -> list[str]:
    """What people wrote in Chinese alone: names, regulations, where a seed comes from."""
    written = (Person.name, Unit.name, EligibilityRule.regulation, Programme.seed_source)
    with city.app().app_context():
        texts = {text for column in written for text in db.session.scalars(select(column)) if text}
        # a unit names the place to which it orders a lecture in its own words
        texts |= set(db.session.scalars(select(Venue.address).where(Venue.address_en == ""))) - {""}
    return sorted(texts, key=len, reverse=True)


def ours_left(page: Page, data: Iterable[str]) -> list[str]:
    """Texts with Chinese in them after what people wrote is taken out."""
    left = []
    for text in page.evaluate(TEXTS):
        rest = text
        for written in data if CHINESE.search(rest) else ():
            rest = rest.replace(written, "")
        if CHINESE.search(rest):
            left.append(text)
    return left


def switch(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()


@pytest.mark.parametrize(
    ("phone", "pages"), [(WORKER, WORKER_PAGES), (CITY, CONSOLE_PAGES)], ids=["worker", "coordinator"]
)
def test_nothing_of_ours_is_left_in_chinese(
    open_page: Opener, data: list[str], phone: str, pages: tuple[str, ...]
) -> None:
    page = open_page()
    sign_in(page, phone)
    assert ours_left(page, data), "Chinese is seen where it stands"
    switch(page)
    left = {}
    for path in pages:
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == "en"
        inspect(page)
        if found := ours_left(page, data):
            left[path] = found[:4]
    assert not left


def test_faults_of_a_form_are_said_in_english(open_page: Opener) -> None:
    page = open_page()
    switch(page)
    for path in ("/sign-in", "/slot-check"):
        page.goto(path)
        page.locator("main form [type=submit]").last.click()
        told = page.locator(".summary[role=alert]").inner_text()
        assert told
        assert not CHINESE.search(told), told
