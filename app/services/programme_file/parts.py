"""The parts of the file and their fields. A column's length and default are those of its table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, Column, Date, Text, inspect

from app.models import Base, Criterion, EligibilityRule, Offering, Programme, ProgrammeText, Question, Quota
from app.models import ProgrammeKind as Kind
from app.models.base import Instant
from app.models.policy import RULE_EFFECTS
from app.models.programme import OVERLAPS
from app.models.question import QUESTION_KINDS
from app.models.text import TEXT_KINDS
from app.services import features, modes
from app.services.programme_file import shapes
from app.services.programme_file.shapes import (
    REQUIRED,
    Anything,
    Field,
    Flag,
    ListOf,
    Maybe,
    Numbered,
    OneOf,
    Pattern,
    Record,
    Shape,
    Whole,
)

FORMAT = "nuanxin-programme/1"
LONGEST_TEXT = 12_000
SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
_NAME = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}"
_HOUR = r"([01]\d|2[0-3]):[0-5]\d"
PEOPLE = Whole(0, 100_000)


def _columns(model: type[Base], names: str, **special: Shape) -> dict[str, Field]:
    """Fields for the columns `names` of a table, in this order."""
    columns = inspect(model).columns
    return {name: _field(columns[name], special.get(name)) for name in names.split()}


def _field(column: Column[Any], special: Shape | None) -> Field:
    shape = special or _shape(column)
    default = _default(column)
    if default is REQUIRED and isinstance(shape, shapes.Text):
        shape = shapes.Text(shape.most, 1, shape.lines)
    return Field(Maybe(shape) if column.nullable else shape, default)


def _shape(column: Column[Any]) -> Shape:
    if isinstance(column.type, Boolean):
        return Flag()
    if isinstance(column.type, Date):
        return shapes.Day()
    if isinstance(column.type, Instant):
        return shapes.Moment()
    if isinstance(column.type, Text):
        return shapes.Text(LONGEST_TEXT, lines=True)
    return shapes.Text(getattr(column.type, "length", 0) or LONGEST_TEXT)


def _default(column: Column[Any]) -> Any:
    if column.nullable:
        return None
    if column.default is None:
        return REQUIRED
    given: Any = column.default
    return given.arg(None) if given.is_callable else given.arg


_WORDING = {"zh": Field(shapes.Text(200, 1)), "en": Field(shapes.Text(300), "")}
KIND = Record({"code": Field(Pattern(_NAME, "recuperation"))} | _columns(Kind, "label label_en"))
PROGRAMME = Record(
    {"slug": Field(Pattern(SLUG, "autumn-2026"), ""), "mode": Field(OneOf(lambda: list(modes.every())))}
    | {"kind": Field(KIND), "matter": Field(Maybe(Whole(1, 9999)), None)}
    | _columns(
        Programme,
        "title title_en summary summary_en body body_en opens_at closes_at results_on withdraw_free_until_on"
        " max_choices min_party_size max_party_size overlap features private settings"
        " quotas_return_at tier_weights seed_source seed_known_at reference_prefix contact_phone",
        max_choices=Whole(1, 20),
        min_party_size=Whole(1, 12),
        max_party_size=Whole(1, 12),
        overlap=OneOf(lambda: OVERLAPS),
        features=ListOf(OneOf(lambda: list(features.every())), 30),
        settings=Anything(),
        tier_weights=Numbered(r"[1-9]", Whole(0, 1000)),
        reference_prefix=Pattern(r"[A-Z]{2,4}", "LY"),
    )
)
VENUE = Record({"slug": Field(shapes.Text(60, 1)), "name": Field(shapes.Text(120), "")})
_ENTRY = Record(
    {"day": Field(Whole(1, 366)), "zh": Field(shapes.Text(8000, 1)), "en": Field(shapes.Text(8000), "")}
)
OFFERING = Record(
    {"venue": Field(VENUE)}
    | _columns(
        Offering,
        "title title_en starts_on ends_on from_time to_time check_in_by with_beds seats minimum timetable",
        from_time=Pattern(_HOUR, "09:00", empty=True),
        to_time=Pattern(_HOUR, "09:00", empty=True),
        check_in_by=Pattern(_HOUR, "14:00"),
        seats=Whole(1, 100_000),
        minimum=PEOPLE,
        timetable=ListOf(_ENTRY, 200),
    )
)
RULE = Record(
    _columns(
        EligibilityRule,
        "rule parameters effect message message_en regulation",
        parameters=Anything(),
        effect=OneOf(lambda: RULE_EFFECTS),
    )
)
UNIT = Record({"code": Field(shapes.Text(40, 1)), "name": Field(shapes.Text(120), "")})
QUOTA = Record(
    _columns(
        Quota,
        "code group scope minimum maximum",
        code=Pattern(_NAME, "Q1"),
        group=OneOf(lambda: ("district", "employer")),
        scope=OneOf(lambda: ("offering", "run")),
        minimum=PEOPLE,
        maximum=PEOPLE,
    )
    | {"unit": Field(Maybe(UNIT), None)}
)
_OPTION = Record({"value": Field(shapes.Text(200, 1)), **_WORDING})
QUESTION = Record(
    _columns(
        Question,
        "key kind label label_en help help_en required options limits shown_if",
        key=Pattern(_NAME, "q1"),
        kind=OneOf(lambda: QUESTION_KINDS),
        options=ListOf(_OPTION, 200),
        limits=Anything(2),
        shown_if=Anything(2),
    )
)
TEXT = Record(
    _columns(
        ProgrammeText,
        "kind code title title_en body body_en",
        kind=OneOf(lambda: TEXT_KINDS),
        code=Pattern(_NAME, "notice-1"),
    )
)
_SCALE = Whole(-10_000, 10_000)
CRITERION = Record(
    _columns(
        Criterion, "label label_en help weight least most", weight=Whole(1, 10_000), least=_SCALE, most=_SCALE
    )
)
# how many of each a file may hold
LISTS: Mapping[str, tuple[Record, int]] = {
    "offerings": (OFFERING, 500),
    "rules": (RULE, 100),
    "quotas": (QUOTA, 3000),
    "questions": (QUESTION, 200),
    "texts": (TEXT, 100),
    "criteria": (CRITERION, 50),
}
WHOLE = Record(
    {"format": Field(OneOf(lambda: (FORMAT,))), "programme": Field(PROGRAMME)}
    | {name: Field(ListOf(part, most), []) for name, (part, most) in LISTS.items()}
)
