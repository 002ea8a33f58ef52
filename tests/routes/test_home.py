"""What is on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.models import Programme, Unit
from app.services import kinds
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.browser import Browser


@pytest.fixture
def union(session: Session) -> Unit:
    return make.tree()[2]


def in_each_stage() -> dict[str, Programme]:
    now = clock.now()
    return {
        "open": make.programme(),
        "upcoming": make.programme(opens_at=now + dt.timedelta(days=1)),
        "closed": make.programme(state="closed"),
        "published": make.programme(state="published"),
        "cancelled": make.programme(state="cancelled"),
        "late": make.programme(closes_at=now - dt.timedelta(minutes=1)),
        "draft": make.programme(state="draft"),
    }


def test_each_stage_has_its_own_list_and_drafts_are_not_shown(client: Browser, union: Unit) -> None:
    made = in_each_stage()
    slugs = {name: programme.slug for name, programme in made.items()}
    page = client.get("/programmes").text
    for name in ("open", "upcoming", "closed", "published", "cancelled"):
        assert f'id="{name}"' in page
        assert f"/programmes/{slugs[name]}" in page
    assert slugs["draft"] not in page


@pytest.mark.parametrize(
    ("name", "stage"),
    [("open", "open"), ("upcoming", "upcoming"), ("late", "closed"), ("published", "published")],
)
def test_a_programme_says_its_mode_and_state(client: Browser, union: Unit, name: str, stage: str) -> None:
    page = client.get(f"/programmes/{in_each_stage()[name].slug}").text
    assert f'data-mode="ranked" data-state="{stage}"' in page
    assert ("我要报名" in page) == (stage == "open")


def test_a_draft_is_not_found(client: Browser, union: Unit) -> None:
    slug = make.programme(state="draft").slug
    assert client.get(f"/programmes/{slug}").status_code == 404
    assert client.get("/programmes/none").status_code == 404


def test_a_programme_shows_its_sessions(client: Browser, union: Unit) -> None:
    programme = make.programme(max_choices=3)
    make.rule(programme, "not_within_years", years=3)
    make.rule(programme, "years_of_service", years=5)
    campus = make.venue((2, 3), name="海边院区")
    session = make.offering(programme, campus)
    make.offering(programme, campus, cancelled=True)
    make.registration(programme, [make.person(union), make.person(union)], [session])
    page = client.get(f"/programmes/{programme.slug}").text
    for words in ("海边院区", "1 期", "5 人", "2 人", "3 年内没有参加过同类活动", "参加工作满 5 年"):
        assert words in page, words


def test_a_programme_says_how_places_are_decided(client: Browser, union: Unit) -> None:
    ranked = make.programme(settings={"wants_most": 3})
    page = client.get(f"/programmes/{ranked.slug}").text
    for words in ("截止前按意愿排序填报", "最多 3 期，同一天不会安排两期", "第 1 优先级 8"):
        assert words in page, words
    recorded = client.get(f"/programmes/{make.programme(mode='open', tier_weights={}).slug}").text
    assert "不限名额，在报名时间内登记即可参加" in recorded
    assert "优先级" not in recorded


def test_what_has_no_date_of_results_says_none(client: Browser, union: Unit) -> None:
    for state in ("open", "closed", "published"):
        programme = make.programme(mode="open", state=state, results_on=None, max_party_size=1)
        page = client.get(f"/programmes/{programme.slug}")
        assert page.status_code == 200
        assert "结果公布日" not in page.text
    assert client.get("/").status_code == 200


def test_free_places_where_they_are_given_at_once(client: Browser, union: Unit, session: Session) -> None:
    programme = make.programme(mode="first_come", max_choices=1)
    hall = make.venue(())
    evening: dict[str, Any] = {"from_time": "19:00", "to_time": "20:30", "with_beds": False}
    lesson = make.offering(programme, hall, nights=0, seats=20, title="国画班", **evening)
    make.offering(programme, hall, in_days=-1, nights=0, seats=50, **evening)
    lesson.taken = 13
    session.commit()
    assert "还剩 7 个名额" in client.get("/").text
    page = client.get(f"/programmes/{programme.slug}").text
    for words in ("国画班", "19:00–20:30", "7 个", "共 20 个"):
        assert words in page, words
    lesson.taken = 20
    session.commit()
    assert "名额已满" in client.get("/").text


def test_themes(client: Browser, union: Unit) -> None:
    with unit_of_work():
        kinds.ensure_standard()
    make.programme(title="秋季疗休养")
    make.programme(title="职工读书会", kind="reading_club")
    page = client.get("/").text
    assert "theme=health" in page
    assert "theme=legal" not in page
    learning = client.get("/?theme=learning").text
    assert "职工读书会" in learning
    assert "秋季疗休养" not in learning
    assert "秋季疗休养" in client.get("/?theme=nothing").text
    both = client.get("/?theme=learning&q=疗休养").text
    assert "没有找到" in both


def test_searching(client: Browser, union: Unit) -> None:
    make.programme(title="春季疗休养")
    make.programme(title="100%_优惠")
    found = client.get("/?q=春季").text
    assert "<mark>春季</mark>疗休养" in found
    assert "优惠" not in found
    assert "优惠" in client.get("/?q=%25_").text
    assert "没有找到" in client.get("/?q=没有的").text


def test_the_list_alone_for_htmx(client: Browser, union: Unit) -> None:
    response = client.get("/?q=x", headers={"HX-Request": "true"})
    assert "<html" not in response.text
    assert "HX-Request" in response.headers["Vary"]


@pytest.mark.parametrize("path", ["/rules", "/privacy"])
def test_pages_about_the_site(client: Browser, session: Session, path: str) -> None:
    assert client.get(path).status_code == 200


def test_health(client: Browser, session: Session) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


def test_the_language_is_remembered(client: Browser, session: Session) -> None:
    assert client.post("/language", data={"lang": "en", "next": "/rules"}).location == "/rules"
    assert '<html lang="en">' in client.get("/").text
    assert client.post("/language", data={"lang": "zh", "next": "//bad.example"}).location == "/"
    assert client.post("/language", data={"lang": "xx"}).status_code == 302
    assert '<html lang="zh-CN">' in client.get("/").text
