"""Questions as the console writes them: versions, order, contradictions, and columns of an export."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import DomainError, Invalid, NotFound
from app.models import Account, AuditEntry, Programme, Question, QuestionSet, Registration
from app.services import answering, answers_export, export, programmes, questions, sign_up_window
from app.unit_of_work import unit_of_work
from tests import factories as make

COLUMNS: dict[str, Any] = {
    "label": "您的建议",
    "label_en": "",
    "help": "",
    "help_en": "",
    "required": True,
    "options": [],
    "limits": {},
    "shown_if": None,
}
TWO = [{"value": "a", "zh": "甲"}, {"value": "b", "zh": "乙"}]


class Desk:
    """A programme that asks nothing yet, and the city's coordinator."""

    def __init__(self, **values: Any) -> None:
        self.city, _district, self.union = make.tree()
        self.programme: Programme = make.programme(mode="open", **values)
        self.actor: Account = make.account(coordinates=self.city)

    def add(self, label: str, kind: str = "text", **values: Any) -> Question:
        with unit_of_work():
            return questions.add(self.actor, self.programme, kind, {**COLUMNS, "label": label, **values})

    def edit(self, key: str, **values: Any) -> None:
        with unit_of_work():
            questions.edit(self.actor, self.programme, key, {**COLUMNS, **values})

    def move(self, key: str, by: int) -> None:
        with unit_of_work():
            questions.move(self.actor, self.programme, key, by)

    def delete(self, key: str) -> None:
        with unit_of_work():
            questions.delete(self.actor, self.programme, key)

    def answered(self, **values: Any) -> Registration:
        sent = make.registration(self.programme, [make.person(self.union)], [])
        with unit_of_work():
            answering.keep(sent, values)
        return sent

    @property
    def asked(self) -> QuestionSet:
        found = questions.current(self.programme)
        assert found is not None
        return found

    @property
    def labels(self) -> list[str]:
        return [question.label for question in self.asked.questions]

    def faults(self) -> list[str]:
        return [each.message for each in questions.contradictions(self.programme)]


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk()


def versions(session: Session) -> list[int]:
    return list(session.scalars(select(QuestionSet.version).order_by(QuestionSet.version)))


def test_until_somebody_answers_a_change_stays_in_its_version(desk: Desk, session: Session) -> None:
    desk.add("您的建议")
    desk.add("预计效果")
    desk.edit("q1", label="您有什么建议", required=False)
    assert desk.labels == ["您有什么建议", "预计效果"]
    assert [question.position for question in desk.asked.questions] == [1, 2]
    assert versions(session) == [1]


def test_once_answered_every_change_is_a_new_version(desk: Desk, session: Session) -> None:
    desk.add("您的建议")
    desk.add("预计效果", required=False)
    sent = desk.answered(q1="换灯")
    assert questions.standing(desk.programme, desk.asked).changes_make_a_new_one
    desk.edit("q1", label="您有什么建议")
    assert versions(session) == [1, 2]
    assert desk.labels == ["您有什么建议", "预计效果"]
    # nobody has answered the second one yet
    desk.move("q2", -1)
    assert versions(session) == [1, 2]
    assert desk.labels == ["预计效果", "您有什么建议"]
    assert [(q.label, words) for q, words in answering.of(sent)] == [("您的建议", "换灯")]


def test_saving_what_is_there_already_makes_no_version(desk: Desk, session: Session) -> None:
    desk.add("您的建议")
    desk.answered(q1="换灯")
    desk.edit("q1", label="您的建议")
    desk.move("q1", -1)
    assert versions(session) == [1]


def test_a_deleted_question_keeps_its_answers_and_its_key(desk: Desk, session: Session) -> None:
    desk.add("您的建议")
    desk.add("预计效果")
    sent = desk.answered(q1="换灯", q2="省电")
    desk.delete("q2")
    assert desk.labels == ["您的建议"]
    assert [words for _question, words in answering.of(sent)] == ["换灯", "省电"]
    assert desk.add("另一个").key == "q3"
    with pytest.raises(NotFound):
        desk.delete("q2")


