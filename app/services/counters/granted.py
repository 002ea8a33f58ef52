"""Applications that were granted, once the result is final."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from app.models import Decision, Member, Person, Programme, Registration
from app.services.counters.counter import Counted, Counter, grouped, in_year, month_of_instant


class Granted(Counter):
    name = "granted"
    sentence = _l("评审后入选或获准、结果已经公布的申请，每份计一次，按决定的月份。")

    def rows(self, year: int, matter_ids: Sequence[int]) -> Sequence[Counted]:
        return grouped(self.query(year), month_of_instant(Decision.decided_at, year), matter_ids)

    def query(self, year: int) -> Select[Any]:
        """One row for each application, with its programme and the person who leads it."""
        return (
            select(Decision)
            .join(Registration, Decision.registration_id == Registration.id)
            .join(Programme, Registration.programme_id == Programme.id)
            .join(Member, Member.registration_id == Registration.id)
            .join(Person, Member.person_id == Person.id)
            .where(Decision.outcome == "granted", Programme.state == "published", Member.position == 1)
            .where(Registration.state == "submitted", in_year(Decision.decided_at, year))
        )


COUNTER = Granted()
