"""People who take part: whatever the mode, a place in an offering that has begun."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from app.models import Member, Offering, Person, Programme
from app.services import participants
from app.services.counters.counter import Counted, Counter, begun_in, grouped, month_of_day


class Participants(Counter):
    name = "participants"
    sentence = _l("已经开始的期次里有名额的人，每人每期计一次，按开始的月份。")

    def rows(self, year: int, matter_ids: Sequence[int]) -> Sequence[Counted]:
        held = (begun_in(Offering.starts_on, year), ~Offering.cancelled, Programme.state != "cancelled")
        return [
            row
            for query in participants.queries()
            for row in grouped(
                query.join(Person, Member.person_id == Person.id).where(*held),
                month_of_day(Offering.starts_on),
                matter_ids,
            )
        ]


COUNTER = Participants()
