"""From entering on a phone to the certificate: heats, marks entered twice, the big screen, an appeal."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.city import City, Visit, newcomer, sign_in
from tests.e2e.conftest import Opener
from tests.e2e.contest_steps import CITY, JUDGES, SLUG, TITLE, Rivals
from tests.e2e.worker_steps import begin, confirm_identity

WHO = newcomer("郑赛手", 731)


def test_a_contest_from_entry_to_certificate(open_page: Opener, city: City) -> None:
    rivals = Rivals(city.app())
    rivals.write()
    phone, desk = Visit(open_page()), Visit(open_page(phone=False))
    sign_in(desk.page, CITY)
    reference = _enter(phone)
    rivals.close_and_draw()
    _place(desk)
    _see_heat(phone, reference)
    rivals.mark_rivals(WHO.name)
    number = rivals.number_of(WHO.name)
    for who, points in zip(JUDGES, ("86.5", "85.6"), strict=True):
        _mark(Visit(open_page(phone=False)), who, number, points)
    _settle(desk)
    _big_screen(desk, open_page(phone=False))
    _appeal(phone, desk, reference)
    rivals.end_appeals()
    _certificate(phone, desk)


def _enter(phone: Visit) -> str:
    """Signs up, and chooses the event."""
    phone.page.goto(f"/programmes/{SLUG}")
    phone.at(TITLE)
    begin(phone, WHO.phone)
    confirm_identity(phone, WHO)
    phone.at("提交前核对")
    phone.page.get_by_label("以上内容属实").check()
    phone.press("提交报名")
    phone.at("报名已提交")
    reference = phone.page.locator("#reference").inner_text().strip()
    phone.page.goto(f"/mine/{reference}")
    phone.follow("比赛项目、上场时间和成绩")
    phone.at("比赛安排")
    phone.follow("选择比赛项目")
    phone.at("选择比赛项目")
    phone.page.get_by_label("电工").check()
    phone.press("保存比赛项目")
    phone.at("比赛安排")
    expect(phone.page.locator("main")).to_contain_text("已报名")
    return reference


def _place(desk: Visit) -> None:
    """Heats made by the engine, each rule kept, published."""
    desk.page.goto("/console/programmes/")
    desk.follow(TITLE)
    desk.follow("竞赛", exact=True)
    desk.at("竞赛")
    desk.follow("抽签和编组")
    desk.at("抽签和编组")
    desk.press("开始编组")
    expect(desk.page.locator("#plans")).to_contain_text("已排好", timeout=60_000)
    desk.follow("查看编组")
    desk.at("第 1 次编组")
    rules = desk.page.locator(".kept li")
    expect(rules).to_have_count(10)
    expect(desk.page.locator(".kept li[data-broken='0']")).to_have_count(10)
    expect(desk.page.locator(".heats td b")).to_have_count(4)
    desk.press("公布编组")
    expect(desk.page.locator("main")).to_contain_text("已公布")


def _see_heat(phone: Visit, reference: str) -> None:
    phone.page.goto("/mine")
    expect(phone.page.locator("main")).to_contain_text("“电工”上场")
    phone.page.goto(f"/contests/{SLUG}/mine/{reference}")
    phone.at("比赛安排")
    main = phone.page.locator("main")
    expect(main).to_contain_text(re.compile(r"[12] 号工位"))
    expect(main).to_contain_text("绝缘手套")
    phone.follow("抽签可以重算")
    phone.at("抽签")


def _mark(tablet: Visit, who: str, number: str, points: str) -> None:
    """One judge's own entry of the practice."""
    sign_in(tablet.page, who)
    tablet.page.goto("/judging")
    tablet.at("请您执裁的竞赛")
    tablet.follow("登记成绩")
    tablet.at("登记成绩")
    tablet.page.get_by_role("link", name=re.compile(f"^实操 {number}")).click()
    tablet.at(f"{number} 号")
    tablet.press("登记", exact=True)
    assert "分数" in tablet.faults()
    tablet.page.get_by_label("分数").fill(points)
    tablet.page.get_by_label("用时").fill("35:20")
    tablet.press("登记", exact=True)
    tablet.at("登记成绩")


