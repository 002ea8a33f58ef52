"""A reading club: planned, joined, met, written about, voted on and certified, at a desk and on phones."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import expect
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models import Meeting, Offering, Programme, Venue
from app.unit_of_work import unit_of_work
from tests.e2e.city import City, Visit, inspect, newcomer, sign_in
from tests.e2e.conftest import Opener
from tests.e2e.worker_steps import confirm_identity

CITY, HOST = "13800000005", "13800000041"
TITLE, SLUG, TODAY = "工享读书会：港湾小组", "harbour-readers", "第一次共读"
NOTE = "写码头的那几页，就是我爷爷那一辈人。"
READER = newcomer("林望海", 851)


def test_a_club_from_the_first_meeting_to_the_certificate(open_page: Opener, city: City) -> None:
    open_for_sign_up(city)
    desk, host, reader = Visit(open_page(phone=False)), Visit(open_page()), Visit(open_page())
    plan(desk)
    join(reader)
    the_season_begins(city)
    meet_today(desk)
    code = on_the_screen(host)
    arrive(reader, code)
    write(reader)
    lead(host)
    vote(reader)
    the_evening_is_over(city)
    certify(desk)
    verify(reader)


def open_for_sign_up(city: City) -> None:
    """A club that begins the day after tomorrow, and whose sign-up lasts until then."""
    with city.app().app_context(), unit_of_work():
        house = db.session.scalars(select(Venue).where(Venue.slug == "book-house-4")).one()
        now = clock.now()
        programme = Programme(
            slug=SLUG,
            kind="reading_club",
            mode="first_come",
            state="open",
            title=TITLE,
            opens_at=now - dt.timedelta(days=1),
            closes_at=now + dt.timedelta(days=1),
            max_choices=1,
            max_party_size=1,
            features=["meetings", "reading"],
        )
        first = clock.today() + dt.timedelta(days=2)
        days = {"starts_on": first, "ends_on": first + dt.timedelta(days=30)}
        programme.offerings = [Offering(venue=house, title="港湾小组", seats=12, with_beds=False, **days)]
        db.session.add(programme)


def programme_page(desk: Visit) -> None:
    desk.page.goto("/console/programmes/")
    desk.follow(TITLE)
    desk.at(TITLE)


def plan(desk: Visit) -> None:
    """Who leads, and a book."""
    page = desk.page
    sign_in(page, CITY)
    programme_page(desk)
    desk.follow("安排、签到和出勤")
    desk.follow("打开")
    desk.follow("添加或移除")
    page.get_by_label("手机号").fill(HOST)
    desk.press("添加")
    desk.at("主持人")
    programme_page(desk)
    page.locator(".actions").get_by_role("link", name="书目、笔记和证书").click()
    desk.follow("添加一本书")
    page.get_by_label("书名", exact=True).fill("骆驼祥子")
    page.get_by_label("读到哪了").select_option(label="正在读")
    desk.press("保存")
    desk.at("书目、笔记和证书")


def the_season_begins(city: City) -> None:
    """Two days later."""
    with city.app().app_context(), unit_of_work():
        programme = db.session.scalars(select(Programme).where(Programme.slug == SLUG)).one()
        programme.state, programme.closes_at = "closed", clock.now()
        programme.offerings[0].starts_on = clock.today()


def meet_today(desk: Visit) -> None:
    page = desk.page
    programme_page(desk)
    desk.follow("安排、签到和出勤")
    desk.follow("打开")
    desk.follow("添加一次")
    desk.at("添加一次")
    page.get_by_label("哪一天").fill(clock.today().isoformat())
    page.get_by_label("几点开始").fill("00:00")
    page.get_by_label("几点结束").fill("23:59")
    desk.press("保存")
    assert "名称" in desk.faults()
    page.get_by_label("名称", exact=True).fill(TODAY)
    desk.press("保存")
    expect(page.locator("main")).to_contain_text(TODAY)


def join(reader: Visit) -> None:
    """New to the city; from the programme's page, which names the book."""
    page = reader.page
    sign_in(page, READER.phone)
    page.goto(f"/programmes/{SLUG}/sign-up/")
    confirm_identity(reader, READER)
    page.goto(f"/programmes/{SLUG}")
    expect(page.locator("main")).to_contain_text("《骆驼祥子》")
    reader.follow("我要报名")
    reader.at("提交前核对")
    page.get_by_label("以上内容属实").check()
    reader.press("提交报名")
    reader.at("报名已提交")


