"""From the first page to what one is looking for; and the year as the city sees it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.city import Visit, sign_in
from tests.e2e.conftest import Opener

PLACED, CITY = "13800000002", "13800000005"
# where a phone says that it is: in the district of the first rest stations
HERE = {"latitude": 36.0565, "longitude": 120.3801}


@pytest.fixture
def phone(open_page: Opener) -> Visit:
    page = open_page(phone=True)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(HERE)
    return Visit(page)


def first_screen(visit: Visit) -> None:
    """Search, every theme and what closes soon are there before anybody scrolls."""
    visit.page.goto("/")
    visit.at("可以报名的项目")
    for name in ("健康", "学习", "竞赛", "文旅", "帮扶", "法律", "组织", "全部事项"):
        expect(visit.page.locator(".themes").get_by_role("link", name=name, exact=True)).to_be_in_viewport()
    expect(visit.page.get_by_role("heading", name="即将截止")).to_be_in_viewport()


def by_theme_and_search(visit: Visit) -> None:
    """A theme, two characters typed, a matter, its programme."""
    page = visit.page
    page.locator(".themes").get_by_role("link", name="健康").click()
    expect(page.locator("#matters")).to_contain_text("职工免费体检")
    page.goto("/")
    page.get_by_label("找项目").fill("讲座")
    expect(page.locator("#matters mark").first).to_have_text("讲座")
    expect(page.locator("#programmes .card").first).to_contain_text("讲座")
    page.locator("#matters").get_by_role("link", name="职工心理健康讲座").click()
    visit.at("职工心理健康讲座")
    expect(page.locator("main")).to_contain_text("目标 50 场")
    visit.follow("阳光心“晴”公益讲座")
    visit.at("阳光心“晴”公益讲座")
    expect(page.get_by_role("link", name="我要报名")).to_be_visible()


def nearest_station(visit: Visit) -> None:
    """By a district first, as who gives no position does; then by the position."""
    page = visit.page
    page.goto("/")
    page.get_by_label("所在区市").select_option(label="市南区")
    expect(page.locator("#near")).to_contain_text("市南区工会驿站一号")
    visit.follow("按位置找驿站、书屋和其他地点")
    visit.at("找地方")
    page.get_by_label("找什么").select_option(label="工会驿站、共享家")
    visit.press("查找")
    visit.press("按我现在的位置找最近的")
    nearest = page.locator(".lines li").first
    expect(nearest).to_contain_text("市南区")
    expect(nearest).to_contain_text("约")
    visit.at("找地方")
    assert "36.05" not in page.url


def everything_of_mine(visit: Visit) -> None:
    sign_in(visit.page, PLACED)
    visit.page.goto("/mine")
    visit.at("我的报名")
    expect(visit.page.locator("#ahead + ol li").first).to_be_visible()
    visit.press("生成日历地址")
    visit.at("我的报名")
    address = visit.page.locator("#feed").inner_text()
    calendar = visit.page.request.get(address)
    assert calendar.ok
    assert "BEGIN:VEVENT" in calendar.text()


def test_somebody_finds_their_way_on_a_phone(phone: Visit) -> None:
    first_screen(phone)
    by_theme_and_search(phone)
    nearest_station(phone)
    everything_of_mine(phone)


def test_the_front_page_without_scripts(open_page: Opener) -> None:
    visit = Visit(open_page(phone=True, scripts=False), scripts=False)
    visit.page.goto("/")
    visit.page.get_by_label("找项目").fill("体检")
    visit.press("查找")
    expect(visit.page.locator("#matters")).to_contain_text("职工免费体检")
    visit.page.goto("/")
    visit.page.get_by_label("所在区市").select_option(label="崂山区")
    visit.press("看看")
    expect(visit.page.locator("#near")).to_contain_text("崂山区工会驿站一号")


def test_the_year_at_a_desk(open_page: Opener) -> None:
    visit = Visit(open_page(phone=False))
    sign_in(visit.page, CITY)
    visit.page.goto("/console/year/")
    visit.at("年度进展")
    expect(visit.page.locator("svg.year-chart").first).to_be_visible()
    with visit.page.expect_download() as saved:
        visit.follow("下载工作簿")
    assert saved.value.suggested_filename.endswith(".xlsx")
    visit.follow("填报站外数字")
    visit.at("站外数字")
    visit.page.get_by_label("指标").select_option(label="职工身心健康关爱行动 · 公益讲座")
    visit.page.get_by_label("数量").fill("3")
    visit.press("填报", exact=True)
    assert "数字来源" in visit.faults()
    visit.page.get_by_label("数字来源").fill("市南区总工会一月月报")
    visit.press("填报", exact=True)
    visit.at("站外数字")
    expect(visit.page.locator("tbody tr").first).to_contain_text("市南区总工会一月月报")
    visit.page.goto("/year")
    visit.at("十件实事")
