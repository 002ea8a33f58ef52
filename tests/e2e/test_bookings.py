"""A quarter-hour booked and changed on a phone, a private one, a ticket at the door, a voucher twice."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from sqlalchemy import select

from app.extensions import db
from app.models import Offering, Person, Programme, Registration, RoomPlace, Ticket, Voucher
from app.vault import digest
from tests.e2e.city import City, Visit, sign_in
from tests.e2e.conftest import Opener

WORKER, CITY = "13800000001", "13800000005"
COUNSELLOR, DOOR, SHOP = "13800000071", "13800000074", "13800000075"
TIME = re.compile("^选 ")


def test_a_quarter_hour_is_booked_and_changed_on_a_phone(open_page: Opener, city: City) -> None:
    phone = Visit(open_page())
    sign_in(phone.page, WORKER)
    book(phone)
    rebook(phone)
    desk = Visit(open_page(phone=False))
    sign_in(desk.page, CITY)
    private_is_counted_alone(desk, city)
    helper = Visit(open_page())
    sign_in(helper.page, COUNSELLOR)
    case_worker_sees_the_day(helper, city)


def test_a_ticket_lets_in_once_and_a_voucher_pays_once(open_page: Opener, city: City) -> None:
    phone = Visit(open_page())
    sign_in(phone.page, WORKER)
    ticket, voucher = codes(city)
    phone.page.goto("/mine")
    phone.follow("工享咖啡券")
    phone.follow("我的消费券")
    phone.at("我的消费券")
    expect(phone.page.locator("main")).to_contain_text(voucher)
    at_the_door(Visit(open_page()), ticket)
    at_the_till(Visit(open_page()), voucher)
    phone.page.reload()
    expect(phone.page.locator("main")).to_contain_text("海之韵超市")
    expect(phone.page.locator("main")).not_to_contain_text(voucher)


def book(phone: Visit) -> None:
    page = phone.page
    page.goto("/programmes/free-check-up")
    phone.at("一线职工免费体检")
    phone.follow("我要报名")
    phone.at("选一个时间")
    page.get_by_role("link", name="后一周").click()
    phone.at("选一个时间")
    page.get_by_role("button", name=TIME).first.click()
    phone.at("提交前核对")
    page.get_by_label("以上内容属实").check()
    phone.press("提交报名")
    phone.at("报名已提交")


def rebook(phone: Visit) -> None:
    page = phone.page
    page.goto("/mine")
    phone.follow("一线职工免费体检")
    phone.follow("时间、房间和改约")
    phone.at("一线职工免费体检")
    before = page.locator(".hero").inner_text()
    assert "号诊室" in before
    phone.follow("改约别的时间")
    phone.at("改约")
    page.get_by_role("button", name=TIME).last.click()
    expect(page.locator(".flash")).to_contain_text("已改约")
    phone.at("一线职工免费体检")
    assert page.locator(".hero").inner_text() != before


def private_is_counted_alone(desk: Visit, city: City) -> None:
    number, names, _day = private(city)
    desk.page.goto(f"/console/programmes/{number}/slots/")
    desk.at("时段安排")
    shown = desk.page.locator("main").inner_text()
    assert "保密项目" in shown
    assert not [name for name in names if name in shown]
    desk.page.goto(f"/desks/{number}/day")
    expect(desk.page.locator("main")).to_contain_text("只有本人和专办人员能查看")


def case_worker_sees_the_day(helper: Visit, city: City) -> None:
    number, names, day = private(city)
    helper.page.goto(f"/desks/{number}/day?on={day}")
    helper.at("职工心理健康服务站")
    shown = helper.page.locator("main").inner_text()
    assert [name for name in names if name in shown]


def at_the_door(door: Visit, code: str) -> None:
    sign_in(door.page, DOOR)
    door.page.goto("/desks")
    door.at("值守")
    door.follow("合唱专场")
    door.at("检票")
    for said in ("请进", "已经进过"):
        door.page.get_by_label("扫码或输入编号").fill(code)
        door.press("检票", exact=True)
        expect(door.page.locator("#outcome b")).to_have_text(said)
        door.at("检票")
    expect(door.page.get_by_label("扫码或输入编号")).to_have_value("")


def at_the_till(till: Visit, code: str) -> None:
    sign_in(till.page, SHOP)
    till.page.goto("/desks")
    till.page.locator(".card", has_text="工享咖啡券").get_by_role("link", name="核销消费券").click()
    till.at("核销消费券")
    for said in ("已核销", "已经用过"):
        till.page.get_by_label("扫码或输入编号").fill(code)
        till.press("核销", exact=True)
        expect(till.page.locator("#outcome b")).to_have_text(said)
    expect(till.page.locator("#answer")).to_contain_text("今天核销 1 张")
    till.at("核销消费券")


def private(city: City) -> tuple[int, list[str], str]:
    """The counselling: its id, the names of those booked, and a day on which somebody is."""
    with city.app().app_context():
        programme = db.session.scalars(select(Programme).filter_by(slug="counselling")).one()
        rows = db.session.execute(
            select(Person.name, Offering.starts_on)
            .join(RoomPlace, RoomPlace.person_id == Person.id)
            .join(Offering, RoomPlace.offering_id == Offering.id)
            .where(Offering.programme_id == programme.id)
        ).all()
        return programme.id, [name for name, _day in rows], rows[0][1].isoformat()


def codes(city: City) -> tuple[str, str]:
    """Of the fixed worker: the ticket for tonight, and the voucher."""
    with city.app().app_context():
        hashed = digest(WORKER)
        mine = select(Registration.id).where(Registration.signed_up_by.has(phone_digest=hashed))
        ticket = db.session.scalars(select(Ticket).where(Ticket.registration_id.in_(mine))).first()
        voucher = db.session.scalars(select(Voucher).where(Voucher.registration_id.in_(mine))).first()
        assert ticket is not None
        assert voucher is not None
        return ticket.code, voucher.code
