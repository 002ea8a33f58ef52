"""What coordinators send: accepted, refused in words beside the field, and never half done."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.models import AuditEntry, Base, EligibilityRule, Offering, Programme, Quota, Room, Venue
from tests.browser import Browser
from tests.routes.console_city import City, seen_in

NEW = "/console/programmes/new/recuperation/ranked"
PROGRAMME = {
    "title": "2027 春季疗休养",
    "slug": "spring-2027",
    "kind": "recuperation",
    "opens_at": "2027-01-04T09:00",
    "closes_at": "2027-01-20T18:00",
    "results_on": "2027-01-28",
    "max_choices": "5",
    "min_party_size": "1",
    "max_party_size": "3",
    "overlap": "forbid",
    "setting_wants_most": "1",
    "tier_1": "8",
    "tier_2": "4",
    "tier_3": "2",
    "tier_4": "1",
    "seed_source": "次日开奖号码",
    "seed_known_at": "2027-01-21T21:00",
    "reference_prefix": "LY",
}


@pytest.fixture
def city(session: Session, client: Browser) -> City:
    made = City()
    client.sign_in(made.city_coordinator)
    return made


def count(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def form_of(programme: Programme, **changed: str) -> dict[str, str]:
    return {
        **PROGRAMME,
        "title": programme.title,
        "slug": programme.slug,
        "opens_at": f"{clock.local(programme.opens_at):%Y-%m-%dT%H:%M:%S.%f}",
        "closes_at": f"{clock.local(programme.closes_at):%Y-%m-%dT%H:%M:%S.%f}",
        "results_on": programme.results_on.isoformat(),
        "seed_source": programme.seed_source,
        "seed_known_at": f"{clock.local(programme.closes_at) + dt.timedelta(days=1):%Y-%m-%dT%H:%M}",
        "version": str(programme.version),
        **changed,
    }


def test_a_programme_from_nothing_to_open(client: Browser, session: Session, city: City) -> None:
    now = clock.local(clock.now())
    days = {
        "opens_at": f"{now:%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + dt.timedelta(days=9):%Y-%m-%dT%H:%M}",
        "results_on": f"{now + dt.timedelta(days=12):%Y-%m-%d}",
        "seed_known_at": f"{now + dt.timedelta(days=10):%Y-%m-%dT%H:%M}",
    }
    made = client.post(NEW, data={**PROGRAMME, **days})
    assert made.status_code == 302
    page = made.location
    first = f"{now + dt.timedelta(days=30):%Y-%m-%d}"
    run = {
        "venue_id": city.venue.id,
        "check_in_by": "14:00",
        "with_beds": "y",
        "timetable": "1 | 报到 | Arrival",
    }
    series = {**run, "first_on": first, "every": "1", "count": "3", "nights": "5"}
    looked_at = client.post(f"{page}/offerings/series", data=series)
    assert looked_at.status_code == 200
    seen = seen_in(looked_at.get_data(as_text=True))
    assert client.post(f"{page}/offerings/series", data={**series, "seen": seen}).status_code == 302
    assert client.post(f"{page}/open").status_code == 302
    programme = session.scalars(select(Programme).where(Programme.slug == "spring-2027")).one()
    assert programme.state == "open"
    assert programme.tier_weights == {"1": 8, "2": 4, "3": 2, "4": 1}
    assert [offering.night_count for offering in programme.offerings] == [5, 5, 5]
    assert programme.offerings[0].timetable == [{"day": 1, "zh": "报到", "en": "Arrival"}]


def test_city_time_is_kept_as_instants(client: Browser, session: Session, city: City) -> None:
    client.post(NEW, data=PROGRAMME)
    programme = session.scalars(select(Programme).where(Programme.slug == "spring-2027")).one()
    assert programme.opens_at == dt.datetime(2027, 1, 4, 1, 0, tzinfo=dt.UTC)
    page = client.get(f"/console/programmes/{programme.id}/edit").get_data(as_text=True)
    assert 'value="2027-01-04T09:00"' in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "  ", "请填写“项目名称”"),
        ("slug", "春季", "只用小写字母"),
        ("opens_at", "明天", "日期和时间"),
        ("closes_at", "2027-01-01T00:00", "要晚于报名开始"),
        ("results_on", "2027-02-30", "填写日期"),
        ("max_choices", "五", "请填写整数"),
        ("max_party_size", "99", "之间的整数"),
        ("tier_4", "9", "第 1 级最大"),
        ("reference_prefix", "ly1", "大写字母"),
    ],
)
def test_faults_stand_beside_their_field(
    client: Browser, session: Session, city: City, field: str, value: str, words: str
) -> None:
    before = count(session, Programme)
    answer = client.post(NEW, data={**PROGRAMME, field: value})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert f'href="#{field}"' in page
    assert f'id="{field}-fault"' in page
    assert value.strip() in page
    assert count(session, Programme) == before


def test_somebody_else_saved_meanwhile(client: Browser, session: Session, city: City) -> None:
    stale = form_of(city.programme, title="乙的名称")
    path = f"/console/programmes/{city.programme.id}/edit"
    assert client.post(path, data=form_of(city.programme, title="甲的名称")).status_code == 302
    answer = client.post(path, data=stale)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "甲的名称" in page
    assert 'value="乙的名称"' in page
    assert f'name="version" type="hidden" value="{city.programme.version}"' in page
    assert city.programme.title == "甲的名称"
    again = {**stale, "version": str(city.programme.version)}
    assert client.post(path, data=again).status_code == 302


def test_contradictions_are_shown_all_at_once(client: Browser, session: Session, city: City) -> None:
    path = f"/console/programmes/{city.draft.id}/open"
    assert "还没有期次" in client.get(path).get_data(as_text=True)
    answer = client.post(path)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "还没有期次" in page
    assert "摇号种子" in page
    assert city.draft.state == "draft"


def test_closing_early_wants_a_reason(client: Browser, session: Session, city: City) -> None:
    path = f"/console/programmes/{city.programme.id}/close"
    assert client.post(path).status_code == 422
    assert city.programme.state == "open"
    assert client.post(path, data={"reason": "床位已够"}).status_code == 302
    assert city.programme.state == "closed"
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "programme.close")).one()
    assert (entry.reason, entry.account_id) == ("床位已够", city.city_coordinator.id)


def test_cancelling_wants_a_reason(client: Browser, session: Session, city: City) -> None:
    path = f"/console/programmes/{city.programme.id}/cancel"
    assert client.post(path).status_code == 422
    assert client.post(path, data={"reason": "院区停用"}).status_code == 302
    assert city.programme.state == "cancelled"


def test_a_chosen_offering_is_not_deleted(client: Browser, session: Session, city: City) -> None:
    path = f"/console/programmes/{city.programme.id}/offerings/{city.offering.id}"
    for step in ("delete", "cancel"):
        answer = client.post(f"{path}/{step}", data={"reason": "x"})
        assert answer.status_code == 422
        assert city.registration.reference in answer.get_data(as_text=True)
    assert count(session, Offering) == 1


def test_a_timetable_line_that_cannot_be_read(client: Browser, city: City) -> None:
    path = f"/console/programmes/{city.programme.id}/offerings/{city.offering.id}/edit"
    day = city.offering.starts_on.isoformat()
    run = {"venue_id": city.venue.id, "check_in_by": "14:00", "starts_on": day, "ends_on": day}
    answer = client.post(path, data={**run, "timetable": "1 | 报到\n没有天数"})
    assert answer.status_code == 422
    assert "第 2 行" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("name", "data", "parameters"),
    [
        ("years_of_service", {"years": "3"}, {"years": 3}),
        ("tiers", {"tiers": ["1", "2"]}, {"tiers": [1, 2]}),
        ("tracks", {"tracks": ["model"]}, {"tracks": ["model"]}),
        ("age", {"max": "55"}, {"max": 55}),
        ("sex", {"sex": "F"}, {"sex": "F"}),
        ("not_within_years", {"years": "2"}, {"years": 2}),
    ],
)
def test_each_rule_is_kept_as_data(
    client: Browser,
    session: Session,
    city: City,
    name: str,
    data: dict[str, str],
    parameters: dict[str, object],
) -> None:
    path = f"/console/programmes/{city.draft.id}/policy/rules/new/{name}"
    assert client.post(path).status_code == 422
    assert client.post(path, data=data).status_code == 302
    of_draft = EligibilityRule.programme_id == city.draft.id
    rule = session.scalars(select(EligibilityRule).where(of_draft)).one()
    assert rule.parameters == parameters
    assert client.get(f"/console/programmes/{city.draft.id}/policy/").status_code == 200
    assert client.get(f"/console/programmes/{city.draft.id}/policy/rules/{rule.id}").status_code == 200


def test_units_are_checked(client: Browser, session: Session, city: City) -> None:
    path = f"/console/programmes/{city.draft.id}/policy/rules/new/units"
    answer = client.post(path, data={"codes": f"{city.union.code}\nNOBODY"})
    assert answer.status_code == 422
    assert "NOBODY" in answer.get_data(as_text=True)
    assert client.post(path, data={"codes": city.union.code}).status_code == 302
    assert client.get(f"/console/programmes/{city.draft.id}/policy/").status_code == 200


def test_quotas(client: Browser, session: Session, city: City) -> None:
    path = f"/console/programmes/{city.programme.id}/policy/quotas"
    limit = {"group": "district", "scope": "run", "value": city.district.code, "minimum": "5", "maximum": "3"}
    assert client.post(f"{path}/new", data=limit).status_code == 422
    assert client.post(f"{path}/new", data={**limit, "maximum": "8"}).status_code == 302
    assert client.post(f"{path}/new", data={**limit, "maximum": "8", "group": "employer"}).status_code == 422
    assert client.post(f"{path}/{city.quota.id}/delete").status_code == 302
    assert session.scalars(select(Quota.value)).all() == [city.district.code]


def test_campus_and_rooms(client: Browser, session: Session, city: City) -> None:
    campus = {
        "name": "第四院区",
        "slug": "fourth",
        "health_questions": "有高血压吗 | High blood pressure?\n怀孕了吗",
    }
    page = client.post("/console/venues/new", data=campus).location
    rooms = {"prefix": "2 号楼", "first": "201", "last": "212", "beds": "2", "features": ["lift"]}
    assert client.post(f"{page}/rooms/new", data={**rooms, "last": "100"}).status_code == 422
    assert client.post(f"{page}/rooms/new", data=rooms).status_code == 302
    assert client.post(f"{page}/rooms/new", data=rooms).status_code == 422
    venue = session.scalars(select(Venue).where(Venue.slug == "fourth")).one()
    assert len(venue.rooms) == 12
    assert [question["en"] for question in venue.health_questions] == ["High blood pressure?", ""]
    room = venue.rooms[0]
    changed = {"name": "2 号楼 201A", "beds": "3"}
    assert client.post(f"{page}/rooms/{room.id}", data=changed).status_code == 302
    assert client.post(f"{page}/rooms/{room.id}/close").status_code == 302
    assert (room.name, room.beds, room.features, room.closed) == ("2 号楼 201A", 3, [], True)
    assert client.post(f"{page}/rooms/{room.id}/open").status_code == 302
    assert count(session, Room) == 15


def test_units_change_nothing_of_the_citys(client: Browser, session: Session, city: City) -> None:
    client.sign_in(city.unit_coordinator)
    p = city.programme.id
    for path in (
        NEW,
        f"/console/programmes/{p}/edit",
        f"/console/programmes/{p}/close",
        f"/console/programmes/{p}/policy/quotas/{city.quota.id}/delete",
        f"/console/programmes/{p}/offerings/{city.offering.id}/delete",
        f"/console/venues/{city.venue.id}/rooms/{city.venue.rooms[0].id}/close",
    ):
        assert client.post(path, data={"reason": "x"}).status_code == 403
    assert count(session, AuditEntry) == 0
