from __future__ import annotations

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Placement, Registration
from tests import factories as make
from tests import season
from tests.browser import Browser
from tests.conftest import make_app

REFERENCE = "LY-7K3M-92QF-"


@pytest.fixture
def registration(session: Session) -> Registration:
    from app.services.references import check_character

    *_, union = make.tree()
    programme = make.programme(title="秋季疗休养", state="closed")
    offering = make.offering(programme, make.venue(name="市南本部院区"))
    people = [make.person(union, name="李小梅"), make.person(union, name="王大力")]
    reference = REFERENCE + check_character("7K3M92QF")
    return make.registration(programme, people, [offering], reference=reference)


def ask(client: Browser, reference: str, phone: str | None) -> tuple[int, str]:
    answer = client.post("/slot-check", data={"reference": reference, "phone": phone})
    return answer.status_code, answer.text


def test_reference_and_a_members_phone_show_where_it_stands(
    registration: Registration, client: Browser
) -> None:
    for member in registration.members:
        status, page = ask(client, registration.reference, member.person.phone)
        assert status == 200
        assert "已报名，等待安排" in page
        assert "市南本部院区" in page
        assert "小梅" not in page


def test_it_forgives_how_a_reference_is_typed(registration: Registration, client: Browser) -> None:
    typed = f" {registration.reference.lower().replace('-', ' ')} "
    assert ask(client, typed, registration.lead.person.phone)[0] == 200


def test_whoever_signed_them_up_may_use_their_phone(registration: Registration, client: Browser) -> None:
    assert ask(client, registration.reference, registration.signed_up_by.phone)[0] == 200


def test_wrong_reference_and_wrong_phone_sound_the_same(registration: Registration, client: Browser) -> None:
    from app.services.references import check_character

    unknown = "LY-ABCD-EFGH-" + check_character("ABCDEFGH")
    wrong = [
        ask(client, registration.reference, "13711112222"),
        ask(client, unknown, registration.lead.person.phone),
    ]
    assert {status for status, _ in wrong} == {422}
    assert all("没有找到编号和手机号码都相符的报名" in page for _, page in wrong)
    assert "13711112222" in wrong[0][1]


def test_what_is_missing_or_mistyped_is_said_beside_the_field(client: Browser) -> None:
    status, page = ask(client, "", "")
    assert status == 422
    assert "请填写报名编号" in page
    assert "请填写报名时用的手机号码" in page
    assert "手机号码应为 11 位" in ask(client, "LY-7K3M-92QF-A", "1234")[1]
    assert "编号有一位对不上" in ask(client, "LY-7K3M-92QF-A", "13711112222")[1]


def test_nothing_is_kept_by_browsers_in_between(registration: Registration, client: Browser) -> None:
    data = {"reference": registration.reference, "phone": registration.lead.person.phone}
    answer = client.post("/slot-check", data=data)
    assert answer.headers["Cache-Control"] == "no-store"


def test_guessing_is_slowed_down(database_url: str) -> None:
    app = make_app(database_url, RATELIMIT_ENABLED=True)
    guesser = app.test_client()
    data = {"reference": "LY-7K3M-92QF-A", "phone": "13711112222"}
    statuses = [guesser.post("/slot-check", data=data).status_code for _ in range(11)]
    assert statuses[:10] == [422] * 10
    assert statuses[10] == 429


def test_the_calendar_needs_the_same_two_things(registration: Registration, client: Browser) -> None:
    right = {"reference": registration.reference, "phone": registration.lead.person.phone}
    assert client.post("/slot-check/calendar", data={**right, "phone": "13711112222"}).status_code == 422
    assert client.post("/slot-check/calendar", data=right).status_code == 404  # not placed yet


def test_a_place_goes_into_the_calendar_without_signing_in(session: Session, client: Browser) -> None:
    found, run = season.solved()
    season.publish(found, run)
    placed = session.scalars(select(Placement)).first()
    assert placed is not None
    right = {"reference": placed.registration.reference, "phone": placed.registration.lead.person.phone}
    assert 'action="/slot-check/calendar"' in client.post("/slot-check", data=right).text
    answer = client.post("/slot-check/calendar", data=right)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    event = Calendar.from_ical(answer.data).walk("VEVENT")[0]
    assert event["DTSTART"].dt.strftime("%Y-%m-%d") == str(placed.offering.starts_on)


def test_both_ways_of_asking_share_one_count(database_url: str) -> None:
    client = make_app(database_url, RATELIMIT_ENABLED=True).test_client()
    data = {"reference": "LY-7K3M-92QF-A", "phone": "13711112222"}
    for number in range(10):
        where = "/slot-check/calendar" if number % 2 else "/slot-check"
        assert client.post(where, data=data).status_code == 422
    assert client.post("/slot-check/calendar", data=data).status_code == 429
    assert client.post("/slot-check", data=data).status_code == 429
