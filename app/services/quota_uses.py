"""How people's places count against quotas: which quota, which unit, over which offerings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import CursorResult, Update, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app import clock
from app.extensions import db
from app.models import Programme, Quota, QuotaUse, Unit

Key = tuple[int, str, int | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """`people` places of `unit` that count against `quota`; `offering_id` None: over all offerings."""

    quota: Quota
    unit: Unit
    offering_id: int | None
    people: int

    @property
    def key(self) -> Key:
        return self.quota.id, self.unit.code, self.offering_id


def returned(programme: Programme) -> bool:
    """Whether what units have left unused is for everybody by now."""
    return programme.quotas_return_at is not None and programme.quotas_return_at <= clock.now()


def limit_of(quota: Quota) -> int | None:
    """The most people that count against it now; None: no limit, or no longer."""
    return None if returned(quota.programme) else quota.maximum


def asked(quotas: Sequence[Quota], units: Sequence[Unit], offering_id: int) -> list[Asked]:
    """What a place in the offering for one person of each of `units` counts against, in a fixed order."""
    found = []
    for quota in sorted(quotas, key=lambda quota: quota.id):
        if quota.maximum is None:
            continue
        where = offering_id if quota.scope == "offering" else None
        counted = Counter(unit for each in units if (unit := counted_as(quota, each)) is not None)
        by_code = sorted(counted.items(), key=lambda item: item[0].code)
        found += [Asked(quota, unit, where, people) for unit, people in by_code]
    return found


def counted_as(quota: Quota, unit: Unit) -> Unit | None:
    """The unit under whose name somebody of `unit` counts; None: the quota is not about them."""
    above = list(_upwards(unit))
    if quota.value:
        return next((each for each in above if each.code == quota.value), None)
    if quota.group == "district":
        return next((each for each in above if each.level == "district"), unit)
    return unit


def _upwards(unit: Unit) -> Iterator[Unit]:
    here: Unit | None = unit
    while here is not None:
        yield here
        here = here.parent


def take(one: Asked) -> int | None:
    """Count it, if the limit allows; the id of its row, or None when nothing was counted."""
    limit = limit_of(one.quota)
    _make_row(one.key, limit)
    quota_id, code, offering_id = one.key
    same = (
        QuotaUse.quota_id == quota_id,
        QuotaUse.unit_code == code,
        QuotaUse.offering_id.is_(None) if offering_id is None else QuotaUse.offering_id == offering_id,
    )
    counted = update(QuotaUse).where(*same).values(taken=QuotaUse.taken + one.people, maximum=limit)
    if limit is not None:
        counted = counted.where(QuotaUse.taken + one.people <= limit)
    return db.session.scalar(select(QuotaUse.id).where(*same)) if _changed(counted) else None


def give_back(use_id: int, people: int) -> None:
    """Count `people` fewer; a row that is gone with its quota is passed over."""
    _changed(update(QuotaUse).where(QuotaUse.id == use_id).values(taken=QuotaUse.taken - people))


def taken(programme: Programme) -> dict[Key, int]:
    """How many people count against each quota of the programme."""
    query = select(QuotaUse.quota_id, QuotaUse.unit_code, QuotaUse.offering_id, QuotaUse.taken)
    rows = db.session.execute(query.join(Quota).where(Quota.programme_id == programme.id))
    return {(quota_id, code, offering_id): count for quota_id, code, offering_id, count in rows}


def _make_row(key: Key, limit: int | None) -> None:
    quota_id, code, offering_id = key
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[db.session.get_bind().dialect.name]
    values = {"quota_id": quota_id, "unit_code": code, "offering_id": offering_id}
    statement = dialect.insert(QuotaUse).values(**values, taken=0, maximum=limit)
    db.session.execute(statement.on_conflict_do_nothing())


def _changed(statement: Update) -> bool:
    done = db.session.execute(statement.execution_options(synchronize_session=False))
    return isinstance(done, CursorResult) and done.rowcount == 1
