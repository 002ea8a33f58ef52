"""The days of a stay: what happens when and where, of which kind; written or copied from an earlier stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from app.errors import Invalid, NotFound
from app.extensions import db
from app.models import Account, Offering, StayItem
from app.services import audit, offerings

TEMPLATES = 20


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a stay with its items in order of time."""

    number: int
    date: dt.date
    items: Sequence[StayItem]


def kind_words(kind: str) -> str:
    """A kind of item as people read it."""
    names = {
        "study": _("思政引领"),
        "ecology": _("生态疗养"),
        "psychology": _("心理赋能"),
        "health": _("健康管理"),
        "other": _("其他"),
    }
    return str(names.get(kind, kind))


def of(offering: Offering) -> list[StayItem]:
    """Every item in order of time."""
    query = select(StayItem).where(StayItem.offering_id == offering.id)
    return list(db.session.scalars(query.order_by(StayItem.day, StayItem.from_time, StayItem.id)))


def days(offering: Offering) -> list[Day]:
    """Each day of the stay, also one without items."""
    items = of(offering)
    return [
        Day(
            number,
            offering.starts_on + dt.timedelta(days=number - 1),
            [item for item in items if item.day == number],
        )
        for number in range(1, length(offering) + 1)
    ]


def length(offering: Offering) -> int:
    """How many days a stay has, first and last included."""
    return (offering.ends_on - offering.starts_on).days + 1


def load(offering: Offering, item_id: int) -> StayItem:
    """Raises NotFound."""
    found = db.session.get(StayItem, item_id)
    if found is None or found.offering_id != offering.id:
        raise NotFound(_("日程里没有这一项，可能已被删除。"))
    return found


def save(actor: Account, offering: Offering, item: StayItem | None, values: Mapping[str, Any]) -> StayItem:
    """Write an item by column. Raises Invalid (`day`, `to_time`)."""
    if not 1 <= values["day"] <= length(offering):
        raise Invalid(_("这一期只有 %(count)s 天", count=length(offering)), "day")
    if values["to_time"] and values["to_time"] <= values["from_time"]:
        raise Invalid(_("结束要晚于开始"), "to_time")
    item = item or StayItem(offering_id=offering.id)
    for name, value in values.items():
        setattr(item, name, value)
    db.session.add(item)
    _record(actor, offering, {"timetable": ("", f"{item.day} {item.from_time} {item.title}")})
    return item


def remove(actor: Account, offering: Offering, item: StayItem) -> None:
    said = f"{item.day} {item.from_time} {item.title}"
    db.session.delete(item)
    _record(actor, offering, {"timetable": (said, "")})


def templates(offering: Offering) -> list[tuple[Offering, int]]:
    """Stays with items that this one could copy: of its campus first, then the latest; with how many."""
    counted = db.session.execute(
        select(StayItem.offering_id, func.count()).group_by(StayItem.offering_id)
    ).all()
    counts = {row[0]: row[1] for row in counted}
    query = (
        select(Offering)
        .where(Offering.id.in_(counts), Offering.id != offering.id)
        .options(joinedload(Offering.venue), joinedload(Offering.programme))
        .order_by(Offering.venue_id != offering.venue_id, Offering.starts_on.desc(), Offering.id.desc())
        .limit(TEMPLATES)
    )
    return [(found, counts[found.id]) for found in db.session.scalars(query)]


def copy(actor: Account, offering: Offering, source_id: int) -> int:
    """Put another stay's items in the place of this one's, as far as its days go; how many.

    Raises Invalid (`source`) when there is nothing to copy.
    """
    query = select(StayItem).where(StayItem.offering_id == source_id, StayItem.day <= length(offering))
    found = db.session.scalars(query.order_by(StayItem.day, StayItem.from_time, StayItem.id)).all()
    if not found or source_id == offering.id:
        raise Invalid(_("请选一期有日程的"), "source")
    db.session.execute(delete(StayItem).where(StayItem.offering_id == offering.id))
    for item in found:
        db.session.add(
            StayItem(
                offering_id=offering.id,
                day=item.day,
                from_time=item.from_time,
                to_time=item.to_time,
                kind=item.kind,
                title=item.title,
                title_en=item.title_en,
                place=item.place,
            )
        )
    _record(actor, offering, {"timetable": ("", len(found))})
    return len(found)


def _record(actor: Account, offering: Offering, changes: Mapping[str, tuple[Any, Any]]) -> None:
    label = offerings.label(offering)
    audit.record(actor, "stay.timetable", offering, label=label, changes=changes)
