"""The step with questions: what appears, what is refused, files, and what comes out at the end."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.identity import make_resident_id
from app.models import Account, Answer, Document, Programme, Registration
from app.services import answering, question_sets
from tests import factories as make
from tests.browser import Browser

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


class Place:
    def __init__(self) -> None:
        self.city, self.district, self.union = make.tree()
        self.programme: Programme = make.programme(mode="open", max_party_size=1)
        self.account: Account = make.account(make.person(self.union))

    def url(self, rest: str = "") -> str:
        return f"/programmes/{self.programme.slug}/sign-up/{rest}"

    def ask(self, key: str, kind: str = "text", **values: Any) -> None:
        make.question(self.programme, key, kind=kind, **values)


@pytest.fixture
def place(session: Session) -> Place:
    return Place()


@pytest.fixture
def worker(client: Browser, place: Place) -> Browser:
    return client.sign_in(place.account)


def answer(worker: Browser, place: Place, **values: Any) -> TestResponse:
    """Send the page as it was shown: with what is hidden on it."""
    shown = [question.key for question in answering_of(place)]
    return worker.post(place.url("questions"), data={"shown": shown, **values})


def answering_of(place: Place) -> list[Any]:
    asked = question_sets.current(place.programme)
    return list(asked.questions) if asked else []


def test_every_kind_from_the_page_to_the_registration(
    worker: Browser, place: Place, session: Session
) -> None:
    options = [{"value": "a", "zh": "甲"}, {"value": "b", "zh": "乙"}]
    place.ask("t", label="建议", limits={"max": 500})
    place.ask("n", "number", label="节约")
    place.ask("d", "date", label="哪一天")
    place.ask("y", "yes_no", label="会游泳吗")
    place.ask("o", "one_of", label="选一个", options=options)
    place.ask("s", "some_of", label="选几个", options=options)
    place.ask("f", "file", label="证明")
    place.ask("p", "person", label="联系人")
    place.ask("m", "team", label="队伍")
    page = worker.get(place.url("questions"))
    assert page.status_code == 200
    response = answer(
        worker,
        place,
        **{
            "a-t": "换灯\n省电",
            "a-n": "１,200.5",
            "a-d": "2026-10-12",
            "a-y": "no",
            "a-o": "b",
            "a-s": ["a", "b"],
            "a-f": (io.BytesIO(PNG), "证明.jpg"),
            "a-p": "张兰",
            "a-p-phone": "138 0000 1111",
            "a-m": "红队",
            "a-m-members": "甲\n 乙 \n",
        },
    )
    assert response.location == place.url("check"), response.text
    page = worker.get(place.url("check"))
    for words in (
        "换灯",
        "1,200.5",
        "2026-10-12",
        "否",
        "乙",
        "甲、乙",
        "证明.png",
        "张兰 138****1111",
        "红队：甲、乙",
    ):
        assert words in page.text, words
    assert worker.post(place.url("check"), data={"agreed": "y"}).location == place.url("done")
    sent = session.scalars(select(Registration)).one()
    given = {question.key: words for question, words in answering.of(sent)}
    assert given["t"] == "换灯\n省电"
    assert session.scalars(select(Document)).one().registration_id == sent.id
    # taken up again, the page holds what was sent
    page = worker.get(place.url("questions"))
    assert "换灯" in page.text
    assert "证明.png" in page.text
    assert 'value="1200.5"' in page.text


def test_what_is_wrong_stands_beside_its_question(worker: Browser, place: Place, session: Session) -> None:
    place.ask("n", "number", label="节约多少元", limits={"max": 10})
    place.ask("d", "date", label="哪一天", required=False)
    page = answer(worker, place, **{"a-n": "很多", "a-d": "明天"})
    assert page.status_code == 422
    assert "请只填写数字" in page.text
    assert "请按 2026-10-12 的样子" in page.text
    assert "请回答：节约多少元" not in page.text
    page = answer(worker, place, **{"a-n": "11"})
    assert page.status_code == 422
    assert "不能大于 10" in page.text
    page = answer(worker, place)
    assert "请回答：节约多少元" in page.text
    assert session.scalars(select(Answer)).all() == []


def test_without_a_script_the_next_question_comes_with_a_word(worker: Browser, place: Place) -> None:
    place.ask("swims", "yes_no", label="会游泳吗")
    place.ask("style", label="什么泳姿", required=False, shown_if={"question": "swims", "values": [True]})
    assert "什么泳姿" not in worker.get(place.url("questions")).text
    page = worker.post(place.url("questions"), data={"shown": "swims", "a-swims": "yes"})
    assert page.status_code == 422
    assert "什么泳姿" in page.text
    assert "还有 1 个问题" in page.text
    gone_on = worker.post(place.url("questions"), data={"shown": ["swims", "style"], "a-swims": "yes"})
    assert gone_on.location == place.url("check")


def test_with_htmx_the_list_alone_and_nothing_kept(worker: Browser, place: Place) -> None:
    place.ask("swims", "yes_no", label="会游泳吗")
    place.ask("style", label="什么泳姿", shown_if={"question": "swims", "values": [True]})
    page = worker.get(place.url("questions")).text
    assert page.count("hx-post=") == 1
    live = worker.post(
        place.url("questions"), data={"shown": "swims", "a-swims": "yes"}, headers={"HX-Request": "true"}
    )
    assert live.status_code == 200
    assert "<html" not in live.text
    assert "什么泳姿" in live.text
    assert "fault" not in live.text
    assert "HX-Request" in live.vary
    assert "什么泳姿" not in worker.get(place.url("questions")).text


def test_the_check_page_sends_back_to_what_is_missing(worker: Browser, place: Place) -> None:
    place.ask("idea")
    assert worker.get(place.url("check")).location == place.url("questions")
    assert worker.post(place.url("check"), data={"agreed": "y"}).location == place.url("questions")


def test_without_questions_there_is_no_such_step(worker: Browser, place: Place) -> None:
    assert worker.get(place.url("questions")).status_code == 302
    assert worker.post(place.url("questions"), data={"a-x": "1"}).status_code == 302


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"MZ\x90 program", "证明.pdf", "只接受 PDF、PNG 文件"),
        (b"\xff\xd8\xff\xe0 picture", "证明.pdf", "只接受 PDF、PNG 文件"),
        (b"", "证明.pdf", "这个文件是空的"),
        (b"%PDF-1.7" + b"0" * (1024 * 1024), "证明.pdf", "文件超过 1 MB"),
    ],
)
def test_files_that_are_refused(
    worker: Browser, place: Place, session: Session, content: bytes, name: str, words: str
) -> None:
    place.ask("proof", "file", limits={"types": ["pdf", "png"], "megabytes": 1})
    page = answer(worker, place, **{"a-proof": (io.BytesIO(content), name)})
    assert page.status_code == 422
    assert words in page.text
    assert session.scalars(select(Document)).all() == []


def test_more_than_other_pages_take_but_not_everything(worker: Browser, place: Place) -> None:
    place.ask("proof", "file")
    ten = b"%PDF-1.7" + b"0" * (10 * 1024 * 1024 - 8)
    page = answer(worker, place, **{"a-proof": (io.BytesIO(ten), "大.pdf")})
    assert page.location == place.url("check")
    page = answer(worker, place, **{"a-proof": (io.BytesIO(ten * 5), "太大.pdf")})
    assert page.status_code == 413


def test_a_sound_file_stays_when_something_else_is_missing(
    worker: Browser, place: Place, session: Session
) -> None:
    place.ask("idea")
    place.ask("proof", "file")
    page = answer(worker, place, **{"a-proof": (io.BytesIO(PNG), r"C:\文件\一.png")})
    assert page.status_code == 422
    assert "一.png" in page.text
    assert answer(worker, place, **{"a-idea": "好"}).location == place.url("check")
    # another one takes its place, and the first is gone
    answer(worker, place, **{"a-idea": "好", "a-proof": (io.BytesIO(PNG), "二.png")})
    assert [document.filename for document in session.scalars(select(Document))] == ["二.png"]
    worker.post(place.url("discard"))
    assert session.scalars(select(Document)).all() == []


def test_a_file_that_need_not_be_there_can_be_dropped(
    worker: Browser, place: Place, session: Session
) -> None:
    place.ask("proof", "file", required=False)
    answer(worker, place, **{"a-proof": (io.BytesIO(PNG), "一.png")})
    assert "不要这个文件了" in worker.get(place.url("questions")).text
    answer(worker, place, **{"a-proof-drop": "y"})
    assert "一.png" not in worker.get(place.url("questions")).text
    assert session.scalars(select(Document)).all() == []


def test_who_may_read_a_file(worker: Browser, place: Place, session: Session) -> None:
    place.ask("proof", "file")
    answer(worker, place, **{"a-proof": (io.BytesIO(PNG), "证明.png")})
    url = f"/documents/{session.scalars(select(Document)).one().id}"
    mine = worker.get(url)
    assert (mine.status_code, mine.data, mine.mimetype) == (200, PNG, "image/png")
    assert "attachment" in mine.headers["Content-Disposition"]
    assert "no-store" in mine.headers["Cache-Control"]
    of_union = make.account(coordinates=place.union)
    # not sent yet: nobody else's business
    assert worker.sign_in(of_union).get(url).status_code == 404
    worker.sign_in(place.account).post(place.url("check"), data={"agreed": "y"})
    assert worker.sign_in(of_union).get(url).status_code == 200
    assert worker.sign_in(make.account(coordinates=place.district)).get(url).status_code == 200
    for stranger in (
        make.account(make.person(place.union)),
        make.account(coordinates=make.unit(place.district)),
    ):
        assert worker.sign_in(stranger).get(url).status_code == 404


def test_a_new_version_asks_again_only_what_is_new(worker: Browser, place: Place, session: Session) -> None:
    place.ask("idea", label="您的建议")
    answer(worker, place, **{"a-idea": "节约用水"})
    worker.post(place.url("check"), data={"agreed": "y"})
    first = session.scalars(select(Answer)).one()
    coordinator = make.account(coordinates=place.city)
    worker.sign_in(coordinator).post(
        f"/console/programmes/{place.programme.id}/questions/new/text",
        data={"label": "预计效果", "required": "y"},
    )
    assert session.scalars(select(Answer)).one().question_id == first.question_id
    worker.sign_in(place.account)
    assert worker.get(place.url("check")).location == place.url("questions")
    page = worker.get(place.url("questions")).text
    assert "节约用水" in page
    assert "预计效果" in page
    keys = [question.key for question in answering_of(place)]
    assert keys == ["idea", "q2"]
    answer(worker, place, **{"a-idea": "节约用水", "a-q2": "一年两吨"})
    worker.post(place.url("check"), data={"agreed": "y"})
    given = session.scalars(select(Answer)).all()
    assert {row.question.question_set.version for row in given} == {2}
    assert sorted(row.value for row in given) == ["一年两吨", "节约用水"]


def test_swimming_asks_the_oldest_and_a_rule_reads_the_answer(client: Browser, session: Session) -> None:
    place = Place()
    place.programme.max_party_size = 2
    session.commit()
    place.ask("medical", "yes_no", label="医生不同意您游泳吗", shown_if={"age_min": 55})
    make.rule(place.programme, "health_question", question="medical")
    worker = client.sign_in(place.account)
    worker.post(place.url("companions"))
    assert worker.get(place.url("questions")).location != place.url("questions")
    assert worker.get(place.url("check")).status_code == 200
    born_on = clock.today().replace(year=clock.today().year - 60, day=1)
    friend = {
        "name": "张小兰",
        "identity_kind": "resident_id",
        "identity": make_resident_id("370202", born_on, 124),
        "unit_id": str(place.union.id),
        "joined_on": "2010-07-01",
    }
    assert worker.post(place.url("companions/add"), data=friend).status_code == 302
    assert worker.get(place.url("check")).location == place.url("questions")
    assert "医生不同意您游泳吗" in worker.get(place.url("questions")).text
    answer(worker, place, **{"a-medical": "yes"})
    refused = worker.post(place.url("check"), data={"agreed": "y"})
    assert refused.status_code == 422
    assert "医生不同意您游泳吗" in refused.text
    assert session.scalars(select(Registration)).all() == []
    answer(worker, place, **{"a-medical": "no"})
    assert worker.post(place.url("check"), data={"agreed": "y"}).location == place.url("done")
    assert [row.value for row in session.scalars(select(Answer))] == [False]
