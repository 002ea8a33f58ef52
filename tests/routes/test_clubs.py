"""Pages of meetings and reading clubs: who sees what, and what one can do there."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.models import Book, BookNote, BookRound, CheckIn, Host, Meeting, MeetingGuest
from app.services import check_ins
from tests import factories as make
from tests.browser import Browser
from tests.services.clubs import Club

LINK = "https://meet.example/abc"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def club(session: Session) -> Club:
    return Club(members=2)


def test_the_link_is_for_who_comes_and_only_shortly_before(client: Browser, club: Club) -> None:
    meeting = club.meeting(in_days=1, link=LINK, link_minutes=30, guest_seats=1)
    member = client.sign_in(club.course.account(club.members[0]))
    assert LINK not in member.get(f"/meetings/{meeting.id}").text
    meeting.starts_at = clock.now() + dt.timedelta(minutes=20)
    make.save(meeting)
    assert LINK in member.get(f"/meetings/{meeting.id}").text
    assert LINK.encode() not in member.get(f"/meetings/{meeting.id}/calendar.ics").data
    guest = client.sign_in(make.account(club.course.worker()))
    assert LINK not in guest.get(f"/meetings/{meeting.id}").text
    assert LINK not in guest.get(f"/programmes/{club.programme.slug}/meetings").text
    guest.post(f"/meetings/{meeting.id}/come")
    assert LINK in guest.get(f"/meetings/{meeting.id}").text
    guest.post(f"/meetings/{meeting.id}/not-coming")
    assert LINK not in guest.get(f"/meetings/{meeting.id}").text


def test_scanned_before_signing_in(client: Browser, club: Club, session: Session) -> None:
    meeting = club.meeting(in_days=-0.01)
    code = check_ins.code(meeting)
    there = f"/meetings/{meeting.id}/arrive?code={code}"
    location = client.get(there).location
    assert "/sign-in" in location
    assert code in location
    client.sign_in(club.course.account(club.members[0]))
    page = client.get(there).text
    assert f'value="{code}"' in page
    assert session.scalars(select(CheckIn)).all() == []  # looking is not being there
    assert client.post(there, data={"code": "00000000"}).status_code == 422
    assert client.post(there, data={"code": code}).status_code == 302
    assert session.scalars(select(CheckIn.person_id)).all() == [club.members[0].id]
    stranger = client.sign_in(make.account(club.course.worker()))
    assert "名单里没有您" in stranger.get(there).text
    refused = stranger.post(there, data={"code": code})
    assert (refused.status_code, "名单里没有您" in refused.text) == (422, True)


def test_the_host_and_nobody_else(client: Browser, club: Club, session: Session) -> None:
    meeting, person = club.meeting(in_days=-0.01), club.members[0]
    press = f"/meetings/{meeting.id}/host/{person.id}/check-in"
    pages = (
        f"/meetings/{meeting.id}/host",
        f"/meetings/{meeting.id}/screen",
        f"/reading/{club.offering.id}/host",
    )
    for account in (club.course.account(person), make.account(coordinates=make.unit(make.unit()))):
        client.sign_in(account)
        assert [client.get(page).status_code for page in pages[1:]] == [403, 403]
        assert client.post(press).status_code in (403, 404)
    assert session.scalars(select(CheckIn)).all() == []
    client.sign_in(club.host)
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    assert "主持" in client.get("/").text
    part = client.post(press, headers=HTMX, follow_redirects=True).text
    assert part.lstrip().startswith("<section")
    assert "到了 1 人，应到 2 人" in part
    assert person.name not in part
    client.post(press.replace("check-in", "undo"))
    assert session.scalars(select(CheckIn)).all() == []


def test_a_coordinator_sees_their_own_people(client: Browser, club: Club) -> None:
    far_unit = make.unit(make.unit(club.course.city))
    far = club.join(far_unit)
    meeting = club.meeting(in_days=-0.01)
    client.sign_in(make.account(coordinates=far_unit))
    page = client.get(f"/meetings/{meeting.id}/host").text
    assert f"/host/{far.id}/" in page
    assert f"/host/{club.members[0].id}/" not in page
    address = f"/console/programmes/{club.programme.id}/meetings/offerings/{club.offering.id}/attendance"
    assert client.get(address).text.count('<tr><th scope="row">') == 1
    assert client.get(f"{address}.xlsx").status_code == 200
    assert client.post(f"/meetings/{meeting.id}/host/{club.members[0].id}/check-in").status_code == 404


def test_the_screen_changes_its_code(client: Browser, club: Club) -> None:
    meeting = club.meeting(in_days=-0.01)
    client.sign_in(club.host)
    part = client.get(f"/meetings/{meeting.id}/screen", headers=HTMX).text
    code = check_ins.code(meeting)
    assert f"{code[:4]} {code[4:]}" in part
    assert 'hx-trigger="every 8s"' in part
    with clock.as_of(clock.now() + dt.timedelta(minutes=1)):
        assert check_ins.code(meeting) != code


def test_private_meetings_are_no_page_for_others(client: Browser, session: Session) -> None:
    club = Club(members=1, private=True)
    meeting = club.meeting(in_days=1)
    assert client.get(f"/programmes/{club.programme.slug}/meetings").status_code == 404
    assert client.get(f"/programmes/{club.programme.slug}/books").status_code == 404
    client.sign_in(make.account(club.course.worker()))
    assert client.get(f"/meetings/{meeting.id}").status_code == 403
    client.sign_in(club.course.account(club.members[0]))
    assert client.get(f"/meetings/{meeting.id}").status_code == 200
    client.sign_in(club.coordinator)
    assert client.get(f"/meetings/{meeting.id}/host").status_code == 403


def form(club: Club, **more: object) -> dict[str, object]:
    day = clock.today() + dt.timedelta(days=3)
    usual = {"title": "共读", "on": day.isoformat(), "from_time": "18:30", "to_time": "20:30", "venue_id": 0}
    return {**usual, "link_minutes": 60, "credit_minutes": 0, "guest_seats": 2, **more}


def test_the_timetable_is_written_in_the_console(client: Browser, club: Club, session: Session) -> None:
    base = f"/console/programmes/{club.programme.id}/meetings/offerings/{club.offering.id}"
    client.sign_in(club.coordinator)
    assert client.post(f"{base}/new", data=form(club)).status_code == 302
    again = client.post(f"{base}/new", data=form(club))
    assert (again.status_code, "时间重叠" in again.text) == (422, True)
    for wrong in (
        {"link": "http://a.example"},
        {"to_time": "18:00"},
        {"guest_seats": ""},
        {"on": "2026-13-01"},
    ):
        assert client.post(f"{base}/new", data=form(club, **wrong)).status_code == 422
    (meeting,) = session.scalars(select(Meeting)).all()
    assert clock.local(meeting.starts_at).hour == 18
    edit = f"/console/programmes/{club.programme.id}/meetings/{meeting.id}"
    assert client.post(f"{edit}/edit", data=form(club, title="共读二")).status_code == 302
    assert client.post(f"{edit}/cancel", data={"reason": ""}).status_code == 422
    assert client.post(f"{edit}/cancel", data={"reason": "停电"}).status_code == 302
    session.refresh(meeting)
    assert (meeting.title, meeting.cancelled_reason) == ("共读二", "停电")


def test_a_series_is_looked_at_first(client: Browser, club: Club, session: Session) -> None:
    base = f"/console/programmes/{club.programme.id}/meetings/offerings/{club.offering.id}/series"
    first = (clock.today() + dt.timedelta(days=1)).isoformat()
    sent = {**form(club), "first_on": first, "every": 1, "count": 3}
    client.sign_in(club.coordinator)
    page = client.post(base, data=sent).text
    assert "会添加 3 次" in page
    assert session.scalars(select(Meeting)).all() == []
    seen = page.split('name="seen" type="hidden" value="')[1].split('"')[0]
    assert client.post(base, data={**sent, "seen": seen}).status_code == 302
    assert len(session.scalars(select(Meeting)).all()) == 3


def test_hosts_in_the_console(client: Browser, club: Club, session: Session) -> None:
    base = f"/console/programmes/{club.programme.id}/meetings/offerings/{club.offering.id}/hosts"
    client.sign_in(club.coordinator)
    assert client.post(base, data={"phone": "123"}).status_code == 422
    assert client.post(base, data={"phone": "13900009999", "called": "李老师"}).status_code == 302
    assert "李老师" in client.get(base).text
    host = session.scalars(select(Host).order_by(Host.id.desc())).first()
    assert host is not None
    assert client.post(f"{base}/{host.id}/remove", data={"reason": "换人"}).status_code == 302
    assert "李老师" not in client.get(base).text


def test_coming_once_says_why_not(client: Browser, club: Club, session: Session) -> None:
    meeting = club.meeting(in_days=2, guest_seats=1)
    make.rule(club.programme, "tracks", tracks=["model"])
    client.sign_in(make.account(club.course.worker()))
    page = client.get(f"/meetings/{meeting.id}").text
    assert "您不能来这一次" in page
    assert "我来这一次" not in page
    assert client.post(f"/meetings/{meeting.id}/come").status_code == 409
    assert session.scalars(select(MeetingGuest)).all() == []


def test_the_clubs_room(client: Browser, club: Club, session: Session) -> None:
    book = Book(programme=club.programme, title="骆驼祥子", state="reading")
    make.save(book)
    room = f"/reading/{club.offering.id}"
    writer, reader = (club.course.account(person) for person in club.members)
    client.sign_in(writer)
    assert client.post(f"{room}/notes", data={"book_id": book.id, "words": ""}).status_code == 422
    assert client.post(f"{room}/notes", data={"book_id": book.id, "words": "值得读"}).status_code == 302
    (note,) = session.scalars(select(BookNote)).all()
    client.sign_in(reader)
    assert "值得读" not in client.get(room).text
    assert client.post(f"{room}/notes/{note.id}/take-back").status_code == 404
    client.sign_in(club.host)
    assert client.post(f"{room}/notes/{note.id}/hide", data={"reason": ""}).status_code == 422
    assert client.post(f"{room}/notes/{note.id}/show").status_code == 302
    assert client.post(f"{room}/rounds/open").status_code == 302
    client.sign_in(reader)
    page = client.get(room).text
    assert "值得读" in page
    assert club.members[0].name not in page
    assert client.post(f"{room}/proposals", data={"title": "骆驼祥子"}).status_code == 422
    assert client.post(f"{room}/proposals", data={"title": "茶馆", "author": "老舍"}).status_code == 302
    assert client.post(f"{room}/vote", data={"proposal": 99}).status_code == 422
    assert client.post(f"{room}/vote", data={"proposal": 1}).status_code == 302
    client.sign_in(club.host)
    assert client.post(f"{room}/rounds/close", data={"chosen": 0}).status_code == 302
    (closed,) = session.scalars(select(BookRound)).all()
    assert closed.winner is not None
    assert "选出《茶馆》" in client.get(f"/programmes/{club.programme.slug}/books").text
    client.sign_in(make.account(club.course.worker()))
    assert client.get(room).status_code == 403


def test_certificates_in_the_console_and_in_the_room(client: Browser, club: Club) -> None:
    meeting = club.meeting(in_days=-1)
    make.save(
        CheckIn(
            offering=club.offering, meeting=meeting, person=club.members[0], at=meeting.starts_at, how="host"
        )
    )
    base = f"/console/programmes/{club.programme.id}/reading/offerings/{club.offering.id}/certificates"
    client.sign_in(club.coordinator)
    assert client.post(base, data={"least_percent": 0}).status_code == 422
    assert client.post(base, data={"least_percent": 80}).status_code == 302
    assert client.post(f"{base}/issue").status_code == 302
    page = client.get(base).text
    assert "没有达到：要到 1 次" in page
    assert "ZS-" in page
    client.sign_in(club.course.account(club.members[0]))
    assert "看证书" in client.get(f"/reading/{club.offering.id}").text
    client.sign_in(club.course.account(club.members[1]))
    assert "要到 1 次" in client.get(f"/reading/{club.offering.id}").text


def test_books_in_the_console(client: Browser, club: Club, session: Session) -> None:
    base = f"/console/programmes/{club.programme.id}/reading/books"
    other = Club(members=0).meeting()
    sent = {
        "title": "茶馆",
        "author": "老舍",
        "offering_id": club.offering.id,
        "meeting_id": 0,
        "state": "planned",
    }
    client.sign_in(club.coordinator)
    assert client.post(f"{base}/new", data={**sent, "meeting_id": other.id}).status_code == 422
    assert client.post(f"{base}/new", data=sent).status_code == 302
    (book,) = session.scalars(select(Book)).all()
    assert client.post(f"{base}/{book.id}/edit", data={**sent, "state": "read"}).status_code == 302
    assert "《茶馆》" in client.get(f"/programmes/{club.programme.slug}/books").text
    assert client.post(f"{base}/{book.id}/delete").status_code == 302
    assert session.scalars(select(Book)).all() == []
