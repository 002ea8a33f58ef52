"""The city's coordinator at the desk: a programme, an offering, a room, registrations, and the record."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.extensions import db
from app.models import Programme, Registration
from tests.e2e.city import City, Visit, sign_in
from tests.e2e.conftest import Opener
from tests.e2e.worker_steps import PROGRAMME

CITY = "13800000005"


@pytest.fixture
def desk(open_page: Opener) -> Visit:
    visit = Visit(open_page(phone=False))
    sign_in(visit.page, CITY)
    return visit


def open_programme(desk: Visit) -> None:
    desk.page.goto("/console/programmes/")
    desk.at("项目")
    desk.follow(PROGRAMME)
    desk.at(PROGRAMME)


def is_recorded(desk: Visit, words: str) -> None:
    """The newest entry says who did what to which."""
    desk.page.goto("/console/audit/")
    desk.at("操作记录")
    newest = desk.page.locator("tbody tr").first
    expect(newest).to_contain_text("陈静")
    expect(newest).to_contain_text(words)


def test_a_programme_is_edited_and_mistakes_stand_beside_their_fields(desk: Visit) -> None:
    open_programme(desk)
    desk.follow("修改", exact=True)
    desk.at("修改项目")
    summary = desk.page.get_by_label("一句话介绍", exact=True)
    title = desk.page.get_by_label("项目名称").input_value()
    desk.page.get_by_label("项目名称").fill("")
    desk.page.get_by_label("最多填几个志愿").fill("99")
    summary.fill("基层工会组织，职工也可以自己报名。")
    desk.press("保存项目")
    told = desk.faults()
    assert "1 到 20" in told
    assert len(told.splitlines()) == 3
    beside = desk.page.locator(".field.wrong", has_text="最多填几个志愿").locator(".fault")
    expect(beside).to_contain_text("1 到 20")
    expect(summary).to_have_value("基层工会组织，职工也可以自己报名。")
    desk.page.locator(".summary a").first.click()
    expect(desk.page.get_by_label("项目名称")).to_be_focused()
    desk.page.get_by_label("项目名称").fill(title)
    desk.page.get_by_label("最多填几个志愿").fill("5")
    desk.press("保存项目")
    desk.at(title)
    is_recorded(desk, title)


def test_an_offering_is_edited(desk: Visit) -> None:
    open_programme(desk)
    desk.follow("期次", exact=True)
    desk.at("期次")
    desk.follow("修改")
    desk.at("修改期次")
    desk.page.get_by_label("最晚报到时间").fill("两点")
    desk.press("保存期次")
    assert "14:00" in desk.faults()
    desk.page.get_by_label("最晚报到时间").fill("15:30")
    desk.page.get_by_label("领队", exact=True).fill("周老师")
    desk.press("保存期次")
    desk.at("期次")
    is_recorded(desk, "15:30")


def test_a_room_is_edited_closed_and_opened_again(desk: Visit) -> None:
    desk.page.goto("/console/venues/")
    desk.at("地点与房间")
    desk.follow("第四院区")
    desk.at("第四院区")
    desk.page.locator("main tbody tr").last.get_by_role("link").click()
    desk.at("修改房间")
    name = desk.page.get_by_label("房间名称").input_value()
    desk.page.get_by_label("床位数").fill("0")
    desk.press("保存房间")
    assert "整数" in desk.faults()
    desk.page.get_by_label("床位数").fill("2")
    desk.press("保存房间")
    desk.at("第四院区")
    desk.press(f"停用 {name}", exact=True)
    desk.press(f"恢复使用 {name}", exact=True)
    expect(desk.page.get_by_role("button", name=f"停用 {name}", exact=True)).to_be_visible()
    is_recorded(desk, name)


def test_registrations_are_searched_and_the_address_keeps_no_number(desk: Visit, city: City) -> None:
    reference, phone = somebody_signed_up(city)
    desk.page.goto("/console/registrations/")
    desk.at("报名")
    for asked in (reference, phone):
        desk.page.get_by_label("编号、姓名、手机或证件号码").fill(asked)
        desk.press("查找")
        expect(desk.page.locator("tbody").get_by_role("link", name=reference)).to_be_visible()
        assert phone not in desk.page.url
    desk.follow(reference)
    desk.at(reference)
    assert phone not in desk.page.locator("main").inner_text()
    desk.page.goto("/console/registrations/")
    desk.page.get_by_label("编号、姓名、手机或证件号码").fill("没有这个人")
    desk.press("查找")
    desk.at("报名")
    expect(desk.page.locator("main")).to_contain_text("没有找到报名")


def somebody_signed_up(city: City) -> tuple[str, str]:
    query = select(Registration).join(Programme).where(Programme.slug == "front-line").limit(50)
    with city.app().app_context():
        for registration in db.session.scalars(query):
            if phone := registration.lead.person.phone:
                return registration.reference, phone
    raise AssertionError("nobody who signed up has a phone")
