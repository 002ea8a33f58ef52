"""Filling gaps after publication, as the coordinator and the person who waits see it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import AllocationRun, Placement, Registration
from app.services import registration
from app.services.allocation import waitlist
from app.unit_of_work import unit_of_work
from tests import factories, season
from tests.browser import Browser


@pytest.fixture
def published(session: Session) -> tuple[season.Season, AllocationRun]:
    found, run = season.solved()
    season.publish(found, run)
    return found, run


def address(found: season.Season) -> str:
    return f"/console/runs/refill/programmes/{found.programme.id}"


def leave(found: season.Season, session: Session) -> Registration:
    query = select(Placement).where(Placement.offering_id == found.first.id, Placement.withdrawn_at.is_(None))
    leaving = next(p.registration for p in session.scalars(query) if len(p.registration.members) == 2)
    with unit_of_work():
        registration.withdraw(leaving, leaving.signed_up_by)
    return leaving


def sha256(page: str) -> str:
    found = re.search(r'name="sha256" value="([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


def places(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Placement)) or 0


def test_only_the_city_fills_gaps(
    session: Session, client: Browser, published: tuple[season.Season, AllocationRun]
) -> None:
    found, _run = published
    for somebody in (
        found.parties[0].signed_up_by,
        factories.account(coordinates=found.employer),
        factories.account(coordinates=found.employer.parent),
    ):
        client.sign_in(somebody)
        assert client.get(address(found)).status_code == 403
        assert client.post(address(found), data={"sha256": "0" * 64}).status_code == 403
    client.sign_in(found.coordinator)
    assert "现在没有可以递补的人" in client.get(address(found)).text


def test_a_confirmed_press_and_a_second_one(
    session: Session, client: Browser, published: tuple[season.Season, AllocationRun]
) -> None:
    found, run = published
    leave(found, session)
    client.sign_in(found.coordinator)
    page = client.get(address(found)).text
    first = waitlist.in_order(run)[0].reference
    assert first in page
    before = places(session)
    answer = client.post(address(found), data={"sha256": sha256(page)})
    assert (answer.status_code, answer.location) == (302, address(found))
    given = places(session)
    assert given > before
    assert "通知正在发出" in client.get(address(found)).text
    assert client.post(address(found), data={"sha256": sha256(page)}).status_code == 302
    again = client.get(address(found)).text
    assert "没有重复" in again
    assert "已经递补的" in again
    assert places(session) == given
    assert "确认递补" in client.get("/console/audit/").text


def test_a_stale_or_mangled_confirmation_changes_nothing(
    session: Session, client: Browser, published: tuple[season.Season, AllocationRun]
) -> None:
    found, run = published
    leave(found, session)
    client.sign_in(found.coordinator)
    page = client.get(address(found)).text
    first = waitlist.in_order(run)[0]
    with unit_of_work():
        registration.withdraw(first, first.signed_up_by)
    before = places(session)
    stale = client.post(address(found), data={"sha256": sha256(page)})
    assert (stale.status_code, "有变化" in stale.text) == (422, True)
    assert client.post(address(found), data={"sha256": "junk"}).status_code == 422
    assert places(session) == before


def test_before_publication_there_is_nothing_to_fill(session: Session, client: Browser) -> None:
    found = season.closed()
    client.sign_in(found.coordinator)
    assert client.get(address(found)).status_code == 404


def test_who_waits_sees_the_place_in_the_line(
    session: Session, client: Browser, published: tuple[season.Season, AllocationRun]
) -> None:
    _found, run = published
    for number, waiting in enumerate(waitlist.in_order(run), 1):
        client.sign_in(waiting.signed_up_by)
        page = client.get(f"/mine/{waiting.reference}").text
        assert f"候补第 {number} 位；有人退出时按这个顺序递补" in page
        assert "不再候补，退出报名" in page
        asked = {"reference": waiting.reference, "phone": waiting.lead.person.phone}
        assert f"候补第 {number} 位" in client.post("/slot-check", data=asked).text
    placed = session.scalars(select(Placement)).first()
    assert placed is not None
    client.sign_in(placed.registration.signed_up_by)
    assert "候补第" not in client.get(f"/mine/{placed.registration.reference}").text
