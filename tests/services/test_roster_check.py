"""A roster against the database: people, parties, choices, and what stands in which cell."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.identity import make_resident_id
from app.models import Account, Participation, Placement, Programme, RosterUpload, Unit
from app.services import roster_check, roster_confirm, roster_summary, roster_uploads
from app.services.roster_check import Checked, CheckedRow
from app.services.roster_file import read_roster
from app.unit_of_work import unit_of_work
from tests import factories
from tests.services.rosters import HEADER, LI, WANG, ZHAO, Rows, workbook


class Desk:
    """A union's coordinator, an open programme with one campus, and rosters for it."""

    def __init__(self) -> None:
        self.city, self.district, self.union = factories.tree()
        self.venue = factories.venue(name="市南院区", rooms=(2, 2, 3))
        self.programme: Programme = factories.programme()
        self.offering = factories.offering(self.programme, self.venue)
        self.account: Account = factories.account(coordinates=self.union)

    @property
    def label(self) -> str:
        start = self.offering.starts_on
        return f"市南院区 {start.month}月{start.day}日"

    def upload(self, rows: Rows) -> RosterUpload:
        table = read_roster("名单.xlsx", workbook(rows), clock.today())
        assert table.file_faults == ()
        with unit_of_work():
            return roster_uploads.store(self.account, self.programme, self.union, "名单.xlsx", table)

    def check(self, upload: RosterUpload, unit: Unit | None = None) -> Checked:
        scope = unit or self.union
        return roster_check.check(upload, Unit.path.startswith(scope.path), scope.level == "city")

    def rows(self, rows: Rows) -> dict[int, CheckedRow]:
        return {row.number: row for row in self.check(self.upload(rows)).rows}


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk()


CHOOSING = (*HEADER, "第一志愿")


def test_sound_rows_are_ready(desk: Desk) -> None:
    found = desk.check(desk.upload([CHOOSING, (*WANG, desk.label), (*LI, desk.label)]))
    assert [row.state for row in found.rows] == ["ready", "ready"]
    assert [party.choices for party in found.ready] == [(desk.offering.id,)] * 2


def test_somebody_signed_up_already_is_told_by_whom(desk: Desk) -> None:
    other = factories.person(desk.union, name="王伟", identity=WANG[1])
    factories.registration(desk.programme, [other], [desk.offering])
    row = desk.rows([CHOOSING, (*WANG, desk.label)])[2]
    assert row.already
    assert "王*" in row.faults["name"]
    assert "报名" in row.faults["name"]


def test_a_known_number_with_another_name(desk: Desk) -> None:
    factories.person(desk.union, name="王小伟", identity=WANG[1])
    row = desk.rows([CHOOSING, (*WANG, desk.label)])[2]
    assert "姓名" in row.faults["name"]
    assert "王小伟" not in row.faults["name"]


def test_somebody_of_another_unit(desk: Desk) -> None:
    elsewhere = factories.unit(desk.district, name="邻厂工会")
    factories.person(elsewhere, name="王伟", identity=WANG[1])
    upload = desk.upload([CHOOSING, (*WANG, desk.label)])
    assert "邻厂工会" in desk.check(upload).rows[0].faults["identity"]
    whole_district = desk.check(upload, desk.district).rows[0]
    assert whole_district.state == "ready"
    assert "邻厂工会" in whole_district.warnings["name"]


def test_rules_are_applied_to_known_and_new_people(desk: Desk) -> None:
    factories.rule(desk.programme, "not_within_years", years=3)
    factories.rule(desk.programme, "sex", sex="F")
    took_part = factories.person(desk.union, name="李小梅", identity=LI[1], sex="F")
    factories.save(Participation(person_id=took_part.id, kind="recuperation", took_place_on=clock.today()))
    rows = desk.rows([CHOOSING, (*WANG, desk.label), (*LI, desk.label)])
    assert "女" in rows[2].faults["name"]
    assert "3 年" in rows[3].faults["name"]


def test_what_only_warns_is_said_beside_the_name_and_holds_nobody_back(desk: Desk) -> None:
    rule = factories.rule(desk.programme, "union_member")
    rule.effect = "warn"
    factories.person(desk.union, name="李小梅", identity=LI[1], union_joined_on=dt.date(2020, 1, 1))
    rows = desk.rows([CHOOSING, (*WANG, desk.label), (*LI, desk.label)])
    assert [rows[number].state for number in (2, 3)] == ["ready", "ready"]
    assert "工会会员" in rows[2].warnings["name"]
    assert "name" not in rows[3].warnings


