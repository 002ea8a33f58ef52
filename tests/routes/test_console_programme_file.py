"""A programme downloaded, looked at before it is taken in, refused in words, copied to another year."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from html import unescape
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.models import Programme
from tests.browser import Browser
from tests.routes.console_city import City

IMPORT = "/console/programmes/import"


@pytest.fixture
def city(session: Session, client: Browser) -> City:
    made = City()
    client.sign_in(made.city_coordinator)
    return made


def file_of(client: Browser, programme: Programme) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.get(f"/console/programmes/{programme.id}/file.json").data)
    return found


def upload(client: Browser, data: bytes, name: str = "a.json") -> TestResponse:
    form = {"file": (io.BytesIO(data), name)}
    return client.post(IMPORT, data=form, content_type="multipart/form-data")


def plain_bytes(plain: Any) -> bytes:
    return json.dumps(plain, ensure_ascii=False, indent=2).encode()


def kept(page: TestResponse) -> str:
    """What the preview carries along, as a browser sends it."""
    field = re.search(r'<input[^>]*name="content"[^>]*value="([^"]*)"', page.text)
    assert field is not None
    return unescape(field[1]).replace("\n", "\r\n")


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Programme)) or 0


def test_the_file_is_downloaded_under_the_programmes_name(client: Browser, city: City) -> None:
    answer = client.get(f"/console/programmes/{city.programme.id}/file.json")
    assert answer.mimetype == "application/json"
    assert f"filename={city.programme.slug}.json" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert json.loads(answer.data)["programme"]["title"] == city.programme.title


def test_what_is_downloaded_can_be_looked_at_and_taken_in(
    client: Browser, city: City, session: Session
) -> None:
    plain = file_of(client, city.programme)
    before = count(session)
    preview = upload(client, plain_bytes(plain))
    assert (preview.status_code, count(session)) == (200, before)
    assert city.venue.name in preview.text
    sent = {"content": kept(preview), "title": "第二次", "slug": "second-time"}
    answer = client.post(f"{IMPORT}/confirm", data=sent)
    made = session.scalars(select(Programme).where(Programme.slug == "second-time")).one()
    assert answer.location.endswith(f"/console/programmes/{made.id}")
    assert (made.state, made.title, len(made.offerings)) == ("draft", "第二次", 1)
    assert client.get(answer.location).status_code == 200
    again = file_of(client, made)
    assert {**again, "programme": 0} == {**plain, "programme": 0}


def test_pressed_twice_it_is_made_once(client: Browser, city: City, session: Session) -> None:
    sent = {"content": kept(upload(client, plain_bytes(file_of(client, city.programme))))}
    sent |= {"title": "第二次", "slug": "second-time"}
    assert client.post(f"{IMPORT}/confirm", data=sent).status_code == 302
    before = count(session)
    answer = client.post(f"{IMPORT}/confirm", data=sent)
    assert (answer.status_code, count(session)) == (422, before)
    assert "这个网址名已用于别的项目" in answer.text
    assert kept(answer)


def test_every_fault_is_listed_with_its_place(client: Browser, city: City, session: Session) -> None:
    plain, before = file_of(client, city.programme), count(session)
    plain["programme"]["title"] = "<b>" * 60
    plain["offerings"][0]["venue"] = {"slug": "moon", "name": "<i>月球</i>"}
    plain["offerings"][0]["seats"] = "many"
    plain["<script>"] = 1
    answer = upload(client, plain_bytes(plain))
    assert (answer.status_code, count(session)) == (422, before)
    for place in ("programme.title", "offerings[0].seats", "&lt;script&gt;"):
        assert place in answer.text, place
    plain = file_of(client, city.programme)
    plain["offerings"][0]["venue"] = {"slug": "moon", "name": "<i>月球</i>"}
    answer = upload(client, plain_bytes(plain))
    assert "offerings[0].venue" in answer.text
    assert "&lt;i&gt;月球" in answer.text


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 422),
        (b"PK\x03\x04", 422),
        ("标题".encode("gbk"), 422),
        (b"[" * 90_000, 422),
        (b"x" * 400_001, 422),
        (b"x" * 10_000_000, 413),
    ],
    ids=["empty", "zip", "gbk", "deep", "large", "ten-megabytes"],
)
def test_junk_is_answered_in_words(
    client: Browser, city: City, session: Session, data: bytes, status: int
) -> None:
    before = count(session)
    assert (upload(client, data).status_code, count(session)) == (status, before)


def test_no_file_and_no_content(client: Browser, city: City, session: Session) -> None:
    before = count(session)
    assert client.post(IMPORT, data={}).status_code == 422
    for content in ("", "x", "{}", "null"):
        sent = {"content": content, "title": "新", "slug": "new"}
        assert client.post(f"{IMPORT}/confirm", data=sent).status_code == 422
    assert count(session) == before


def test_the_largest_file_goes_through_both_pages(client: Browser, city: City) -> None:
    plain = file_of(client, city.programme)
    data = plain_bytes(plain)
    padded = data + b"\n" * (400_000 - len(data))
    preview = upload(client, padded)
    assert preview.status_code == 200
    sent = {"content": kept(preview), "title": "大", "slug": "large"}
    answer = client.post(f"{IMPORT}/confirm", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 302


def copy_of(client: Browser, programme: Programme, **changed: str) -> TestResponse:
    form = {"title": "明年的", "slug": "next-year", "first_on": "", **changed}
    return client.post(f"/console/programmes/{programme.id}/copy", data=form)


def test_the_copy_form_proposes_the_same_weekday_52_weeks_later(client: Browser, city: City) -> None:
    page = client.get(f"/console/programmes/{city.programme.id}/copy").text
    later = city.offering.starts_on + dt.timedelta(weeks=52)
    assert f'value="{later.isoformat()}"' in page


def test_a_copy_is_made_and_a_second_press_is_refused(client: Browser, city: City, session: Session) -> None:
    later = city.offering.starts_on + dt.timedelta(weeks=52)
    answer = copy_of(client, city.programme, first_on=later.isoformat())
    made = session.scalars(select(Programme).where(Programme.slug == "next-year")).one()
    assert answer.location.endswith(f"/console/programmes/{made.id}")
    assert [run.starts_on for run in made.offerings] == [later]
    assert copy_of(client, city.programme, first_on=later.isoformat()).status_code == 422


@pytest.mark.parametrize("first_on", ["", "soon", "2026-02-30", "9999-12-31", "off by a day", "before"])
def test_a_first_day_that_does_not_do(client: Browser, city: City, session: Session, first_on: str) -> None:
    start, before = city.offering.starts_on, count(session)
    wrong = {"off by a day": start + dt.timedelta(days=365), "before": start - dt.timedelta(weeks=1)}
    typed = wrong[first_on].isoformat() if first_on in wrong else first_on
    answer = copy_of(client, city.programme, first_on=typed)
    assert (answer.status_code, count(session)) == (422, before)
    assert 'id="first_on-fault"' in answer.text


def test_what_cannot_be_copied_is_said(client: Browser, city: City, session: Session) -> None:
    before = count(session)
    for changed in (
        {"slug": city.programme.slug},
        {"slug": "No Spaces"},
        {"title": " "},
        {"title": "长" * 121},
    ):
        later = city.offering.starts_on + dt.timedelta(weeks=52)
        sent = {"first_on": later.isoformat(), **changed}
        assert copy_of(client, city.programme, **sent).status_code == 422
    assert client.get("/console/programmes/987654/copy").status_code == 404
    assert count(session) == before


def test_only_the_citys_coordinators(client: Browser, city: City) -> None:
    client.sign_in(city.unit_coordinator)
    for path in (IMPORT, f"/console/programmes/{city.programme.id}/copy"):
        assert client.get(path).status_code == 403
    assert client.get(f"/console/programmes/{city.programme.id}/file.json").status_code == 403
