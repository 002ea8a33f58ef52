"""Files: formats, encodings, headers."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from app.services.roster_file import MAX_PEOPLE, RosterTable, template_workbook
from app.services.roster_file.faults import MESSAGES
from app.services.roster_file.fields import FIELD_LABELS, TITLES, recognise
from tests.services.rosters import (
    HEADER,
    LI,
    PLAIN,
    SHEET,
    WANG,
    ZHAO,
    codes,
    names,
    old_workbook,
    read,
    text_table,
    workbook,
)


def notes(table: RosterTable) -> list[str]:
    return [note.code for note in table.notes]


@pytest.mark.parametrize(
    ("filename", "data"),
    [
        ("a.xlsx", workbook(PLAIN)),
        ("a.xls", old_workbook(PLAIN)),
        ("a.csv", text_table(PLAIN)),
        ("a.csv", text_table(PLAIN, "utf-8-sig")),
        ("a.csv", text_table(PLAIN, "gbk")),
        ("a.csv", text_table(PLAIN, "gb18030", ";")),
        ("a.txt", text_table(PLAIN, "utf-16", "\t")),
        ("a.xls", text_table(PLAIN, "gbk", "\t")),
        ("A.CSV", text_table((("某某公司, 疗休养; 报名表",), *PLAIN), "gbk", "\t")),
    ],
)
def test_every_format_gives_the_same_rows(filename: str, data: bytes) -> None:
    table = read(data, filename)
    assert (codes(table), notes(table)) == ([], [])
    assert [tuple(row.values[name] for name in ("name", "identity", "phone")) for row in table.rows] == [
        WANG,
        LI,
    ]
    assert all(row.is_ready for row in table.rows)


def test_header_below_titles_keeps_the_files_row_numbers() -> None:
    rows = (("2026 年秋季疗休养报名表",), (), ("单位：某公司", "", "日期：2026-11-01"), HEADER, WANG, (), LI)
    table = read(workbook(rows, merged=[(0, 0, 0, 2, "2026 年秋季疗休养报名表")]))
    assert [row.number for row in table.rows] == [5, 7]


def test_blank_lines_of_text_count_as_rows() -> None:
    assert [row.number for row in read(text_table((HEADER, WANG, (), LI)), "a.csv").rows] == [2, 4]


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("姓 名", "name"),
        ("＊姓名", "name"),
        ("职工姓名（必填）", "name"),
        ("名字", "name"),
        ("身份证\n号码", "identity"),
        ("证件号码(18位)", "identity"),
        ("身份证/护照号", "identity"),
        ("ID No.", "identity"),
        ("联系电话\u200b", "phone"),
        ("手机【本人】", "phone"),
        ("证件类型", "identity_kind"),
        ("出生年月日", "born_on"),
        ("参加工作时间", "joined_on"),
        ("同住", "party"),
        ("特殊需求", "needs"),
        ("第一志愿", "choice_1"),
        ("志愿5", "choice_5"),
        ("志愿２", "choice_2"),
        ("第 3 志愿", "choice_3"),
        ("志愿（第一志愿）", "choice_1"),
        ("Full name", "name"),
        ("ID number (required)", "identity"),
        ("Share room", "party"),
        ("Choice 2", "choice_2"),
        ("Second choice", "choice_2"),
        ("民族", None),
        ("紧急联系人姓名", None),
        ("", None),
    ],
)
def test_titles_vary(title: str, field: str | None) -> None:
    assert recognise(title) == field


def test_every_title_is_recognised_and_every_field_has_a_label() -> None:
    for field, titles in TITLES.items():
        assert {recognise(title) for title in titles} == {field}
        assert FIELD_LABELS[field]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ((("姓名", "身份证号"), WANG[:2]), ["column_missing"]),
        ((("姓名", "部门"), ("王伟", "机电")), ["column_missing", "column_missing"]),
        (((*HEADER, "联系电话"), (*WANG, "")), ["column_twice"]),
        ((("甲", "乙"), ("1", "2")), ["header_missing"]),
        ((HEADER,), ["rows_missing"]),
        ((HEADER, ("合计", "", "2 人")), ["rows_missing"]),
        ((*[("说明",)] * 30, HEADER, WANG), ["header_missing"]),
        ((HEADER, *[WANG] * (MAX_PEOPLE + 1)), ["rows_too_many"]),
    ],
)
def test_tables_refused_as_a_whole(rows: tuple[tuple[str, ...], ...], found: list[str]) -> None:
    table = read(text_table(rows), "a.csv")
    assert codes(table) == found
    assert table.rows == ()


def test_missing_column_names_the_titles_that_would_do() -> None:
    (fault,) = read(text_table((("姓名", "证件号"), WANG[:2])), "a.csv").file_faults
    assert fault.message == "缺少“手机号”一列，表头可以写作：手机号、手机、手机号码、联系电话、电话"


def test_two_columns_for_one_field_are_named() -> None:
    (fault,) = read(workbook(((*HEADER, "联系电话"), (*WANG, "")))).file_faults
    assert "手机号、联系电话" in fault.message


def test_footers_and_repeated_headers_are_passed_over_and_said() -> None:
    rows = (
        ("序号", *HEADER),
        ("1", *WANG),
        ("序号", *HEADER),
        ("2", *LI),
        ("3", "", "", ""),
        ("合计", "2 人", "", ""),
        ("填表人：张三", "", "", "联系电话：0532-85911234"),
    )
    table = read(workbook(rows))
    assert names(table) == ["王伟", "李小梅"]
    assert [(note.code, note.params["number"]) for note in table.notes] == [
        ("note_header_again", 3),
        ("note_footer", 6),
        ("note_footer", 7),
    ]


def test_somebody_of_a_department_that_sounds_like_a_footer_is_read() -> None:
    table = read(workbook((("部门", *HEADER), ("审批科", *WANG))))
    assert names(table) == ["王伟"]


def test_remark_of_nobody_is_said() -> None:
    table = read(workbook(((*HEADER, "备注"), (*WANG, ""), ("", "", "", "替补"))))
    assert notes(table) == ["note_nobody"]


def test_first_visible_sheet_with_a_roster_is_read_and_others_are_named() -> None:
    data = workbook((("封面",),), sheets={"一车间": (HEADER, WANG), "二车间": (HEADER, LI)})
    table = read(data)
    assert names(table) == ["王伟"]
    assert "二车间" in table.notes[0].message


def test_hidden_sheet_is_not_read() -> None:
    table = read(workbook(PLAIN, sheets={"旧名单": (HEADER, ZHAO)}, hidden="旧名单"))
    assert (names(table), notes(table)) == (["王伟", "李小梅"], [])


def test_unused_columns_are_named() -> None:
    table = read(workbook((("序号", *HEADER, "民族"), (1, *WANG, "汉族"))))
    assert table.notes[0].message == "以下几列没有用到：民族"


def test_merged_party_and_choice_hold_for_all_their_rows() -> None:
    rows = ((*HEADER, "同行组", "第一志愿"), WANG, LI, ZHAO)
    table = read(workbook(rows, merged=[(1, 3, 2, 3, "甲组"), (1, 4, 2, 4, "10月12日 市南院区")]))
    assert [row.values.get("party") for row in table.rows] == ["甲组", "甲组", None]
    assert [row.choices for row in table.rows] == [("10月12日 市南院区",)] * 2 + [()]


def test_formula_errors_are_shown_where_they_stand() -> None:
    table = read(workbook((HEADER, (WANG[0], WANG[1], "=VLOOKUP(1,2,3)"), ("=A9", *LI[1:]))))
    assert [row.faults["phone" if row.number == 2 else "name"].code for row in table.rows] == [
        "cell_error"
    ] * 2
    assert table.rows[0].cells["phone"] == "#N/A"


def test_table_survives_json() -> None:
    table = read(workbook(((*HEADER, "民族"), WANG, (*LI[:2], "1234"), WANG, ("合计",))))
    assert RosterTable.from_json(json.loads(json.dumps(table.to_json()))) == table
    assert (
        RosterTable.from_json(table.to_json()).rows[1].faults["phone"].message
        == table.rows[1].faults["phone"].message
    )


def test_numbers_stay_out_of_logs() -> None:
    assert WANG[1] not in repr(read(workbook(PLAIN)))


def test_template_is_read_back() -> None:
    offerings = [f"10月{day}日 市南院区（五晚）" for day in range(1, 31)]
    empty = read(template_workbook(offerings))
    assert codes(empty) == ["rows_missing"]
    assert len(empty.columns) == 14
    with zipfile.ZipFile(io.BytesIO(template_workbook(offerings))) as package:
        sheet = package.read(SHEET).decode()
    assert sheet.count("<dataValidation ") == 7
    assert read(template_workbook([])).file_faults == empty.file_faults


def test_every_message_of_every_code_ends_in_words() -> None:
    assert all(str(message) for message in MESSAGES.values())