def test_moving_up_and_down(desk: Desk) -> None:
    for label in ("一", "二", "三"):
        desk.add(label)
    desk.move("q3", -1)
    assert desk.labels == ["一", "三", "二"]
    desk.move("q1", 1)
    assert desk.labels == ["三", "一", "二"]
    desk.move("q3", -1)
    assert desk.labels == ["三", "一", "二"]
    with pytest.raises(NotFound):
        desk.move("q9", 1)


def test_the_same_question_twice_is_refused(desk: Desk) -> None:
    desk.add("您的建议")
    with pytest.raises(Invalid) as raised:
        desk.add("您的建议")
    assert raised.value.field == "label"
    assert desk.labels == ["您的建议"]


@pytest.mark.parametrize("state", ["closed", "published", "cancelled"])
def test_after_closing_nothing_changes(session: Session, state: str) -> None:
    desk = Desk()
    desk.add("您的建议")
    desk.programme.state = state
    session.commit()
    for act in (lambda: desk.add("又一个"), lambda: desk.delete("q1"), lambda: desk.edit("q1", label="改")):
        with pytest.raises(DomainError):
            act()
    assert desk.labels == ["您的建议"]


FAULTY: list[tuple[list[dict[str, Any]], str]] = [
    ([{"shown_if": {"question": "k2", "values": [True]}}, {"kind": "yes_no"}], "排在它后面"),
    ([{"shown_if": {"question": "k1", "values": [True]}, "kind": "yes_no"}], "排在它后面"),
    ([{"shown_if": {"question": "gone", "values": [True]}}], "已经没有的问题"),
    ([{}, {"shown_if": {"question": "k1", "values": ["x"]}}], "只能取决于"),
    ([{"kind": "yes_no"}, {"shown_if": {"question": "k1", "values": []}}], "没有写明回答什么"),
    ([{"kind": "yes_no"}, {"shown_if": {"question": "k1", "values": ["yes"]}}], "没有的选项"),
    ([{"kind": "one_of", "options": TWO}, {"shown_if": {"question": "k1", "values": ["c"]}}], "没有的选项"),
    ([{"shown_if": {"age_min": 0}}], "年龄要在"),
    ([{"shown_if": {"age_min": "old"}}], "年龄要在"),
    ([{"limits": {"min": 9, "max": 3}}], "“最少”大于“最多”"),
    ([{"kind": "number", "limits": {"min": 1.5, "max": 1}}], "“最少”大于“最多”"),
    ([{"kind": "date", "limits": {"min": "2026-02-01", "max": "2026-01-01"}}], "“最少”大于“最多”"),
    ([{"kind": "date", "limits": {"min": "soon"}}], "看不明白"),
    ([{"kind": "one_of", "options": TWO[:1]}], "至少要有两个选项"),
    ([{"kind": "some_of", "options": [TWO[0], TWO[0]]}], "值相同"),
    ([{"kind": "some_of", "options": TWO, "limits": {"min": 3}}], "比选项还多"),
    ([{"kind": "file", "limits": {"types": ["exe"]}}], "文件类型只能是"),
    ([{"kind": "file", "limits": {"megabytes": 11}}], "文件大小要在"),
    ([{"kind": "team", "limits": {"max": 51}}], "要在 0 到 50 之间"),
]


@pytest.mark.parametrize(("asked", "words"), FAULTY)
def test_what_contradicts_itself(desk: Desk, asked: list[dict[str, Any]], words: str) -> None:
    for number, columns in enumerate(asked, 1):
        make.question(desk.programme, f"k{number}", **columns)
    assert len(desk.faults()) == 1
    assert words in desk.faults()[0]


def test_sound_questions_contradict_nothing(desk: Desk) -> None:
    make.question(desk.programme, "k1", kind="one_of", options=TWO)
    make.question(desk.programme, "k2", shown_if={"question": "k1", "values": ["a", "b"]})
    make.question(desk.programme, "k3", kind="number", limits={"min": 0, "max": 0}, shown_if={"age_min": 55})
    make.question(desk.programme, "k4", kind="file", limits={"types": ["pdf"], "megabytes": 10})
    make.question(desk.programme, "k5", kind="date", limits={"min": "2026-01-01"})
    assert desk.faults() == []


