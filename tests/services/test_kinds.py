"""Kinds are data: the standard ones, a city's own, retired ones."""

from __future__ import annotations

from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import audit_words
from app.errors import DomainError, Invalid, NotFound
from app.models import AuditEntry, ProgrammeKind
from app.services import kinds, modes, standard_kinds
from app.unit_of_work import unit_of_work
from tests import factories

DEFAULTS = {**standard_kinds.DEFAULTS, "mode": "open"}


def values(label: str, **defaults: Any) -> dict[str, Any]:
    names = {"label": label, "label_en": "", "icon": "book", "theme": "learning"}
    return {**names, "defaults": {**DEFAULTS, **defaults}}


def ensured() -> int:
    with unit_of_work():
        return kinds.ensure_standard()


def test_the_standard_kinds_are_added_once(session: Session) -> None:
    assert ensured() == len(standard_kinds.STANDARD)
    assert ensured() == 0
    assert kinds.known()[0].code == "recuperation"


def test_what_a_city_has_changed_stays(session: Session) -> None:
    ensured()
    talk = kinds.by_code("talk")
    with unit_of_work():
        kinds.edit(factories.account(), talk, values("大讲堂"))
    ensured()
    assert kinds.label("talk") == "大讲堂"


def test_every_standard_kind_is_whole(session: Session) -> None:
    rows = list(standard_kinds.rows())
    assert len({row.code for row in rows}) == len({row.label for row in rows}) == len(rows)
    for row in rows:
        assert row.label_en
        assert row.theme in kinds.THEMES
        assert row.defaults["mode"] in {"ranked", "first_come", "lottery", "review", "open"}
        assert row.defaults["min_party_size"] <= row.defaults["max_party_size"]


def test_labels_are_in_the_readers_language(session: Session) -> None:
    ensured()
    assert kinds.label("reading_club") == "读书会"
    with force_locale("en"):
        assert kinds.label("reading_club") == "Reading club"
    assert kinds.label("never_heard_of") == "never_heard_of"


def test_a_kind_of_the_citys_own(session: Session) -> None:
    with unit_of_work():
        kinds.add(factories.account(), "book_fair", values("书市", max_party_size=4))
    assert kinds.defaults("book_fair")["max_party_size"] == 4
    assert session.scalars(select(AuditEntry)).one().action == "kind.create"


def test_only_settings_of_its_mode_are_kept(session: Session) -> None:
    with unit_of_work():
        kinds.add(
            factories.account(), "classes", values("班", mode="ranked", settings={"wants_most": 2, "x": 1})
        )
    assert kinds.by_code("classes").defaults["settings"] == {"wants_most": 2}


def test_codes_and_labels_are_used_once(session: Session) -> None:
    ensured()
    for code, label, field in (("talk", "别的", "code"), ("other", "讲座", "label")):
        with pytest.raises(Invalid) as refused, unit_of_work():
            kinds.add(factories.account(), code, values(label))
        assert refused.value.field == field


def test_a_change_is_recorded_by_column(session: Session) -> None:
    with unit_of_work():
        kinds.add(factories.account(), "fair", values("书市"))
    with unit_of_work():
        kinds.edit(factories.account(), kinds.by_code("fair"), values("大书市", max_choices=3))
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "kind.edit")).one()
    assert entry.changes == {"label": ["书市", "大书市"], "max_choices": ["1", "3"]}


def test_a_retired_kind_is_known_but_not_offered(session: Session) -> None:
    ensured()
    with unit_of_work():
        kinds.retire(factories.account(), kinds.by_code("talk"))
    assert "talk" in [kind.code for kind in kinds.known()]
    assert "talk" not in [kind.code for kind in kinds.offered()]
    assert kinds.label("talk") == "讲座"
    with unit_of_work():
        kinds.restore(factories.account(), kinds.by_code("talk"))
    assert "talk" in [kind.code for kind in kinds.offered()]


def test_a_kind_with_drafts_is_not_retired(session: Session) -> None:
    ensured()
    factories.programme(state="draft", kind="talk", title="心理讲座")
    with pytest.raises(DomainError, match="心理讲座"), unit_of_work():
        kinds.retire(factories.account(), kinds.by_code("talk"))
    assert not session.get_one(ProgrammeKind, "talk").retired


def test_an_unknown_kind(session: Session) -> None:
    with pytest.raises(NotFound):
        kinds.by_code("nothing")


def test_every_mode_has_words_for_its_settings_in_the_record(session: Session) -> None:
    names = {setting.name for mode in modes.every().values() for setting in mode.settings}
    assert names <= audit_words.FIELDS.keys()