def on_the_screen(host: Visit) -> str:
    """What the projector shows; it changes by itself."""
    page = host.page
    sign_in(page, HOST)
    page.get_by_role("link", name="主持", exact=True).click()
    host.at("我主持的")
    page.locator("section", has_text=TITLE).get_by_role("link", name=TODAY).click()
    host.at(TODAY)
    expect(page.locator("#expected")).to_contain_text("到了 0 人，应到 1 人")
    host.follow("打开签到码")
    host.at(TODAY)
    with page.expect_response(re.compile("/screen$")):  # asked for again without anybody's doing
        pass
    return page.locator("[data-code]").inner_text()


def arrive(reader: Visit, code: str) -> None:
    page = reader.page
    page.goto("/mine")
    reader.at("我的报名")
    page.get_by_role("link", name=re.compile(TODAY)).first.click()
    reader.at(TODAY)
    reader.follow("我到了，签到")
    page.get_by_label("屏幕上的签到码").fill("0000 0000")
    reader.press("签到")
    assert "签到码不对" in reader.faults()
    page.get_by_label("屏幕上的签到码").fill(code)
    reader.press("签到")
    reader.at(TODAY)
    expect(page.locator("main")).to_contain_text("已签到")


def club_room(reader: Visit) -> None:
    reader.page.goto("/mine")
    reader.follow(TITLE, exact=True)
    reader.follow("书目、笔记和投票")
    reader.at(TITLE)


def write(reader: Visit) -> None:
    club_room(reader)
    reader.page.get_by_label("笔记", exact=True).fill(NOTE)
    reader.press("交给主持人看")
    expect(reader.page.locator("main")).to_contain_text("等主持人看")


def lead(host: Visit) -> None:
    """The list shows who has come; the note is let through, and a vote begins."""
    page = host.page
    page.goto("/meetings/hosting")
    page.locator("section", has_text=TITLE).get_by_role("link", name=TODAY).click()
    expect(page.locator("#expected")).to_contain_text("到了 1 人，应到 1 人")
    page.goto("/meetings/hosting")
    page.locator("p", has_text=TITLE).locator("+ a").click()
    host.at("笔记和选书投票")
    expect(page.locator("main")).to_contain_text(NOTE)
    host.press("展示")
    expect(page.locator("main")).to_contain_text("已展示，成员都能看到")
    host.press("开始一轮")
    expect(page.locator("main")).to_contain_text("结束这一轮")


def vote(reader: Visit) -> None:
    club_room(reader)
    page = reader.page
    expect(page.locator("[aria-labelledby=notes]")).to_contain_text(NOTE)
    page.get_by_text("提一本书", exact=True).click()
    page.get_by_label("书名").fill("茶馆")
    page.get_by_label("作者").fill("老舍")
    reader.press("提出")
    page.get_by_label("《茶馆》").check()
    reader.press("投这一本")
    expect(page.locator("main")).to_contain_text("改投这一本")
    inspect(page)


def the_evening_is_over(city: City) -> None:
    with city.app().app_context(), unit_of_work():
        (meeting,) = db.session.scalars(select(Meeting).where(Meeting.title == TODAY)).all()
        meeting.ends_at = clock.now()


def certify(desk: Visit) -> None:
    page = desk.page
    programme_page(desk)
    desk.page.locator(".actions").get_by_role("link", name="书目、笔记和证书").click()
    page.get_by_role("link", name=re.compile("^证书")).click()
    page.get_by_label("至少到百分之几").fill("75")
    desk.press("保存条件")
    desk.press("给达到的人发证书")
    desk.at("出勤证书")
    expect(page.locator("main")).to_contain_text("发了 1 份证书")


def verify(reader: Visit) -> None:
    """Anybody who has the number can see that it is true."""
    club_room(reader)
    page = reader.page
    reader.follow("看证书")
    reader.at("读书会出勤证书")
    number = re.search(r"ZS-[0-9A-Z-]+", page.locator("main").inner_text())
    assert number is not None
    page.goto("/certificates/")
    page.get_by_label("证书编号").fill(number[0])
    reader.press("核对")
    expect(page.locator("main")).to_contain_text("这份证书由暖心办颁发，有效")
    expect(page.locator("main")).to_contain_text("共 1 次，出席 1 次")
