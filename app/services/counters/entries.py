"""Entries: everybody in a registration that was sent and not withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.models import Member, Person, Programme, Registration
from app.services.counters.counter import Counted, Counter, grouped, in_year, month_of_instant


class Entries(Counter):
    name = "entries"
    sentence = _l("在本站报名且没有退出的人次，按报名的月份。")

    def rows(self, year: int, matter_ids: Sequence[int]) -> Sequence[Counted]:
        sent = (
            select(Member)
            .join(Registration, Member.registration_id == Registration.id)
            .join(Programme, Registration.programme_id == Programme.id)
            .join(Person, Member.person_id == Person.id)
            .where(Member.active, Registration.state == "submitted", Programme.state != "cancelled")
            .where(in_year(Registration.submitted_at, year))
        )
        return grouped(sent, month_of_instant(Registration.submitted_at, year), matter_ids)


COUNTER = Entries()
