"""What became of it: a bed or the reasons, signed in or by number and phone; and pages that say no."""

from __future__ import annotations

from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.e2e.city import Visit, enter_code, sign_in
from tests.e2e.conftest import Opener

KNOWN, PLACED, UNPLACED = "13800000001", "13800000002", "13800000003"


def open_own(visit: Visit, phone: str, pill: str) -> str:
    """Signs in and opens the registration whose pill says so; its reference."""
    sign_in(visit.page, phone)
    visit.page.goto("/mine")
    visit.at("我的报名")
    card = visit.page.locator("section.card", has_text=pill).first
    card.get_by_role("link").first.click()
    return visit.page.locator("#reference").inner_text().strip()


def test_whoever_has_a_place_sees_all_of_it(open_page: Opener, tmp_path: Path) -> None:
    visit = Visit(open_page())
    reference = open_own(visit, PLACED, "已安排")
    visit.at("已安排好")
    main = visit.page.locator("main")
    for words in ("院区", "晚", "前报到", "号床", "地址", "日程"):
        expect(main).to_contain_text(words)
    picture = visit.page.get_by_alt_text("内容为报名编号的二维码")
    expect(picture).to_be_visible()
    assert picture.evaluate("e => e.naturalWidth") > 0
    with visit.page.expect_download() as download:
        visit.follow("加入手机日历")
    path = tmp_path / "stay.ics"
    download.value.save_as(path)
    events = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert events
    assert reference in events[0].to_ical().decode().replace("\r\n ", "")


def test_roommates_are_shown_by_surname_and_union(open_page: Opener) -> None:
    visit = Visit(open_page())
    open_own(visit, PLACED, "已安排")
    shared = visit.page.locator("dt", has_text="同住")
    if shared.count():
        told = visit.page.locator("dt:has-text('同住') + dd").inner_text()
        assert all("工会" in line or "，" in line for line in told.splitlines())
        assert "1380" not in told


def test_whoever_has_none_sees_a_reason_for_each_choice(open_page: Opener) -> None:
    visit = Visit(open_page())
    open_own(visit, UNPLACED, "未安排")
    visit.at("这一次没有安排上")
    reasons = visit.page.locator("section.card:has(.pill.no)")
    assert reasons.count() >= 1
    for number in range(reasons.count()):
        expect(reasons.nth(number)).to_contain_text(f"第 {number + 1} 志愿")
        assert reasons.nth(number).locator("p").count() > 1
    visit.follow("任何人都可以重算一遍")
    visit.at("公开记录")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_place_is_found_by_number_and_phone_alone(open_page: Opener, scripts: bool) -> None:
    reference = open_own(Visit(open_page()), PLACED, "已安排")
    visit = Visit(open_page(scripts=scripts), scripts)
    visit.page.goto("/")
    visit.page.get_by_role("link", name="凭编号查结果").first.click()
    visit.at("凭编号查结果")
    visit.press("查结果")
    assert "请填写报名编号" in visit.faults()
    refusals = {look_up(visit, reference, KNOWN), look_up(visit, "LY-0000-0000-0", PLACED)}
    assert len(refusals) == 1, "which of the two was wrong must not be told"
    look_up(visit, reference.lower().replace("-", " "), PLACED)
    visit.at("已安排好")
    expect(visit.page.locator("main")).to_contain_text("号床")


def look_up(visit: Visit, reference: str, phone: str) -> str:
    """Fills in the form and sends it; the words of the summary, if it is there again."""
    visit.page.get_by_label("编号", exact=True).fill(reference)
    visit.page.get_by_label("手机号码", exact=True).fill(phone)
    visit.press("查结果")
    summary = visit.page.locator(".summary[role=alert]")
    return summary.inner_text() if summary.count() else ""


def test_an_unknown_page_has_a_way_on(open_page: Opener) -> None:
    visit = Visit(open_page())
    for path, heading in (("/no-such-page", "没有找到这个页面"), ("/programmes/no-such", "没有找到")):
        visit.page.goto(path)
        visit.at(heading)
        visit.follow("回到首页")
        visit.at("可以报名的项目")


def test_the_console_is_not_for_workers(open_page: Opener) -> None:
    visit = Visit(open_page())
    sign_in(visit.page, KNOWN)
    answer = visit.page.goto("/console/")
    assert answer
    assert answer.status == 403
    visit.at("您的账号不能查看这个页面")
    visit.follow("首页")
    visit.at("可以报名的项目")


def test_a_lost_session_leads_through_signing_in_and_back(open_page: Opener) -> None:
    visit = Visit(open_page())
    sign_in(visit.page, PLACED)
    visit.page.context.clear_cookies()
    visit.page.goto("/mine")
    visit.at("登录")
    enter_code(visit.page, PLACED)
    visit.at("我的报名")


def test_a_form_with_an_expired_token_says_so_and_can_be_opened_again(open_page: Opener) -> None:
    visit = Visit(open_page())
    visit.page.goto("/slot-check")
    visit.page.locator("main [name=csrf_token]").first.evaluate("e => { e.value = 'expired' }")
    visit.page.get_by_label("编号", exact=True).fill("LY-0000-0000-0")
    visit.press("查结果")
    visit.at("页面停留太久")
    visit.follow("重新打开刚才的页面")
    visit.at("凭编号查结果")
