"""Writing a programme of any mode: only what the mode needs is asked, and nothing is done unseen."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.models import AuditEntry, Offering, Placement, Programme
from app.services import modes
from app.unit_of_work import unit_of_work
from tests import factories
from tests.browser import Browser
from tests.routes.console_city import City, seen_in

NEW = "/console/programmes/new"
COMMON = {
    "title": "秋季读书会",
    "slug": "autumn-reading",
    "kind": "reading_club",
    "opens_at": "2027-01-04T09:00",
    "closes_at": "2027-01-20T18:00",
    "max_choices": "1",
    "min_party_size": "1",
    "max_party_size": "2",
    "overlap": "warn",
    "reference_prefix": "DS",
}
LINE = {"setting_answer_hours": "24", "setting_when_unfit": "wait", "setting_waitlist_most": "30"}


@pytest.fixture
def city(session: Session, client: Browser) -> City:
    made = City()
    client.sign_in(made.city_coordinator)
    return made


def text(client: Browser, path: str) -> str:
    return client.get(path).get_data(as_text=True)


def first_come(city: City, **values: Any) -> tuple[Programme, Offering]:
    made = factories.programme(mode="first_come", kind="reading_club", **values)
    return made, factories.offering(made, city.venue, seats=3, with_beds=False)


def test_kind_and_mode_come_first(client: Browser, city: City) -> None:
    page = text(client, NEW)
    for mode in modes.every().values():
        assert str(mode.label) in page
        assert str(mode.sentence) in page
    answer = client.post(NEW, data={"kind": "reading_club", "mode": ""})
    assert answer.location == "/console/programmes/new/reading_club/first_come"
    answer = client.post(NEW, data={"kind": "reading_club", "mode": "open"})
    assert answer.location == "/console/programmes/new/reading_club/open"


def test_a_kind_brings_its_usual_mode(client: Browser, city: City) -> None:
    page = text(client, f"{NEW}?kind=quiz")
    assert 'checked id="mode-' in page
    assert 'value="open"' in page.split("checked")[1].split(">")[0]
    assert client.get(f"{NEW}?kind=nothing").status_code == 200


@pytest.mark.parametrize("sent", [{"kind": "nothing", "mode": ""}, {"kind": "talk", "mode": "nothing"}, {}])
def test_unknown_kinds_and_modes_are_refused(client: Browser, city: City, sent: dict[str, str]) -> None:
    assert client.post(NEW, data=sent).status_code == 422
    assert client.get(f"{NEW}/talk/nothing").status_code == 404
    assert client.get(f"{NEW}/nothing/open").status_code == 404


@pytest.mark.parametrize("name", sorted(modes.every()))
def test_only_what_the_mode_needs_is_asked(client: Browser, city: City, name: str) -> None:
    mode = modes.every()[name]
    page = text(client, f"{NEW}/event/{name}")
    asked = {field: f'name="{field}"' in page for field in ("seed_source", "results_on", "tier_1")}
    assert asked == {
        "seed_source": "draw" in mode.needs,
        "results_on": "results_on" in mode.needs,
        "tier_1": mode.uses_tiers,
    }
    for setting in mode.settings:
        assert f'name="setting_{setting.name}"' in page


def test_a_programme_with_settings_of_its_mode(client: Browser, session: Session, city: City) -> None:
    path = f"{NEW}/reading_club/first_come"
    assert 'value="DS"' in text(client, path)
    wrong = client.post(path, data={**COMMON, **LINE, "setting_answer_hours": "9999"})
    assert wrong.status_code == 422
    assert 'href="#setting_answer_hours"' in wrong.get_data(as_text=True)
    assert client.post(path, data={**COMMON, **LINE, "setting_when_unfit": "x"}).status_code == 422
    assert client.post(path, data={**COMMON, **LINE}).status_code == 302
    made = session.scalars(select(Programme).where(Programme.slug == "autumn-reading")).one()
    assert (made.mode, made.kind, made.overlap, made.tier_weights) == (
        "first_come",
        "reading_club",
        "warn",
        {},
    )
    assert made.settings == {"answer_hours": 24, "when_unfit": "wait", "waitlist_most": 30}
    page = text(client, f"/console/programmes/{made.id}")
    assert 'data-mode="first_come" data-state="draft"' in page
    assert "留着，等够了再给这一组" in page


def test_a_retired_kind_is_offered_no_more(client: Browser, city: City) -> None:
    client.post("/console/kinds/talk/retire")
    assert 'value="talk"' not in text(client, NEW)
    assert client.get(f"{NEW}/talk/open").status_code == 404


def test_another_mode_while_it_is_a_draft(client: Browser, session: Session, city: City) -> None:
    path = f"/console/programmes/{city.draft.id}/mode"
    assert client.post(path, data={"mode": "nothing"}).status_code == 422
    assert client.post(path, data={"mode": "open"}).status_code == 302
    assert city.draft.mode == "open"
    assert (
        client.post(f"/console/programmes/{city.programme.id}/mode", data={"mode": "open"}).status_code == 422
    )
    assert city.programme.mode == "ranked"


def test_the_parts_of_a_programme_and_what_is_missing(client: Browser, city: City) -> None:
    page = text(client, f"/console/programmes/{city.draft.id}")
    assert "还没有期次" in page
    for part in ("offerings", "questions", "texts", "policy"):
        assert f"/console/programmes/{city.draft.id}/{part}/" in page
    client.sign_in(city.unit_coordinator)
    assert f"/console/programmes/{city.programme.id}/questions/" not in text(
        client, f"/console/programmes/{city.programme.id}"
    )


def test_what_to_do_today_is_what_the_mode_says(client: Browser, session: Session, city: City) -> None:
    city.programme.state = "closed"
    session.commit()
    page = text(client, "/console/")
    assert "等待分配" in page
    assert f"/console/runs/programmes/{city.programme.id}" in page.replace("/console/programmes", "-")


SERIES = {
    "first_on": "2026-09-24",
    "weekdays": ["3"],
    "every": "1",
    "until": "2026-10-15",
    "nights": "0",
    "without_holidays": "y",
    "seats": "20",
    "from_time": "19:00",
    "to_time": "20:30",
}


def test_a_series_is_looked_at_before_it_is_written(client: Browser, session: Session, city: City) -> None:
    made, offering = first_come(city, state="draft")
    path = f"/console/programmes/{made.id}/offerings/series"
    series = {**SERIES, "venue_id": city.venue.id}
    page = client.post(path, data=series).get_data(as_text=True)
    assert "会添加 3 期" in page
    assert "遇国庆节" in page
    assert session.scalars(select(Offering.id).where(Offering.programme_id == made.id)).all() == [offering.id]
    changed = client.post(path, data={**series, "until": "2026-10-08", "seen": seen_in(page)})
    assert changed.status_code == 200
    assert "会添加 2 期" in changed.get_data(as_text=True)
    seen = seen_in(page)
    assert client.post(path, data={**series, "seen": seen}).status_code == 302
    assert client.post(path, data={**series, "seen": seen}).status_code != 302
    hours = select(Offering.from_time).where(Offering.programme_id == made.id, Offering.id != offering.id)
    assert session.scalars(hours).all() == ["19:00"] * 3


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"until": "", "count": ""}, "until"),
        ({"weekdays": ["9"]}, "weekdays"),
        ({"every": "0"}, "every"),
        ({"seats": ""}, "seats"),
        ({"to_time": ""}, "to_time"),
        ({"to_time": "18:00"}, "to_time"),
        ({"from_time": "7pm"}, "from_time"),
    ],
)
def test_what_a_series_cannot_be(client: Browser, city: City, changed: dict[str, Any], field: str) -> None:
    made, _offering = first_come(city, state="draft")
    path = f"/console/programmes/{made.id}/offerings/series"
    answer = client.post(path, data={**SERIES, "venue_id": city.venue.id, **changed})
    assert answer.status_code == 422
    assert f'href="#{field}' in answer.get_data(as_text=True)


def test_years_that_are_not_announced_are_said(client: Browser, city: City) -> None:
    made, _offering = first_come(city, state="draft")
    late = {"first_on": "2036-01-03", "until": "2036-01-20", "venue_id": city.venue.id}
    answer = client.post(f"/console/programmes/{made.id}/offerings/series", data={**SERIES, **late})
    assert "2036 年节假日安排尚未公布" in answer.get_data(as_text=True)


def test_hours_or_a_bed(client: Browser, session: Session, city: City) -> None:
    made, offering = first_come(city, state="draft")
    path = f"/console/programmes/{made.id}/offerings/{offering.id}/edit"
    day = offering.starts_on.isoformat()
    run = {"venue_id": city.venue.id, "starts_on": day, "ends_on": day, "seats": "5", "title": "晚班"}
    assert client.post(path, data={**run, "from_time": "18:30", "to_time": "20:00"}).status_code == 302
    assert (offering.from_time, offering.to_time, offering.title) == ("18:30", "20:00", "晚班")
    both = {**run, "with_beds": "y", "check_in_by": "15:00", "from_time": "18:30", "to_time": "20:00"}
    assert client.post(path, data={**both, "check_in_by": ""}).status_code == 422
    assert client.post(path, data=both).status_code == 302
    assert (offering.with_beds, offering.check_in_by, offering.from_time) == (True, "15:00", "")


def test_cancelling_names_who_would_lose_a_place(client: Browser, session: Session, city: City) -> None:
    made, offering = first_come(city)
    person = factories.person(city.union, name="欧阳建国")
    party = factories.registration(made, [person], [offering])
    with unit_of_work():
        modes.of(made).accept(party)
    path = f"/console/programmes/{made.id}/offerings/{offering.id}/cancel"
    page = text(client, path)
    assert party.reference in page
    assert "会失去已确认名额的有 1 组" in page
    assert "欧阳建国" not in page
    assert party.reference in text(client, f"/console/programmes/{made.id}/cancel")
    assert client.post(path).status_code == 422
    assert not offering.cancelled
    assert client.post(path, data={"reason": "场地检修"}).status_code == 302
    assert session.scalars(select(Placement)).one().withdrawn_at is not None
    assert client.post(path, data={"reason": "场地检修"}).status_code == 422


def test_once_open_settings_say_why_they_stay(client: Browser, session: Session, city: City) -> None:
    made, _offering = first_come(
        city, settings={"answer_hours": 24, "when_unfit": "wait", "waitlist_most": 30}
    )
    path = f"/console/programmes/{made.id}/edit"
    opens, closes = (f"{clock.local(at):%Y-%m-%dT%H:%M:%S.%f}" for at in (made.opens_at, made.closes_at))
    sent = {**COMMON, **LINE, "title": made.title, "slug": made.slug, "opens_at": opens, "closes_at": closes}
    sent |= {"reference_prefix": made.reference_prefix, "version": str(made.version), "max_party_size": "3"}
    answer = client.post(path, data={**sent, "setting_answer_hours": "12"})
    assert answer.status_code == 422
    assert "开放报名后只能改大" in answer.get_data(as_text=True)
    assert (
        client.post(path, data={**sent, "setting_answer_hours": "36", "max_choices": "5"}).status_code == 302
    )
    assert made.settings["answer_hours"] == 36
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "programme.edit")).one()
    assert entry.changes["answer_hours"] == ["24", "36"]


def test_remarks_before_opening(client: Browser, session: Session, city: City) -> None:
    made, _offering = first_come(
        city, state="draft", max_choices=4, closes_at=clock.now() + dt.timedelta(days=3)
    )
    page = text(client, f"/console/programmes/{made.id}/open")
    assert "最多可填 4 个志愿，但只有 1 期" in page
    assert "只能改大的设置" in page
    assert client.post(f"/console/programmes/{made.id}/open").status_code == 302
    assert made.state == "open"
