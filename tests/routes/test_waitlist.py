"""Offers and waitlists as workers and coordinators see them."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.models import Account, Registration
from app.services import places, waiting
from tests import factories as make
from tests.browser import Browser
from tests.services.first_come import Course, state


@pytest.fixture
def course(session: Session) -> Course:
    return Course(seats=1, title="咖啡体验课")


@pytest.fixture
def offered(course: Course) -> Registration:
    """A party of one to whom the only place is being offered; two more wait behind it."""
    first, asked = course.sign_up(course.worker()), course.sign_up(course.worker())
    for _each in range(2):
        course.sign_up(course.worker())
    course.withdraw(first)
    return asked


def page(sent: Registration) -> str:
    return f"/mine/{sent.reference}/offer"


def later(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    at = clock.now() + dt.timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: at)


def test_the_offer_says_until_when_and_what_follows(offered: Registration, client: Browser) -> None:
    client.sign_in(offered.signed_up_by)
    mine = client.get(f"/mine/{offered.reference}").text
    assert 'data-mode="first_come" data-state="offered"' in mine
    assert page(offered) in mine
    text = client.get(page(offered)).text
    for words in ("有名额了", "答复期限", "放弃：名额给下一位", "接受名额", "放弃名额"):
        assert words in text


def test_accepting_it(offered: Registration, client: Browser) -> None:
    client.sign_in(offered.signed_up_by)
    answer = client.post(f"{page(offered)}/accept", follow_redirects=True)
    assert "已接受，名额已确认" in answer.text
    assert 'data-state="confirmed"' in answer.text
    assert client.post(f"{page(offered)}/accept").status_code == 302
    assert client.post(f"{page(offered)}/decline").status_code == 409
    assert client.get(page(offered)).status_code == 302
    assert len(places.held(offered)) == 1


def test_declining_it(offered: Registration, course: Course, client: Browser) -> None:
    client.sign_in(offered.signed_up_by)
    answer = client.post(f"{page(offered)}/decline", follow_redirects=True)
    assert 'data-state="declined"' in answer.text
    assert client.post(f"{page(offered)}/decline").status_code == 302
    refused = client.post(f"{page(offered)}/accept")
    assert (refused.status_code, "已经放弃" in refused.text) == (409, True)
    assert [entry.state for entry in waiting.in_order(course.programme)] == ["offered", "waiting"]


def test_too_late_is_said_and_changes_nothing(
    offered: Registration, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(offered.signed_up_by)
    later(monkeypatch, hours=25)
    answer = client.post(f"{page(offered)}/accept")
    assert (answer.status_code, "已过" in answer.text) == (409, True)
    assert places.held(offered) == []
    assert 'data-state="lapsed"' in client.get(f"/mine/{offered.reference}").text


def test_who_waits_has_nothing_to_answer(offered: Registration, course: Course, client: Browser) -> None:
    waits = waiting.in_order(course.programme)[1].registration
    client.sign_in(waits.signed_up_by)
    assert client.get(page(waits)).status_code == 302
    answer = client.post(f"{page(waits)}/accept")
    assert (answer.status_code, "还没有轮到" in answer.text) == (409, True)
    text = client.get(f"/mine/{waits.reference}").text
    assert "候补第 1 位" in text
    assert "不再候补，退出报名" in text


def test_only_their_own(offered: Registration, course: Course, client: Browser) -> None:
    for stranger in (make.account(course.worker()), make.account(coordinates=make.unit(course.city))):
        client.sign_in(stranger)
        for path in ("", "/accept", "/decline"):
            ask = client.get if path == "" else client.post
            assert ask(page(offered) + path).status_code == 404
    assert state(offered) == "offered"
    client.sign_in(make.account(coordinates=course.union))
    assert client.post(f"{page(offered)}/accept").status_code == 302


def test_a_full_programme_says_so_and_takes_who_waits(course: Course, client: Browser) -> None:
    course.sign_up(course.worker())
    assert "名额已满，可以候补" in client.get(f"/programmes/{course.programme.slug}").text


@pytest.fixture
def city(course: Course) -> Account:
    return make.account(coordinates=course.city)


def desk(course: Course) -> str:
    return f"/console/programmes/{course.programme.id}/waitlist/"


def test_the_city_sees_the_line_the_places_and_the_quotas(
    course: Course, city: Account, client: Browser
) -> None:
    make.quota(course.programme, group="district", scope="run", maximum=7)
    course.sign_up(course.worker())
    waits = course.sign_up(course.worker())
    text = client.sign_in(city).get(desk(course)).text
    for words in (waits.reference, "候补顺序", "各单位用了多少", course.district.name, "调整位次"):
        assert words in text
    assert waits.lead.person.name not in text
    assert "没有人在候补" in client.get(desk(Course(seats=1))).text


def test_others_see_their_own_part_of_it(course: Course, offered: Registration, client: Browser) -> None:
    far = make.unit(make.unit(course.city))
    there = course.sign_up(course.worker(far))
    client.sign_in(make.account(coordinates=far))
    text = client.get(desk(course)).text
    assert there.reference in text
    assert offered.reference not in text
    assert "各单位用了多少" not in text
    assert "调整位次" not in text
    assert client.get(f"{desk(course)}{there.reference}/move").status_code == 403
    client.sign_in(make.account(course.worker()))
    assert client.get(desk(course)).status_code == 403


def test_moving_needs_a_reason_and_shows_in_the_record(
    course: Course, offered: Registration, city: Account, client: Browser
) -> None:
    last = waiting.in_order(course.programme)[2].registration
    form = f"{desk(course)}{last.reference}/move"
    client.sign_in(city)
    assert "第 2 位，共 2 组" in client.get(form).text
    for data in ({"place": "1"}, {"place": "x", "reason": "急"}, {"place": "9", "reason": "急"}):
        assert client.post(form, data=data).status_code == 422
    assert client.post(form, data={"place": "1", "reason": "急" * 301}).status_code == 422
    answer = client.post(form, data={"place": "1", "reason": "登记有误"}, follow_redirects=True)
    assert "已调整候补顺序" in answer.text
    assert [entry.registration_id for entry in waiting.in_order(course.programme)][1] == last.id
    record = client.get("/console/audit/").text
    assert "调整候补顺序" in record
    assert "登记有误" in record


def test_whom_it_cannot_move(course: Course, offered: Registration, city: Account, client: Browser) -> None:
    client.sign_in(city)
    data = {"place": "1", "reason": "急"}
    answer = client.post(f"{desk(course)}{offered.reference}/move", data=data)
    assert (answer.status_code, "不在候补" in answer.text) == (422, True)
    other = Course(seats=1)
    assert client.post(f"{desk(other)}{offered.reference}/move", data=data).status_code == 404
    assert client.get(f"{desk(course)}LY-0000-0000-0/move").status_code == 404


def test_why_somebody_would_be_passed_over(course: Course, city: Account, client: Browser) -> None:
    course.sign_up(course.worker())
    person = course.worker()
    course.sign_up(person)
    make.rule(course.programme, "tiers", tiers=[1])
    assert "轮到会跳过" in client.sign_in(city).get(desk(course)).text
