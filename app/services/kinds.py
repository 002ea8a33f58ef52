"""What sorts of programmes there are: the city's own list, kept as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app import words
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Account, Programme, ProgrammeKind
from app.services import audit, changes, mode_settings, modes, standard_kinds

THEMES: Mapping[str, str] = {
    "health": _l("健康"),
    "learning": _l("学习"),
    "contest": _l("竞赛"),
    "culture": _l("文旅"),
    "care": _l("帮扶"),
    "legal": _l("法律"),
    "union": _l("组织"),
}
THEME_ICONS: Mapping[str, str] = {
    "health": "heart",
    "learning": "book",
    "contest": "medal",
    "culture": "ticket",
    "care": "shield",
    "legal": "scale",
    "union": "people",
}


def known() -> list[ProgrammeKind]:
    """Every kind, retired ones too: what people took part in long ago keeps its name."""
    return list(
        db.session.scalars(select(ProgrammeKind).order_by(ProgrammeKind.position, ProgrammeKind.code))
    )


def offered() -> list[ProgrammeKind]:
    """The kinds that a new programme can be of."""
    return [kind for kind in known() if not kind.retired]


def by_code(code: str) -> ProgrammeKind:
    """Raises NotFound."""
    if (found := db.session.get(ProgrammeKind, code)) is None:
        raise NotFound(gettext("没有这个类别，请从类别列表里重新选择。"))
    return found


def label(code: str) -> str:
    """What a kind is called in the reader's language; a kind that the city does not know goes by its code."""
    found = db.session.get(ProgrammeKind, code)
    return words.in_language(found, "label") if found is not None else code


def labels() -> dict[str, str]:
    """What every kind is called in the reader's language, by code."""
    return {kind.code: words.in_language(kind, "label") for kind in known()}


def theme_words(theme: str) -> str:
    """A theme in the reader's language."""
    return str(THEMES.get(theme, theme))


def defaults(code: str) -> dict[str, Any]:
    """A new programme's first values, by column; besides `with_beds` for its offerings."""
    found = db.session.get(ProgrammeKind, code)
    return {**standard_kinds.DEFAULTS, **(found.defaults if found is not None else {})}


def ensure_standard() -> int:
    """Add the standard kinds that are missing, as they come; those that are there stay as they are.

    Gives how many were added.
    """
    missing = missing_standard()
    db.session.add_all(missing)
    db.session.flush()
    return len(missing)


def missing_standard() -> list[ProgrammeKind]:
    """Standard kinds that the city does not have, as rows that are not written."""
    there = set(db.session.scalars(select(ProgrammeKind.code)))
    return [row for row in standard_kinds.rows() if row.code not in there]


def add_standard(actor: Account) -> int:
    """The same, asked for by a coordinator and recorded."""
    missing = missing_standard()
    for kind in missing:
        db.session.add(kind)
        audit.record(actor, "kind.create", kind, label=kind.label)
    return len(missing)


def add(actor: Account | None, code: str, values: Mapping[str, Any]) -> ProgrammeKind:
    """A kind of the city's own. Raises Invalid when its code or label is taken."""
    if db.session.get(ProgrammeKind, code) is not None:
        raise Invalid(gettext("这个代码已经有了，请换一个"), "code")
    _refuse_taken_label(values["label"], code)
    last = db.session.scalar(select(func.max(ProgrammeKind.position))) or 0
    kind = ProgrammeKind(code=code, position=last + 10, **_sound(values))
    db.session.add(kind)
    audit.record(actor, "kind.create", kind, label=kind.label)
    return kind


def edit(actor: Account, kind: ProgrammeKind, values: Mapping[str, Any]) -> None:
    """Write `values` by column. Programmes that exist keep what they have. Raises Invalid."""
    _refuse_taken_label(values["label"], kind.code)
    before = kind.defaults
    if found := changes.apply(kind, _sound(values)):
        if found.pop("defaults", None) is not None:
            found |= _in_detail(before, kind.defaults)
        audit.record(actor, "kind.edit", kind, label=kind.label, changes=found)


def _sound(values: Mapping[str, Any]) -> dict[str, Any]:
    """Of the settings among the defaults, only those that the kind's mode has."""
    defaults = values["defaults"]
    settings = mode_settings.of_mode(modes.every()[defaults["mode"]], defaults["settings"])
    return {**values, "defaults": {**defaults, "settings": settings}}


def _in_detail(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What changed of a kind's defaults, by column."""
    names = sorted(before.keys() | after.keys())
    pairs = {name: (before.get(name), after.get(name)) for name in names}
    return {n: (changes.readable(a), changes.readable(b)) for n, (a, b) in pairs.items() if a != b}


def retire(actor: Account, kind: ProgrammeKind) -> None:
    """No new programme can be of it; nothing that exists changes. Raises DomainError for a draft of it."""
    drafts = select(Programme.title).where(Programme.kind == kind.code, Programme.state == "draft")
    if titles := db.session.scalars(drafts.order_by(Programme.id)).all():
        named = words.listed(titles, 3)
        raise DomainError(
            gettext("还有筹备中的项目属于这个类别（%(titles)s），请先改它们的类别。", titles=named)
        )
    _set_retired(actor, kind, True)


def restore(actor: Account, kind: ProgrammeKind) -> None:
    """New programmes can be of it again."""
    _set_retired(actor, kind, False)


def _set_retired(actor: Account, kind: ProgrammeKind, retired: bool) -> None:
    action = "kind.retire" if retired else "kind.restore"
    if found := changes.apply(kind, {"retired": retired}):
        audit.record(actor, action, kind, label=kind.label, changes=found)


def _refuse_taken_label(label: str, code: str) -> None:
    other = select(ProgrammeKind.code).where(ProgrammeKind.label == label, ProgrammeKind.code != code)
    if db.session.scalar(other.limit(1)) is not None:
        raise Invalid(gettext("已有同名的类别，请换一个名称"), "label")
