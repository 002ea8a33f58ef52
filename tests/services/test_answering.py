"""What is asked of whom, which answers will do, and that they are kept with their version."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app import clock
from app.errors import Invalid
from app.models import Account, Answer, AuditEntry, Document, Person, Programme, Registration
from app.services import answering, documents, party_checks, questions, registration
from app.services.answering import Sample
from app.services.documents import Upload
from app.services.party_plan import MemberPlan, PartyPlan
from app.unit_of_work import unit_of_work
from tests import factories as make

SIZES = [{"value": "s", "zh": "小"}, {"value": "m", "zh": "中"}, {"value": "l", "zh": "大"}]
PDF = b"%PDF-1.7 something"


class Place:
    """An open programme without offerings, and somebody to sign up."""

    def __init__(self) -> None:
        self.union = make.tree()[2]
        self.programme: Programme = make.programme(mode="open")
        self.me: Person = make.person(self.union, born_on=dt.date(1985, 3, 1))
        self.account: Account = make.account(self.me)

    def ask(self, key: str, kind: str = "text", **values: Any) -> None:
        make.question(self.programme, key, kind=kind, **values)

    def check(self, **values: Any) -> dict[str, Any]:
        return answering.check(self.programme, values, [self.me])

    def faults(self, **values: Any) -> dict[str, str]:
        with pytest.raises(Invalid) as raised:
            self.check(**values)
        return raised.value.faults

    def send(self, sent: Registration | None = None, **values: Any) -> Registration:
        with unit_of_work():
            plan = PartyPlan([MemberPlan(self.me)], [], answers=values)
            return registration.sign_up(self.programme, self.account, plan, sent)


@pytest.fixture
def place(session: Session) -> Place:
    return Place()


KINDS: list[tuple[str, dict[str, Any], Any, Any]] = [
    ("text", {"limits": {"min": 2, "max": 5}}, " 青岛港 ", "青"),
    ("text", {"limits": {"max": 5}}, "青岛", "青岛港务集团有限"),
    ("number", {"limits": {"min": 0, "max": 10}}, 2.5, 11),
    ("number", {"limits": {"whole": True}}, 3, 3.5),
    ("number", {}, 10**12, 10**400),
    ("number", {}, -4, True),
    ("number", {}, 0, float("nan")),
    ("date", {"limits": {"min": "2020-01-01", "max": "2020-12-31"}}, "2020-06-30", "2021-01-01"),
    ("date", {}, "2020-02-29", "2021-02-29"),
    ("yes_no", {}, False, "no"),
    ("one_of", {"options": SIZES}, "m", "xl"),
    ("some_of", {"options": SIZES, "limits": {"min": 1, "max": 2}}, ["s", "l"], ["s", "m", "l"]),
    ("some_of", {"options": SIZES}, ["s"], ["s", "xl"]),
    ("person", {}, {"name": "张兰", "phone": ""}, {"name": "张兰", "phone": "12"}),
    ("person", {}, {"name": "张兰", "phone": "13800001111"}, {"name": "", "phone": "13800001111"}),
    (
        "team",
        {"limits": {"min": 2}},
        {"name": "红队", "members": ["甲", "乙"]},
        {"name": "红队", "members": ["甲"]},
    ),
    ("team", {}, {"name": "红队", "members": ["甲"]}, {"name": "红队", "members": ["甲", "甲"]}),
    ("text", {}, "好", {"document": 1}),
    ("some_of", {"options": SIZES}, ["m"], "m"),
]


@pytest.mark.parametrize(("kind", "columns", "good", "bad"), KINDS)
def test_each_kind_takes_one_and_refuses_another(
    place: Place, kind: str, columns: dict[str, Any], good: Any, bad: Any
) -> None:
    place.ask("it", kind, **columns)
    taken = place.check(it=good)["it"]
    assert taken == (good.strip() if isinstance(good, str) else good)
    assert list(place.faults(it=bad)) == ["it"]


def test_a_file_is_one_that_was_handed_in_here(place: Place) -> None:
    place.ask("proof", "file")
    other = make.programme()
    with unit_of_work():
        mine = documents.store(place.account, place.programme, Upload("证明.pdf", "application/pdf", PDF))
        elsewhere = documents.store(place.account, other, Upload("证明.pdf", "application/pdf", PDF))
    assert place.check(proof=mine) == {"proof": mine}
    assert "proof" in place.faults(proof=elsewhere)
    assert "proof" in place.faults(proof={"document": 99999, "filename": "x.pdf"})


def test_required_or_not(place: Place) -> None:
    place.ask("must")
    place.ask("may", required=False)
    assert place.check(must="有") == {"must": "有"}
    for nothing in (None, "", [], {"name": "", "phone": ""}):
        assert list(place.faults(must=nothing, may=nothing)) == ["must"]


def test_a_question_appears_when_an_earlier_one_is_answered_so(place: Place) -> None:
    place.ask("swims", "yes_no")
    place.ask("style", shown_if={"question": "swims", "values": [True]})
    place.ask("coach", shown_if={"question": "style", "values": ["蛙泳"]}, required=False)
    assert place.check(swims=False) == {"swims": False}
    assert list(place.faults(swims=True)) == ["style"]
    # what was not asked is not kept, though it was sent
    assert place.check(swims=False, style="蛙泳", coach="王") == {"swims": False}


def test_any_of_several_chosen_options_will_do(place: Place) -> None:
    place.ask("sizes", "some_of", options=SIZES)
    place.ask("why", shown_if={"question": "sizes", "values": ["m", "l"]})
    assert place.check(sizes=["s"]) == {"sizes": ["s"]}
    assert list(place.faults(sizes=["s", "l"])) == ["why"]


def test_swimming_asks_for_a_medical_answer_from_55_years_on(place: Place) -> None:
    place.ask("medical", "yes_no", shown_if={"age_min": 55})
    today = clock.today()
    birthday = dt.date(today.year - 55, today.month, min(today.day, 28))
    asked = questions.current(place.programme)
    for born_on, expected in ((birthday, 1), (birthday + dt.timedelta(days=32), 0)):
        assert len(answering.visible(asked, {}, [place.me, Sample(born_on)], today)) == expected
    old = make.person(place.union, born_on=birthday)
    with pytest.raises(Invalid):
        answering.check(place.programme, {}, [place.me, old])
    assert answering.check(place.programme, {"medical": True}, [old]) == {"medical": True}
    assert place.check(medical=True) == {}


SENSELESS: list[dict[str, Any]] = [
    {"age_min": "old"},
    {"age_min": 0},
    {"question": "k", "values": None},
    {"x": 1},
]


@pytest.mark.parametrize("condition", SENSELESS)
def test_a_condition_without_sense_is_never_met(place: Place, condition: dict[str, Any]) -> None:
    place.ask("k", "yes_no", required=False)
    place.ask("it", shown_if=condition)
    assert place.check(k=True, it="x") == {"k": True}


def test_answers_are_kept_with_the_registration_encrypted(place: Place, session: Session) -> None:
    place.ask("idea", label="您的建议")
    place.ask("size", "one_of", options=SIZES, label="尺码")
    sent = place.send(idea="把灯换成节能灯", size="m", unknown="x")
    assert [(q.label, words) for q, words in answering.of(sent)] == [
        ("您的建议", "把灯换成节能灯"),
        ("尺码", "中"),
    ]
    rows = session.execute(text("select value from answer")).scalars()
    assert all(bytes(row).startswith(b"gAAAA") for row in rows)


def test_nothing_is_written_when_an_answer_is_missing(place: Place, session: Session) -> None:
    place.ask("idea")
    with pytest.raises(Invalid) as raised:
        place.send()
    session.rollback()
    assert raised.value.field == "answers"
    assert "问题 idea" in raised.value.message
    assert party_checks.active_member(place.programme, place.me) is None
    assert session.scalars(select(Answer)).all() == []


def test_a_change_is_recorded_without_what_was_said(place: Place, session: Session) -> None:
    place.ask("idea")
    sent = place.send(idea="头一个想法")
    place.send(sent, idea="头一个想法")
    wanted = select(AuditEntry).where(AuditEntry.action == "registration.answers")
    assert session.scalars(wanted).all() == []
    place.send(sent, idea="第二个想法")
    entry = session.scalars(wanted).one()
    assert "想法" not in str(entry.changes) + entry.subject_label + entry.reason
    assert answering.of(sent)[0][1] == "第二个想法"


def test_files_are_tied_when_sent_and_gone_when_replaced(place: Place, session: Session) -> None:
    place.ask("proof", "file")
    with unit_of_work():
        first = documents.store(place.account, place.programme, Upload("一.pdf", "application/pdf", PDF))
        second = documents.store(place.account, place.programme, Upload("二.pdf", "application/pdf", PDF))
    sent = place.send(proof=first)
    assert session.get_one(Document, first["document"]).registration_id == sent.id
    place.send(sent, proof=second)
    left = session.scalars(select(Document)).all()
    assert [(document.id, document.registration_id) for document in left] == [(second["document"], sent.id)]


def test_a_file_of_somebody_else_cannot_be_sent(place: Place, session: Session) -> None:
    place.ask("proof", "file")
    other = make.account(make.person(place.union))
    with unit_of_work():
        theirs = documents.store(other, place.programme, Upload("一.pdf", "application/pdf", PDF))
    with pytest.raises(Invalid):
        place.send(proof=theirs)
    session.rollback()
    assert session.get_one(Document, theirs["document"]).registration_id is None
