"""Everything of mine on one page, and the private address of my calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models import Account, CalendarFeed, Offering, Person, Unit, WaitlistEntry
from app.services import calendar_feed, features, issued_certificates
from app.services.features import Ahead, Feature, Link
from app.unit_of_work import unit_of_work
from tests import factories
from tests.browser import Browser


@dataclass
class Me:
    union: Unit
    person: Person
    account: Account


@pytest.fixture
def me(session: Session) -> Me:
    union = factories.tree()[2]
    person = factories.person(union)
    return Me(union, person, factories.account(person))


def placed(me: Me, title: str, in_days: int, **values: object) -> Offering:
    programme = factories.programme(title=title, mode="first_come", state="closed", **values)
    offering = factories.offering(programme, factories.venue(()), in_days=in_days, nights=0, with_beds=False)
    entry = factories.registration(programme, [me.person], [offering], by=me.account)
    factories.placement(entry, offering)
    return offering


def test_offers_come_first_then_what_is_next_then_the_rest(client: Browser, me: Me) -> None:
    placed(me, "后天的讲座", 2)
    placed(me, "明天的体检", 1)
    placed(me, "上月的读书会", -30)
    offered = placed(me, "等我答复的班", 20)
    registration = factories.registration(
        factories.programme(title="候补到的班", mode="first_come"), [me.person], [offered], by=me.account
    )
    now = clock.now()
    factories.save(
        WaitlistEntry(
            programme=registration.programme,
            registration=registration,
            position=1,
            state="offered",
            offering=offered,
            joined_at=now,
            offered_at=now,
            answer_by=now + dt.timedelta(hours=5),
        )
    )
    page = client.sign_in(me.account).get("/mine").text
    assert page.index("有一个名额等您答复") < page.index("接下来") < page.index("以前的报名（1）")
    ahead = page[page.index('id="ahead"') :]
    assert ahead.index("明天的体检") < ahead.index("后天的讲座")
    past = page[page.index("以前的报名（1）") :]
    assert "上月的读书会" in past
    assert "明天的体检" not in past


def test_certificates_can_be_had_there(client: Browser, me: Me) -> None:
    with unit_of_work():
        number = issued_certificates.issue(
            None, me.person, factories.programme(), ("结业证书", "Certificate")
        ).number
    page = client.sign_in(me.account).get("/mine").text
    assert "结业证书" in page
    assert f"/certificates/{number}/certificate.pdf" in page


class Seventh(Feature):
    name = "seventh"
    order = 999
    label = "第七种"
    sentence = "测试用。"

    def ahead(self, person: Person) -> list[Ahead]:
        at = clock.now() + dt.timedelta(days=3)
        return [Ahead(at, "第七次见面", Link("看", "home.index"))]


@pytest.fixture
def seventh(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Seventh()
    known = dict(features.every())
    monkeypatch.setattr(features, "every", lambda: {**known, made.name: made})


def token(client: Browser, me: Me) -> str:
    client.sign_in(me.account).post("/mine/calendar/renew")
    return db.session.scalars(select(CalendarFeed)).one().token


def feed(client: Browser, address: str) -> str:
    answer = client.get(f"/calendar/{address}.ics")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_data(as_text=True).replace("\r\n ", "")


def test_the_feed_holds_titles_and_times_alone(client: Browser, me: Me, seventh: None) -> None:
    offering = placed(me, "明天的体检", 1)
    placed(me, "心理咨询", 4, private=True)
    placed(me, "去年的事", -300)
    text = feed(client, token(client, me))
    assert "SUMMARY:明天的体检" in text
    assert f"DTSTART;VALUE=DATE:{offering.starts_on:%Y%m%d}" in text
    assert "SUMMARY:第七次见面" in text
    assert "SUMMARY:已预约的服务" in text
    for hidden in ("心理咨询", "去年的事", "LOCATION", "DESCRIPTION", me.person.name, me.person.phone or "-"):
        assert hidden not in text, hidden


def test_a_private_programmes_feature_goes_without_its_words(client: Browser, me: Me, seventh: None) -> None:
    placed(me, "心理咨询", 4, private=True, features=["seventh"])
    text = feed(client, token(client, me))
    assert "第七次见面" not in text
    assert text.count("SUMMARY:已预约的服务") == 2


def test_a_new_address_ends_the_old_one_and_ending_ends_it(client: Browser, me: Me) -> None:
    first = token(client, me)
    second = token(client, me)
    assert first != second
    assert client.get(f"/calendar/{first}.ics").status_code == 404
    feed(client, second)
    assert second in client.get("/mine").text
    client.post("/mine/calendar/end")
    assert client.get(f"/calendar/{second}.ics").status_code == 404
    assert "生成日历地址" in client.get("/mine").text


def test_a_blocked_account_has_no_feed(client: Browser, me: Me) -> None:
    address = token(client, me)
    me.account.blocked = True
    db.session.commit()
    assert client.get(f"/calendar/{address}.ics").status_code == 404


def test_a_long_class_is_known_by_its_first_day(client: Browser, me: Me) -> None:
    offering = placed(me, "两个月的班", 5)
    offering.ends_on = offering.starts_on + dt.timedelta(days=60)
    db.session.commit()
    text = feed(client, token(client, me))
    assert f"DTEND;VALUE=DATE:{offering.starts_on + dt.timedelta(days=1):%Y%m%d}" in text


def test_the_token_is_not_readable_in_the_database(client: Browser, me: Me, session: Session) -> None:
    address = token(client, me)
    row = session.connection().exec_driver_sql("select token, token_digest from calendar_feed").one()
    assert address.encode() not in bytes(row[0])
    assert address not in row[1]
    assert calendar_feed.of_account(me.account) is not None
