"""What a worker does on the way to a registration, step by step; each step looks at its page."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.city import Someone, Visit, enter_code

PROGRAMME = "基层工会职工疗休养"
SPRING = "即墨温泉院区"
SEA = "市南本部院区"
HERBS = "中医康养院区"
REFERENCE = re.compile(r"LY(-[0-9A-Z]{4}){2}-[0-9A-Z*~$=]")


def find_programme(visit: Visit) -> None:
    """From the first page, by search."""
    page = visit.page
    page.goto("/")
    visit.at("可以报名的项目")
    page.get_by_label("找项目").fill("基层工会")
    if visit.scripts:
        expect(page.locator("#programmes .card")).to_have_count(1)
    else:
        visit.press("查找")
    visit.follow(PROGRAMME)
    visit.at(PROGRAMME)


def begin(visit: Visit, phone: str) -> None:
    """From the programme's page, through signing in."""
    visit.follow("我要报名")
    visit.at("登录")
    enter_code(visit.page, phone)


def fill_document(visit: Visit, who: Someone, identity: str) -> None:
    page = visit.page
    page.get_by_label("姓名").fill(who.name)
    page.get_by_label("证件号码").fill(identity)
    page.get_by_label("参加工作日期").fill("2012-07-01")


def pick_unit(visit: Visit) -> None:
    """By a part of the name: the list narrows while typing, or after a press where no scripts run."""
    page = visit.page
    listed = page.get_by_label("从列表中选择单位")
    page.get_by_label("单位名称").fill("医院")
    if not visit.scripts:
        visit.press("查找单位")
    expect(listed.locator("option", has_text="医院").first).to_be_attached()
    name = listed.locator("option", has_text="医院").first.inner_text()
    listed.select_option(label=name)


def confirm_identity(visit: Visit, who: Someone) -> None:
    visit.at("确认身份")
    fill_document(visit, who, who.identity)
    pick_unit(visit)
    visit.press("继续")
    visit.at("请核对您的信息")
    assert who.identity not in visit.page.locator("main").inner_text()
    visit.press("信息无误，确认")


def mistype_identity(visit: Visit, who: Someone) -> None:
    """Nothing filled in, then a wrong check digit: said in words and in order; what was typed stays."""
    visit.at("确认身份")
    visit.press("继续")
    told = visit.faults()
    assert 0 < told.index("请填写姓名") < told.index("请填写证件号码") < told.index("请选择单位")
    wrong = who.identity[:-1] + ("1" if who.identity[-1] != "1" else "2")
    fill_document(visit, who, wrong)
    pick_unit(visit)
    page = visit.page
    chosen = page.get_by_label("从列表中选择单位").input_value()
    visit.press("继续")
    assert "身份证" in visit.faults()
    expect(page.get_by_label("姓名")).to_have_value(who.name)
    expect(page.get_by_label("证件号码")).to_have_value(wrong)
    expect(page.get_by_label("从列表中选择单位")).to_have_value(chosen)


def bring(visit: Visit, companion: Someone) -> None:
    """Adds a companion, who sleeps in the same room."""
    visit.at("和谁一起去")
    visit.follow("加一位同行人")
    visit.at("加一位同行人")
    fill_document(visit, companion, companion.identity)
    visit.page.get_by_label("手机号码（选填）").fill(companion.phone)
    pick_unit(visit)
    visit.press("加入", exact=True)
    visit.at("和谁一起去")
    expect(visit.page.get_by_role("heading", name=companion.name)).to_be_visible()
    visit.press("继续")


def share_a_room(visit: Visit) -> None:
    visit.at("怎么住")
    for select in visit.page.get_by_label("和谁同住").all():
        select.select_option(label="同住一间")
    visit.press("继续")


def choose(visit: Visit, campus: str, number: int = 0) -> None:
    """Adds one session of a campus that is not yet chosen."""
    page = visit.page
    visit.follow("选择院区和日期")
    visit.at("选择院区和日期")
    page.get_by_label("院区", exact=True).select_option(label=campus)
    if not visit.scripts:
        visit.press("筛选")
    sessions = page.locator("#sessions li")
    expect(sessions.filter(has_not_text=campus)).to_have_count(0)
    sessions.get_by_role("button").nth(number).click()
    visit.at("您想去哪里")


def ranked(visit: Visit) -> list[str]:
    """The campuses in the order in which they are ranked."""
    return visit.page.locator("#ranked li b").all_inner_texts()


def rank(visit: Visit) -> None:
    """Four sessions; the hot spring moved up, one removed."""
    visit.at("您想去哪里")
    for campus in (SEA, SPRING, HERBS):
        choose(visit, campus)
    choose(visit, SEA, 1)
    assert ranked(visit) == [SEA, SPRING, HERBS, SEA]
    visit.page.get_by_role("button", name=f"上移：{SPRING}").click()
    expect(visit.page.locator("#ranked li b").first).to_have_text(SPRING)
    visit.page.get_by_role("button", name=f"去掉：{HERBS}").click()
    expect(visit.page.locator("#ranked li")).to_have_count(3)
    assert ranked(visit) == [SPRING, SEA, SEA]
    visit.press("继续")


def _answer(visit: Visit, first: str, others: str) -> None:
    questions = visit.page.get_by_role("group")
    for number, question in enumerate(questions.all()):
        question.get_by_label(others if number else first).check()
    visit.press("继续")


def declare_health(visit: Visit) -> None:
    """Nothing answered, then a yes, whose page says what to do, then no."""
    visit.at(f"健康申报：{SPRING}")
    visit.press("继续")
    assert "请回答" in visit.faults()
    _answer(visit, "是", "否")
    visit.at("换个地点更稳妥")
    visit.follow("点错了，重新回答")
    visit.at("健康申报")
    _answer(visit, "否", "否")


def send(visit: Visit, *, again: bool = False) -> str:
    """Checks the answers and sends; the reference number."""
    visit.at("提交前核对")
    visit.press("提交")
    assert "请确认内容属实" in visit.faults()
    visit.page.get_by_label("以上内容属实").check()
    visit.press("提交修改" if again else "提交报名")
    visit.at("报名已提交")
    expect(visit.page.get_by_role("heading", name="接下来")).to_be_visible()
    reference = visit.page.locator("#reference").inner_text().strip()
    assert REFERENCE.fullmatch(reference), reference
    return reference
