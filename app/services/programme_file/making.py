"""A draft made of a file's content, or of another programme's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from app import clock
from app.errors import Invalid
from app.extensions import db
from app.models import (
    Account,
    Criterion,
    EligibilityRule,
    Offering,
    Programme,
    ProgrammeText,
    Question,
    QuestionSet,
    Quota,
)
from app.services import audit, kinds, matters, programmes
from app.services.programme_file import here, parts
from app.services.programme_file.content import Content, Values
from app.services.programme_file.content import of as content_of
from app.services.programme_file.shift import by_weeks

LONGEST_TITLE, LONGEST_SLUG = 120, 80


def imported(actor: Account | None, content: Content, slug: str, title: str) -> Programme:
    """A draft of what a file says, under an address and a title of its own.

    Its kind is added where the city lacks it. Raises Invalid (`slug`, `title`).
    """
    programme = _make(actor, _named(content, slug, title))
    told = {"offerings": ("", len(content.offerings))} if content.offerings else {}
    audit.record(actor, "programme.import", programme, label=programme.title, changes=told)
    return programme


def copied(actor: Account, source: Programme, slug: str, title: str, weeks: int) -> Programme:
    """A draft like `source` so many weeks later, without its people, draw and versions.

    Raises Invalid (`slug`, `title`).
    """
    content = by_weeks(content_of(source), weeks)
    programme = _make(actor, _named(content, slug, title))
    told = {"copied_from": ("", source.title), "weeks": ("", weeks)}
    audit.record(actor, "programme.copy", programme, label=programme.title, changes=told)
    return programme


def _named(content: Content, slug: str, title: str) -> Content:
    if not re.fullmatch(parts.SLUG, slug) or len(slug) > LONGEST_SLUG:
        raise Invalid(_("网址名只用小写字母、数字和短横线，如 autumn-2026"), "slug")
    if not 0 < len(title.strip()) <= LONGEST_TITLE:
        raise Invalid(_("项目名称要有 1 到 %(most)s 个字", most=LONGEST_TITLE), "title")
    return replace(content, programme=content.programme | {"slug": slug, "title": title.strip()})


def _make(actor: Account | None, content: Content) -> Programme:
    kind = content.programme["kind"]
    if here.lacks_kind(content):
        names = {"label": kind["label"], "label_en": kind["label_en"]}
        first = {"mode": content.programme["mode"], "settings": content.programme["settings"]}
        kinds.add(actor, kind["code"], names | {"defaults": first})
    columns = {name: value for name, value in content.programme.items() if name != "matter"}
    # a matter that the city does not have is said beforehand, and left out
    matter = matters.known_number(content.programme["matter"])
    own = {"kind": kind["code"], "matter_id": matter.id if matter else None}
    programme = programmes.create(actor, columns | own)
    _offerings(programme, content.offerings)
    _quotas(programme, content.quotas)
    db.session.add_all(EligibilityRule(programme=programme, **rule) for rule in content.rules)
    _questions(programme, content.questions)
    now = clock.now()
    for text in content.texts:
        db.session.add(ProgrammeText(programme=programme, version=1, created_at=now, **text))
    for position, criterion in enumerate(content.criteria, 1):
        db.session.add(Criterion(programme=programme, position=position, **criterion))
    db.session.flush()
    return programme


def _offerings(programme: Programme, rows: Sequence[Values]) -> None:
    known = here.venues(Content(programme={}, offerings=rows))
    for row in rows:
        db.session.add(Offering(programme=programme, **row | {"venue": known[row["venue"]["slug"]]}))


def _quotas(programme: Programme, rows: Sequence[Values]) -> None:
    for row in rows:
        columns: dict[str, Any] = {name: value for name, value in row.items() if name != "unit"}
        code = row["unit"]["code"] if row["unit"] else None
        db.session.add(Quota(programme=programme, value=code, **columns))


def _questions(programme: Programme, rows: Sequence[Values]) -> None:
    if not rows:
        return
    asked = QuestionSet(programme=programme, version=1, created_at=clock.now())
    asked.questions = [Question(position=position, **row) for position, row in enumerate(rows, 1)]
    db.session.add(asked)
