"""A swimming course: written, opened, entered, drawn, confirmed and replayed, in one browser."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.identity import make_resident_id
from app.models import Programme
from app.unit_of_work import unit_of_work
from tests.e2e.city import City, Someone, Visit, inspect, newcomer, sign_in
from tests.e2e.conftest import Opener
from tests.e2e.worker_steps import confirm_identity

CITY = "13800000005"
TITLE, SLUG = "春季职工游泳班", "spring-swimming"
MEDICAL = "医生是否告诉过您不适合游泳？"
FIGURE = "01 08 17 22 29 33 + 12"
POOLS = ("一号游泳馆（演示）", "二号游泳馆（演示）", "三号游泳馆（演示）")
DAY = dt.timedelta(days=1)


def test_a_swimming_course_from_writing_to_replaying(open_page: Opener, city: City, tmp_path: Path) -> None:
    desk = Visit(open_page(phone=False))
    sign_in(desk.page, CITY)
    write(desk)
    for number, pool in enumerate(POOLS):
        add_pool(desk, pool, number)
    limit_districts(desk)
    ask_about_health(desk)
    open_it(desk)
    old = Someone("周长河", "15900001801", make_resident_id("370202", dt.date(1966, 5, 6), 801))
    young = newcomer("吴小满", 802)
    references = {who.phone: enter(Visit(open_page()), who, asked=who is old) for who in (old, young)}
    close(desk)
    the_figure_is_known(city)
    draw(desk)
    for phone, reference in references.items():
        confirm(Visit(open_page()), phone, reference)
    replay(desk, tmp_path)


def local(days: int, hour: int = 9) -> str:
    return f"{clock.local(clock.now() + days * DAY):%Y-%m-%d}T{hour:02d}:00"


def day(days: int) -> str:
    return (clock.today() + days * DAY).isoformat()


def write(desk: Visit) -> None:
    """Kind and way of deciding first; then only what a lottery needs."""
    page = desk.page
    page.goto("/console/programmes/new")
    page.get_by_label("类别", exact=True).select_option(label="培训")
    page.get_by_role("radio", name=re.compile("^摇号")).check()
    desk.press("下一步")
    desk.at("新建项目")
    page.get_by_label("项目名称").fill(TITLE)
    page.get_by_label("网址名").fill(SLUG)
    page.get_by_label("报名开始").fill(local(-1))
    page.get_by_label("报名截止").fill(local(5))
    page.get_by_label("最多填几个志愿").fill("3")
    page.get_by_label("每组最多几人").fill("1")
    page.get_by_label("答复期限（小时）").fill("48")
    page.get_by_label("每等候一年多几签").fill("1")
    page.get_by_label("每组最多几签").fill("3")
    page.get_by_label("摇号种子来源").fill("截止次日公布的双色球开奖号码")
    page.get_by_label("数字什么时候揭晓").fill(local(4))
    desk.press("保存项目")
    assert "揭晓" in desk.faults()
    page.get_by_label("数字什么时候揭晓").fill(local(6, 21))
    desk.press("保存项目")
    desk.at(TITLE)


def programme_page(desk: Visit) -> None:
    desk.page.goto("/console/programmes/")
    desk.follow(TITLE)
    desk.at(TITLE)


def add_pool(desk: Visit, pool: str, number: int) -> None:
    page = desk.page
    programme_page(desk)
    desk.follow("期次", exact=True)
    desk.follow("添加一期")
    page.get_by_label("地点", exact=True).select_option(label=pool)
    page.get_by_label("第一天").fill(day(30 + number))
    page.get_by_label("最后一天").fill(day(90 + number))
    if page.get_by_label("安排住宿").is_checked():
        page.get_by_label("安排住宿").uncheck()
    page.get_by_label("几点开始").fill("19:00")
    page.get_by_label("几点结束").fill("20:00")
    page.get_by_label("名额人数", exact=True).fill("20")
    desk.press("保存期次")
    expect(page.locator("main")).to_contain_text(pool)


def limit_districts(desk: Visit) -> None:
    page = desk.page
    programme_page(desk)
    desk.follow("资格条件和名额")
    desk.follow("添加名额")
    page.get_by_label("区市", exact=True).check()
    page.get_by_label("整个项目").check()
    page.get_by_label("至多几人").fill("10")
    desk.press("保存名额")
    expect(page.locator("main")).to_contain_text("10")


def ask_about_health(desk: Visit) -> None:
    """Only of who is over fifty-five."""
    page = desk.page
    programme_page(desk)
    desk.follow("问题", exact=True)
    desk.follow("是／否")
    page.get_by_label("问题", exact=True).fill(MEDICAL)
    page.get_by_label("只在同行组里最年长的满几岁时显示").fill("56")
    desk.press("保存问题")
    expect(page.locator("main")).to_contain_text(MEDICAL)
    inspect(page)


def open_it(desk: Visit) -> None:
    programme_page(desk)
    desk.follow("开放报名…")
    desk.at("开放报名")
    desk.press("开放报名")
    expect(desk.page.locator("main")).to_contain_text("报名中")


def enter(visit: Visit, who: Someone, *, asked: bool) -> str:
    """On a phone, new to the city; the reference of what was sent."""
    page = visit.page
    sign_in(page, who.phone)
    page.goto(f"/programmes/{SLUG}/sign-up/")
    confirm_identity(visit, who)
    page.goto(f"/programmes/{SLUG}")
    expect(page.locator("main")).to_have_attribute("data-mode", "lottery")
    expect(page.locator("main")).to_have_attribute("data-state", "open")
    visit.follow("我要报名")
    for _pool in POOLS[:2]:
        visit.at("您想参加哪一期")
        visit.follow("选择期次")
        page.locator("#sessions").get_by_role("button").first.click()
    visit.at("您想参加哪一期")
    visit.press("继续")
    visit.at("请回答" if asked else "提交前核对")
    if asked:
        visit.press("继续")
        assert MEDICAL in visit.faults() or "请" in visit.faults()
        page.get_by_label("否", exact=True).check()
        visit.press("继续")
        visit.at("提交前核对")
        expect(page.locator("main")).to_contain_text(MEDICAL)
    page.get_by_label("以上内容属实").check()
    visit.press("提交报名")
    visit.at("报名已提交")
    reference = page.locator("#reference").inner_text().strip()
    page.goto(f"/mine/{reference}")
    visit.at("已报名，可以修改")
    expect(page.locator("main")).to_contain_text("1 签")
    return reference


def close(desk: Visit) -> None:
    """Before its time: that needs a reason. The list is public at once."""
    programme_page(desk)
    desk.follow("截止报名…")
    desk.page.get_by_label("提前截止的原因").fill("名额已足，提前固定名单")
    desk.press("截止报名")
    expect(desk.page.locator("main")).to_contain_text("报名已截止")
    desk.page.goto(f"/programmes/{SLUG}/draw")
    desk.at("摇号记录")
    expect(desk.page.locator("main")).to_contain_text("2 组")


def the_figure_is_known(city: City) -> None:
    """Time passes until the announced moment."""
    with city.app().app_context(), unit_of_work():
        programme = db.session.scalars(select(Programme).where(Programme.slug == SLUG)).one()
        programme.seed_known_at = clock.now()


def draw(desk: Visit) -> None:
    page = desk.page
    programme_page(desk)
    desk.follow("摇号")
    desk.press("摇号", exact=True)
    assert "请填写" in desk.faults()
    page.get_by_label("摇号种子").fill(FIGURE)
    desk.press("摇号", exact=True)
    expect(page.locator("main")).to_have_attribute("data-state", "published")
    expect(page.locator("main")).to_contain_text("待确认")
    inspect(page)


def confirm(visit: Visit, phone: str, reference: str) -> None:
    page = visit.page
    sign_in(page, phone)
    page.goto(f"/mine/{reference}")
    visit.at("中签了，请确认")
    visit.follow("去答复")
    visit.press("接受")
    visit.at("名额已确认")
    expect(page.locator("main")).to_have_attribute("data-state", "confirmed")
    expect(page.locator("main")).to_contain_text("游泳馆")


def replay(desk: Visit, folder: Path) -> None:
    """With the three files that the site offers, and nothing else."""
    page = desk.page
    page.goto(f"/programmes/{SLUG}/draw")
    desk.at("摇号记录")
    files = {}
    for name in ("摇号名单", "摇号结果", "重做摇号的程序"):
        with page.expect_download() as coming:
            desk.follow(name)
        files[name] = folder / coming.value.suggested_filename
        coming.value.save_as(files[name])
    command = [sys.executable, "-I", "-S", *map(str, (files["重做摇号的程序"], files["摇号名单"]))]
    options = ["--seed", FIGURE, "--numbers", str(files["摇号结果"])]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    assert (done.returncode, "2 个号码" in done.stdout) == (0, True), done.stdout + done.stderr
