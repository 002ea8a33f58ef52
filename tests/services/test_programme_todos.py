"""What is to be done for a programme, whatever its mode: closing in time, and quotas that are given back."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.models import Programme, Unit
from app.services import console_today, modes, programme_todos
from tests import factories
from tests.services.first_come import later

DAY = dt.timedelta(days=1)


def made(mode: str, **values: object) -> Programme:
    return factories.programme(mode=mode, **values)


def said(programme: Programme) -> str:
    return " ".join(todo.words for todo in programme_todos.of(programme))


@pytest.mark.parametrize("mode", sorted(modes.every()))
def test_who_is_late_is_asked_to_close_once(
    session: Session, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    programme = made(mode)
    assert programme_todos.CLOSE not in {todo.endpoint for todo in programme_todos.of(programme)}
    later(monkeypatch, days=8)
    asked = [todo for todo in programme_todos.of(programme) if todo.endpoint == programme_todos.CLOSE]
    assert [todo.pressing for todo in asked] == [True]
    city = [todo for todo in console_today.for_city() if todo.programme == programme]
    assert [todo.words for todo in city if "截止" in todo.words] == [asked[0].words]


@pytest.mark.parametrize("mode", sorted(modes.every()))
def test_quotas_that_are_given_back_are_announced(
    session: Session, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    programme = made(mode, quotas_return_at=clock.now() + 3 * DAY)
    assert "归大家" not in said(programme)
    assert programme_todos.quota_facts(programme) == []
    factories.quota(programme, maximum=3)
    assert "请提醒有名额的单位" in said(programme)
    units = console_today.for_units(Unit.id.is_not(None))
    assert any("请提醒有名额的单位" in todo.words for todo in units)
    ((_term, words),) = programme_todos.quota_facts(programme)
    assert "起没有用完的归大家" in words
    later(monkeypatch, days=4)
    assert "已归大家" in said(programme)
    ((_term, words),) = programme_todos.quota_facts(programme)
    assert "已归大家" in words
    later(monkeypatch, days=20)
    assert "归大家" not in said(programme)


def test_quotas_that_are_kept_are_only_explained(session: Session) -> None:
    programme = made("first_come")
    factories.quota(programme, maximum=3)
    assert programme_todos.of(programme) == []
    ((_term, words),) = programme_todos.quota_facts(programme)
    assert "不能互相使用" in words
