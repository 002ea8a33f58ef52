"""From a nomination to the report: unit, district, worker; desk on a tablet, guest on a phone, the city."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect
from sqlalchemy import select

from app.extensions import db
from app.models import Account, Member, Nomination, Offering, Person, Programme, StayGuest
from app.services.stays import guests, slots
from app.vault import digest
from tests.e2e.city import City, Visit, sign_in
from tests.e2e.conftest import Opener
from tests.e2e.worker_steps import SEA, choose, send

UNIT, CITY, DISTRICT, DESK = "13800000004", "13800000005", "13800000021", "13800000022"
SENDING = "示范性一线职工疗休养"
TABLET = {"width": 768, "height": 1024}


def signed_in(open_page: Opener, phone: str, *, on_phone: bool = True) -> Visit:
    visit = Visit(open_page(phone=on_phone))
    sign_in(visit.page, phone)
    return visit


@dataclass(frozen=True)
class Somebody:
    name: str
    phone: str
    reference: str = ""


def of(person: Person, reference: str = "") -> Somebody:
    assert person.phone is not None
    return Somebody(person.name, person.phone, reference)


# nominated, confirmed, ranked


def test_a_union_nominates_its_district_confirms_and_the_worker_ranks(open_page: Opener, city: City) -> None:
    worker = somebody_of_the_unit(city)
    nominate(signed_in(open_page, UNIT, on_phone=False), worker)
    confirm(signed_in(open_page, DISTRICT, on_phone=False), worker)
    visit = signed_in(open_page, worker.phone)
    visit.page.goto("/mine")
    visit.at("我的报名")
    visit.follow("您已被提名参加")
    visit.at("我的提名")
    expect(visit.page.locator("main")).to_contain_text("您已被提名，请在")
    visit.follow("填志愿")
    visit.at("怎么住")
    visit.press("继续")
    visit.at("您想去哪里")
    choose(visit, SEA)
    visit.press("继续")
    send(visit)


def somebody_of_the_unit(city: City) -> Somebody:
    """Known to the unit's coordinator, can sign in, and nobody has nominated them yet."""
    nominated = select(Nomination.person_id)
    with city.app().app_context():
        coordinator = db.session.scalars(select(Account).where(Account.phone_digest == digest(UNIT))).one()
        unit_id = coordinator.coordinates[0].unit_id
        query = select(Person).join(Account, Account.person_id == Person.id)
        known = query.where(Person.unit_id == unit_id, Person.id.not_in(nominated))
        found = db.session.scalars(known.order_by(Person.id.desc())).first()
        assert found is not None
        return of(found)


def nominate(desk: Visit, worker: Somebody) -> None:
    desk.page.goto("/console/programmes/")
    desk.follow(SENDING)
    desk.follow("提名", exact=True)
    desk.at("提名")
    desk.follow("提名职工")
    desk.page.get_by_label("姓名、手机或证件号码").fill(worker.phone)
    desk.press("查找")
    desk.at("提名职工")
    assert worker.phone not in desk.page.url
    desk.follow(f"提名 {worker.name}")
    desk.press("提名", exact=True)
    assert "请填写“提名理由”" in desk.faults()
    desk.page.get_by_label("提名理由").fill("一线岗位满二十年")
    desk.press("提名", exact=True)
    desk.at("提名")
    expect(desk.page.locator("tbody tr", has_text=worker.name).first).to_contain_text("待上级确认")


def confirm(desk: Visit, worker: Somebody) -> None:
    desk.page.goto("/console/programmes/")
    desk.follow(SENDING)
    desk.follow("提名", exact=True)
    desk.at("提名")
    desk.press(f"确认 {worker.name}")
    expect(desk.page.locator("main")).to_contain_text("已通知本人填报志愿")


# the desk


def test_the_desk_on_a_tablet(open_page: Opener, city: City) -> None:
    due = who_is_due(city)
    desk = signed_in(open_page, DESK, on_phone=False)
    desk.page.set_viewport_size(TABLET)
    desk.page.goto("/campus/")
    desk.at("市南本部院区前台")
    desk.page.get_by_label("报名编号").fill("LY-0000-0000-0")
    desk.press("查这份报名")
    # the scanner keeps the focus: the next code may come at once
    expect(desk.page.locator(".summary[role=alert]")).to_contain_text("没有这个编号")
    check_in(desk, due[0])
    miss(desk, due[1])
    desk.follow("回到前台")
    desk.follow("房间表")
    desk.at("房间表")
    move(desk, due[0])


def who_is_due(city: City) -> list[Somebody]:
    with city.app().app_context():
        offering = stay_of("model-stay-now")
        return [of(g.person, g.reference) for g in guests.of_offering(offering) if g.state == "due"]


def stay_of(slug: str) -> Offering:
    query = select(Offering).join(Programme).where(Programme.slug == slug)
    return db.session.scalars(query).one()


