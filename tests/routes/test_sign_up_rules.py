"""What rules say on the way through sign-up: refusals with what to do next, warnings before sending."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Account, EligibilityRule, Person, Programme, Registration
from tests import factories as make
from tests.browser import Browser


class Place:
    """A programme without dates, and a worker."""

    def __init__(self) -> None:
        self.me: Person = make.person(make.tree()[2], tier=4)
        self.account: Account = make.account(self.me)
        self.programme: Programme = make.programme(mode="open", max_party_size=1)

    def url(self, rest: str = "") -> str:
        return f"/programmes/{self.programme.slug}/sign-up/{rest}"

    def rule(self, name: str, effect: str, **parameters: object) -> EligibilityRule:
        made = make.rule(self.programme, name, **parameters)
        made.effect = effect
        return made


@pytest.fixture
def place(session: Session) -> Place:
    return Place()


@pytest.fixture
def worker(client: Browser, place: Place) -> Browser:
    return client.sign_in(place.account)


def sent(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Registration)) or 0


def test_every_reason_stands_on_the_page_in_the_programmes_words(worker: Browser, place: Place) -> None:
    place.rule("tiers", "block", tiers=[1]).message = "本次只面向劳模"
    place.rule("certificate", "block", kind="焊工（高级）").regulation = "办法第三条"
    place.rule("union_member", "warn")
    answer = worker.get(place.url("check"))
    assert "本次只面向劳模" in answer.text
    assert "焊工（高级）" in answer.text
    assert "办法第三条" in answer.text
    assert "工会会员" not in answer.text  # a warning refuses nobody
    assert worker.post(place.url("check"), data={"agreed": "y"}).status_code == 409


def test_a_warning_is_said_before_sending_and_holds_nothing_up(
    worker: Browser, place: Place, session: Session
) -> None:
    rule = place.rule("age", "warn", max=30)
    rule.message, rule.message_en = "运动量大，请量力而行", "This is strenuous"
    page = worker.get(place.url("check")).text
    assert "运动量大，请量力而行" in page
    assert "不影响报名" in page
    assert worker.post(place.url("check"), data={"agreed": "y"}).status_code == 302
    assert sent(session) == 1


def test_without_anything_to_warn_of_nothing_is_said(worker: Browser, place: Place) -> None:
    place.rule("age", "warn", max=99)
    assert "不影响报名" not in worker.get(place.url("check")).text


def test_a_yes_that_blocks_is_refused_with_the_way_back_to_the_question(
    worker: Browser, place: Place, session: Session
) -> None:
    make.question(place.programme, "heart", kind="yes_no", label="有心脏病史吗")
    place.rule("health_question", "block", question="heart")
    for given, status, count in (("yes", 422, 0), ("no", 302, 1)):
        worker.post(place.url("questions"), data={"shown": ["heart"], "a-heart": given})
        answer = worker.post(place.url("check"), data={"agreed": "y"})
        assert answer.status_code == status
        assert sent(session) == count
        if status == 422:
            assert "有心脏病史吗" in answer.text
            assert f'href="{place.url("questions")}' in answer.text


def test_a_yes_that_only_warns(worker: Browser, place: Place, session: Session) -> None:
    make.question(place.programme, "heart", kind="yes_no", label="有心脏病史吗")
    place.rule("health_question", "warn", question="heart")
    worker.post(place.url("questions"), data={"shown": ["heart"], "a-heart": "yes"})
    assert "“有心脏病史吗”回答了“是”" in worker.get(place.url("check")).text
    assert worker.post(place.url("check"), data={"agreed": "y"}).status_code == 302
    assert sent(session) == 1


def test_a_certificate_recorded_meanwhile_opens_the_way(worker: Browser, place: Place) -> None:
    place.rule("certificate", "block", kind="焊工（高级）")
    assert "请本单位" in worker.get(place.url("check")).text
    make.certificate(place.me, issued_on=dt.date(2024, 1, 1))
    assert worker.post(place.url("check"), data={"agreed": "y"}).status_code == 302
