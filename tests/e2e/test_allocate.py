"""The city's coordinator at the desk: allocates, looks, locks, runs again, compares, publishes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.extensions import db
from app.models import Placement, Programme, Registration
from tests.e2e import desk_steps as step
from tests.e2e.city import City, Visit, inspect, sign_in
from tests.e2e.conftest import Opener

CITY = "13800000005"
SLOW = 60_000


@pytest.fixture
def desk(open_page: Opener) -> Visit:
    visit = Visit(open_page(phone=False))
    sign_in(visit.page, CITY)
    visit.page.goto("/console/")
    return visit


def test_allocating_looking_locking_running_again_and_publishing(
    desk: Visit, open_page: Opener, city: City
) -> None:
    desk.at("今天要办")
    title = step.open_waiting_programme(desk)
    step.draw_numbers(desk)
    narrow_the_quota(desk, title)
    back_to_programme(desk, title)
    step.start(desk)
    desk.press("放弃这次分配")
    wait_for_end(desk, "已取消")
    back_to_programme(desk, title)
    first = solve(desk)
    look_at_plan(desk, first)
    lock_somebody_without_a_place(desk, first)
    back_to_programme(desk, title)
    solve(desk)
    compare(desk)
    publish(desk)
    a_worker_sees_the_place(Visit(open_page()), city)


def narrow_the_quota(desk: Visit, title: str) -> None:
    """So few from each district that some stay without a place."""
    desk.page.goto("/console/programmes/")
    desk.follow(title)
    desk.at(title)
    desk.follow("资格条件和名额")
    desk.at("资格条件和名额")
    desk.follow("修改名额 district-share")
    desk.at("修改名额")
    desk.page.get_by_label("至多几人").fill("-3")
    desk.press("保存名额")
    assert "整数" in desk.faults()
    desk.page.get_by_label("至多几人").fill("12")
    desk.press("保存名额")
    expect(desk.page.locator("main [role=status]").first).to_be_visible()


def wait_for_end(desk: Visit, words: str) -> None:
    """The page exchanges its own progress until the run has ended."""
    expect(desk.page.locator("h1")).to_contain_text(re.compile(words), timeout=SLOW)
    inspect(desk.page)


def solve(desk: Visit) -> str:
    """Starts a run and watches it; the address of its page."""
    step.start(desk)
    wait_for_end(desk, "已找到")
    expect(desk.page.locator("#progress")).to_contain_text("已证明")
    return desk.page.url


def back_to_programme(desk: Visit, title: str) -> None:
    desk.page.goto("/console/runs")
    desk.follow(title)
    desk.at(title)


def look_at_plan(desk: Visit, run: str) -> None:
    """Every page of the plan."""
    tabs = desk.page.get_by_role("navigation", name="方案")
    expect(desk.page.locator("main")).to_contain_text("没有安排上")
    for name in ("期次与每晚", "份额", "房间", "没有安排上"):
        tabs.get_by_role("link", name=name).click()
        expect(tabs.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")
        inspect(desk.page)
    desk.page.goto(run)


def lock_somebody_without_a_place(desk: Visit, run: str) -> None:
    """To their first choice; a lock without a reason is not taken."""
    desk.page.goto(f"{run}/unplaced")
    row = desk.page.locator("#found tbody tr").first
    row.locator("summary").click()
    expect(row.locator("li").first).to_contain_text("名额")
    row.get_by_role("link").last.click()
    desk.at("锁定报名")
    desk.page.get_by_label("锁定到哪里").select_option(index=0)
    desk.press("下一步")
    desk.press("锁定", exact=True)
    assert "请写明理由" in desk.faults()
    desk.page.get_by_label("理由").fill("孕期职工，医生建议安排在这一期。")
    desk.press("锁定", exact=True)
    expect(desk.page.locator("main")).to_contain_text("孕期职工")
    inspect(desk.page)
    desk.page.goto(run)
    expect(desk.page.locator("main")).to_contain_text("需重新分配")


def compare(desk: Visit) -> None:
    run = desk.page.url
    desk.page.get_by_role("link", name=re.compile("与第 .* 次对比")).click()
    desk.at("对比")
    expect(desk.page.locator("main")).to_contain_text("换了期次")
    desk.page.goto(run)


def publish(desk: Visit) -> None:
    """Once; a second time nothing more happens."""
    desk.follow("公布结果…")
    desk.at("公布第")
    page = desk.page.url
    second = desk.page.context.new_page()
    second.goto(page)
    desk.press("公布结果")
    expect(desk.page.locator("h1")).to_contain_text("已公布")
    inspect(desk.page)
    second.locator("main").get_by_role("button", name="公布结果").click()
    expect(second.locator("main")).to_contain_text("已公布")
    second.close()


def a_worker_sees_the_place(visit: Visit, city: City) -> None:
    reference, phone = somebody_placed(city)
    sign_in(visit.page, phone)
    visit.page.goto(f"/mine/{reference}")
    visit.at("已安排好")
    expect(visit.page.locator("main")).to_contain_text("号床")


def somebody_placed(city: City) -> tuple[str, str]:
    """Reference and phone of a party that the season has just placed in a room."""
    query = (
        select(Registration)
        .join(Placement, Placement.registration_id == Registration.id)
        .join(Programme, Programme.id == Registration.programme_id)
        .where(Programme.slug == "front-line")
    )
    with city.app().app_context():
        for registration in db.session.scalars(query.limit(20)):
            if phone := registration.lead.person.phone:
                return registration.reference, phone
    raise AssertionError("nobody who was placed has a phone")


def test_the_desk_on_a_phone(open_page: Opener) -> None:
    page: Page = open_page()
    sign_in(page, CITY)
    for path in ("/console/", "/console/programmes/", "/console/runs", "/console/venues/"):
        page.goto(path)
        inspect(page)
    page.locator(".topmenu summary").click()
    page.get_by_role("link", name="操作记录").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("操作记录")
    inspect(page)
