from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.models import (
    Account,
    AllocationRun,
    BedPlace,
    Offering,
    Placement,
    Programme,
    Registration,
    Unit,
    UnplacedReason,
)
from app.services import notify
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.browser import Browser


@dataclass
class City:
    city: Unit
    district: Unit
    union: Unit
    programme: Programme
    offering: Offering
    mine: Registration

    @property
    def me(self) -> Account:
        return self.mine.signed_up_by

    @property
    def page(self) -> str:
        return f"/mine/{self.mine.reference}"


@pytest.fixture
def small(session: Session) -> City:
    city, district, union = make.tree()
    programme = make.programme(title="秋季疗休养", contact_phone="12351")
    venue = make.venue((2, 2, 3), name="市南本部院区", address="太平湾畔")
    timetable = [{"day": 1, "zh": "报到", "en": "Arrival"}, {"day": 2, "zh": "海滨健走", "en": "A walk"}]
    offering = make.offering(programme, venue, timetable=timetable, leader_name="赵老师")
    people = [make.person(union, name="李小梅"), make.person(union, name="王大力")]
    other = make.offering(programme, venue, in_days=50)
    mine = make.registration(programme, people, [offering, other], reference="LY-7K3M-92QF-8")
    return City(city, district, union, programme, offering, mine)


def publish(small: City) -> AllocationRun:
    run = AllocationRun(
        programme=small.programme,
        number=1,
        state="published",
        problem=b"",
        problem_sha256="0" * 64,
        summary={"people": 4012, "placed_people": 3447},
        started_by=make.account(coordinates=small.city),
        created_at=clock.now(),
        published_at=clock.now(),
    )
    small.programme.state = "published"
    make.save(run)
    return run


def place(small: City, registration: Registration, run: AllocationRun) -> Placement:
    room = small.offering.venue.rooms[2]
    placement = Placement(run=run, registration=registration, offering=small.offering, rank=1)
    used = len(registration.members)
    placement.beds = [BedPlace(member=m, room=room, bed=m.position) for m in registration.members[:used]]
    make.save(placement)
    return placement


def refuse(small: City, run: AllocationRun, reason: str, detail: Mapping[str, Any]) -> None:
    make.save(
        UnplacedReason(
            run_id=run.id,
            registration_id=small.mine.id,
            offering=small.offering,
            reason=reason,
            detail=dict(detail),
        )
    )


def test_nothing_yet_leads_to_programmes(small: City, client: Browser) -> None:
    page = client.sign_in(make.account(make.person(small.union))).get("/mine")
    assert "还没有报名" in page.text


def test_my_list_has_state_and_notices(small: City, client: Browser) -> None:
    with unit_of_work():
        notify.tell(small.mine.lead.person, "registration.sent", small.mine)
    page = client.sign_in(small.me).get("/mine").text
    assert small.mine.reference in page
    assert "您已报名“秋季疗休养”" in page


def test_a_companion_has_it_in_their_list_too(small: City, client: Browser) -> None:
    companion = make.account(small.mine.members[1].person)
    assert small.mine.reference in client.sign_in(companion).get("/mine").text


def test_before_the_deadline_it_says_what_happens_next(small: City, client: Browser) -> None:
    page = client.sign_in(small.me).get(small.page).text
    assert "已报名，可以修改" in page
    assert "退出报名" in page
    assert "李小梅" not in page


def test_after_the_deadline_it_waits(small: City, client: Browser) -> None:
    small.programme.state = "closed"
    page = client.sign_in(small.me).get(small.page).text
    assert "已报名，等待安排" in page
    assert "修改报名" not in page


def test_my_slot(small: City, client: Browser) -> None:
    run = publish(small)
    placement = place(small, small.mine, run)
    other = make.registration(small.programme, [make.person(small.union, name="欧阳娜娜")], [small.offering])
    stranger = Placement(run=run, registration=other, offering=small.offering, rank=1)
    stranger.beds = [BedPlace(member=other.members[0], room=placement.beds[0].room, bed=3)]
    make.save(stranger)
    page = client.sign_in(small.me).get(small.page).text
    for words in (
        "您已安排好",
        "第 1 志愿",
        "市南本部院区",
        "太平湾畔",
        "三人间",
        "海滨健走",
        "赵老师",
    ):
        assert words in page
    assert "欧阳*，" in page
    assert "娜" not in page
    assert "王*力" in page
    assert 'src="data:image/svg+xml' in page


def test_the_calendar_file_is_one_whole_stay(small: City, client: Browser) -> None:
    place(small, small.mine, publish(small))
    answer = client.sign_in(small.me).get(f"{small.page}/calendar.ics")
    text = answer.text.replace("\r\n ", "")
    assert answer.mimetype == "text/calendar"
    assert f"DTSTART;VALUE=DATE:{small.offering.starts_on:%Y%m%d}" in text
    assert f"DTEND;VALUE=DATE:{small.offering.ends_on + dt.timedelta(days=1):%Y%m%d}" in text
    assert f"UID:{small.mine.reference}-{small.offering.id}@nuanxin" in text
    assert "太平湾畔" in text