def test_all_contradictions_stand_against_opening_at_once(session: Session) -> None:
    desk = Desk(state="draft")
    desk.add("尺码", "one_of", options=TWO[:1])
    desk.add("建议", limits={"min": 5, "max": 1})
    desk.add("备注", shown_if={"question": "gone", "values": [True]})
    programme = programmes.load(desk.programme.id)
    found, _passing = sign_up_window.hindrances(programme)
    assert [each.page for each in found].count("questions") == 3
    with pytest.raises(Invalid) as raised, unit_of_work():
        sign_up_window.open_sign_up(desk.actor, programme)
    assert "尺码" in raised.value.message
    assert "备注" in raised.value.message


def test_while_open_no_contradiction_is_let_in(desk: Desk, session: Session) -> None:
    desk.add("会游泳吗", "yes_no")
    desk.add("什么泳姿", shown_if={"question": "q1", "values": [True]})
    desk.answered(q1=True, q2="蛙泳")
    for act in (lambda: desk.delete("q1"), lambda: desk.move("q1", 1)):
        with pytest.raises(Invalid):
            act()
    session.rollback()
    assert desk.labels == ["会游泳吗", "什么泳姿"]
    assert versions(session) == [1]
    desk.delete("q2")
    desk.delete("q1")
    assert desk.labels == []


def test_the_record_says_what_changed(desk: Desk, session: Session) -> None:
    desk.add("尺码", "one_of", options=TWO)
    desk.edit("q1", label="衣服尺码", options=[*TWO, {"value": "c", "zh": "丙"}])
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "question.edit")).one()
    assert entry.changes["label"] == ["尺码", "衣服尺码"]
    assert entry.changes["options"] == ["甲、乙", "甲、乙、丙"]


def test_columns_of_an_export_note_the_versions(desk: Desk) -> None:
    desk.add("您的建议")
    desk.add("预计效果")
    first = desk.answered(q1="换灯", q2="省电")
    desk.edit("q2", label="预计省多少")
    second = desk.answered(q1="换门", q2="一成")
    headings = [column.heading for column in questions.export_columns(desk.programme)]
    assert headings == ["您的建议（第 1、2 版）", "预计省多少（第 2 版）", "预计效果（第 1 版）"]
    table = answers_export.table([first, second], [first.id, second.id])
    assert table.row(first.id) == ["换灯", "", "省电"]
    assert table.row(second.id) == ["换门", "一成", ""]


def test_an_export_keeps_answers_from_who_may_not_read_them(desk: Desk) -> None:
    desk.add("您的建议")
    first, second = desk.answered(q1="=1+1"), desk.answered(q1="换门")
    content = export.workbook([first, second], {}, answers_export.table([first, second], [first.id]))
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)  # type: ignore[union-attr]
    assert [row[-1] for row in rows] == ["您的建议", "=1+1", ""]


def test_several_programmes_in_one_export(desk: Desk) -> None:
    other = Desk()
    desk.add("您的建议")
    other.add("您的建议")
    first, second = desk.answered(q1="换灯"), other.answered(q1="换门")
    table = answers_export.table([first, second], [first.id, second.id])
    title = desk.programme.title
    assert table.columns[0].heading == f"{title} · 您的建议"
    assert table.row(second.id) == ["", "换门"]


def test_what_a_rule_rests_on_stays_while_open(desk: Desk, session: Session) -> None:
    desk.add("医生不同意吗", "yes_no")
    desk.add("备注")
    make.rule(desk.programme, "health_question", question="q1")
    session.expire(desk.programme)
    for act in (
        lambda: desk.delete("q1"),
        lambda: desk.edit("q1", label="医生不同意吗", required=False),
    ):
        with pytest.raises(Invalid) as raised:
            act()
        assert "健康问题" in raised.value.message
    session.rollback()
    desk.delete("q2")
    assert desk.labels == ["医生不同意吗"]
