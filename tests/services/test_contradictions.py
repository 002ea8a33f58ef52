"""Settings that cannot hold together: each has an example that is refused and one that is not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.models import Programme, Unit
from app.services import contradictions, quota_contradictions, sign_up_window
from app.services.programmes import load
from tests import factories

RANKED = frozenset({"offerings", "draw", "results_on"})
ONE_BY_ONE = frozenset({"offerings", "seats"})


def draft(seats: int = 10, minimum: int = 0, **values: Any) -> Programme:
    """Two runs of `seats` each."""
    made = factories.programme(state="draft", **values)
    for in_days in (30, 40):
        factories.offering(
            made, factories.venue(), in_days=in_days, seats=seats, with_beds=False, minimum=minimum
        )
    return made


def said(programme: Programme, needs: frozenset[str] = RANKED) -> str:
    found = load(programme.id)
    every = [*contradictions.find(found, needs), *quota_contradictions.find(found, needs)]
    return " ".join(each.message for each in every)


def quota(programme: Programme, **values: Any) -> None:
    factories.quota(programme, **{"group": "district", "scope": "run", **values})


def days(number: float) -> dt.datetime:
    return clock.now() + dt.timedelta(days=number)


def test_a_sound_programme(session: Session) -> None:
    assert said(draft(min_party_size=2)) == ""
    assert said(draft(), ONE_BY_ONE) == ""


def test_a_party_of_at_least_more_than_at_most(session: Session) -> None:
    assert "却至多 2 人" in said(draft(min_party_size=3, max_party_size=2))


def test_a_party_that_no_run_has_room_for(session: Session) -> None:
    assert "没有一期容得下" in said(draft(seats=2, min_party_size=3))
    assert said(draft(seats=3, min_party_size=3)) == ""


def test_unused_places_return_between_opening_and_the_first_run(session: Session) -> None:
    assert "不晚于报名开始" in said(draft(quotas_return_at=days(-2)))
    assert "不早于第一期开始" in said(draft(quotas_return_at=days(31)))
    assert said(draft(quotas_return_at=days(5))) == ""


def test_a_quota_above_all_places(session: Session) -> None:
    for scope, fits in (("run", 20), ("offering", 10)):
        programme = draft()
        quota(programme, scope=scope, maximum=fits)
        assert said(programme) == ""
        quota(programme, scope=scope, maximum=fits + 1)
        assert f"总共只有 {fits} 个位置" in said(programme)


def test_places_without_a_limit_take_any_quota(session: Session) -> None:
    programme = draft()
    factories.offering(programme, factories.venue(), seats=None, with_beds=False)
    quota(programme, maximum=1000)
    assert said(programme) == ""


def test_who_gives_places_one_by_one_can_only_limit(session: Session) -> None:
    programme = draft()
    quota(programme, minimum=2, maximum=5)
    assert said(programme) == ""
    assert "只能限“至多”" in said(programme, ONE_BY_ONE)


def test_a_run_that_all_quotas_together_cannot_fill(session: Session) -> None:
    city, district, _ = factories.tree()
    programme = draft(minimum=8)
    quota(programme, scope="offering", maximum=4)
    assert "成团要 8 人" in said(programme)
    factories.unit(city)
    assert said(programme) == ""
    quota(programme, scope="offering", value=district.code, maximum=3)
    assert "加起来只有 7 人" in said(programme)


def test_some_unit_without_a_limit_fills_any_run(session: Session) -> None:
    city, district, _ = factories.tree()
    factories.unit(city)
    programme = draft(minimum=8)
    quota(programme, scope="offering", value=district.code, maximum=1)
    assert said(programme) == ""


def test_remarks_stand_against_nothing(session: Session) -> None:
    city: Unit = factories.tree()[0]
    programme = draft(max_choices=5, quotas_return_at=days(5), seed_source="x", seed_known_at=days(8))
    assert said(programme) == ""
    assert len(sign_up_window.remarks(load(programme.id))) == 2
    quota(programme, maximum=4)
    factories.unit(city)
    session.expire_all()
    assert len(sign_up_window.remarks(load(programme.id))) == 1
    programme.quotas_return_at, programme.max_choices = None, 2
    session.commit()
    assert ["8 人，少于 20 个位置" in words for words in sign_up_window.remarks(load(programme.id))] == [True]


@pytest.mark.parametrize("settings", [{"wants_most": 99}, {"wants_most": "2"}, {"unheard_of": 1}])
def test_settings_that_a_file_brought(session: Session, settings: dict[str, Any]) -> None:
    source = {"seed_source": "x", "seed_known_at": days(8)}
    pages = [found.page for found in sign_up_window.hindrances(load(draft(**source).id))[0]]
    assert pages == []
    unsound = draft(settings=settings, **source)
    assert [found.page for found in sign_up_window.hindrances(load(unsound.id))[0]] == ["edit"]
