"""Topics, lecturers and vehicles: what there is to send, and on which days it is out already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import Invalid, NotFound
from app.extensions import db
from app.models import Account, LectureResource, LectureStop
from app.services import audit

KINDS = ("topic", "lecturer", "vehicle")


def listed(kind: str, *, retired: bool = False) -> list[LectureResource]:
    """Those that new stops may have, by name; also the others with `retired`."""
    query = select(LectureResource).where(LectureResource.kind == kind)
    if not retired:
        query = query.where(LectureResource.retired_at.is_(None))
    return list(db.session.scalars(query.order_by(LectureResource.name, LectureResource.id)))


def load(resource_id: int, kind: str | None = None) -> LectureResource:
    """Raises NotFound."""
    found = db.session.get(LectureResource, resource_id)
    if found is None or kind not in (None, found.kind):
        raise NotFound(_("没有这一项，可能已经停用。请重新选择。"))
    return found


def add(actor: Account, values: Mapping[str, Any]) -> LectureResource:
    """Raises Invalid (`name`) when there is one of the kind called so, (`minutes`) for a topic without."""
    kind, name = values["kind"], values["name"]
    minutes = int(values.get("minutes") or 0) if kind == "topic" else 0
    if kind == "topic" and minutes <= 0:
        raise Invalid(_("请填写课题讲多少分钟，学时按它计算"), "minutes")
    if any(each.name == name for each in listed(kind, retired=True)):
        raise Invalid(_("已经有同名的一项"), "name")
    made = LectureResource(kind=kind, name=name, name_en=values.get("name_en") or "", minutes=minutes)
    db.session.add(made)
    audit.record(actor, "lecture.resource", made, label=name)
    return made


def retire(actor: Account, resource: LectureResource, *, back: bool = False) -> None:
    """Not for new stops any more, or again; what is confirmed stays."""
    if (resource.retired_at is None) != back:
        resource.retired_at = None if back else clock.now()
        audit.record(actor, "lecture.restore" if back else "lecture.retire", resource, label=resource.name)


def out_on(days: Sequence[dt.date], but: LectureStop | None = None) -> dict[dt.date, dict[int, LectureStop]]:
    """By day: the stops at which lecturers and vehicles are already, by the id of each."""
    query = (
        select(LectureStop)
        .where(LectureStop.state == "confirmed", LectureStop.held_on.in_(days))
        .options(joinedload(LectureStop.unit))
    )
    found: dict[dt.date, dict[int, LectureStop]] = {day: {} for day in days}
    for stop in db.session.scalars(query):
        if (but is None or stop.id != but.id) and stop.held_on is not None:
            for who in (stop.lecturer_id, stop.vehicle_id):
                found[stop.held_on][who or 0] = stop
    return found
