"""From signing up for a class on a phone, through its merging, to a certificate that anybody can check."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Page, expect
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models import Meeting, Offering, Programme, WaitlistEntry
from app.unit_of_work import unit_of_work
from tests.e2e.city import City, Someone, Visit, inspect, newcomer, sign_in
from tests.e2e.conftest import Opener
from tests.e2e.worker_steps import confirm_identity

COORDINATOR = "13800000005"
SLUG, SHORT, INTO = "craft-qingdao", "叉车操作晚班", "叉车操作白班"
WHY = "报名人数没有达到 8 人的开班人数"
CERTIFICATE = "匠造青岛技能培训结业证书"


def test_from_a_class_to_a_certificate(open_page: Opener, city: City) -> None:
    worker, desk = Visit(open_page()), Visit(open_page(phone=False))
    who = newcomer("许小满", 803)
    reference = sign_up(worker, who)
    sign_in(desk.page, COORDINATOR)
    merge(desk, who)
    reads_why(worker, reference)
    someone_else_is_asked(Visit(open_page()), city)
    the_class_has_been_held(city)
    attend_and_mark(desk, who)
    certify(desk, who)
    number = download(worker, reference)
    anybody_checks(Visit(open_page()), number)


def sign_up(visit: Visit, who: Someone) -> str:
    """The short class first, the one it will be merged into second."""
    page = visit.page
    sign_in(page, who.phone)
    page.goto(f"/programmes/{SLUG}/sign-up/")
    confirm_identity(visit, who)
    page.goto(f"/programmes/{SLUG}")
    visit.at("匠造青岛产业工人培训")
    expect(page.locator("main")).to_contain_text(CERTIFICATE)
    visit.follow("我要报名")
    for title in (SHORT, INTO):
        visit.at("您想参加哪一期")
        visit.follow("选择期次")
        page.locator("#sessions li", has_text=title).get_by_role("button").click()
    visit.at("您想参加哪一期")
    visit.press("继续")
    visit.at("提交前核对")
    page.get_by_label("以上内容属实").check()
    visit.press("提交报名")
    visit.at("报名已提交")
    return page.locator("#reference").inner_text().strip()


def merge(desk: Visit, who: Someone) -> None:
    """Looked at person by person; without a reason nothing is done."""
    page = desk.page
    page.goto("/console/programmes/")
    desk.follow("匠造青岛产业工人培训（第二批）")
    desk.follow("班次、到课和成绩")
    desk.at("班次、到课和成绩")
    row = page.locator("tr", has_text=SHORT)
    expect(row).to_contain_text("差 4 人")
    row.get_by_role("link", name=re.compile("合并或取消")).click()
    desk.at("合并或取消班次")
    page.get_by_label("怎么办").select_option(label=option(page, INTO))
    desk.press("看每个人会怎样")
    mine = page.locator("tr", has_text=who.name)
    expect(mine).to_contain_text("第 2 志愿")
    expect(mine).to_contain_text(INTO)
    expect(page.locator("main")).to_contain_text("请本人答复")
    desk.press("按这个方案合并")
    assert "请写明原因" in desk.faults()
    page.get_by_label("原因").fill(WHY)
    desk.press("按这个方案合并")
    desk.at("班次、到课和成绩")
    expect(page.locator("tr", has_text=SHORT)).to_have_count(0)


def option(page: Page, title: str) -> str:
    return page.get_by_label("怎么办").locator("option", has_text=title).inner_text()


def reads_why(visit: Visit, reference: str) -> None:
    page = visit.page
    page.goto(f"/mine/{reference}")
    visit.at("名额已确认")
    expect(page.locator("main")).to_contain_text(INTO)
    visit.follow("我的课表、学时和成绩")
    visit.at("我的课表、学时和成绩")
    expect(page.locator("main")).to_contain_text(WHY)
    expect(page.locator("main")).to_contain_text("实训室")


def someone_else_is_asked(visit: Visit, city: City) -> None:
    """Who had chosen nothing else: a place is kept for them, with the reason and a time to answer."""
    with city.app().app_context():
        entry = db.session.scalars(
            select(WaitlistEntry)
            .join(Programme, WaitlistEntry.programme_id == Programme.id)
            .where(Programme.slug == SLUG, WaitlistEntry.state == "offered")
        ).first()
        assert entry is not None
        phone, reference = str(entry.registration.lead.person.phone), entry.registration.reference
    sign_in(visit.page, phone)
    visit.page.goto(f"/mine/{reference}/class")
    expect(visit.page.locator("main")).to_contain_text("这不是您填报的班次")
    visit.page.goto(f"/mine/{reference}/offer")
    visit.at("有名额了")
    visit.press("接受名额")
    visit.at("名额已确认")


def the_class_has_been_held(city: City) -> None:
    """A month later."""
    with city.app().app_context(), unit_of_work():
        offering = db.session.scalars(select(Offering).where(Offering.title == INTO)).one()
        by = offering.ends_on - clock.today() + dt.timedelta(days=2)
        offering.starts_on -= by
        offering.ends_on -= by
        for meeting in db.session.scalars(select(Meeting).where(Meeting.offering_id == offering.id)):
            meeting.starts_at -= by
            meeting.ends_at -= by


def attend_and_mark(desk: Visit, who: Someone) -> None:
    """Three of four half-days from the list, then two marks."""
    page = desk.page
    desk.follow(INTO)
    for number in range(3):
        page.get_by_role("link", name=re.compile("人，登记")).nth(number).click()
        desk.at("登记到课")
        page.get_by_label(who.name).check()
        desk.press("保存到课")
        desk.at(INTO)
    expect(page.locator("tr", has_text=who.name)).to_contain_text("3 / 4")
    desk.follow("登记成绩")
    desk.at("登记成绩")
    page.get_by_label(f"{who.name}：理论").fill("120")
    desk.press("保存成绩")
    assert "请填写 0 到 100 的整数" in desk.faults()
    page.get_by_label(f"{who.name}：理论").fill("85")
    page.get_by_label(f"{who.name}：实操").fill("77")
    desk.press("保存成绩")
    desk.at(INTO)
    expect(page.locator("tr", has_text=who.name)).to_contain_text("79.4")


def certify(desk: Visit, who: Someone) -> None:
    page = desk.page
    desk.follow("结业发证…")
    desk.at("结业发证")
    expect(page.locator("main")).to_contain_text("还没有考核成绩")
    desk.press("发证并通知")
    desk.at(INTO)
    expect(page.locator("tr", has_text=who.name)).to_contain_text("已发证")


def download(visit: Visit, reference: str) -> str:
    """Its number; the paper is a PDF, and the way to it is on the person's own record."""
    page = visit.page
    page.goto("/mine/learning")
    visit.at("我的学习经历")
    expect(page.locator("main")).to_contain_text("12 学时")
    expect(page.locator("main")).to_contain_text(CERTIFICATE)
    page.goto(f"/mine/{reference}/class")
    visit.follow("查看和下载证书")
    visit.at(CERTIFICATE)
    number = page.url.rsplit("/", 1)[1]
    paper = page.request.get(f"/certificates/{number}/certificate.pdf")
    assert paper.body().startswith(b"%PDF-")
    return number


def anybody_checks(visit: Visit, number: str) -> None:
    """Without signing in; the name is masked."""
    page = visit.page
    page.goto("/certificates/")
    page.get_by_label("证书编号").fill(number)
    page.locator("main").get_by_role("button").click()
    visit.at(CERTIFICATE)
    expect(page.locator("main")).to_contain_text("有效")
    expect(page.locator("main")).not_to_contain_text("许小满")
    inspect(page)
