"""Rows compared with each other, checked again, and stored."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.roster_file import (
    FIELD_LABELS,
    RosterRow,
    check_row,
    group_parties,
    mark_across_rows,
    mark_duplicates,
    read_roster,
)
from tests.services.rosters import (
    HEADER,
    LI,
    TODAY,
    WANG,
    ZHAO,
    found,
    row,
    text_table,
)


def test_same_person_twice_is_a_fault_in_every_row() -> None:
    typed_otherwise = (WANG[0], " ".join(WANG[1]), "13700004444")
    rows = read_roster("a.csv", text_table((HEADER, WANG, LI, typed_otherwise, WANG)), TODAY).rows
    assert [found(checked) for checked in rows] == [
        {"identity": "duplicate_identity"},
        {},
        *[{"identity": "duplicate_identity"}] * 2,
    ]
    assert rows[0].faults["identity"].message.startswith("与第 4、5 行是同一个证件号码")


def test_shared_phone_is_a_warning() -> None:
    rows = read_roster("a.csv", text_table((HEADER, WANG, (*LI[:2], WANG[2]))), TODAY).rows
    assert all(checked.is_ready for checked in rows)
    assert [checked.warnings["phone"].params["rows"] for checked in rows] == [[3], [2]]


def test_marks_go_when_the_row_is_corrected() -> None:
    first, second = mark_duplicates((row(2), row(3)))
    assert not first.is_ready
    corrected = check_row({**second.cells, "identity": LI[1], "phone": LI[2]}, second.number, TODAY)
    assert all(checked.is_ready and not checked.warnings for checked in mark_duplicates((first, corrected)))


def test_parties_by_label() -> None:
    rows = (row(2, party="A组", choice_1="甲"), row(3), row(4, party="a组", phone="1"), row(5))
    parties = group_parties(rows)
    assert [[checked.number for checked in party.rows] for party in parties] == [[2, 4], [3], [5]]
    assert [party.is_ready for party in parties] == [False, True, True]
    assert (parties[0].label, parties[0].choices) == ("A组", ("甲",))


def test_party_must_not_rank_differently() -> None:
    table = read_roster(
        "a.csv",
        text_table(((*HEADER, "同行组", "志愿1"), (*WANG, "1", "甲"), (*LI, "1", "乙"), (*ZHAO, "1", ""))),
        TODAY,
    )
    assert [found(checked) for checked in table.rows] == [*[{"choice_1": "party_choices_differ"}] * 2, {}]
    corrected = check_row({**table.rows[1].cells, "choice_1": "甲"}, 3, TODAY)
    assert all(checked.is_ready for checked in mark_across_rows((table.rows[0], corrected, table.rows[2])))


cells = st.dictionaries(st.sampled_from(sorted(FIELD_LABELS)), st.text(max_size=25))


@settings(max_examples=150, derandomize=True, deadline=None)
@given(cells)
def test_any_text_is_checked_and_survives_json(typed: dict[str, str]) -> None:
    checked = check_row(typed, 7, TODAY)
    assert not checked.values.keys() & checked.faults.keys()
    assert not checked.is_ready or {"name", "identity", "phone", "sex", "born_on"} <= checked.values.keys()
    assert all(fault.message for fault in (*checked.faults.values(), *checked.warnings.values()))
    assert RosterRow.from_json(json.loads(json.dumps(checked.to_json()))) == checked


@settings(max_examples=100, derandomize=True, deadline=None)
@given(cells)
def test_what_was_read_reads_the_same_again(typed: dict[str, str]) -> None:
    checked = row(**typed)
    if checked.is_ready:
        again = row(
            **{
                name: value
                for name, value in checked.values.items()
                if name not in ("identity_kind", "needs")
            }
        )
        assert {**again.values, "needs": ""} == {**checked.values, "needs": ""}
