"""Money that was granted in casework, in 分."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import func

from app.models import CaseDecision, CaseFile
from app.services.counters.counter import Counted, Counter, grouped, month_of_instant
from app.services.counters.granted import granted_cases


class Money(Counter):
    name = "money"
    sentence = _l("办件中已经同意的金额，按决定的月份。")

    def rows(self, year: int, matter_ids: Sequence[int]) -> Sequence[Counted]:
        month = month_of_instant(CaseDecision.decided_at, year)
        return grouped(granted_cases(year), month, matter_ids, func.coalesce(func.sum(CaseFile.amount), 0))


COUNTER = Money()
