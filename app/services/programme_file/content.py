"""Everything of a programme without people, as values that the database knows, apart from the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Criterion, Offering, Programme, ProgrammeKind, Quota, Unit
from app.services import question_sets, texts
from app.services.programme_file import parts
from app.services.programme_file.shapes import Record

Values = dict[str, Any]


@dataclass(frozen=True)
class Content:
    """Each part by its fields, as `parts` declares them."""

    programme: Values
    offerings: Sequence[Values] = ()
    rules: Sequence[Values] = ()
    quotas: Sequence[Values] = ()
    questions: Sequence[Values] = ()
    texts: Sequence[Values] = ()
    criteria: Sequence[Values] = ()

    def parts(self) -> dict[str, Any]:
        """The parts by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def of(programme: Programme) -> Content:
    """What the programme is now: runs that are held, questions and texts as they stand, no people."""
    asked = question_sets.current(programme)
    criteria = select(Criterion).where(Criterion.programme_id == programme.id)
    by_position = criteria.order_by(Criterion.position, Criterion.id)
    names = _unit_names(programme.quotas)
    return Content(
        programme=_columns(
            parts.PROGRAMME,
            programme,
            kind=_kind(programme.kind),
            matter=programme.matter.number if programme.matter else None,
        ),
        offerings=[_offering(each) for each in programme.offerings if not each.cancelled],
        rules=_all(parts.RULE, programme.rules),
        quotas=[_columns(parts.QUOTA, each, unit=_unit(each, names)) for each in programme.quotas],
        questions=_all(parts.QUESTION, asked.questions if asked else ()),
        texts=_all(parts.TEXT, texts.in_force(programme)),
        criteria=_all(parts.CRITERION, db.session.scalars(by_position)),
    )


def _columns(part: Record, row: object, **besides: Any) -> Values:
    """A row's columns that belong to the part; `besides` are its fields that are none."""
    own = {name: deepcopy(getattr(row, name)) for name in part.fields if name not in besides}
    return own | besides


def _all(part: Record, rows: Iterable[object]) -> list[Values]:
    return [_columns(part, row) for row in rows]


def _kind(code: str) -> Values:
    found = db.session.get(ProgrammeKind, code)
    label, label_en = (found.label, found.label_en) if found is not None else (code, "")
    return {"code": code, "label": label, "label_en": label_en}


def _offering(offering: Offering) -> Values:
    venue = {"slug": offering.venue.slug, "name": offering.venue.name}
    return _columns(parts.OFFERING, offering, venue=venue)


def _unit_names(quotas: Iterable[Quota]) -> dict[str, str]:
    codes = [quota.value for quota in quotas if quota.value]
    return {unit.code: unit.name for unit in db.session.scalars(select(Unit).where(Unit.code.in_(codes)))}


def _unit(quota: Quota, names: Mapping[str, str]) -> Values | None:
    """None: each of its group."""
    return {"code": quota.value, "name": names.get(quota.value, "")} if quota.value else None
