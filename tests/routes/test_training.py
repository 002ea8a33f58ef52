"""Classes, lectures and the learning record as each who may see them sees them."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Account, AuditEntry, Certificate, LectureStop, Offering
from app.services.training import moving
from tests import factories as make
from tests import lectures
from tests.browser import Browser
from tests.services.classes import WHY, School, taught, teacher


@pytest.fixture
def school(session: Session) -> School:
    return School()


def base(of: Offering) -> str:
    return f"/console/programmes/{of.programme_id}/classes"


def test_merging_shows_everybody_before_it_is_done(school: School, client: Browser) -> None:
    second = school.another()
    sent, alone = school.one(school.first, second), school.one(school.first)
    client.sign_in(school.city_coordinator)
    assert "差 8 人" in client.get(f"{base(school.first)}/").text
    address = f"{base(school.first)}/{school.first.id}/move"
    page = client.get(f"{address}?into={second.id}").text
    for words in (sent.lead.person.name, alone.lead.person.name, "第 2 志愿", "请本人答复"):
        assert words in page
    seen = moving.plan(school.first, second).digest
    given = {"into": second.id, "seen": seen, "reason": WHY}
    assert client.post(address, data={**given, "seen": "another"}).status_code == 422
    assert client.post(address, data={**given, "reason": ""}).status_code == 422
    assert client.post(address, data=given).status_code == 302
    assert client.post(address, data=given).status_code == 409
    client.sign_in(sent.signed_up_by)
    assert WHY in client.get(f"/mine/{sent.reference}/class").text


def test_a_unit_sees_its_own_people_and_takes_out_no_full_numbers(session: Session, client: Browser) -> None:
    school, _meetings = taught()
    other = make.unit(school.district)
    mine = school.one(school.first)
    theirs = school.sign_up(make.person(other, name="外单位人"), to=[school.first])
    client.sign_in(make.account(coordinates=school.union))
    page = client.get(f"{base(school.first)}/{school.first.id}").text
    assert mine.lead.person.name in page
    assert theirs.lead.person.name not in page
    assert client.post(f"{base(school.first)}/hours", data={"full_numbers": "y"}).status_code == 403
    assert client.post(f"{base(school.first)}/hours").mimetype.endswith("sheet")
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "class.export_hours")).one()
    assert entry.changes["count"] == ["", "1"]


def test_a_teacher_records_on_a_phone_what_the_coordinator_certifies(
    session: Session, client: Browser
) -> None:
    school, meetings = taught()
    sent = school.one(school.first)
    person = sent.lead.person
    client.sign_in(teacher(school.first))
    assert "我教的班" in client.get("/mine").text
    for meeting in meetings:
        address = f"/teaching/{school.first.id}/half-days/{meeting.id}"
        assert client.post(address, data={"there": person.id}).status_code == 302
    marks = f"/teaching/{school.first.id}/marks"
    wrong = client.post(marks, data={f"theory-{person.id}": "101", f"practice-{person.id}": "50"})
    assert (wrong.status_code, "请填写 0 到 100 的整数" in wrong.text) == (422, True)
    assert (
        client.post(marks, data={f"theory-{person.id}": "40", f"practice-{person.id}": "50"}).status_code
        == 302
    )
    again = {"kind": "resit", "theory": "70", "practice": "80", "reason": "补考"}
    assert client.post(f"{marks}/{person.id}", data={**again, "reason": ""}).status_code == 422
    assert client.post(f"{marks}/{person.id}", data=again).status_code == 302
    client.sign_in(school.city_coordinator)
    assert client.post(f"{base(school.first)}/{school.first.id}/certificates").status_code == 302
    certificate = session.scalars(select(Certificate)).one()
    client.sign_in(sent.signed_up_by)
    assert certificate.number in client.get("/mine/learning").text
    client.sign_in(school.city_coordinator)
    revoke = f"{base(school.first)}/{school.first.id}/certificates/{certificate.id}/revoke"
    assert client.post(revoke, data={"reason": "冒名"}).status_code == 302
    assert "已经撤销" in client.get(f"/certificates/{certificate.number}").text


def test_an_issued_certificate_is_not_edited_by_a_unit(session: Session, client: Browser) -> None:
    person = make.person(make.tree()[2])
    issued = make.certificate(person, programme_id=make.programme().id, number="ZS-1")
    client.sign_in(make.account(coordinates=person.unit))
    address = f"/console/people/{person.id}/certificates/{issued.id}"
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/remove", data={"reason": "x"}).status_code == 404
    assert "学习经历" in client.get(f"/console/people/{person.id}").text
    assert session.get(Certificate, issued.id) is not None


def order(topic: int, unit: int, **changed: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "unit_id": unit,
        "topic_id": topic,
        "first_day": lectures.day().isoformat(),
        "place": "食堂二楼",
        "expected": "40",
        "contact_name": "赵工",
        "contact_phone": "13900001111",
    }
    return usual | changed


def test_a_lecture_is_ordered_answered_and_attended(session: Session, client: Browser) -> None:
    city, _district, union = make.tree()
    programme, topic = lectures.programme(), lectures.resource("topic")
    unit, desk = make.account(coordinates=union), make.account(coordinates=city)
    stops = f"/console/programmes/{programme.id}/stops"
    client.sign_in(unit)
    assert client.post(f"{stops}/new", data=order(topic.id, union.id, contact_phone="12")).status_code == 422
    assert client.post(f"{stops}/new", data=order(topic.id, city.id)).status_code == 422
    assert client.post(f"{stops}/new", data=order(topic.id, union.id)).status_code == 302
    stop = session.scalars(select(LectureStop)).one()
    assert "139****1111" in client.get(f"{stops}/{stop.id}").text
    client.sign_in(desk)
    lecturer, vehicle = lectures.resource("lecturer"), lectures.resource("vehicle")
    given = {"held_on": lectures.day().isoformat(), "from_time": "14:00", "lecturer_id": lecturer.id}
    confirm = f"{stops}/{stop.id}/confirm"
    assert client.post(confirm, data={**given, "vehicle_id": vehicle.id, "from_time": "2"}).status_code == 422
    assert client.post(confirm, data={**given, "vehicle_id": vehicle.id}).status_code == 302
    person = make.person(union)
    account: Account = make.account(person)
    client.sign_in(unit)
    assert client.post(f"{stops}/{stop.id}/people", data={"wanted": person.id}).status_code == 302
    client.sign_in(account)
    assert topic.name in client.get("/mine").text
    client.sign_in(make.account(coordinates=make.unit(make.unit(city))))
    assert client.get(f"{stops}/{stop.id}").status_code == 404


def test_topics_are_added_and_retired(session: Session, client: Browser) -> None:
    client.sign_in(make.account(coordinates=make.unit()))
    address = f"/console/programmes/{lectures.programme().id}/stops/resources"
    new = {"kind": "topic", "name": "安全用电"}
    assert client.post(address, data=new).status_code == 422
    assert client.post(address, data={**new, "minutes": "60"}).status_code == 302
    assert client.post(address, data={**new, "minutes": "60"}).status_code == 422
    topic = lectures.resource("topic")
    assert client.post(f"{address}/{topic.id}/retire").status_code == 302
    assert "已停用" in client.get(address).text
