"""The catalogue of matters: by theme, one by its number with what belongs to it, and as options of a form."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import words
from app.errors import NotFound
from app.extensions import db
from app.models import Matter, Pledge, Venue
from app.services import kinds, modes


def listed(theme: str = "") -> list[Matter]:
    """By number; with `theme` only its own."""
    query = select(Matter).options(joinedload(Matter.pledge)).order_by(Matter.number)
    if theme:
        query = query.where(Matter.theme == theme)
    return list(db.session.scalars(query))


def by_theme() -> dict[str, list[Matter]]:
    """All matters, in the order of the themes."""
    found = listed()
    groups = {theme: [matter for matter in found if matter.theme == theme] for theme in kinds.THEMES}
    return {theme: own for theme, own in groups.items() if own}


def by_number(number: int) -> Matter:
    """With its pledge and targets. Raises NotFound."""
    found = db.session.scalar(
        select(Matter)
        .where(Matter.number == number)
        .options(joinedload(Matter.pledge), selectinload(Matter.targets))
    )
    if found is None:
        raise NotFound(_("没有这个事项，请从全部事项里重新选择。"))
    return found


def known_number(number: int | None) -> Matter | None:
    """None also for a number that this city does not have."""
    return db.session.scalar(select(Matter).where(Matter.number == number)) if number else None


def whole_of(matter: Matter) -> list[Matter]:
    """The matters that it is a part of; empty where it stands by itself."""
    numbers = select(Matter).where(Matter.number.in_(matter.part_of)).order_by(Matter.number)
    return list(db.session.scalars(numbers)) if matter.part_of else []


def places_of(matter: Matter) -> Sequence[Venue]:
    """The places that belong to it, those that are open first."""
    query = select(Venue).where(Venue.matter_id == matter.id)
    return db.session.scalars(query.order_by(Venue.closed, Venue.id)).all()


def pledges(year: int | None = None) -> list[Pledge]:
    """What was promised for a year (None: the latest), with matters and targets; empty where nothing was."""
    latest = select(Pledge.year).order_by(Pledge.year.desc()).limit(1).scalar_subquery()
    query = select(Pledge).where(Pledge.year == (latest if year is None else year)).order_by(Pledge.number)
    return list(db.session.scalars(query.options(selectinload(Pledge.matters), selectinload(Pledge.targets))))


def options() -> list[tuple[str, str]]:
    """For a form: (id, number and title)."""
    return [(str(each.id), f"{each.number} {words.in_language(each, 'title')}") for each in listed()]


def title(matter_id: int | None) -> str:
    """As the record has it; "" for none."""
    found = db.session.get(Matter, matter_id) if matter_id else None
    return f"{found.number} {found.title}" if found is not None else ""


def way_words(matter: Matter) -> str:
    """How one comes by it, in one sentence."""
    if matter.way in modes.every():
        return str(modes.every()[matter.way].sentence)
    if matter.way == "venue":
        return str(_("不用报名：找到最近的一处，按开放时间前往。"))
    return str(_("不单独报名：它包含在下面的事项里。"))
