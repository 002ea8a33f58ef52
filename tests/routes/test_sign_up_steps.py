"""The form has a step only for what there is to ask: with and without each of its parts."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.models import (
    Offering,
    Person,
    Placement,
    Programme,
    Question,
    QuestionSet,
    Registration,
    Unit,
    Venue,
)
from tests import factories as make
from tests.browser import Browser


@pytest.fixture
def union(session: Session) -> Unit:
    return make.tree()[2]


@pytest.fixture
def me(union: Unit) -> Person:
    return make.person(union, name="李海")


@pytest.fixture
def worker(client: Browser, me: Person) -> Browser:
    return client.sign_in(make.account(me))


@pytest.fixture
def hall(session: Session) -> Venue:
    return make.venue((), name="工人文化宫")


def plain(**values: Any) -> Programme:
    """Without companions, sessions, questions."""
    return make.programme(**{"mode": "open", "max_party_size": 1, "max_choices": 1, **values})


def lesson(of: Programme, at: Venue, in_days: int = 30, **values: Any) -> Offering:
    evening = {"from_time": "19:00", "to_time": "20:30", "seats": 20, "with_beds": False}
    return make.offering(of, at, in_days=in_days, nights=0, **{**evening, **values})


def url(programme: Programme, rest: str = "") -> str:
    return f"/programmes/{programme.slug}/sign-up/{rest}"


def send(worker: Browser, programme: Programme) -> str:
    """Sends, and gives the page that says so."""
    answer = worker.post(url(programme, "check"), data={"agreed": "y"})
    assert answer.location == url(programme, "done"), answer.text
    return worker.get(answer.location).text


def test_with_nothing_to_ask_there_is_only_the_check(worker: Browser, session: Session) -> None:
    programme = plain()
    assert worker.get(url(programme)).location == url(programme, "check")
    page = worker.get(url(programme, "check")).text
    assert "第 1 步，共 1 步" in page
    for absent in ("住宿", "志愿", "同行"):
        assert absent not in page
    assert "已登记参加" in send(worker, programme)
    assert session.query(Registration).one().choices == []


@pytest.mark.parametrize("rest", ["companions", "companions/add", "rooms", "choices", "choices/add"])
def test_a_step_that_is_not_there_leads_to_the_first_that_is(worker: Browser, rest: str) -> None:
    programme = plain()
    assert worker.get(url(programme, rest), follow_redirects=True).request.path == url(programme, "check")


def test_one_session_alone_is_chosen_by_itself(worker: Browser, hall: Venue, session: Session) -> None:
    programme = plain()
    only = lesson(programme, hall, title="国画体验课")
    lesson(programme, hall, cancelled=True)
    assert worker.get(url(programme)).location == url(programme, "check")
    page = worker.get(url(programme, "check")).text
    assert "国画体验课" in page
    assert "19:00–20:30" in page
    send(worker, programme)
    assert [choice.offering_id for choice in session.query(Registration).one().choices] == [only.id]


def test_classes_ask_for_a_session_and_nothing_about_rooms(
    worker: Browser, hall: Venue, session: Session
) -> None:
    programme = plain(mode="first_come")
    monday, tuesday = lesson(programme, hall, title="国画班"), lesson(programme, hall, 31, title="合唱班")
    assert worker.get(url(programme)).location == url(programme, "choices")
    assert worker.get(url(programme, "choices")).location == url(programme, "choices/add")
    offered = worker.get(url(programme, "choices/add")).text
    assert "第 1 步，共 2 步" in offered
    assert "您想参加哪一期" in offered
    assert "还剩 20 个，共 20 个名额" in offered
    assert "院区" not in offered
    worker.post(url(programme, "choices/add"), data={"offering": tuesday.id})
    worker.post(url(programme, "choices/add"), data={"offering": monday.id})
    assert worker.post(url(programme, "choices")).location == url(programme, "check")
    send(worker, programme)
    assert session.query(Placement).one().offering_id == monday.id


def test_a_full_session_says_so(worker: Browser, hall: Venue, session: Session) -> None:
    programme = plain(mode="first_come")
    full = lesson(programme, hall)
    lesson(programme, hall, 31)
    full.taken = 20
    session.commit()
    assert "名额已满，共 20 个" in worker.get(url(programme, "choices/add")).text


def test_what_has_begun_is_not_offered(worker: Browser, hall: Venue) -> None:
    programme = plain()
    over, ahead = lesson(programme, hall, -1), lesson(programme, hall, 1)
    lesson(programme, hall, 2)
    page = worker.get(url(programme, "choices/add")).text
    assert f'value="{over.id}"' not in page
    assert f'value="{ahead.id}"' in page


def test_a_party_that_is_still_too_small(worker: Browser, union: Unit, me: Person, session: Session) -> None:
    programme = plain(min_party_size=2, max_party_size=3)
    assert worker.get(url(programme)).location == url(programme, "companions")
    assert "和谁一起参加" in worker.get(url(programme, "companions")).text
    refused = worker.post(url(programme, "companions"))
    assert refused.status_code == 422
    assert "还差 1 人" in refused.text
    assert worker.get(url(programme, "check")).location == url(programme, "companions")
    friend = make.person(union, name="张兰")
    typed = {
        "name": friend.name,
        "identity_kind": "resident_id",
        "identity": friend.identity,
        "unit_id": str(union.id),
        "joined_on": "2010-07-01",
    }
    worker.post(url(programme, "companions/add"), data=typed)
    assert worker.post(url(programme, "companions")).location == url(programme, "check")
    send(worker, programme)
    assert len(session.query(Registration).one().members) == 2


def test_questions_are_a_step_where_there_are_any(worker: Browser, hall: Venue) -> None:
    programme = plain()
    asked = QuestionSet(programme=programme, version=1, created_at=clock.now())
    asked.questions = [Question(position=1, key="size", kind="text", label="衣服尺码")]
    make.save(asked)
    assert worker.get(url(programme)).location == url(programme, "questions")
    assert worker.get(url(programme, "check")).location == url(programme, "questions")
    assert "第 1 步，共 2 步" in worker.get(url(programme, "questions")).text


def test_questions_for_others_are_no_step(worker: Browser) -> None:
    programme = plain()
    asked = QuestionSet(programme=programme, version=1, created_at=clock.now())
    asked.questions = [
        Question(position=1, key="heart", kind="yes_no", label="心脏病", shown_if={"age_min": 99})
    ]
    make.save(asked)
    assert worker.get(url(programme)).location == url(programme, "check")


def test_one_session_that_asks_for_health_has_no_other_to_go_to(worker: Browser, session: Session) -> None:
    programme = plain()
    pool = make.venue(
        (), name="游泳馆", health_questions=[{"id": "heart", "zh": "有没有心脏病？", "en": "?"}]
    )
    lesson(programme, pool)
    ask = url(programme, f"health/{pool.id}")
    assert worker.get(url(programme, "check")).location == ask
    assert "第 1 步，共 2 步" in worker.get(ask).text
    answer = worker.post(ask, data={"answer-heart": "yes"})
    assert "改选其他地点" not in worker.get(answer.location).text
    assert worker.post(ask, data={"answer-heart": "no"}).location == url(programme, "check")
    send(worker, programme)


class TestSeveral:
    """Several places for one party."""

    @pytest.fixture
    def school(self, hall: Venue) -> Programme:
        programme = plain(mode="ranked", max_choices=5, settings={"wants_most": 2})
        for in_days in (30, 31, 32):
            lesson(programme, hall, in_days)
        return programme

    def choose(self, worker: Browser, school: Programme, count: int) -> None:
        for offering in [each.id for each in school.offerings[:count]]:
            worker.post(url(school, "choices/add"), data={"offering": offering})

    def test_how_many_is_asked_and_shown(self, worker: Browser, school: Programme, session: Session) -> None:
        self.choose(worker, school, 3)
        assert "其中想参加几期" in worker.get(url(school, "choices")).text
        assert worker.post(url(school, "choices"), data={"wants": "2"}).location == url(school, "check")
        assert "想参加其中 2 期" in worker.get(url(school, "check")).text
        send(worker, school)
        sent = session.query(Registration).one()
        assert sent.wants == 2
        assert "想参加其中 2 期" in worker.get(f"/mine/{sent.reference}").text

    @pytest.mark.parametrize("wants", ["0", "3", "-1", "x", "2 ", "9" * 30])
    def test_no_other_number_is_taken(self, worker: Browser, school: Programme, wants: str) -> None:
        self.choose(worker, school, 3)
        assert worker.post(url(school, "choices"), data={"wants": wants}).status_code == 422

    def test_no_more_than_was_chosen(self, worker: Browser, school: Programme) -> None:
        self.choose(worker, school, 1)
        refused = worker.post(url(school, "choices"), data={"wants": "2"})
        assert refused.status_code == 422
        assert "至少要选 2 个志愿" in refused.text


class TestOverlap:
    """Something else is confirmed on day 30."""

    @pytest.fixture
    def held(self, me: Person, hall: Venue) -> Offering:
        stay = make.offering(make.programme(title="秋季疗休养"), hall, in_days=28, nights=4)
        sent = make.registration(stay.programme, [me], [stay], by=make.account())
        make.save(Placement(registration=sent, offering=stay, rank=1, given_at=clock.now()))
        return stay

    def begin(self, worker: Browser, hall: Venue, **values: Any) -> tuple[Programme, Offering, Offering]:
        programme = plain(mode="ranked", max_choices=3, **values)
        busy, clear = lesson(programme, hall, 30, title="国画班"), lesson(programme, hall, 40)
        for offering in (busy.id, clear.id):
            worker.post(url(programme, "choices/add"), data={"offering": offering})
        return programme, busy, clear

    def test_forbidden(self, worker: Browser, held: Offering, hall: Venue, session: Session) -> None:
        programme, busy, clear = self.begin(worker, hall)
        refused = worker.post(url(programme, "choices"))
        assert refused.status_code == 422
        for words in ("国画班", "秋季疗休养", "时间重叠", "请换一个时间"):
            assert words in refused.text
        sending = worker.post(url(programme, "check"), data={"agreed": "y"})
        assert sending.status_code == 422
        assert "秋季疗休养" in sending.text
        worker.post(url(programme, "choices"), data={"act": f"remove-{busy.id}"})
        assert worker.post(url(programme, "choices")).location == url(programme, "check")
        send(worker, programme)
        sent = session.query(Registration).filter_by(programme_id=programme.id).one()
        assert [choice.offering_id for choice in sent.choices] == [clear.id]

    def test_only_said(self, worker: Browser, held: Offering, hall: Venue) -> None:
        programme, _busy, _clear = self.begin(worker, hall, overlap="warn")
        assert "可以继续报名" in worker.get(url(programme, "choices")).text
        assert worker.post(url(programme, "choices")).location == url(programme, "check")
        assert "时间重叠" in worker.get(url(programme, "check")).text
        send(worker, programme)
