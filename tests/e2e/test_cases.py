"""A subsidy applied for on a phone, asked about, refused, appealed and granted; and a private case."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.extensions import db
from app.models import Account, CaseFile, Programme
from tests.e2e.city import City, Visit, sign_in
from tests.e2e.conftest import Opener

SUBSIDY = "2026 年“求学圆梦”学费补助"
WORKER, UNIT, CITY, LAWYER = "13800000001", "13800000004", "13800000005", "13800000031"
DISTRICT, FIRST, SECOND = "13800000032", "13800000034", "13800000035"


def paper(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(b"%PDF-1.4 a paper")
    return path


def apply(phone: Visit, folder: Path) -> str:
    page = phone.page
    page.goto("/programmes/degree-subsidy-2026")
    phone.at(SUBSIDY)
    phone.follow("我要报名")
    phone.at("几个问题")
    page.get_by_label("本科").check()
    page.get_by_label("就读学校和专业").fill("青岛开放大学 机械设计")
    page.get_by_label("本学年已缴学费").fill("5200")
    page.get_by_label("学籍证明").set_input_files(paper(folder, "学籍证明.pdf"))
    page.get_by_label("否", exact=True).check()
    phone.press("继续")
    phone.at("提交前核对")
    page.get_by_label("以上内容属实").check()
    phone.press("提交报名")
    phone.at("报名已提交")
    return page.locator("#reference").inner_text().strip()


def desk(open_page: Opener, phone: str) -> Visit:
    visit = Visit(open_page(phone=False))
    sign_in(visit.page, phone)
    return visit


def find(visit: Visit, reference: str, view: str = "free") -> None:
    visit.page.goto(f"/cases/?view={view}")
    visit.at("办件")
    visit.page.get_by_role("link", name=reference).click()
    visit.at(reference)


def pass_on(visit: Visit, reference: str) -> None:
    find(visit, reference)
    visit.press("接办")
    visit.page.locator("main").get_by_role("link", name="转“").click()
    visit.at("转下一步")
    visit.press("转下一步")
    visit.at(reference)


def decide(visit: Visit, outcome: str, reason: str, amount: str, words: str) -> None:
    page = visit.page
    page.get_by_label(outcome, exact=True).check()
    page.get_by_label("理由").select_option(label=reason)
    page.get_by_label("金额").fill(amount)
    page.get_by_label("说明").fill(words)
    visit.press("作出决定，通知申请人")


def test_refused_appealed_and_granted(open_page: Opener, tmp_path: Path) -> None:
    phone = Visit(open_page(phone=True))
    sign_in(phone.page, WORKER)
    reference = apply(phone, tmp_path)
    pass_on(desk(open_page, UNIT), reference)

    district = desk(open_page, DISTRICT)
    find(district, reference)
    district.press("接办")
    district.follow("请申请人补充")
    district.at("请申请人补充")
    district.page.get_by_label("请申请人补充什么").fill("请上传完整的缴费凭证。")
    district.press("发给申请人")

    page = phone.page
    page.goto(f"/mine/{reference}")
    phone.at("请补充材料")
    expect(page.locator("main")).to_contain_text("请上传完整的缴费凭证。")
    phone.follow("现在补充")
    phone.at("补充材料")
    phone.press("提交补充")
    assert "请写明情况" in phone.faults()
    page.get_by_label("您的说明").fill("凭证在附件里。")
    page.get_by_label("材料").set_input_files(paper(tmp_path, "缴费凭证.pdf"))
    phone.press("提交补充")
    phone.at("正在办理")

    district.page.reload()
    expect(district.page.get_by_role("link", name="缴费凭证.pdf")).to_be_visible()
    district.page.locator("main").get_by_role("link", name="转“").click()
    district.press("转下一步")

    first = desk(open_page, FIRST)
    find(first, reference)
    first.press("接办")
    first.follow("作出决定")
    first.at("作出决定")
    decide(first, "不同意", "不同意 · 材料不足以证明情况属实", "", "看不出就读时间。")
    first.at(reference)

    page.goto(f"/mine/{reference}")
    phone.at("申请没有同意")
    expect(page.locator("main")).to_contain_text("材料不足以证明情况属实")
    phone.follow("申请复核")
    phone.at("申请复核")
    page.get_by_label("您的说明").fill("入学时间写在证明第二行。")
    phone.press("提交复核申请")
    phone.at("正在复核")

    second = desk(open_page, SECOND)
    find(second, reference)
    second.press("接办")
    second.follow("作出复核决定")
    decide(second, "同意", "同意 · 符合补助条件", "5200", "经复核符合条件。")
    second.at(reference)
    page.goto(f"/mine/{reference}")
    phone.at("申请已同意")
    expect(page.locator("main")).to_contain_text("5,200 元")
    phone.follow("查看办理经过")
    phone.at("办理经过")
    expect(page.locator("main")).to_contain_text("复核决定")


def test_the_city_cannot_open_a_private_case(open_page: Opener, city: City) -> None:
    case_id, name = private_case(city)
    coordinator = desk(open_page, CITY)
    coordinator.page.goto("/console/programmes/")
    coordinator.follow("职工法律援助", exact=True)
    coordinator.at("职工法律援助")
    expect(coordinator.page.locator("main")).to_contain_text("只有专办人员能看到")
    answer = coordinator.page.goto(f"/cases/{case_id}")
    assert answer is not None
    assert answer.status == 404
    assert name not in coordinator.page.content()
    lawyer = desk(open_page, LAWYER)
    lawyer.page.goto("/cases/?view=live")
    lawyer.at("办件")
    narrow(open_page, lawyer.page, case_id, name)


def narrow(open_page: Opener, page: Page, case_id: int, name: str) -> None:
    """Its case worker opens it, at the desk and on a phone."""
    page.goto(f"/cases/{case_id}")
    expect(page.locator("main")).to_contain_text(name)
    phone = Visit(open_page(phone=True))
    sign_in(phone.page, LAWYER)
    phone.page.goto(f"/cases/{case_id}")
    phone.at("YZ-")
    expect(phone.page.locator("main")).to_contain_text(name)


def private_case(city: City) -> tuple[int, str]:
    """One that waits, and the name of who applied."""
    query = select(CaseFile).join(Programme, CaseFile.programme_id == Programme.id)
    with city.app().app_context():
        found = db.session.scalars(
            query.where(Programme.slug == "legal-aid", CaseFile.owner_id.is_(None))
        ).first()
        assert found is not None
        account: Account = found.registration.signed_up_by
        return found.id, account.display_name