def find(desk: Visit, guest: Somebody) -> None:
    desk.page.get_by_label("报名编号").fill(guest.reference)
    desk.press("查这份报名")
    desk.at("报到")


def check_in(desk: Visit, guest: Somebody) -> None:
    find(desk, guest)
    desk.press(f"{guest.name} 报到")
    expect(desk.page.locator("section.card", has_text=guest.name)).to_contain_text("已报到")
    desk.follow("回到前台")


def miss(desk: Visit, guest: Somebody) -> None:
    find(desk, guest)
    desk.follow(f"{guest.name} 未到")
    desk.at("登记未到")
    desk.press("登记未到")
    assert "请写明原因" in desk.faults()
    desk.page.get_by_label("不算（有正当理由）").check()
    desk.page.get_by_label("原因").fill("家人住院")
    desk.press("登记未到")
    expect(desk.page.locator("main")).to_contain_text("不算已使用，家人住院")


def move(desk: Visit, guest: Somebody) -> None:
    """To the last free bed of the campus; asked without a reason first."""
    desk.page.get_by_role("link", name=guest.name).first.click()
    desk.at(f"换床：{guest.name}")
    free = desk.page.locator("#second option", has_text="空床").last
    words = free.inner_text()
    desk.page.get_by_label("换到").select_option(label=words)
    desk.press("核对并换床")
    assert "请写明原因" in desk.faults()
    desk.page.get_by_label("原因").fill("空调坏了")
    desk.press("核对并换床")
    desk.at("房间表")
    room = words.split("，")[0]
    expect(desk.page.locator("ul.rooms > li", has_text=room).first).to_contain_text(guest.name)


# the guest


def test_a_guest_sees_the_days_and_books_a_talk(open_page: Opener, city: City) -> None:
    with city.app().app_context():
        offering = stay_of("model-stay-now")
        booked = {slot.person_id for slot in slots.of_offering(offering)}
        come = [g for g in guests.of_offering(offering) if g.state == "in" and g.person.id not in booked]
        guest, page = of(come[-1].person), f"/stays/{offering.id}"
    visit = signed_in(open_page, guest.phone)
    visit.page.goto(page)
    visit.at("疗养日程")
    for words in ("思政引领", "生态疗养", "心理赋能", "海滨步道健走", "今天"):
        expect(visit.page.locator("main")).to_contain_text(words)
    visit.follow("约一个时间")
    visit.at("约一对一心理疏导")
    visit.press("约这个时间")
    assert "请选一个时间" in visit.faults()
    visit.page.get_by_role("radio").first.check()
    visit.page.get_by_label("想聊什么").fill("最近压力大")
    visit.press("约这个时间")
    visit.at("疗养日程")
    expect(visit.page.locator("main")).to_contain_text("周咨询师")
    visit.page.goto("/mine")
    expect(visit.page.locator("main")).to_contain_text("一对一心理疏导")


def test_a_guest_says_how_it_was(open_page: Opener, city: City) -> None:
    with city.app().app_context():
        offering = stay_of("model-stay-autumn")
        answered = select(StayGuest.person_id).where(StayGuest.surveyed)
        query = select(Member).where(
            Member.programme_id == offering.programme_id, Member.person_id.not_in(answered)
        )
        guest, page = of(db.session.scalars(query).all()[-1].person), f"/stays/{offering.id}/opinion"
    visit = signed_in(open_page, guest.phone)
    visit.page.goto(page)
    visit.at("这次疗养怎么样")
    visit.press("提交")
    assert "请给“饮食”打分" in visit.faults()
    for question in visit.page.locator("fieldset:has-text('很满意')").all():
        question.get_by_label("满意", exact=True).check()
    visit.page.get_by_label("愿意", exact=True).check()
    visit.press("提交")
    visit.at("疗养日程")
    visit.page.goto(page)
    expect(visit.page.locator("main")).to_contain_text("您已经填过了")


# the report


def test_the_city_takes_the_report_out(open_page: Opener, tmp_path: Path) -> None:
    desk = signed_in(open_page, CITY, on_phone=False)
    desk.page.goto("/console/stays/")
    desk.at("疗休养")
    desk.follow("报表", exact=True)
    desk.at("疗休养报表")
    desk.page.get_by_label("从哪天").fill("2020-01-01")
    desk.press("查看")
    desk.at("疗休养报表")
    with desk.page.expect_download() as download:
        desk.press("下载表格")
    path = tmp_path / "report.xlsx"
    download.value.save_as(path)
    page = load_workbook(path).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    total = rows[-1]
    assert total[0] == "合计"
    shown = desk.page.locator("section[aria-labelledby=units] tbody tr").last.inner_text()
    assert re.findall(r"[\d,]+", shown)[2] == f"{total[5]:,}"
    expect(desk.page.locator("main")).to_contain_text("全国劳模")
