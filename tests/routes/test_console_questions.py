"""Writing a programme's questions in the console, and looking at them as a worker does."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Account, Answer, AuditEntry, Document, Programme, Question, QuestionSet
from app.services import answering, question_sets
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.browser import Browser

TWO = [{"value": "a", "zh": "甲"}, {"value": "b", "zh": "乙"}]


class Desk:
    def __init__(self, **values: Any) -> None:
        self.city, self.district, self.union = make.tree()
        self.programme: Programme = make.programme(mode="open", **values)
        self.actor: Account = make.account(coordinates=self.city)

    def url(self, rest: str = "") -> str:
        return f"/console/programmes/{self.programme.id}/questions/{rest}"

    @property
    def asked(self) -> list[Question]:
        found = question_sets.current(self.programme)
        return list(found.questions) if found else []


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk()


@pytest.fixture
def console(client: Browser, desk: Desk) -> Browser:
    return client.sign_in(desk.actor)


GOOD: dict[str, dict[str, Any]] = {
    "text": {"least": "2", "most": "200"},
    "number": {"least": "0.5", "most": "10", "whole": "y"},
    "date": {"least": "2026-01-01", "most": "2026-12-31"},
    "yes_no": {"required": "y"},
    "one_of": {"choices": "小 | Small\n中｜Medium\n大"},
    "some_of": {"choices": "小\n中\n大", "least": "1", "most": "2"},
    "file": {"types": ["pdf", "png"], "megabytes": "5"},
    "person": {},
    "team": {"least": "3", "most": "5"},
}
LIMITS = {
    "text": {"min": 2, "max": 200},
    "number": {"min": 0.5, "max": 10, "whole": True},
    "date": {"min": "2026-01-01", "max": "2026-12-31"},
    "yes_no": {},
    "one_of": {},
    "some_of": {"min": 1, "max": 2},
    "file": {"types": ["pdf", "png"], "megabytes": 5},
    "person": {},
    "team": {"min": 3, "max": 5},
}
BAD: dict[str, dict[str, Any]] = {
    "text": {"least": "20", "most": "2"},
    "number": {"least": "many"},
    "date": {"least": "2026-12-31", "most": "2026-01-01"},
    "yes_no": {"age_min": "200"},
    "one_of": {"choices": "只有一个"},
    "some_of": {"choices": "小\n小", "least": "3"},
    "file": {"types": ["exe"], "megabytes": "5"},
    "person": {"label": "字" * 201},
    "team": {"least": "3", "most": "51"},
}


@pytest.mark.parametrize("kind", GOOD)
def test_each_kind_is_written_and_read_again(console: Browser, desk: Desk, kind: str) -> None:
    assert console.get(desk.url(f"new/{kind}")).status_code == 200
    sent = {"label": "问题甲", "label_en": "First", "help": "怎么填", **GOOD[kind]}
    assert console.post(desk.url(f"new/{kind}"), data=sent).location == desk.url()
    [question] = desk.asked
    assert (question.kind, question.key, question.label_en) == (kind, "q1", "First")
    assert question.limits == LIMITS[kind]
    page = console.get(desk.url("q1/edit"))
    assert page.status_code == 200
    assert console.post(desk.url("q1/edit"), data={**sent, "label": "问题乙"}).location == desk.url()
    [question] = desk.asked
    assert (question.label, question.limits) == ("问题乙", LIMITS[kind])
    assert console.get(desk.url("preview")).status_code == 200
    assert "问题乙" in console.get(desk.url()).text


@pytest.mark.parametrize("kind", BAD)
def test_each_kind_refuses_what_it_cannot_be(console: Browser, desk: Desk, kind: str) -> None:
    page = console.post(desk.url(f"new/{kind}"), data={"label": "问题甲", **GOOD[kind], **BAD[kind]})
    assert page.status_code == 422
    assert desk.asked == []


def options(desk: Desk) -> list[tuple[str, str]]:
    return [(option["value"], option["zh"]) for option in desk.asked[0].options]


def test_options_keep_their_values(console: Browser, desk: Desk) -> None:
    console.post(desk.url("new/one_of"), data={"label": "尺码", "choices": "小 | Small\n中\n大"})
    console.post(desk.url("q1/edit"), data={"label": "尺码", "choices": "大\n小号\n中"})
    assert options(desk) == [("o3", "大"), ("o1", "小号"), ("o2", "中")]
    console.post(desk.url("q1/edit"), data={"label": "尺码", "choices": "中\n特大"})
    assert options(desk) == [("o2", "中"), ("o4", "特大")]


def test_when_a_question_is_shown(console: Browser, desk: Desk) -> None:
    make.question(desk.programme, "swims", kind="yes_no", label="会游泳吗")
    make.question(desk.programme, "size", kind="one_of", options=TWO)
    new = desk.url("new/text")
    assert "“会游泳吗”回答“是”" in console.get(new).text
    both = console.post(new, data={"label": "一", "when": ["swims:yes", "size:a"]})
    assert both.status_code == 422
    assert "只能按一个问题" in both.text
    with_age = console.post(new, data={"label": "一", "when": ["swims:yes"], "age_min": "55"})
    assert with_age.status_code == 422
    assert console.post(new, data={"label": "一", "when": ["gone:yes"]}).status_code == 422
    console.post(new, data={"label": "一", "when": ["swims:yes"]})
    console.post(new, data={"label": "二", "when": ["size:a", "size:b"]})
    console.post(new, data={"label": "三", "age_min": "55"})
    assert [question.shown_if for question in desk.asked[2:]] == [
        {"question": "swims", "values": [True]},
        {"question": "size", "values": ["a", "b"]},
        {"age_min": 55},
    ]
    page = console.get(desk.url()).text
    assert "“会游泳吗”回答“是”时" in page
    assert "最年长的满 55 岁时" in page
    boxes = re.findall(r"<input[^>]*size:[ab][^>]*>", console.get(desk.url("q4/edit")).text)
    assert ["checked" in box for box in boxes] == [True, True]


def test_moving_and_deleting_by_buttons(console: Browser, desk: Desk) -> None:
    for key in ("a", "b", "c"):
        make.question(desk.programme, key)
    assert console.post(desk.url("c/move"), data={"way": "up"}).location == desk.url()
    console.post(desk.url("c/move"), data={"way": "sideways"})
    assert [question.key for question in desk.asked] == ["a", "c", "b"]
    assert console.get(desk.url("a/delete")).status_code == 200
    console.post(desk.url("a/delete"))
    assert [question.key for question in desk.asked] == ["c", "b"]
    assert console.post(desk.url("a/delete")).status_code == 404
    assert console.get(desk.url("new/riddle")).status_code == 404


def test_before_a_new_version_the_page_says_so(console: Browser, desk: Desk, session: Session) -> None:
    make.question(desk.programme, "idea", label="您的建议")
    words = "已有 1 份报名按第 1 版回答，修改会成为第 2 版"
    for page in ("", "new/text", "idea/edit", "idea/delete"):
        assert words not in console.get(desk.url(page)).text
    sent = make.registration(desk.programme, [make.person(desk.union)], [])
    with unit_of_work():
        answering.keep(sent, {"idea": "换灯"})
    for page in ("", "new/text", "idea/edit", "idea/delete"):
        assert words in console.get(desk.url(page)).text
    console.post(desk.url("idea/edit"), data={"label": "您的高见"})
    assert [found.version for found in session.scalars(select(QuestionSet))] == [1, 2]
    page = console.get(f"/console/registrations/{sent.id}").text
    assert "您的建议" in page
    assert "换灯" in page
    assert "按第 1 版问题回答" in page


def test_closed_programmes_are_only_looked_at(client: Browser, session: Session) -> None:
    desk = Desk(state="closed")
    make.question(desk.programme, "idea", label="您的建议")
    client.sign_in(desk.actor)
    page = client.get(desk.url()).text
    assert "您的建议" in page
    assert "idea/edit" not in page
    refused = client.post(desk.url("idea/edit"), data={"label": "改"})
    assert refused.status_code == 409 or "不能再改" in refused.text
    assert desk.asked[0].label == "您的建议"


def test_the_preview_is_the_real_form_and_keeps_nothing(
    console: Browser, desk: Desk, session: Session
) -> None:
    make.question(desk.programme, "swims", kind="yes_no", label="会游泳吗")
    make.question(desk.programme, "style", label="什么泳姿", shown_if={"question": "swims", "values": [True]})
    make.question(desk.programme, "medical", kind="yes_no", label="医生不同意吗", shown_if={"age_min": 55})
    page = console.get(desk.url("preview")).text
    assert "会游泳吗" in page
    assert "什么泳姿" not in page
    assert "医生不同意吗" not in page
    assert "disabled" in page
    filled = {"a-swims": "yes", "age": "60", "a-style": "蛙泳"}
    page = console.post(desk.url("preview"), data=filled).text
    assert "什么泳姿" in page
    assert "医生不同意吗" in page
    live = console.post(desk.url("preview"), data=filled, headers={"HX-Request": "true"})
    assert "医生不同意吗" in live.text
    assert "<html" not in live.text
    assert session.scalars(select(Answer)).all() == []
    assert console.post(desk.url("preview"), data={"age": "old"}).status_code == 200


def test_who_may_look_and_who_may_write(client: Browser, desk: Desk, session: Session) -> None:
    make.question(desk.programme, "idea")
    draft = make.programme(state="draft")
    client.sign_in(make.account(coordinates=desk.union))
    assert client.get(desk.url()).status_code == 200
    assert client.get(desk.url("preview")).status_code == 200
    assert client.get(f"/console/programmes/{draft.id}/questions/").status_code == 404
    for address in ("new/text", "idea/edit", "idea/delete"):
        assert client.post(desk.url(address), data={"label": "我的"}).status_code == 403
    assert client.post(desk.url("idea/move"), data={"way": "up"}).status_code == 403
    assert [question.label for question in desk.asked] == ["问题 idea"]


def test_a_key_of_another_programme_is_not_there(console: Browser, desk: Desk, session: Session) -> None:
    make.question(make.programme(), "theirs")
    assert console.get(desk.url("theirs/edit")).status_code == 404
    assert console.post(desk.url("theirs/move"), data={"way": "up"}).status_code == 404


def test_answers_are_exported_and_shown_in_scope_alone(client: Browser, desk: Desk, session: Session) -> None:
    make.question(desk.programme, "idea", label="您的建议")
    far = make.unit(make.unit(desk.city))
    sent = make.registration(desk.programme, [make.person(desk.union), make.person(far)], [])
    with unit_of_work():
        answering.keep(sent, {"idea": "换成节能灯"})
    for account, visible in (
        (desk.actor, True),
        (make.account(coordinates=desk.union), True),
        (make.account(coordinates=far), False),
    ):
        client.sign_in(account)
        assert ("换成节能灯" in client.get(f"/console/registrations/{sent.id}").text) is visible
        content = client.post("/console/registrations/export").data
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        cells = {str(cell) for row in sheet.values for cell in row}
        assert "您的建议" in cells
        assert ("换成节能灯" in cells) is visible
    assert "节能" not in str([entry.changes for entry in session.scalars(select(AuditEntry))])
    assert session.scalars(select(Document)).all() == []
