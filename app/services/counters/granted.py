"""Applications that were granted: in a review once the result is final, in casework once it is decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from app.models import CaseDecision, CaseFile, Decision, Member, Person, Programme, Registration
from app.services.counters.counter import Counted, Counter, grouped, in_year, month_of_instant


class Granted(Counter):
    name = "granted"
    sentence = _l("评审后入选、结果已经公布的，或办件获准的申请，每份计一次，按决定的月份。")

    def rows(self, year: int, matter_ids: Sequence[int]) -> Sequence[Counted]:
        reviewed = self.narrowed(self._reviewed(year))
        cases = self.narrowed(granted_cases(year))
        return [
            *grouped(reviewed, month_of_instant(Decision.decided_at, year), matter_ids),
            *grouped(cases, month_of_instant(CaseDecision.decided_at, year), matter_ids),
        ]

    def narrowed(self, query: Select[Any]) -> Select[Any]:
        """Of applications, with their programme and the person who leads each, those that are counted."""
        return query

    def _reviewed(self, year: int) -> Select[Any]:
        return (
            select(Decision)
            .join(Registration, Decision.registration_id == Registration.id)
            .join(Programme, Registration.programme_id == Programme.id)
            .join(Member, Member.registration_id == Registration.id)
            .join(Person, Member.person_id == Person.id)
            .where(Decision.outcome == "granted", Programme.state == "published", Member.position == 1)
            .where(Registration.state == "submitted", in_year(Decision.decided_at, year))
        )


def granted_cases(year: int) -> Select[Any]:
    """One row for each case whose last decision grants all or a part, with the person who leads it."""
    later = aliased(CaseDecision)
    last = ~exists().where(later.case_id == CaseDecision.case_id, later.number > CaseDecision.number)
    return (
        select(CaseFile)
        .join(CaseDecision, CaseDecision.case_id == CaseFile.id)
        .join(Registration, CaseFile.registration_id == Registration.id)
        .join(Programme, CaseFile.programme_id == Programme.id)
        .join(Member, Member.registration_id == Registration.id)
        .join(Person, Member.person_id == Person.id)
        .where(CaseFile.state.in_(("decided", "final")), CaseFile.outcome.in_(("granted", "partly")), last)
        .where(Member.position == 1, in_year(CaseDecision.decided_at, year))
    )


COUNTER = Granted()
