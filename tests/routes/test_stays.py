"""The pages of nominations and stays: what each role sees and does, and what is refused."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models import Account, AuditEntry, BedPlace, Nomination, Person, StaySlot
from app.services.stays import desk, guests, leaders, slots, substitution, timetable
from app.services.stays.slots import Series
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests import season as seasons
from tests.browser import Browser
from tests.services.stays import Round, Stay
from tests.services.test_stay_life import COUNSELLOR, ITEM

NOTE = "最近总失眠"


@pytest.fixture
def made(session: Session) -> Round:
    return Round()


@pytest.fixture
def stay(session: Session) -> Stay:
    return Stay()


def nominations_of(made: Round) -> str:
    return f"/console/programmes/{made.programme.id}/nominations/"


def test_a_unit_nominates_the_district_confirms_and_the_worker_ranks(made: Round, client: Browser) -> None:
    person = make.person(made.union, name="林一线")
    home = nominations_of(made)
    client.sign_in(make.account(coordinates=made.union))
    assert "林一线" in client.get(f"{home}candidates?q=林").text
    assert client.post(f"{home}candidates/{person.id}", data={"merit": ""}).status_code == 422
    sent = client.post(f"{home}candidates/{person.id}", data={"merit": "抢修先进"}, follow_redirects=True)
    assert "待上级确认" in sent.text
    nomination = db.session.scalars(select(Nomination)).one()
    assert client.post(f"{home}{nomination.id}/confirm").status_code == 403
    worker = make.account(person)
    client.sign_in(worker)
    mine = f"/programmes/{made.programme.slug}/nomination"
    assert "等上级工会确认" in client.get(mine).text
    client.sign_in(make.account(coordinates=made.district))
    assert "确认 林一线" in client.get(home).text
    assert client.post(f"{home}{nomination.id}/confirm", follow_redirects=True).status_code == 200
    client.sign_in(worker)
    assert "请在" in client.get(mine).text
    assert "您已被提名参加" in client.get("/mine").text


def test_a_district_sends_back_with_a_reason_that_the_worker_reads(made: Round, client: Browser) -> None:
    person = make.person(made.union)
    home = nominations_of(made)
    client.sign_in(make.account(coordinates=made.union))
    client.post(f"{home}candidates/{person.id}", data={"merit": "抢修先进"})
    nomination = db.session.scalars(select(Nomination)).one()
    client.sign_in(make.account(coordinates=made.district))
    back = f"{home}{nomination.id}/send-back"
    assert client.post(back, data={"reason": ""}).status_code == 422
    assert client.post(back, data={"reason": "名单里已有同岗位的人"}).status_code == 302
    client.sign_in(make.account(person))
    assert "名单里已有同岗位的人" in client.get(f"/programmes/{made.programme.slug}/nomination").text


def test_places_are_shared_out_below_and_not_at_ones_own_level(made: Round, client: Browser) -> None:
    home = nominations_of(made)
    client.sign_in(make.account(coordinates=made.district))
    assert client.post(f"{home}units/{made.union.id}", data={"places": "3"}).status_code == 302
    assert client.post(f"{home}units/{made.union.id}", data={"places": "9"}).status_code == 422
    assert client.get(f"{home}units/{made.district.id}").status_code == 404
    assert client.get(f"{home}units/{made.elsewhere.id}").status_code == 404
    assert client.get(f"{home}round").status_code == 403
    client.sign_in(make.account(coordinates=made.city))
    at = clock.local(clock.now() + dt.timedelta(days=1))
    given = {"places": "8", "units_until": f"{at:%Y-%m-%dT%H:%M}", "districts_until": "2000-01-01T10:00"}
    assert client.post(f"{home}round", data=given).status_code == 422
    assert made.taken(made.union) == (3, 0)


def test_the_desk_checks_in_by_reference_swaps_and_records(stay: Stay, client: Browser) -> None:
    one, two, absent = stay.person(name="林一"), stay.person(name="周二"), stay.person(name="吴三")
    first = stay.place([one], [(0, 1)])
    stay.place([two], [(1, 1)])
    third = stay.place([absent], [(0, 2)])
    with unit_of_work():
        worker = desk.add_worker(stay.coordinator, stay.venue, "13912345678", "前台小林").account
    home = f"/campus/{stay.venue.id}"
    client.sign_in(worker)
    assert client.get("/campus/").status_code == 302
    assert client.get("/console/").status_code == 403
    assert "待报到 3" in client.get(home).text
    assert client.post(f"{home}/scan", data={"reference": "LY-1"}).status_code == 422
    found = client.post(f"{home}/scan", data={"reference": first.reference}, follow_redirects=True)
    assert "林一" in found.text
    client.post(f"{home}/parties/{first.reference}/check-in")
    assert "已报到 1" in client.get(home).text
    person = f"{home}/offerings/{stay.offering.id}/people/{absent.id}"
    assert client.post(f"{person}/no-show", data={"reason": ""}).status_code == 422
    recorded = client.post(
        f"{person}/no-show", data={"reason": "电话不通", "counts": "rule"}, follow_redirects=True
    )
    assert "算已使用" in recorded.text
    assert client.post(f"{person}/check-in").status_code == 409
    place = db.session.scalars(select(BedPlace).join(BedPlace.member).where(BedPlace.bed == 1)).first()
    assert place is not None
    target = str(next(p.id for p in db.session.scalars(select(BedPlace)) if p.member.person_id == two.id))
    move = f"{home}/rooms/people/{place.id}"
    assert "与 周*" in client.get(move).text
    assert client.post(move, data={"second": target, "reason": "空调坏"}).status_code == 302
    assert client.post(f"{person}/undo-no-show", follow_redirects=True).status_code == 200
    assert third.reference in client.get(f"{home}/parties/{third.reference}").text
    for path in ("/rooms", "/rooms/swap", "/opinions"):
        assert client.get(home + path).status_code == 200


def test_a_swap_that_breaks_a_rule_is_refused_on_the_page(stay: Stay, client: Browser) -> None:
    man, woman = stay.person(), stay.person(sex="F")
    stay.place([man], [(0, 1)])
    stay.place([woman], [(1, 1)])
    client.sign_in(stay.coordinator)
    mine = next(p.id for p in db.session.scalars(select(BedPlace)) if p.member.person_id == man.id)
    empty = f"{stay.venue.rooms[1].id}-2"
    answer = client.post(
        f"/campus/{stay.venue.id}/rooms/people/{mine}", data={"second": empty, "reason": "想换"}
    )
    assert (answer.status_code, "男女会住进同一间" in answer.text) == (422, True)


def test_others_have_no_desk(stay: Stay, client: Browser) -> None:
    for account in (make.account(stay.person()), make.account(coordinates=stay.district)):
        client.sign_in(account)
        assert client.get(f"/campus/{stay.venue.id}").status_code == 403
        assert "您不是前台人员" in client.get("/campus/").text


def with_talk(stay: Stay) -> tuple[Account, int]:
    """The account of a guest of a stay that begins in three days, and a time that they have not booked."""
    party = stay.place([stay.person(name="林一")], [(0, 1)])
    with unit_of_work():
        series = Series(2, "14:00", 50, 2, "谈心室")
        slots.add(stay.coordinator, stay.offering, COUNSELLOR, "周老师", series)
        timetable.save(stay.coordinator, stay.offering, None, ITEM)
    return party.signed_up_by, slots.of_offering(stay.offering)[0].id


def test_a_guest_books_a_talk_that_only_the_two_see(session: Session, client: Browser) -> None:
    stay = Stay(began=-3)
    guest, slot_id = with_talk(stay)
    page = f"/stays/{stay.offering.id}"
    client.sign_in(guest)
    assert "主题党课" in client.get(page).text
    assert client.post(f"{page}/talk", data={"slot": ""}).status_code == 422
    assert client.post(f"{page}/talk", data={"slot": str(slot_id), "note": NOTE}).status_code == 302
    assert "周老师" in client.get(page).text
    counsellor = db.session.get_one(StaySlot, slot_id).counsellor
    assert NOTE in client.sign_in(counsellor).get("/counselling/").text
    for account in (stay.coordinator, make.account(coordinates=stay.union)):
        client.sign_in(account)
        for path in (
            "/counselling/",
            "/console/stays/",
            f"/console/stays/programmes/{stay.programme.id}",
            f"/console/stays/offerings/{stay.offering.id}",
            f"/console/stays/offerings/{stay.offering.id}/talks",
            "/console/audit/",
        ):
            text = client.get(path).text
            assert NOTE not in text, path
            assert "林一" not in text, path
        assert client.post(f"/counselling/{slot_id}/call-off").status_code == 403
    stranger = make.account(stay.person())
    assert client.sign_in(stranger).get(page).status_code == 404
    client.sign_in(guest)
    assert client.post(f"{page}/talk/cancel").status_code == 302
    assert slots.counts(stay.offering).booked == 0


def test_the_leader_calls_who_agreed(session: Session, client: Browser) -> None:
    stay = Stay(began=-3)
    one, two = stay.person(name="林一"), stay.person(name="周二")
    party = stay.place([one, two], [(0, 1), (0, 2)])
    with unit_of_work():
        leader = leaders.appoint_member(stay.coordinator, stay.offering, two.id).account
        leader.person = db.session.get_one(Person, two.id)
    guest = party.signed_up_by
    client.sign_in(leader)
    page = f"/leader/{stay.offering.id}"
    assert f"tel:{one.phone}" not in client.get(page).text
    client.sign_in(guest).post(f"/stays/{stay.offering.id}/phone", data={"share": "yes"})
    client.sign_in(leader)
    assert f"tel:{one.phone}" in client.get(page).text
    assert client.post(page, data={"words": "大巴晚到"}, follow_redirects=True).text.count("大巴晚到") == 1
    assert client.sign_in(guest).get(page).status_code == 403


def test_how_it_was_is_said_once(session: Session, client: Browser) -> None:
    stay = Stay(began=5)
    client.sign_in(stay.place([stay.person()], [(0, 1)]).signed_up_by)
    page = f"/stays/{stay.offering.id}/opinion"
    marks = {f"mark_{key}": "5" for key in ("food", "room", "service")}
    assert client.post(page, data={**marks, "mark_food": ""}).status_code == 422
    assert client.post(page, data={**marks, "again": "yes", "words": "好"}).status_code == 302
    assert "您已经填过了" in client.get(page).text
    assert client.post(page, data={**marks, "again": "yes"}).status_code == 422
    client.sign_in(stay.coordinator)
    shown = client.get(f"/console/stays/programmes/{stay.programme.id}/opinions").text
    assert "满 5 份才显示" in shown
    assert "/ 5" not in shown


def test_the_console_arranges_a_stay(session: Session, client: Browser) -> None:
    stay = Stay(began=-3)
    stay.place([stay.person(name="林一")], [(0, 1)])
    client.sign_in(stay.coordinator)
    home = f"/console/stays/offerings/{stay.offering.id}"
    item = {**ITEM, "day": "1"}
    assert client.post(f"{home}/items/new", data={**item, "from_time": "9点"}).status_code == 422
    assert client.post(f"{home}/items/new", data=item).status_code == 302
    other = make.offering(stay.programme, stay.venue, in_days=20)
    copied = client.post(f"/console/stays/offerings/{other.id}/copy", data={"source": str(stay.offering.id)})
    assert copied.status_code == 302
    assert len(timetable.of(other)) == 1
    talks = {"phone": COUNSELLOR, "called": "周老师", "day": "2", "from_time": "14:00"}
    assert client.post(f"{home}/talks", data={**talks, "minutes": "5", "count": "2"}).status_code == 422
    assert client.post(f"{home}/talks", data={**talks, "minutes": "50", "count": "2"}).status_code == 302
    assert client.post(f"{home}/talks/remove-free").status_code == 302
    assert client.post(f"{home}/leader", data={"phone": "", "person": "0"}).status_code == 422
    person = guests.of_offering(stay.offering)[0].person
    assert client.post(f"{home}/leader", data={"person": str(person.id)}).status_code == 302
    programme = f"/console/stays/programmes/{stay.programme.id}"
    settings = {"substitute_days": "2", "survey_days": "7", "escorted": ["national_model"]}
    assert client.post(f"{programme}/settings", data=settings).status_code == 302
    assert "到开始前 2 天为止" in client.get(programme).text
    fee = {"offerings": [str(stay.offering.id)], "city": "1200.50", "unit": "0"}
    assert client.post(f"{programme}/fees", data={**fee, "person": "一百"}).status_code == 422
    assert client.post(f"{programme}/fees", data={**fee, "person": "99.5"}).status_code == 302
    assert "1,300" in client.get(programme).text


def test_somebody_of_the_same_unit_goes_instead(session: Session, client: Browser) -> None:
    stay = Stay(began=-3)
    left, came = stay.person(name="林一"), stay.person(name="周二")
    party = stay.place([left], [(0, 1)])
    client.sign_in(make.account(coordinates=stay.union))
    home = f"/console/programmes/{stay.programme.id}/substitutions/"
    assert "林一" in client.get(home).text
    replace = f"{home}{party.members[0].id}"
    assert client.post(replace, data={"person": str(came.id), "reason": ""}).status_code == 422
    assert client.post(replace, data={"person": str(came.id), "reason": "出差"}).status_code == 302
    assert "周二" in client.get(home).text
    client.sign_in(make.account(coordinates=make.unit(stay.district)))
    assert client.get(replace).status_code == 404


def test_the_report_is_shown_and_downloaded_and_that_is_recorded(stay: Stay, client: Browser) -> None:
    stay.place([stay.person(track="national_model")], [(0, 1)])
    client.sign_in(stay.coordinator)
    page = client.get("/console/stays/report").text
    assert "全国劳模" in page
    assert "口径" in page
    assert client.get("/console/stays/report?first=2026-05-01&last=2026-04-01").status_code == 422
    today = clock.today().isoformat()
    answer = client.post("/console/stays/report.xlsx", data={"first": today, "last": today})
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["单位和类别", "类别合计"]
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert "stay.report" in actions
    client.sign_in(make.account(coordinates=make.unit(stay.district)))
    assert "这段时间没有疗养" in client.get("/console/stays/report").text


def test_the_public_record_says_that_somebody_was_replaced(session: Session, client: Browser) -> None:
    season, run = seasons.solved()
    seasons.publish(season, run)
    season.programme.features = ["stay"]
    make.save(season.programme)
    member = next(m for m in season.parties[1].members if m.person.sex == "M")
    came = make.person(season.employer, sex="M")
    with unit_of_work():
        wish = substitution.Wish(came, (), False, "临时出差")
        substitution.replace(season.coordinator, member, wish)
    text = client.get(f"/programmes/{season.programme.slug}/published").text
    assert "公布以后的换人" in text
    assert season.parties[1].reference in text
    assert came.name not in text
