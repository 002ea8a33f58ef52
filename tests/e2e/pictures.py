"""`python -m tests.e2e.pictures`: the README's three pictures, from a fresh demonstration city."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.e2e import desk_steps as desk_step
from tests.e2e import worker_steps as step
from tests.e2e.city import City, Visit, sign_in
from tests.e2e.serving import ROOT, browsing, served_city, visitor

FOLDER = ROOT / "docs" / "screenshots"
WORKERS = 4000
WORKER, PLACED, COORDINATOR = "13800000001", "13800000002", "13800000005"
CHOICES = ((step.HERBS, 2), (step.SEA, 0), (step.SPRING, 4))


def on_a_phone(browser: Browser, city: City) -> Visit:
    return Visit(visitor(browser, city, sharpness=2).new_page())


def keep(page: Page, name: str) -> None:
    """What is on the screen, without the strip that marks a demonstration."""
    page.locator("aside.demo").evaluate("e => e.remove()")
    page.evaluate("window.scrollTo(0, 0); document.activeElement.blur()")
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")


def picture_of_choices(visit: Visit) -> None:
    """Three ranked sessions."""
    step.find_programme(visit)
    step.begin(visit, WORKER)
    visit.press("我一个人去")
    visit.press("继续")
    for campus, number in CHOICES:
        step.choose(visit, campus, number)
    keep(visit.page, "choices")


def picture_of_slot(visit: Visit) -> None:
    """Campus, dates, room and roommate."""
    sign_in(visit.page, PLACED)
    visit.page.goto("/mine")
    visit.page.locator("section.card", has_text="已安排").first.get_by_role("link").first.click()
    expect(visit.page.locator("main")).to_contain_text("号床")
    keep(visit.page, "slot")


def picture_of_allocation(desk: Visit) -> None:
    """A run that has ended: what it placed, what is proven."""
    sign_in(desk.page, COORDINATOR)
    desk.page.goto("/console/")
    desk_step.open_waiting_programme(desk)
    desk_step.draw_numbers(desk)
    desk_step.start(desk, seconds=180)
    expect(desk.page.locator("h1")).to_contain_text("已找到", timeout=300_000)
    desk.page.reload()
    keep(desk.page, "allocation")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        served_city(Path(data), WORKERS) as city,
        browsing() as browser,
    ):
        picture_of_choices(on_a_phone(browser, city))
        picture_of_slot(on_a_phone(browser, city))
        picture_of_allocation(Visit(visitor(browser, city, phone=False).new_page()))


if __name__ == "__main__":
    main()
