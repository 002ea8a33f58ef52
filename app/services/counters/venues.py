"""Places that are there: a figure of today, without a month."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.extensions import db
from app.models import Venue
from app.services import districts
from app.services.counters.counter import Counted, Counter


class Venues(Counter):
    name = "venues"
    sentence = _l("本站登记的、没有停用的地点，是现在的数字，不分月份。")

    def rows(self, year: int, matter_ids: Sequence[int]) -> Sequence[Counted]:
        keys = (Venue.matter_id, Venue.district)
        there = select(*keys, func.count()).where(Venue.matter_id.in_(matter_ids), ~Venue.closed)
        known = {each.name: each.unit_id for each in districts.known()}
        return [
            Counted(matter_id, False, None, known.get(district), count)
            for matter_id, district, count in db.session.execute(there.group_by(*keys))
            if matter_id is not None
        ]


COUNTER = Venues()
