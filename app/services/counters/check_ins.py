"""People who came: every check-in."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.models import CheckIn, Offering, Person, Programme
from app.services.counters.counter import Counted, Counter, grouped, in_year, month_of_instant


class CheckIns(Counter):
    name = "check_ins"
    sentence = _l("签到的人次，每次到场计一次，按签到的月份。")

    def rows(self, year: int, matter_ids: Sequence[int]) -> Sequence[Counted]:
        came = (
            select(CheckIn)
            .join(Offering, CheckIn.offering_id == Offering.id)
            .join(Programme, Offering.programme_id == Programme.id)
            .join(Person, CheckIn.person_id == Person.id)
            .where(in_year(CheckIn.at, year))
        )
        return grouped(came, month_of_instant(CheckIn.at, year), matter_ids)


COUNTER = CheckIns()
