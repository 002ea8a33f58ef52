"""Rows: what each cell means, and what is wrong with it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from app.identity import make_resident_id
from app.services.roster_file import (
    check_row,
    read_roster,
)
from app.services.roster_file.dates import parse_date
from tests.services.rosters import (
    HEADER,
    TODAY,
    WANG,
    found,
    old_workbook,
    row,
    text_table,
    workbook,
)

PASSPORT = {"name": "John Smith", "identity": "E12345678", "phone": WANG[2]}
ENDS_IN_ZEROS = next(
    number
    for day in range(1, 29)
    if (number := make_resident_id("370202", date(1990, 2, day), 100)).endswith("000")
)
WRONG = WANG[1][:-1] + ("1" if WANG[1][-1] != "1" else "2")


def test_sex_and_birth_date_come_from_the_number() -> None:
    checked = row()
    assert checked.is_ready
    assert (checked.values["sex"], checked.date("born_on")) == ("M", date(1990, 1, 1))
    assert (checked.values["identity_kind"], checked.date("joined_on")) == ("resident_id", None)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("name", "王  伟", "王伟"),
        ("name", "王\u3000伟\u200b", "王伟"),
        ("name", "\u00a0王伟\n", "王伟"),
        ("name", "买买提•吐尔逊", "买买提·吐尔逊"),
        ("name", "买买提.吐尔逊", "买买提·吐尔逊"),
        ("name", "Ｊｏｈｎ  Smith", "John Smith"),
        ("name", "王\ue863", "王\ue863"),
        ("name", "\U00030edd伟", "\U00030edd伟"),
        ("identity", "'" + WANG[1], WANG[1]),
        ("identity", f'="{WANG[1]}"', WANG[1]),
        ("identity", " ".join(WANG[1]), WANG[1]),
        ("identity", "".join(chr(ord(digit) + 0xFEE0) for digit in WANG[1]), WANG[1]),
        ("phone", "13800001111.0", "13800001111"),
        ("phone", "１３８ ００００ １１１１", "13800001111"),
        ("phone", "+86-138-0000-1111", "13800001111"),
        ("identity_kind", "居民身份证", "resident_id"),
        ("sex", "男性", "M"),
        ("born_on", "1990.01.01", "1990-01-01"),
        ("born_on", "1990年1月", "1990-01-01"),
        ("joined_on", "2019年3月1日", "2019-03-01"),
        ("joined_on", "2019.07", "2019-07-01"),
        ("tier", "第二优先级", "2"),
        ("tier", "1", "1"),
        ("needs", "电梯、无障碍", "lift step_free"),
        ("needs", "需要轮椅", "step_free"),
        ("needs", "电梯房", "lift"),
        ("needs", "Step-free, lift", "lift step_free"),
        ("needs", "step free", "step_free"),
        ("identity_kind", "Identity card", "resident_id"),
        ("tier", "Tier 2", "2"),
        ("party", " 甲 组 ", "甲 组"),
        ("choice_1", "10月12日  市南院区", "10月12日 市南院区"),
    ],
)
def test_what_a_cell_means(field: str, typed: str, value: str) -> None:
    checked = row(**{field: typed})
    assert found(checked) == {}
    assert checked.values[field] == value
    assert checked.cells[field] == typed


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("name", "", "name_missing"),
        ("name", "王伟2", "name_digits"),
        ("name", "王２伟", "name_digits"),
        ("name", "王伟、李梅", "name_characters"),
        ("name", "王*", "name_characters"),
        ("name", "王伟（女）", "name_characters"),
        ("name", "王", "name_length"),
        ("name", "王伟" * 40, "name_length"),
        ("name", "#REF!", "cell_error"),
        ("identity", "", "identity_missing"),
        ("identity", "3.70202E+17", "identity_destroyed"),
        ("identity", "3.7e17", "identity_destroyed"),
        ("identity", "370202199001011000.0", "identity_destroyed"),
        ("identity", "370202199001011000", "identity_destroyed"),
        ("identity", WRONG, "identity_checksum"),
        ("identity", WANG[1][:-1], "identity_length"),
        ("identity", "370202900101123", "identity_old"),
        ("identity", "37O202199001011234", "identity_characters"),
        ("identity", "370202199013011234", "identity_date"),
        ("identity", "#N/A", "cell_error"),
        ("identity_kind", "军官证", "identity_kind_unknown"),
        ("phone", "", "phone_missing"),
        ("phone", "1.38E+10", "phone_destroyed"),
        ("phone", "1380000111", "phone_length"),
        ("phone", "0532-85911234", "phone_landline"),
        ("phone", "13800001111、13900002222", "phone_characters"),
        ("sex", "女", "sex_contradicts"),
        ("sex", "1", "sex_unknown"),
        ("born_on", "1990-01-02", "born_on_contradicts"),
        ("born_on", "1990年2月", "born_on_contradicts"),
        ("born_on", "九十年代", "date_unknown"),
        ("joined_on", "2019.1", "date_unknown"),
        ("joined_on", "2019-02-30", "date_unknown"),
        ("joined_on", "2030-01-01", "date_future"),
        ("joined_on", "1919-01-01", "date_too_early"),
        ("needs", "靠海", "need_unknown"),
        ("note", "长" * 201, "text_too_long"),
    ],
)
def test_what_is_wrong_with_a_cell(field: str, typed: str, code: str) -> None:
    checked = row(**{field: typed})
    assert checked.faults[field].code == code
    assert field not in checked.values
    assert "请" in checked.faults[field].message or "可以填写" in checked.faults[field].message


def test_a_fault_leaves_the_other_cells_alone() -> None:
    checked = row(phone="123", identity=WRONG)
    assert set(checked.faults) == {"phone", "identity"}
    assert checked.values["name"] == "王伟"


@pytest.mark.parametrize("typed", ["无", "没有", "/", "无特殊需求", " "])
def test_no_needs(typed: str) -> None:
    checked = row(needs=typed)
    assert (found(checked), checked.needs) == ({}, frozenset())


def test_unknown_words_for_a_tier_are_only_a_warning() -> None:
    checked = row(tier="一线职工")
    assert checked.is_ready
    assert checked.warnings["tier"].code == "tier_unknown"
    assert "tier" not in checked.values


def test_valid_number_that_ends_in_zeros_is_kept_with_a_warning() -> None:
    checked = row(identity=ENDS_IN_ZEROS)
    assert checked.values["identity"] == ENDS_IN_ZEROS
    assert checked.warnings["identity"].code == "identity_suspect"


def test_passport_needs_sex_and_birth_date() -> None:
    assert found(check_row(PASSPORT, 2, TODAY)) == {"sex": "sex_missing", "born_on": "born_on_missing"}
    whole = check_row({**PASSPORT, "sex": "女", "born_on": "1990/3/4"}, 2, TODAY)
    assert found(whole) == {}
    assert (whole.values["identity_kind"], whole.values["sex"]) == ("passport", "F")
    assert found(check_row({**PASSPORT, "sex": "女", "born_on": "1990-03"}, 2, TODAY)) == {
        "born_on": "date_unknown"
    }


def test_kind_of_document_decides_over_the_shape() -> None:
    checked = check_row({**PASSPORT, "identity_kind": "身份证"}, 2, TODAY)
    assert found(checked) == {"identity": "identity_characters"}


def test_choices_are_ranked_without_gaps_and_without_repeats() -> None:
    assert row(choice_1="甲", choice_3="乙").choices == ("甲", "乙")
    assert found(row(choice_1="甲", choice_2=" 甲")) == {"choice_2": "choice_repeated"}


@pytest.mark.parametrize(
    ("typed", "first", "exact"),
    [
        ("2019-03-01", date(2019, 3, 1), True),
        ("2019-03-01 00:00:00", date(2019, 3, 1), True),
        ("2019-3-1 12:30", date(2019, 3, 1), True),
        ("2019.3.1", date(2019, 3, 1), True),
        ("2019/3/1", date(2019, 3, 1), True),
        ("2019年3月1日", date(2019, 3, 1), True),
        ("２０１９－３－１", date(2019, 3, 1), True),
        ("20190301", date(2019, 3, 1), True),
        ("43525", date(2019, 3, 1), True),
        ("2019年3月", date(2019, 3, 1), False),
        ("201903", date(2019, 3, 1), False),
    ],
)
def test_dates(typed: str, first: date, exact: bool) -> None:
    written = parse_date(typed)
    assert written is not None
    assert (written.first, written.is_exact) == (first, exact)


@pytest.mark.parametrize(
    "typed", ["", "2019.1", "2019", "90.1.1", "2019-13-01", "0000-01-01", "三月", "2019-٣-1"]
)
def test_not_dates(typed: str) -> None:
    assert parse_date(typed) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [(float(WANG[1][:17] + "0"), "identity_destroyed"), (370202900101123, "identity_old")],
)
@pytest.mark.parametrize("make", [workbook, old_workbook])
def test_numbers_that_excel_destroyed(make: Any, typed: float, code: str) -> None:
    (checked,) = read_roster("a.xlsx", make((HEADER, (WANG[0], typed, WANG[2]))), TODAY).rows
    assert found(checked) == {"identity": code}


@pytest.mark.parametrize("make", [workbook, old_workbook])
def test_phone_in_a_numeric_cell_is_exact(make: Any) -> None:
    (checked,) = read_roster("a.xls", make((HEADER, (*WANG[:2], 13800001111))), TODAY).rows
    assert checked.is_ready
    assert checked.cells["phone"] == checked.values["phone"] == "13800001111"


@pytest.mark.parametrize(
    "typed", [date(2019, 3, 1), datetime(2019, 3, 1, 8, 30), 43525, "2019.3.1", 20190301]
)
def test_dates_in_cells_of_every_type(typed: object) -> None:
    (checked,) = read_roster("a.xlsx", workbook(((*HEADER, "入职日期"), (*WANG, typed))), TODAY).rows
    assert (found(checked), checked.date("joined_on")) == ({}, date(2019, 3, 1))


def test_fields_without_a_column_are_shown_when_a_fault_speaks_of_them() -> None:
    table = read_roster("a.csv", text_table((HEADER, tuple(PASSPORT.values()))), TODAY)
    assert table.fields == ("name", "identity", "phone", "sex", "born_on")