def test_a_class_is_in_the_calendar_with_its_hours(small: City, client: Browser) -> None:
    place(small, small.mine, publish(small))
    lesson = small.offering
    lesson.ends_on, lesson.from_time, lesson.to_time = lesson.starts_on, "19:00", "20:30"
    text = client.sign_in(small.me).get(f"{small.page}/calendar.ics").text
    assert f"DTSTART:{lesson.starts_on:%Y%m%d}T110000Z" in text
    assert f"DTEND:{lesson.starts_on:%Y%m%d}T123000Z" in text


def test_without_a_slot_there_is_no_calendar_file(small: City, client: Browser) -> None:
    assert client.sign_in(small.me).get(f"{small.page}/calendar.ics").status_code == 404


CUT_OFF = {"cut_off": {"tier": 2, "lottery": 1204}, "tier": 2, "lottery": 1893}


@pytest.mark.parametrize(
    ("reason", "detail", "words"),
    [
        ("seats", {"seats": 20, "taken": 20, "people": 2, **CUT_OFF}, "这一期共 20 个名额"),
        ("seats", {"seats": 20, "taken": 19, "people": 2, **CUT_OFF}, "还剩 1 个，您这一组有 2 人"),
        (
            "quota",
            {"quota": "q", "group": "employer", "value": "x", "scope": "offering", "max": 15, "taken": 15}
            | {"people": 1, **CUT_OFF},
            "每期最多安排同一单位 15 人",
        ),
        (
            "quota",
            {
                "quota": "q",
                "group": "district",
                "value": "x",
                "scope": "run",
                "max": 9,
                "taken": 9,
                "people": 1,
            },
            "名额共 9 人",
        ),
        (
            "no_bed",
            {"beds": 1, "sex": "F", "needs": ["step_free"], "night": "2026-10-13", "free_beds": 0, **CUT_OFF},
            "女职工床位（无障碍）已经安排完",
        ),
        ("no_bed", {"beds": 2, "sex": "mixed", "free_beds": 4, **CUT_OFF}, "还空着 4 张床"),
        ("clash", {"offering": "o1"}, "日期重叠"),
        ("cancelled", {"minimum": 20, "asked": 3}, "填报了它的只有 3 人"),
        ("cancelled", {}, "这一期已经取消"),
        ("locked", {"locked_to": []}, "经办人已固定安排"),
        ("outranked", CUT_OFF, "未达到录取线"),
        ("outranked", {"cut_off": None, "tier": 2, "lottery": 5}, "没有轮到您这一组"),
        ("ineligible", {"rule": "years", "message": "在职不满三年", "regulation": ""}, "在职不满三年"),
    ],
)
def test_why_not_in_words(
    small: City, client: Browser, reason: str, detail: Mapping[str, Any], words: str
) -> None:
    refuse(small, publish(small), reason, detail)
    page = client.sign_in(small.me).get(small.page).text
    assert "这一次没有安排上" in page
    assert words in page
    assert "4,012" in page
    if detail.get("cut_off"):
        assert "录取到：二类，摇号 1,204" in page
        assert "您：二类，摇号 1,893" in page


def test_others_do_not_learn_that_it_exists(small: City, client: Browser) -> None:
    stranger = make.account(make.person(small.union))
    outside = make.account(coordinates=make.unit(small.city))
    for account in (stranger, outside):
        assert client.sign_in(account).get(small.page).status_code == 404
        assert client.sign_in(account).get(f"{small.page}/withdraw").status_code == 404


def test_coordinators_of_its_unit_may_look(small: City, client: Browser) -> None:
    for unit in (small.city, small.district, small.union):
        assert client.sign_in(make.account(coordinates=unit)).get(small.page).status_code == 200


def test_signing_in_comes_first(small: City, client: Browser) -> None:
    assert client.get(small.page).status_code == 302
    assert client.get("/mine").status_code == 302


def test_withdrawing_says_what_it_means_and_then_does_it(
    small: City, client: Browser, session: Session
) -> None:
    client.sign_in(small.me)
    asked = client.get(f"{small.page}/withdraw").text
    assert "同行的 2 人会一起退出" in asked
    answer = client.post(f"{small.page}/withdraw", data={"reason": "出差"}, follow_redirects=True)
    assert "已退出报名" in answer.text
    session.refresh(small.mine)
    assert small.mine.state == "withdrawn"


def test_a_place_given_back_is_free_for_others(small: City, client: Browser, session: Session) -> None:
    placement = place(small, small.mine, publish(small))
    client.sign_in(small.me)
    assert "的位置会交回" in client.get(f"{small.page}/withdraw").text
    answer = client.post(f"{small.page}/withdraw", follow_redirects=True)
    assert "已退出安排" in answer.text
    session.refresh(placement)
    assert placement.withdrawn_at is not None


def test_withdrawing_once_the_stay_has_begun_is_refused(small: City, client: Browser) -> None:
    place(small, small.mine, publish(small))
    small.offering.starts_on = clock.today()
    answer = client.sign_in(small.me).post(f"{small.page}/withdraw", data={"reason": "临时有事"})
    assert answer.status_code == 409
    assert "这一期已经开始" in answer.text
    assert "临时有事" in answer.text


def test_withdrawing_twice_is_one_withdrawal(small: City, client: Browser) -> None:
    client.sign_in(small.me)
    for _ in range(2):
        assert client.post(f"{small.page}/withdraw").status_code == 302
