"""What was held: offerings that have begun, in the district of their place."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.extensions import db
from app.models import Offering, Programme, Venue
from app.services import districts
from app.services.counters.counter import Counted, Counter, begun_in, month_of_day


class Offerings(Counter):
    name = "offerings"
    sentence = _l("已经开始、没有取消的场次或班次，按开始的月份和举办地的区市。")

    def rows(self, year: int, matter_ids: Sequence[int]) -> Sequence[Counted]:
        month = month_of_day(Offering.starts_on)
        keys = (Programme.matter_id, Programme.private, month, Venue.district)
        held = (
            select(*keys, func.count())
            .join(Offering, Offering.programme_id == Programme.id)
            .join(Venue, Offering.venue_id == Venue.id)
            .where(Programme.matter_id.in_(matter_ids), Programme.state.not_in(("draft", "cancelled")))
            .where(~Offering.cancelled, begun_in(Offering.starts_on, year))
            .group_by(*keys)
        )
        known = {each.name: each.unit_id for each in districts.known()}
        return [
            Counted(matter_id, private, in_month, known.get(district), count)
            for matter_id, private, in_month, district, count in db.session.execute(held)
            if matter_id is not None
        ]


COUNTER = Offerings()
