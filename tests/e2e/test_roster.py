"""A union's coordinator: a workbook with ten kinds of fault, corrected on the page, confirmed."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Locator, expect

from app.identity import make_resident_id
from tests.e2e.city import Visit, inspect, newcomer, sign_in
from tests.e2e.conftest import Opener
from tests.e2e.worker_steps import PROGRAMME
from tests.services.rosters import workbook

COORDINATOR = "13800000004"
HEADER = ("名字", "证件号码", "联系电话", "性别", "参加工作时间", "特殊需求", "志愿", "同行组")
SINCE = dt.date(2015, 7, 1)
FIRST_ROW = 4

Cells = tuple[object, ...]


def line(number: int, name: str, **other: object) -> Cells:
    """A row without a fault but for what `other` says."""
    who = newcomer(name, number)
    cells = {
        "name": name,
        "identity": who.identity,
        "phone": who.phone,
        "sex": "女" if number % 2 == 0 else "男",
        "since": SINCE,
        "needs": "",
        "choice": "",
        "party": "",
        **other,
    }
    return tuple(cells.values())


def wrong_digit(identity: str) -> str:
    return identity[:-1] + ("1" if identity[-1] != "1" else "2")


TWICE = make_resident_id("370203", dt.date(1979, 9, 9), 515)
# (row, what its cell says): ten kinds of fault
FAULTS = (
    (line(311, "陆一鸣", identity=370202199001011234.0), "证件号码", "后几位已经丢失"),
    (line(313, "陆二妹", identity=wrong_digit(newcomer("", 313).identity)), "证件号码", "核对"),
    (line(315, ""), "姓名", "请填写姓名"),
    (line(317, "陆四海", phone="1380000"), "手机号", "手机号"),
    (line(319, "陆五福", sex="女"), "性别", "按身份证号应为男"),
    (line(321, "陆六顺", since="很久以前"), "参加工作日期", "请填写完整日期"),
    (line(323, "陆七星", needs="海景"), "特殊需求", "不能识别需求"),
    (line(325, "陆八方", choice="火星院区 1月1日"), "第一志愿", "没有找到这一期"),
    (line(515, "陆九州", identity=TWICE), "证件号码", "同一个证件号码"),
    (line(515, "陆九洲", identity=TWICE, phone="15900001777"), "证件号码", "同一个证件号码"),
    (line(327, "陆十全2"), "姓名", "姓名里有数字"),
)
GOOD = (
    line(301, "方晓岚"),
    line(303, "方大同"),
    line(305, "方正", party="甲"),
    line(307, "方圆", party="甲"),
)
HELD = line(309, "方寸", party="乙")
PARTNER = line(329, "方舟", party="乙", phone="没有手机")


def roster() -> bytes:
    """Two title rows, the header in the third, then the good, a party that waits, and the faulty."""
    rows = [
        ("职工疗休养报名名单",),
        ("填表单位：本单位工会",),
        HEADER,
        *GOOD,
        HELD,
        PARTNER,
        *(row for row, _, _ in FAULTS),
    ]
    return workbook(rows)


def number_of(place: int) -> int:
    """The row of the file on which FAULTS[place] stands."""
    return FIRST_ROW + len(GOOD) + 2 + place


def test_a_roster_with_ten_kinds_of_fault(open_page: Opener) -> None:
    desk = Visit(open_page(phone=False))
    sign_in(desk.page, COORDINATOR)
    upload(desk)
    every_fault_is_in_its_cell(desk)
    choose_for_all(desk)
    confirm(desk, people=len(GOOD))
    correct(desk)
    confirm(desk, people=2)
    main = desk.page.locator("main")
    expect(main).to_contain_text("方寸")
    expect(main).not_to_contain_text("陆一鸣")
    expect(main).to_contain_text("没有报名的行")


def upload(desk: Visit) -> None:
    desk.page.goto("/console/roster/")
    desk.at("名单导入")
    desk.press("上传并检查")
    assert "请选择名单文件" in desk.faults()
    desk.page.get_by_label("项目").select_option(label=option(desk, "项目", PROGRAMME))
    desk.page.get_by_label("名单文件").set_input_files(
        {"name": "疗休养名单.xlsx", "mimeType": "application/octet-stream", "buffer": roster()}
    )
    desk.press("上传并检查")
    desk.at("核对名单")


def option(desk: Visit, label: str, words: str) -> str:
    return desk.page.get_by_label(label).locator("option", has_text=words).first.inner_text()


def every_fault_is_in_its_cell(desk: Visit) -> None:
    """With the number that the row has in the file; the good rows have none."""
    for place, (_, field, words) in enumerate(FAULTS):
        row = desk.page.locator(f"#row-{number_of(place)}")
        wrong = row.locator("td.wrong", has=desk.page.get_by_label(f"第 {number_of(place)} 行 {field}"))
        expect(wrong.locator(".fault")).to_contain_text(words)
    for number in range(FIRST_ROW, FIRST_ROW + len(GOOD)):
        expect(desk.page.locator(f"#row-{number} .fault")).to_have_count(0)
    expect(desk.page.locator(f"#row-{FIRST_ROW + len(GOOD)}")).to_contain_text("等待")
    assert "处需要改正" in desk.faults()


def choose_for_all(desk: Visit) -> None:
    """The roster names no sessions: one ranking for everybody."""
    desk.follow("统一选择志愿")
    desk.at("统一选择志愿")
    desk.page.get_by_label("第 1 志愿").select_option(index=1)
    desk.press("用这些志愿")
    desk.at("核对名单")


def confirm(desk: Visit, people: int) -> None:
    """What will be signed up is said first; what is held back is said too."""
    desk.follow("下一步：确认报名")
    desk.at("确认报名")
    main: Locator = desk.page.locator("main")
    expect(main).to_contain_text(re.compile(rf"{people} 人，\d+ 组"))
    expect(main).to_contain_text("这次不报名的行")
    desk.press("确认，为他们报名")
    desk.at("报名结果")


def correct(desk: Visit) -> None:
    """The partner's phone, on the page: the party no longer waits."""
    desk.follow("继续改正其余的行")
    desk.at("核对名单")
    number = FIRST_ROW + len(GOOD) + 1
    desk.page.get_by_label(f"第 {number} 行 手机号").fill("159 0000 1888")
    desk.press("重新检查")
    desk.at("核对名单")
    expect(desk.page.locator(f"#row-{number} .fault")).to_have_count(0)
    inspect(desk.page)
