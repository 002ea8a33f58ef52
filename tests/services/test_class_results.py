"""Half-days become credit hours, marks become results, and who has reached everything is certified."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Invalid, NotFound
from app.models import Assessment, AuditEntry, Certificate, Meeting, Notice, TrainingRule
from app.services import check_ins, issued_certificates
from app.services.training import attendance, certifying, hours_export, marks, own, results, rules, teaching
from app.services.training.marks import Given
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.classes import School, person, taught, teacher


class Taught:
    """Four half-days of three hours: `ann` came to all, `ben` to three, `cas` to two."""

    def __init__(self, **rule: Any) -> None:
        self.school, self.meetings = taught(**rule)
        self.offering, self.programme = self.school.first, self.school.programme
        self.sent = [self.school.one(self.offering) for _ in range(3)]
        self.ann, self.ben, self.cas = (person(each) for each in self.sent)
        for who, times in ((self.ann, 4), (self.ben, 3), (self.cas, 2)):
            with unit_of_work():
                for meeting in self.meetings[:times]:
                    check_ins.record(self.offering, who, "code", None, meeting)
        self.coordinator = self.school.city_coordinator

    def mark(self, **given: Given) -> None:
        with unit_of_work():
            marks.enter(
                self.coordinator, self.offering, {getattr(self, n).id: each for n, each in given.items()}
            )

    def of(self, name: str) -> results.Result:
        who = getattr(self, name)
        return next(each for each in results.of(self.offering).results if each.person.id == who.id)

    def certify(self) -> tuple[int, int]:
        with unit_of_work():
            return certifying.certify(self.coordinator, self.offering)


def test_hours_are_what_was_attended(session: Session) -> None:
    found = Taught()
    assert [(found.of(n).came, found.of(n).minutes) for n in ("ann", "ben", "cas")] == [
        (4, 720),
        (3, 540),
        (2, 360),
    ]
    rule = rules.of(found.programme)
    assert rules.hours(720, rule) == "16"
    assert rules.hours(100, rule) == "2.2"
    assert rules.hours(100, TrainingRule(hour_minutes=50)) == "2"


def test_a_half_day_that_is_called_off_counts_for_nobody(session: Session) -> None:
    found = Taught()
    found.meetings[0].cancelled_at = clock.now()
    session.commit()
    assert (found.of("cas").came, found.of("cas").planned, found.of("cas").minutes) == (1, 3, 180)


@given(theory=st.integers(0, 100), practice=st.integers(0, 100), weight=st.integers(0, 100))
def test_two_marks_are_weighed_exactly(theory: int, practice: int, weight: int) -> None:
    rule = TrainingRule(assessed="two", theory_weight=weight)
    points = marks.points(rule, Given(theory, practice))
    assert min(theory, practice) * 100 <= points <= max(theory, practice) * 100
    assert points == round(theory * weight + practice * (100 - weight))


def test_worked_example_of_marks() -> None:
    rule = TrainingRule(assessed="two", theory_weight=30)
    assert rules.mark_words(marks.points(rule, Given(85, 77))) == "79.4"
    assert rules.mark_words(marks.points(TrainingRule(assessed="one"), Given(whole=60))) == "60"


def test_certified_is_who_came_and_passed(session: Session) -> None:
    found = Taught()
    found.mark(ann=Given(50, 70), ben=Given(50, 60), cas=Given(90, 90))
    assert found.of("ann").lacks == ()
    assert "成绩 57 分" in found.of("ben").lacks[0]
    assert "到课 2 个半天" in found.of("cas").lacks[0]
    assert found.certify() == (1, 2)
    one = session.scalars(select(Certificate)).one()
    assert (one.person_id, one.kind) == (found.ann.id, "叉车技能培训结业证书")
    assert "16 学时" in str(one.facts)
    assert "64 分" in str(one.facts)
    told = session.scalars(select(Notice).where(Notice.kind == "class.not_certified")).all()
    assert {notice.person_id for notice in told} == {found.ben.id, found.cas.id}
    assert found.certify() == (0, 2)
    assert len(session.scalars(select(Certificate)).all()) == 1


def test_a_resit_replaces_and_nothing_is_forgotten(session: Session) -> None:
    found = Taught()
    found.mark(ben=Given(50, 60))
    with pytest.raises(Invalid) as refused, unit_of_work():
        marks.again(found.coordinator, found.offering, found.ben.id, Given(60, 80), "resit", " ")
    assert refused.value.field == "reason"
    with unit_of_work():
        marks.again(found.coordinator, found.offering, found.ben.id, Given(60, 80), "resit", "补考实操")
    history = marks.history(found.offering, found.ben)
    assert [(m.attempt, m.kind, m.points, m.reason) for m in history] == [
        (1, "first", 5700, ""),
        (2, "resit", 7400, "补考实操"),
    ]
    mark = found.of("ben").mark
    assert mark is not None
    assert mark.points == 7400
    assert found.certify()[0] == 1


def test_a_first_mark_is_not_written_over(session: Session) -> None:
    found = Taught()
    found.mark(ann=Given(50, 70))
    found.mark(ann=Given(100, 100), ben=Given(60, 60))
    assert [m.points for m in marks.history(found.offering, found.ann)] == [6400]
    with pytest.raises(DomainError, match="第一次"), unit_of_work():
        marks.again(found.coordinator, found.offering, found.cas.id, Given(1, 1), "resit", "x")


def test_bad_marks_are_named_and_none_is_kept(session: Session) -> None:
    found = Taught()
    with pytest.raises(Invalid) as refused:
        found.mark(ann=Given(50, 70), ben=Given(101, 50), cas=Given(theory=40))
    assert set(refused.value.faults) == {f"theory-{found.ben.id}", f"practice-{found.cas.id}"}
    assert session.scalars(select(Assessment)).all() == []


def test_rules_that_marks_rest_on_stay(session: Session) -> None:
    found = Taught()
    found.mark(ann=Given(50, 70))
    values = {
        "hour_minutes": 45,
        "least_share": 50,
        "assessed": "one",
        "theory_weight": 30,
        "pass_mark": 60,
        "certificate": "证",
        "certificate_en": "",
        "valid_years": None,
    }
    with pytest.raises(Invalid, match="考核方式"), unit_of_work():
        rules.save(found.coordinator, found.programme, values)
    with unit_of_work():
        rules.save(found.coordinator, found.programme, {**values, "assessed": "two"})
    assert rules.of(found.programme).least_share == 50


def test_nothing_is_certified_before_the_end(session: Session) -> None:
    found = Taught()
    make.meeting(found.offering, in_days=1)
    with pytest.raises(DomainError, match="还没有上完"):
        found.certify()
    plain = Taught(certificate="")
    with pytest.raises(DomainError, match="证书名称"):
        plain.certify()


def test_a_certificate_may_end_and_be_taken_back(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Taught(valid_years=3, assessed="none")
    at = dt.datetime(2028, 2, 29, 4, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: at)
    assert found.certify() == (2, 1)
    one = session.scalars(select(Certificate).where(Certificate.person_id == found.ann.id)).one()
    assert one.expires_on == dt.date(2031, 2, 28)
    with unit_of_work():
        issued_certificates.revoke(found.coordinator, one, "冒名顶替")
    assert found.of("ann").certificate is None


def test_attendance_is_written_from_the_list(session: Session) -> None:
    found = Taught()
    meeting: Meeting = found.meetings[3]
    shown = [found.ben.id, found.cas.id]
    with unit_of_work():
        attendance.record(found.coordinator, found.offering, meeting, {found.cas.id}, shown, "desk")
    came = attendance.came(found.offering)
    assert [meeting.id in came[who.id] for who in (found.ann, found.ben, found.cas)] == [True, False, True]
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "class.attendance")).one()
    assert entry.changes["came"] == ["1", "2"]
    coming = make.meeting(found.offering, in_days=1)
    with pytest.raises(DomainError, match="还没有开始"), unit_of_work():
        attendance.record(found.coordinator, found.offering, coming, {found.ann.id}, shown, "desk")


def test_a_teacher_sees_their_own_class_alone(session: Session) -> None:
    found = Taught()
    hers, other = teacher(found.offering), teacher(School().first)
    assert teaching.load(hers, found.offering.id) == found.offering
    with pytest.raises(NotFound):
        teaching.load(other, found.offering.id)


def test_ones_own_hours_are_nobody_elses(session: Session) -> None:
    found = Taught()
    parts = own.of(found.sent[0], found.ann).parts
    assert [(each.came, each.person.id) for _register, each in parts] == [(4, found.ann.id)]
    with pytest.raises(NotFound):
        own.of(found.sent[0], found.ben)


@pytest.mark.parametrize("full", [False, True])
def test_the_workbook_of_hours(session: Session, full: bool) -> None:
    found = Taught(assessed="none")
    found.certify()
    with unit_of_work():
        content = hours_export.workbook(
            found.coordinator, found.programme, [found.offering], lambda _unit: True, full_numbers=full
        )
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [str(cell) for cell in rows[0]] == hours_export.headings()
    by_name = {str(row[2]): row for row in rows[1:]}
    assert (found.ann.identity in by_name) is full
    assert sorted(float(str(row[7])) for row in rows[1:]) == [8, 12, 16]
    assert sum(bool(row[9]) for row in rows[1:]) == 2
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "class.export_hours")).one()
    assert entry.changes["full_numbers"] == ["", str(full)]
    assert found.ann.identity not in str(entry.changes)


def test_the_workbook_has_ones_own_people_alone(session: Session) -> None:
    found = Taught()
    with unit_of_work():
        content = hours_export.workbook(
            found.coordinator,
            found.programme,
            [found.offering],
            lambda unit: unit.id != found.ann.unit_id,
            full_numbers=False,
        )
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()) == 1