def _settle(desk: Visit) -> None:
    """The two differ; the coordinator says what the record says."""
    desk.page.goto("/console/programmes/")
    desk.follow(TITLE)
    desk.follow("竞赛", exact=True)
    desk.follow("1 项成绩两次登记不同")
    desk.at("成绩登记")
    desk.follow("两次不同，裁定")
    desk.at("裁定")
    expect(desk.page.locator("main")).to_contain_text("86.5 分")
    expect(desk.page.locator("main")).to_contain_text("85.6 分")
    desk.page.get_by_label("分数").fill("86.5")
    desk.page.get_by_label("用时").fill("35:20")
    desk.page.get_by_label("裁定的原因").fill("核对原始记录，第二次数字写颠倒了")
    desk.press("裁定", exact=True)
    desk.at("成绩登记")
    expect(desk.page.locator("main")).to_contain_text("已登记齐")


def _big_screen(desk: Visit, screen: Page) -> None:
    desk.follow("公布、申诉和证书")
    desk.press("打开大屏")
    expect(desk.page.locator("main")).to_contain_text("开着")
    screen.set_viewport_size({"width": 1920, "height": 1080})
    screen.clock.install()
    screen.goto(f"/contests/{SLUG}/board")
    first = screen.locator(".screen-table tbody tr").first
    expect(first).to_contain_text(WHO.name)
    expect(first).to_contain_text("84.55")
    height = "document.documentElement.scrollHeight - window.innerHeight"
    assert screen.evaluate(height) <= 0, "the big screen has to be scrolled"
    with screen.expect_response(lambda answer: "/board?page=" in answer.url) as turned:
        screen.clock.fast_forward(9000)
    assert turned.value.status == 200
    assert turned.value.headers["etag"]
    Visit(screen).at(TITLE)


def _appeal(phone: Visit, desk: Visit, reference: str) -> None:
    """Provisional; an appeal, upheld, changes the mark."""
    desk.press("公布成绩")
    expect(desk.page.locator("main")).to_contain_text("已公布，可以申诉")
    phone.page.goto(f"/contests/{SLUG}/mine/{reference}")
    phone.at("比赛安排")
    expect(phone.page.locator("main")).to_contain_text("第 1 名")
    phone.follow("对成绩提出申诉")
    phone.at("书面申诉")
    phone.press("提交申诉")
    assert "请写明申诉的内容和理由" in phone.faults()
    phone.page.get_by_label("申诉的内容和理由").fill("实操漏计了第 3 项的 5 分")
    phone.press("提交申诉")
    phone.at("比赛安排")
    expect(phone.page.locator("main")).to_contain_text("待答复")
    desk.page.reload()
    desk.follow(WHO.name)
    desk.at("答复")
    desk.page.get_by_label("成立", exact=True).check()
    desk.page.get_by_label("答复", exact=True).fill("经复核，漏计 5 分，予以更正。")
    desk.page.get_by_label("要改的成绩").select_option(label="实操")
    desk.page.get_by_label("改为几分").fill("91.5")
    desk.press("答复申诉")
    desk.at("公布、申诉和证书")
    expect(desk.page.locator("main")).to_contain_text("88.05")


def _certificate(phone: Visit, desk: Visit) -> None:
    desk.press("成绩生效，颁发证书")
    expect(desk.page.locator("main")).to_contain_text("已生效")
    phone.page.goto("/awards/mine")
    phone.at("我的获奖和证书")
    phone.follow("电工 一等奖")
    expect(phone.page.locator("main")).to_contain_text(TITLE)
    phone.page.goto(f"/awards?q={WHO.name}")
    phone.at("获奖档案")
    expect(phone.page.locator(".awards")).to_contain_text("一等奖")
