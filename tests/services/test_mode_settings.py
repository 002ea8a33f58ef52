"""What a mode has to know of a programme of its own: what it takes, and what stays once people rely on it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Invalid
from app.models import AuditEntry, Programme
from app.services import mode_settings, modes, programme_overview, programmes
from app.unit_of_work import unit_of_work
from tests import factories


def edit(programme: Programme, **values: Any) -> None:
    given = {"slug": programme.slug, "title": programme.title, **values}
    with unit_of_work():
        programmes.edit(factories.account(), programme, given, programme.version)


def faults(programme: Programme, **values: Any) -> set[str]:
    with pytest.raises(Invalid) as refused:
        edit(programme, **values)
    return set(refused.value.faults)


def line(hours: int = 24, unfit: str = "pass_over", most: int = 1000) -> dict[str, Any]:
    return {"answer_hours": hours, "when_unfit": unfit, "waitlist_most": most}


def first_come(**values: Any) -> Programme:
    return factories.programme(mode="first_come", **values)


@pytest.mark.parametrize(
    ("value", "sound"),
    [(1, True), (12, True), (0, False), (13, False), ("3", False), (True, False), (None, False)],
)
def test_numbers_within_their_range(session: Session, value: Any, sound: bool) -> None:
    found = mode_settings.faults(modes.every()["ranked"], {"wants_most": value})
    assert (found == {}) is sound


def test_options_and_names_that_are_known(session: Session) -> None:
    mode = modes.every()["first_come"]
    assert mode_settings.faults(mode, line()) == {}
    assert mode_settings.faults(mode, line(unfit="other") | {"wants_most": 1}).keys() == {
        "when_unfit",
        "wants_most",
    }


def test_a_draft_takes_any_sound_value(session: Session) -> None:
    programme = first_come(state="draft")
    edit(programme, settings=line(hours=0, unfit="wait", most=0))
    assert programme.settings == line(hours=0, unfit="wait", most=0)
    assert faults(programme, settings=line(hours=-1)) == {"setting_answer_hours"}


def test_once_open_a_time_to_answer_may_only_grow(session: Session) -> None:
    programme = first_come(settings=line(hours=24))
    assert faults(programme, settings=line(hours=12)) == {"setting_answer_hours"}
    assert faults(programme, settings=line(unfit="wait")) == {"setting_when_unfit"}
    edit(programme, settings=line(hours=48))
    assert programme.settings["answer_hours"] == 48


def test_who_was_promised_a_place_at_once_keeps_that(session: Session) -> None:
    assert faults(first_come(settings=line(hours=0)), settings=line()) == {"setting_answer_hours"}


def test_a_default_that_is_written_out_is_no_change(session: Session) -> None:
    programme = first_come()
    edit(programme, settings=line())
    assert session.scalars(select(AuditEntry)).all() == []


def test_settings_are_recorded_one_by_one_in_words(session: Session) -> None:
    edit(first_come(state="draft"), settings=line(hours=0, unfit="wait"))
    changes = session.scalars(select(AuditEntry)).one().changes
    assert changes["answer_hours"] == ["24", "0"]
    assert changes["when_unfit"] == ["先给后面用得上的人", "留着，等够了再给这一组"]


def test_another_mode_while_it_is_a_draft(session: Session) -> None:
    programme = first_come(state="draft", settings=line(hours=3))
    with unit_of_work():
        programmes.decide_otherwise(factories.account(), programme, "ranked")
    assert (programme.mode, programme.settings) == ("ranked", {"wants_most": 1})
    assert "mode" in session.scalars(select(AuditEntry)).one().changes


def test_no_other_mode_once_it_was_opened(session: Session) -> None:
    programme = first_come()
    with pytest.raises(DomainError), unit_of_work():
        programmes.decide_otherwise(factories.account(), programme, "ranked")
    assert programme.mode == "first_come"


def test_once_open_what_people_rely_on_is_only_loosened(session: Session) -> None:
    later = clock.now() + dt.timedelta(days=3)
    programme = first_come(min_party_size=2, overlap="warn")
    assert faults(programme, min_party_size=3, overlap="forbid") == {"min_party_size", "overlap"}
    assert faults(programme, quotas_return_at=later) == {"quotas_return_at"}
    edit(programme, min_party_size=1)
    strict = first_come(overlap="forbid")
    edit(strict, overlap="warn")
    assert (programme.min_party_size, strict.overlap) == (1, "warn")


def test_a_new_programme_with_settings_of_another_mode(session: Session) -> None:
    now = clock.now()
    given = {"slug": "x", "title": "x", "opens_at": now, "closes_at": now + dt.timedelta(days=1)}
    with pytest.raises(Invalid) as refused, unit_of_work():
        programmes.create(factories.account(), {**given, "mode": "ranked", "settings": line()})
    assert "setting_answer_hours" in refused.value.faults


@pytest.mark.parametrize(("places", "shown"), [(0, "不限"), (12, "12")])
def test_a_setting_of_none_is_said_in_words(session: Session, places: int, shown: str) -> None:
    programme = factories.programme(mode="review", settings={"places": places})
    assert dict(programme_overview.facts(programme))["入选名额"] == shown