def test_a_roster_hands_in_no_documents(desk: Desk) -> None:
    factories.question(desk.programme, "proof", kind="file", label="收入证明", required=False)
    factories.rule(desk.programme, "document", question="proof")
    rows = desk.rows([CHOOSING, (*WANG, desk.label)])
    assert "收入证明" in rows[2].faults["name"]


def test_who_must_answer_something_signs_up_in_person(desk: Desk) -> None:
    factories.question(desk.programme, "size", label="衣服尺码", required=False)
    factories.question(desk.programme, "heart", label="心脏病史", shown_if={"age_min": 55})
    since = clock.today().replace(year=clock.today().year - 60)
    old = ("赵强", make_resident_id("370211", since, 357), ZHAO[2])
    rows = desk.rows([CHOOSING, (*WANG, desk.label), (*old, desk.label)])
    assert [rows[number].state for number in (2, 3)] == ["ready", "faulty"]
    assert "心脏病史" in rows[3].faults["name"]
    assert "尺码" not in rows[3].faults["name"]


def test_a_missing_day_of_service_is_asked_for_in_its_cell(desk: Desk) -> None:
    factories.rule(desk.programme, "years_of_service", years=5)
    assert "参加工作日期" in desk.rows([CHOOSING, (*WANG, desk.label)])[2].faults["joined_on"]
    with_date = [(*CHOOSING, "参加工作日期"), (*WANG, desk.label, "2001-07-01")]
    assert desk.rows(with_date)[2].state == "ready"


def test_the_highest_tier_is_for_the_city_to_give(desk: Desk) -> None:
    upload = desk.upload([(*CHOOSING, "优先级"), (*WANG, desk.label, "1"), (*LI, desk.label, "2")])
    assert [row.state for row in desk.check(upload).rows] == ["faulty", "ready"]
    assert [row.state for row in desk.check(upload, desk.city).rows] == ["ready", "ready"]


def test_a_party_waits_for_its_faulty_row_and_nobody_else_does(desk: Desk) -> None:
    header = (*CHOOSING, "同行组")
    bad = ("赵强", "370211197812313570", ZHAO[2])
    found = desk.check(
        desk.upload([header, (*WANG, desk.label, "A"), (*bad, "", "a"), (*LI, desk.label, "")])
    )
    assert [row.state for row in found.rows] == ["held", "faulty", "ready"]
    assert "3" in found.rows[0].note
    assert [party.numbers for party in found.ready] == [(4,)]


def test_a_party_that_is_too_large(desk: Desk) -> None:
    desk.programme.max_party_size = 2
    factories.save()
    header = (*CHOOSING, "同行组")
    rows = desk.rows([header, *((*who, desk.label, "A") for who in (WANG, LI, ZHAO))])
    assert all("2" in row.faults["party"] for row in rows.values())


def elsewhere(desk: Desk) -> None:
    """李小梅 holds a place of another programme on the very days."""
    offering = factories.offering(factories.programme(title="读书会"), desk.venue)
    person = factories.person(desk.union, name="李小梅", identity=LI[1], sex="F")
    sent = factories.registration(offering.programme, [person], [offering])
    factories.save(Placement(registration=sent, offering=offering, rank=1, given_at=clock.now()))


def test_what_overlaps_is_said_before_anybody_is_signed_up(desk: Desk) -> None:
    elsewhere(desk)
    rows = desk.rows([CHOOSING, (*WANG, desk.label), (*LI, desk.label)])
    assert [rows[number].state for number in (2, 3)] == ["ready", "faulty"]
    assert "读书会" in rows[3].faults["choice_1"]


def test_where_overlaps_are_allowed_they_are_only_said(desk: Desk) -> None:
    elsewhere(desk)
    desk.programme.overlap = "warn"
    factories.save()
    upload = desk.upload([HEADER, WANG, LI])
    with unit_of_work():
        roster_uploads.choose(upload, [desk.offering.id])
    found = desk.check(upload)
    assert [row.state for row in found.rows] == ["ready", "ready"]
    assert ["读书会" in row.warnings.get("choice_1", "") for row in found.rows] == [False, True]
    assert "choice_1" in found.fields


