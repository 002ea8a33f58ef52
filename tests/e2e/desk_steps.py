"""What the city's coordinator does on the way to a run."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.city import Visit

SEED = "02 05 11 19 24 31 + 07"


def open_waiting_programme(desk: Visit) -> str:
    """From today's list to the programme that waits; its title."""
    waiting = desk.page.locator("main li.card", has_text="等待分配").first
    title = waiting.get_by_role("heading").inner_text().split(" · ")[0]
    waiting.get_by_role("link").click()
    desk.at(title)
    return title


def draw_numbers(desk: Visit) -> None:
    """Without a seed it is said what to fill in; with one, everybody has a number."""
    if not desk.page.get_by_label("摇号种子").count():
        return
    desk.press("摇号")
    assert "请填写摇号种子" in desk.faults()
    desk.page.get_by_label("摇号种子").fill(SEED)
    desk.press("摇号")
    expect(desk.page.locator("main")).to_contain_text("已经摇号")


def start(desk: Visit, seconds: int = 60) -> None:
    """Begins a run that may take so long; leaves on its page."""
    desk.page.locator("[name=time_limit_seconds]").fill(str(seconds))
    desk.press("开始分配")
    desk.page.wait_for_url(re.compile(r"/console/runs/\d+"))
