"""The wizard from its first page to the reference number, and every way in which it may say no."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.identity import make_resident_id
from app.models import (
    Account,
    HealthDeclaration,
    Offering,
    Participation,
    Person,
    Programme,
    Registration,
    SignUpDraft,
    Unit,
    Venue,
)
from tests import factories as make
from tests.browser import Browser

FRIEND = make_resident_id("370202", dt.date(1988, 5, 6), 124)
QUESTIONS = [
    {"id": "heart", "zh": "有没有心脏病？", "en": "Heart disease?"},
    {"id": "skin", "zh": "皮肤有没有伤口？", "en": "Open wounds?"},
]


@dataclass
class Place:
    """What a test signs up in."""

    union: Unit
    me: Person
    account: Account
    programme: Programme
    sea: Venue
    spring: Venue
    by_sea: Offering
    in_spring: Offering

    def url(self, rest: str = "") -> str:
        return f"/programmes/{self.programme.slug}/sign-up/{rest}"


@pytest.fixture
def place(session: Session) -> Place:
    union = make.tree()[2]
    me = make.person(union, name="李海")
    programme = make.programme()
    sea = make.venue(name="海边院区")
    spring = make.venue(name="温泉院区", health_questions=QUESTIONS)
    return Place(
        union,
        me,
        make.account(me),
        programme,
        sea,
        spring,
        make.offering(programme, sea),
        make.offering(programme, spring, in_days=40),
    )


@pytest.fixture
def worker(client: Browser, place: Place) -> Browser:
    return client.sign_in(place.account)


def friend(place: Place, **values: str) -> dict[str, str]:
    return {
        "name": "张小兰",
        "identity_kind": "resident_id",
        "identity": FRIEND,
        "unit_id": str(place.union.id),
        "joined_on": "2010-07-01",
        **values,
    }


def choose(worker: Browser, place: Place, *offerings: Offering) -> None:
    for number in [offering.id for offering in offerings]:
        worker.post(place.url("choices/add"), data={"offering": number})


def send(worker: Browser, place: Place) -> None:
    response = worker.post(place.url("check"), data={"agreed": "y"})
    assert response.location == place.url("done"), response.text


def test_alone_to_the_reference(worker: Browser, place: Place, session: Session) -> None:
    assert worker.get(place.url()).location == place.url("companions")
    worker.get(place.url("companions"))
    assert worker.post(place.url("companions")).location == place.url("rooms")
    worker.get(place.url("rooms"))
    assert worker.post(place.url("rooms"), data={"needs-me": "lift"}).location == place.url("choices")
    worker.get(place.url("choices"))
    worker.get(place.url("choices/add"))
    choose(worker, place, place.by_sea)
    assert worker.post(place.url("choices")).location == place.url("check")
    page = worker.get(place.url("check")).text
    assert "李海" in page
    assert "海边院区" in page
    send(worker, place)
    sent = session.query(Registration).one()
    assert re.fullmatch(r"LY-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", sent.reference)
    assert sent.members[0].needs == ["lift"]
    assert sent.reference in worker.get(place.url("done")).text
    assert session.query(SignUpDraft).count() == 0


def test_with_a_friend_in_one_room(worker: Browser, place: Place, session: Session) -> None:
    worker.get(place.url("companions/add"))
    response = worker.post(place.url("companions/add"), data=friend(place))
    assert response.location == place.url("companions")
    page = worker.get(response.location).text
    assert "张小兰" in page
    assert FRIEND not in page
    key = re.search(r'id="room-(?!me)(\w+)"', worker.get(place.url("rooms")).text)
    assert key
    alone = worker.post(place.url("rooms"), data={"room-me": "1"})
    assert alone.status_code == 422
    assert "至少要有两个人" in alone.text
    worker.post(place.url("rooms"), data={"room-me": "1", f"room-{key[1]}": "1"})
    choose(worker, place, place.by_sea)
    page = worker.get(place.url("check")).text
    assert "同住一间：李海、张小兰" in page
    send(worker, place)
    sent = session.query(Registration).one()
    assert [member.room_group for member in sent.members] == ["1", "1"]
    known = session.query(Person).filter_by(name="张小兰").one()
    assert (known.identity, known.sex, known.confirmed_at) == (FRIEND, "F", None)


def test_a_draft_waits_encrypted(worker: Browser, place: Place, session: Session) -> None:
    worker.post(place.url("companions/add"), data=friend(place))
    choose(worker, place, place.by_sea)
    raw = session.connection().exec_driver_sql("select answers from sign_up_draft").scalar()
    assert FRIEND.encode() not in bytes(raw)
    assert worker.get(place.url()).location == place.url("choices")
    assert "接着填写" in worker.get(f"/programmes/{place.programme.slug}").text
    worker.post(place.url("discard"))
    assert session.query(SignUpDraft).count() == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "请填写姓名"),
        ({"identity": FRIEND[:-1]}, "身份证号应为 18 位"),
        ({"phone": "12"}, "手机号码应为 11 位"),
        ({"unit_id": "99999"}, "请选择"),
    ],
)
def test_faults_of_a_companion(worker: Browser, place: Place, wrong: dict[str, str], words: str) -> None:
    response = worker.post(place.url("companions/add"), data=friend(place, **wrong))
    assert response.status_code == 422
    assert words in response.text
    assert wrong.get("identity", FRIEND) in response.text


def test_the_same_companion_twice_or_oneself(worker: Browser, place: Place, session: Session) -> None:
    worker.post(place.url("companions/add"), data=friend(place))
    again = worker.post(place.url("companions/add"), data=friend(place))
    assert again.status_code == 422
    assert "已经在名单里" in again.text
    mine = worker.post(
        place.url("companions/add"), data=friend(place, identity=place.me.identity, name=place.me.name)
    )
    assert "您本人的证件号码" in mine.text


def test_a_known_number_under_another_name(worker: Browser, place: Place) -> None:
    known = make.person(place.union, name="赵一", identity=FRIEND, sex="F")
    response = worker.post(place.url("companions/add"), data=friend(place))
    assert response.status_code == 422
    assert "姓名和证件号码对不上" in response.text
    assert known.name not in response.text


def test_no_more_than_the_party_may_have(worker: Browser, place: Place, session: Session) -> None:
    place.programme.max_party_size = 1
    session.commit()
    assert worker.post(place.url("companions/add"), data=friend(place)).location == place.url("companions")
    assert "张小兰" not in worker.get(place.url("companions")).text


def test_removing_a_companion(worker: Browser, place: Place) -> None:
    worker.post(place.url("companions/add"), data=friend(place))
    page = worker.get(place.url("companions")).text
    path = re.search(r'action="([^"]+/remove)"', page)
    assert path
    worker.post(path[1])
    assert "张小兰" not in worker.get(place.url("companions")).text


def test_choices_are_moved_and_removed(worker: Browser, place: Place, session: Session) -> None:
    sea, spring = place.by_sea.id, place.in_spring.id
    choose(worker, place, place.by_sea, place.in_spring, place.by_sea)
    assert kept_choices(session) == [sea, spring]
    worker.post(place.url("choices"), data={"act": f"up-{spring}"})
    assert kept_choices(session) == [spring, sea]
    worker.post(place.url("choices"), data={"act": f"down-{sea}"})
    worker.post(place.url("choices"), data={"act": "up-999999"})
    assert kept_choices(session) == [spring, sea]
    worker.post(place.url("choices"), data={"act": f"remove-{spring}"})
    assert kept_choices(session) == [sea]


def kept_choices(session: Session) -> list[int]:
    draft = session.query(SignUpDraft).one()
    return list(draft.answers["choices"])


def test_the_list_alone_for_htmx(worker: Browser, place: Place) -> None:
    choose(worker, place, place.by_sea)
    for path in ("choices", f"choices/add?venue={place.sea.id}"):
        response = worker.get(place.url(path), headers={"HX-Request": "true"})
        assert "<html" not in response.text
        assert "海边院区" in response.text
        assert "HX-Request" in response.headers["Vary"]


def test_sessions_are_narrowed_by_campus_and_month(worker: Browser, place: Place) -> None:
    month = f"{place.in_spring.starts_on:%Y-%m}"
    page = worker.get(place.url(f"choices/add?venue={place.spring.id}&month={month}")).text
    assert f'value="{place.in_spring.id}"' in page
    assert f'name="offering" value="{place.by_sea.id}"' not in page
    assert "没有期次" in worker.get(place.url("choices/add?month=1999-01")).text


def test_no_choice_and_too_many(worker: Browser, place: Place, session: Session) -> None:
    response = worker.post(place.url("choices"))
    assert response.status_code == 422
    assert "请至少选一期" in response.text
    place.programme.max_choices = 2
    session.commit()
    choose(worker, place, place.by_sea, place.in_spring, make.offering(place.programme, place.sea))
    assert kept_choices(session) == [place.by_sea.id, place.in_spring.id]


def test_where_there_is_one_choice_another_takes_its_place(
    worker: Browser, place: Place, session: Session
) -> None:
    place.programme.max_choices = 1
    session.commit()
    choose(worker, place, place.by_sea, place.in_spring)
    assert kept_choices(session) == [place.in_spring.id]
    page = worker.get(place.url("choices")).text
    assert "换一期" in page
    assert "上移" not in page


def test_a_cancelled_or_foreign_session_cannot_be_chosen(worker: Browser, place: Place) -> None:
    cancelled = make.offering(place.programme, place.sea, cancelled=True)
    foreign = make.offering(make.programme(), place.sea)
    choose(worker, place, cancelled, foreign)
    assert worker.get(place.url("check")).location == place.url("choices")


def test_health_is_asked_only_where_the_campus_asks(worker: Browser, place: Place, session: Session) -> None:
    choose(worker, place, place.in_spring, place.by_sea)
    ask = place.url(f"health/{place.spring.id}")
    assert worker.post(place.url("choices")).location == ask
    assert worker.get(place.url("check")).location == ask
    assert worker.get(place.url(f"health/{place.sea.id}")).status_code == 404
    worker.get(ask)
    missing = worker.post(ask, data={"answer-heart": "no"})
    assert missing.status_code == 422
    assert "请回答：皮肤" in missing.text
    assert worker.post(ask, data={"answer-heart": "no", "answer-skin": "no"}).location == place.url("check")
    assert "所有问题都回答" in worker.get(place.url("check")).text
    send(worker, place)
    assert session.query(HealthDeclaration).one().answers == {"heart": False, "skin": False}


def test_a_yes_leads_to_what_to_do(worker: Browser, place: Place, session: Session) -> None:
    choose(worker, place, place.in_spring, place.by_sea)
    ask = place.url(f"health/{place.spring.id}")
    answer = worker.post(ask, data={"answer-heart": "yes", "answer-skin": "no"})
    assert answer.location == f"{ask}/advice"
    page = worker.get(answer.location).text
    assert "summary" not in page.split("<main")[1]
    assert "咨询医生" in page
    assert session.query(SignUpDraft).one().answers["health"] == {}
    assert worker.post(f"{ask}/drop").location == place.url("choices")
    assert worker.post(place.url("choices")).location == place.url("check")


def test_sending_needs_consent(worker: Browser, place: Place, session: Session) -> None:
    choose(worker, place, place.by_sea)
    response = worker.post(place.url("check"))
    assert response.status_code == 422
    assert "请确认内容属实" in response.text
    assert session.query(Registration).count() == 0


def test_changing_what_was_sent(worker: Browser, place: Place, session: Session) -> None:
    choose(worker, place, place.by_sea)
    send(worker, place)
    reference = session.query(Registration).one().reference
    assert reference in worker.get(place.url()).text
    choose(worker, place, place.in_spring)
    worker.post(place.url("choices"), data={"act": f"remove-{place.by_sea.id}"})
    assert [c.offering_id for c in session.query(Registration).one().choices] == [place.by_sea.id]
    worker.post(place.url(f"health/{place.spring.id}"), data={"answer-heart": "no", "answer-skin": "no"})
    assert "提交修改" in worker.get(place.url("check")).text
    send(worker, place)
    session.expire_all()
    sent = session.query(Registration).one()
    assert sent.reference == reference
    assert [c.offering_id for c in sent.choices] == [place.in_spring.id]


def test_changing_what_a_coordinator_sent_for_me(worker: Browser, place: Place, session: Session) -> None:
    coordinator = make.account(coordinates=place.union)
    friend = make.person(place.union, name="孙小美", sex="F")
    made = make.registration(place.programme, [place.me, friend], [place.by_sea], by=coordinator)
    assert made.reference in worker.get(place.url()).text
    assert "孙小美" in worker.get(place.url("companions")).text
    assert "同住一间：李海、孙小美" in worker.get(place.url("check")).text
    send(worker, place)
    session.expire_all()
    changed = session.get_one(Registration, made.id)
    assert changed.signed_up_by_id == coordinator.id
    assert [member.person_id for member in changed.members] == [place.me.id, friend.id]


def test_a_change_that_rests_on_something_old_is_refused(
    worker: Browser, place: Place, session: Session
) -> None:
    choose(worker, place, place.by_sea)
    send(worker, place)
    choose(worker, place, place.in_spring)
    worker.post(place.url(f"health/{place.spring.id}"), data={"answer-heart": "no", "answer-skin": "no"})
    sent = session.query(Registration).one()
    sent.changed_at = clock.now()  # as a coordinator's correction does
    session.commit()
    assert "放弃这次修改" in worker.get(place.url("check")).text
    assert worker.post(place.url("check"), data={"agreed": "y"}).status_code == 409
    session.expire_all()
    assert len(session.query(Registration).one().choices) == 1


def test_who_may_not_sign_up_is_told_before_the_first_page(worker: Browser, place: Place) -> None:
    make.rule(place.programme, "not_within_years", years=3)
    make.save(
        Participation(
            person_id=place.me.id, kind="recuperation", took_place_on=clock.today() - dt.timedelta(days=90)
        )
    )
    page = worker.get(place.url())
    assert page.status_code == 200
    assert "暂时不能报名" in page.text
    assert "3 年内已经参加过一次" in page.text
    assert worker.post(place.url("companions")).status_code == 409


def test_a_companion_who_may_not_is_a_page_too(worker: Browser, place: Place) -> None:
    make.rule(place.programme, "age", max=50)
    old = make_resident_id("370202", dt.date(1950, 5, 6), 124)
    response = worker.post(place.url("companions/add"), data=friend(place, identity=old))
    assert response.status_code == 422
    assert "已超过 50 周岁" in response.text
    assert "summary-title" not in response.text


def test_after_the_deadline(worker: Browser, place: Place, session: Session) -> None:
    choose(worker, place, place.by_sea)
    place.programme.closes_at = clock.now() - dt.timedelta(minutes=1)
    session.commit()
    assert "现在不能报名" in worker.get(place.url()).text
    assert worker.post(place.url("check"), data={"agreed": "y"}).status_code == 409
    assert session.query(Registration).count() == 0


def test_who_is_in_another_party_is_told_whose(app: Flask, worker: Browser, place: Place) -> None:
    other = make.person(place.union, name="钱多多")
    made = make.registration(place.programme, [other, place.me], [place.by_sea])
    page = worker.get(place.url()).text
    assert "已经有人为您报名" in page
    assert "钱*多" in page
    assert place.union.name in page
    assert "钱多多" not in page
    assert made.id


def test_a_companion_in_another_party_is_told_whose(worker: Browser, place: Place) -> None:
    taken = make.person(place.union, name="张小兰", identity=FRIEND, sex="F")
    other = make.person(place.union, name="钱多多")
    make.registration(place.programme, [other, taken], [place.by_sea])
    response = worker.post(place.url("companions/add"), data=friend(place))
    assert response.status_code == 422
    assert "钱*多" in response.text
    assert "每人在一个项目里只能报名一次" in response.text


def test_without_an_identity_one_is_taken_to_confirm_it(client: Browser, place: Place) -> None:
    assert client.get(place.url()).location.startswith("/sign-in?next=")
    newcomer = make.account()
    assert client.sign_in(newcomer).get(place.url()).location.startswith("/me/identity?next=")
