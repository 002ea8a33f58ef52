"""Programmes that were opened."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.extensions import db
from app.models import Programme
from app.services.counters.counter import Counted, Counter, in_year, month_of_instant


class Programmes(Counter):
    name = "programmes"
    sentence = _l("在本站开放报名的项目，按开放的月份，不分区市。")

    def rows(self, year: int, matter_ids: Sequence[int]) -> Sequence[Counted]:
        month = month_of_instant(Programme.opens_at, year)
        keys = (Programme.matter_id, Programme.private, month)
        opened = (
            select(*keys, func.count())
            .where(Programme.matter_id.in_(matter_ids), Programme.state.not_in(("draft", "cancelled")))
            .where(in_year(Programme.opens_at, year))
            .group_by(*keys)
        )
        return [
            Counted(matter_id, private, in_month, None, count)
            for matter_id, private, in_month, count in db.session.execute(opened)
            if matter_id is not None
        ]


COUNTER = Programmes()