def test_where_there_is_nothing_to_choose_nobody_waits_for_a_choice(desk: Desk) -> None:
    desk.programme = factories.programme(mode="open", results_on=None)
    upload = desk.upload([HEADER, WANG, LI])
    found = desk.check(upload)
    assert [row.state for row in found.rows] == ["ready", "ready"]
    assert found.without_choices == 0
    assert roster_summary.first_choices(found) == []
    within = Unit.path.startswith(desk.union.path)
    with unit_of_work():
        sent = roster_confirm.sign_up_some(desk.account, upload, found.document, found.ready, within)
    assert sorted(sent) == [2, 3]


def test_a_party_that_is_too_small(desk: Desk) -> None:
    desk.programme.min_party_size = 2
    factories.save()
    header = (*CHOOSING, "同行组")
    rows = desk.rows([header, (*WANG, desk.label, "A"), (*ZHAO, desk.label, "A"), (*LI, desk.label, "")])
    assert [rows[number].state for number in (2, 3, 4)] == ["ready", "ready", "faulty"]
    assert "2" in rows[4].faults["party"]


def test_choices_that_name_nothing_too_many_or_twice(desk: Desk) -> None:
    desk.programme.max_choices = 2
    factories.save()
    cancelled = factories.offering(desk.programme, desk.venue, in_days=60, cancelled=True)
    second = factories.offering(desk.programme, desk.venue, in_days=90)
    day, later = cancelled.starts_on, second.starts_on
    header = (*HEADER, "志愿1", "志愿2", "志愿3")
    rows = desk.rows(
        [
            header,
            (*WANG, f"市南院区{day.month}月{day.day}日", "没有的院区 1月1日", None),
            (*LI, desk.label, f"市南院区 {desk.offering.starts_on:%Y-%m-%d}", None),
            (*ZHAO, desk.label, f"市南 {later.month}/{later.day}", "市南院区"),
        ]
    )
    assert "取消" in rows[2].faults["choice_1"]
    assert "没有找到" in rows[2].faults["choice_2"]
    assert "重复" in rows[3].faults["choice_2"]
    assert list(rows[4].faults) == ["choice_3"]


def test_a_roster_without_choices_waits_for_common_ones(desk: Desk) -> None:
    upload = desk.upload([HEADER, WANG, LI])
    assert desk.check(upload).without_choices == 2
    with unit_of_work():
        roster_uploads.choose(upload, [desk.offering.id])
    found = desk.check(upload)
    assert [party.choices for party in found.ready] == [(desk.offering.id,)] * 2


def test_a_need_that_no_room_meets(desk: Desk) -> None:
    row = desk.rows([(*CHOOSING, "特殊需求"), (*WANG, desk.label, "无障碍")])[2]
    assert "无障碍" in row.faults["choice_1"]


def test_corrections_clear_faults_and_rows_can_be_left_out(desk: Desk) -> None:
    upload = desk.upload([CHOOSING, (*WANG, desk.label), ("李小梅", WANG[1], LI[2], desk.label)])
    assert desk.check(upload).counts["faulty"] == 2
    with unit_of_work():
        roster_uploads.correct(upload, {3: {"identity": LI[1]}}, {2, 3}, set())
    assert desk.check(upload).counts["ready"] == 2
    with unit_of_work():
        roster_uploads.correct(upload, {}, {2, 3}, {3})
    assert desk.check(upload).counts == {"ready": 1, "dropped": 1}


def test_a_new_file_takes_the_place_of_the_unfinished_one(desk: Desk) -> None:
    first = desk.upload([CHOOSING, (*WANG, desk.label)])
    desk.upload([CHOOSING, (*LI, desk.label)])
    assert first.state == "discarded"
    assert first.rows["table"]["rows"] == []


def test_two_thousand_rows_take_few_queries(desk: Desk) -> None:
    people = [factories.person(desk.union, name="王伟") for _ in range(20)]
    rows: list[tuple[str, ...]] = [CHOOSING]
    for n in range(2000):
        known = people[n] if n < len(people) else None
        rows.append(("王伟", known.identity if known else _identity(n), f"137{n:08d}", desk.label))
    factories.rule(desk.programme, "not_within_years", years=3)
    factories.question(desk.programme, "heart", kind="yes_no", required=False)
    factories.rule(desk.programme, "health_question", question="heart")
    upload = desk.upload(rows)
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    found = desk.check(upload)
    assert found.counts["ready"] == 2000
    assert len(statements) < 40


def _identity(n: int) -> str:
    return make_resident_id("370202", dt.date(1970, 1, 1) + dt.timedelta(days=n), 123)
