"""The pages of quarter-hours: few queries for thousands, and nothing private for who may not see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models import CaseWorker, Offering, RoomPlace
from app.services import places
from tests import factories as make
from tests.browser import Browser
from tests.timed_city import CheckUp

MANY = 6000


@contextmanager
def counted() -> Iterator[dict[str, int]]:
    """Queries made inside, and rows of offerings that were loaded as objects."""
    found = {"queries": 0, "offerings": 0}

    def query(*_rest: object) -> None:
        found["queries"] += 1

    def loaded(_target: object, _context: object) -> None:
        found["offerings"] += 1

    event.listen(db.engine, "before_cursor_execute", query)
    event.listen(Offering, "load", loaded)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", query)
        event.remove(Offering, "load", loaded)


def fill_up(check_up: CheckUp) -> None:
    """Some thousand quarter-hours more, over a year of days."""
    start = check_up.last_on + dt.timedelta(days=1)
    alike = {"programme_id": check_up.programme.id, "venue_id": check_up.venue.id, "with_beds": False}
    rows = [
        alike
        | {"starts_on": start + dt.timedelta(days=n // 20), "ends_on": start + dt.timedelta(days=n // 20)}
        | {"from_time": f"{8 + n % 20 // 4:02d}:{15 * (n % 4):02d}", "seats": 2}
        | {"to_time": f"{8 + (n % 20 + 1) // 4:02d}:{15 * ((n + 1) % 4):02d}"}
        for n in range(MANY)
    ]
    db.session.execute(insert(Offering), rows)
    db.session.commit()


@pytest.fixture
def check_up(session: Session) -> CheckUp:
    return CheckUp()


def test_pages_of_thousands_of_quarter_hours(check_up: CheckUp, client: Browser) -> None:
    fill_up(check_up)
    mine = check_up.worker()
    sent = check_up.book(check_up.worker(), check_up.at("09:00", 1))
    slug, number = check_up.programme.slug, check_up.programme.id
    client.sign_in(mine)
    public = ["/", f"/programmes/{slug}", f"/programmes/{slug}/sign-up/times"]
    console = ["", "/slots/", "/waitlist/", "/edit", "/policy/", "/questions/"]
    for address in public:
        _few(client, address)
    client.sign_in(sent.signed_up_by)
    for address in (f"/mine/{sent.reference}", f"/bookings/{sent.reference}/rebook", "/mine"):
        _few(client, address)
    client.sign_in(check_up.coordinator)
    for address in console:
        _few(client, f"/console/programmes/{number}{address}")
    for address in ("/console/programmes/", "/console/", f"/desks/{number}/day"):
        _few(client, address)


def _few(client: Browser, address: str) -> None:
    with counted() as found:
        page = client.get(address, follow_redirects=True)
    assert page.status_code == 200, address
    assert found["queries"] <= 45, (address, found)
    assert found["offerings"] <= 60, (address, found)


def test_booking_one_of_thousands_loads_none_of_the_others(check_up: CheckUp, client: Browser) -> None:
    fill_up(check_up)
    client.sign_in(check_up.worker())
    slug, wanted = check_up.programme.slug, check_up.at("09:30")
    client.post(f"/programmes/{slug}/sign-up/times", data={"offering": wanted.id})
    with counted() as found:
        sent = client.post(f"/programmes/{slug}/sign-up/check", data={"agreed": "y"})
    assert sent.status_code == 302
    assert found["offerings"] <= 5
    db.session.expire_all()
    assert wanted.taken == 1


def test_a_time_is_chosen_sent_and_changed(check_up: CheckUp, client: Browser) -> None:
    client.sign_in(check_up.worker())
    at = f"/programmes/{check_up.programme.slug}/sign-up"
    assert client.get(f"{at}/choices", follow_redirects=True).request.path == f"{at}/times"
    chosen = client.post(f"{at}/times", data={"offering": check_up.at("09:15").id})
    assert chosen.location.endswith("/check")
    client.post(f"{at}/check", data={"agreed": "y"})
    place = db.session.scalars(select(RoomPlace)).one()
    page = client.get(f"/bookings/{place.registration.reference}").get_data(as_text=True)
    assert place.room.name in page
    rebook = f"/bookings/{place.registration.reference}/rebook"
    assert client.post(rebook, data={"offering": "999999"}).status_code == 422
    wanted = check_up.at("09:45", 2)
    assert client.post(rebook, data={"offering": wanted.id}).status_code == 302
    assert [each.offering_id for each in places.held(place.registration)] == [wanted.id]


def test_somebody_elses_time_is_not_to_be_seen(check_up: CheckUp, client: Browser) -> None:
    sent = check_up.book(check_up.worker(), check_up.at())
    for stranger in (check_up.worker(), check_up.coordinator):
        client.sign_in(stranger)
        assert client.get(f"/bookings/{sent.reference}").status_code in (302, 404)


def test_a_private_slot_is_for_the_person_and_the_case_worker(session: Session, client: Browser) -> None:
    check_up = CheckUp(private=True, title="心理咨询")
    someone = check_up.worker()
    assert someone.person is not None
    someone.person.name = "欧阳静默"
    make.save(someone.person)
    sent = check_up.book(someone, check_up.at())
    number, day = check_up.programme.id, check_up.first_on.isoformat()
    sheet, counts = f"/desks/{number}/day?on={day}", f"/console/programmes/{number}/slots/"
    helper = make.account()
    make.save(CaseWorker(programme=check_up.programme, account=helper))
    client.sign_in(check_up.coordinator)
    assert client.get(sheet).status_code == 403
    shown = client.get(f"{counts}?month={day[:7]}").get_data(as_text=True)
    assert "欧阳" not in shown
    assert sent.reference not in shown
    assert "保密项目" in shown
    assert client.post(sheet, data={"code": sent.reference}).status_code == 403
    client.sign_in(helper)
    assert "欧阳静默" in client.get(sheet).get_data(as_text=True)
    client.sign_in(someone)
    assert client.get(f"/bookings/{sent.reference}").status_code == 200
    assert client.get(sheet).status_code == 403


def test_a_unit_sees_its_own_people_on_the_sheet_and_a_stranger_nobody(
    check_up: CheckUp, client: Browser
) -> None:
    own, other = check_up.worker(), check_up.worker(make.unit(check_up.district))
    here, there = check_up.book(own, check_up.at("09:00")), check_up.book(other, check_up.at("09:15"))
    sheet = f"/desks/{check_up.programme.id}/day?on={check_up.first_on.isoformat()}"
    client.sign_in(make.account(coordinates=check_up.union))
    page = client.get(sheet).get_data(as_text=True)
    assert here.lead.person.name in page
    assert there.lead.person.unit.name not in page
    client.sign_in(own)
    assert client.get(sheet).status_code == 403


def test_weeks_are_made_after_a_look_and_closed_after_another(check_up: CheckUp, client: Browser) -> None:
    client.sign_in(check_up.coordinator)
    at = f"/console/programmes/{check_up.programme.id}/slots"
    first = check_up.last_on + dt.timedelta(days=1)
    form = {
        "venue_id": check_up.venue.id,
        "first_on": first.isoformat(),
        "last_on": (first + dt.timedelta(days=27)).isoformat(),
        "weekdays": list(range(7)),
        "from_time": "08:00",
        "to_time": "12:00",
        "break_from": "",
        "break_to": "",
        "minutes": 15,
    }
    looked = client.post(f"{at}/make", data=form)
    assert "448" in looked.get_data(as_text=True)
    seen = looked.get_data(as_text=True).split('name="seen" type="hidden" value="')[1].split('"')[0]
    assert client.post(f"{at}/make", data={**form, "seen": seen}).status_code == 302
    assert client.post(f"{at}/make", data={**form, "to_time": "07:00"}).status_code == 422
    closing = {
        "where": f"v{check_up.venue.id}",
        "first_on": first.isoformat(),
        "last_on": first.isoformat(),
        "reason": "停电",
    }
    page = client.post(f"{at}/close", data=closing).get_data(as_text=True)
    assert "会停用 16 个时段" in page
    assert client.post(f"{at}/close", data={**closing, "seen": "16-0"}).status_code == 302
    cancelled = select(Offering).where(Offering.cancelled)
    assert {each.starts_on for each in db.session.scalars(cancelled)} == {first}


def test_attendants_open_their_desk_and_nothing_after_leaving(check_up: CheckUp, client: Browser) -> None:
    client.sign_in(check_up.coordinator)
    at = f"/console/programmes/{check_up.programme.id}/attendants/"
    assert client.post(at, data={"phone": "123", "name": "前台"}).status_code == 422
    assert client.post(at, data={"phone": "13911112222", "name": "前台"}).status_code == 302
    assert client.post(at, data={"phone": "13911112222", "name": "前台"}).status_code == 422
    attendant = db.session.scalars(select(make.Account).order_by(make.Account.id.desc())).first()
    assert attendant is not None
    client.sign_in(attendant)
    sheet = f"/desks/{check_up.programme.id}/day?on={clock.today().isoformat()}"
    assert "当天名单" in client.get("/desks").get_data(as_text=True)
    assert client.get(sheet).status_code == 200
    client.sign_in(check_up.coordinator)
    client.post(f"{at}1/leave")
    client.sign_in(attendant)
    assert client.get(sheet).status_code == 403
