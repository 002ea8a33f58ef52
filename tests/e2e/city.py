"""What the journeys share: signing in, and looking at a page as axe and a narrow screen do."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from app.identity import make_resident_id
from tests.conftest import make_app

SERIOUS = ("serious", "critical")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True)
class City:
    address: str
    data: Path

    def app(self) -> Flask:
        """The application on the city's database, to look up whom a journey should play."""
        return make_app(f"sqlite:///{self.data / 'nuanxin.sqlite'}")


@dataclass(frozen=True)
class Someone:
    """An invented person who is new to the city."""

    name: str
    phone: str
    identity: str


def newcomer(name: str, number: int) -> Someone:
    """`number`, below 1000 and different for each newcomer, makes the phone and the identity number."""
    return Someone(name, f"15900001{number:03d}", make_resident_id("370202", dt.date(1986, 3, 4), number))


def inspect(page: Page) -> None:
    """No serious finding of axe, and nothing wider than the screen. Needs scripts."""
    found = Axe().run(page).response["violations"]
    serious = [
        f"{v['id']}: {v['help']} – {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in SERIOUS
    ]
    assert not serious, f"{page.url}: " + "\n".join(serious)
    assert page.evaluate(OVERFLOW) <= 0, f"{page.url} is wider than the screen"


@dataclass(frozen=True)
class Visit:
    """Somebody's browser: presses what is named, and looks at each page it comes to."""

    page: Page
    scripts: bool = True

    def at(self, heading: str) -> None:
        """The page has this heading and, where scripts run, nothing that hinders people."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        if self.scripts:
            inspect(self.page)

    def press(self, name: str, *, exact: bool = False) -> None:
        self.page.locator("main").get_by_role("button", name=name, exact=exact).click()

    def follow(self, name: str, *, exact: bool = False) -> None:
        self.page.locator("main").get_by_role("link", name=name, exact=exact).first.click()

    def faults(self) -> str:
        """The words of the summary above a form that was not accepted; with scripts, it has the focus."""
        summary = self.page.locator(".summary[role=alert]")
        if self.scripts:
            expect(summary).to_be_focused()
            inspect(self.page)
        return summary.inner_text()


def sign_in(page: Page, phone: str) -> None:
    """As a person does: phone, then the one-time code, read on the development page."""
    page.goto("/sign-in")
    enter_code(page, phone)


def enter_code(page: Page, phone: str) -> None:
    """From the page that asks for the phone to being signed in."""
    page.get_by_label("手机号").fill(phone)
    page.get_by_role("button", name="获取验证码").click()
    codes = page.context.new_page()
    codes.goto("/development/codes")
    code = codes.locator(f"[data-phone='{phone}'] .code").first.inner_text().strip()
    codes.close()
    page.get_by_label("验证码").fill(code)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(re.compile(r"^(?!.*/sign-in)"))
