"""What a counter is, and what counting by month and district needs in both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, extract, func, select
from sqlalchemy.orm import aliased

from app import clock
from app.extensions import db
from app.models import Person, Programme, Unit


@dataclass(frozen=True, slots=True)
class Counted:
    """`count` of a matter in a month (None: it has none), in the district with this unit id (None: in none).

    `private`: of programmes of which nobody but case workers may know who took part.
    """

    matter_id: int
    private: bool
    month: int | None
    district_id: int | None
    count: int


class Counter:
    """`sentence` says to everybody what exactly is counted."""

    name: ClassVar[str]
    sentence: ClassVar[str]

    def rows(self, year: int, matter_ids: Sequence[int]) -> Sequence[Counted]:
        """What these matters have reached in the year until now, in one query or two."""
        raise NotImplementedError


def homes() -> Subquery:
    """(unit id, id of the district that it belongs to) of every unit below one."""
    district = aliased(Unit)
    inside = and_(district.level == "district", Unit.path.startswith(district.path))
    pairs = select(Unit.id.label("unit_id"), district.id.label("district_id")).join(district, inside)
    return pairs.subquery("homes")


def grouped(
    query: Select[Any],
    month: ColumnElement[int],
    matter_ids: Sequence[int],
    counting: ColumnElement[int] | None = None,
) -> list[Counted]:
    """Rows of a query over Programme and Person, counted by matter, privacy, month and district.

    `counting` is another sum than the number of the rows.
    """
    home = homes()
    total = func.count() if counting is None else counting
    keys = (Programme.matter_id, Programme.private, month, home.c.district_id)
    asked = (
        query.with_only_columns(*keys, total)
        .outerjoin(home, home.c.unit_id == Person.unit_id)
        .where(Programme.matter_id.in_(matter_ids))
        .group_by(*keys)
    )
    return [
        Counted(matter_id, private, in_month, district_id, int(count))
        for matter_id, private, in_month, district_id, count in db.session.execute(asked)
    ]


def month_of_day(column: Any) -> ColumnElement[int]:
    """1 to 12 of a day."""
    return extract("month", column)


def month_of_instant(column: Any, year: int) -> ColumnElement[int]:
    """1 to 12 of an instant of the year, as the city's calendar has it."""
    ends = [(column < _midnight(dt.date(year, month + 1, 1)), month) for month in range(1, 12)]
    return case(*ends, else_=12)


def in_year(column: Any, year: int) -> ColumnElement[bool]:
    """Whether an instant lies in the city's year, and not ahead of us."""
    first, end = _midnight(dt.date(year, 1, 1)), _midnight(dt.date(year + 1, 1, 1))
    return and_(column >= first, column < end, column <= clock.now())


def begun_in(column: Any, year: int) -> ColumnElement[bool]:
    """Whether a day lies in the year, and has come."""
    return and_(column >= dt.date(year, 1, 1), column <= min(dt.date(year, 12, 31), clock.today()))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), clock.CITY)
