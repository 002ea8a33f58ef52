"""How many workers each part of the tree may send: shared out from above, never more than there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.errors import Invalid
from app.extensions import db
from app.models import Account, Nomination, NominationQuota, Programme, Unit
from app.services import audit

MOST = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """A unit directly below another: its places and what has become of them; `quota` None: has none."""

    unit: Unit
    quota: NominationQuota | None
    waiting: int
    confirmed: int

    @property
    def left(self) -> int:
        return self.quota.places - self.quota.taken if self.quota is not None else 0


def of_unit(programme: Programme, unit: Unit) -> NominationQuota | None:
    """The unit's own row."""
    return db.session.scalar(
        select(NominationQuota).where(
            NominationQuota.programme_id == programme.id, NominationQuota.unit_id == unit.id
        )
    )


def below(programme: Programme, unit: Unit) -> list[Row]:
    """The units directly below, with their places and nominations; those that have either come first."""
    units = db.session.scalars(select(Unit).where(Unit.parent_id == unit.id).order_by(Unit.id)).all()
    return [row(programme, each) for each in _with_any(programme, units)]


def row(programme: Programme, unit: Unit) -> Row:
    """One unit's places, and the nominations of its part of the tree by state."""
    counted = db.session.execute(
        select(Nomination.state, func.count())
        .join(Unit, Nomination.unit_id == Unit.id)
        .where(Nomination.programme_id == programme.id, Unit.path.startswith(unit.path, autoescape=True))
        .group_by(Nomination.state)
    )
    by_state: dict[str, int] = {each[0]: each[1] for each in counted}
    return Row(unit, of_unit(programme, unit), by_state.get("nominated", 0), by_state.get("confirmed", 0))


def _with_any(programme: Programme, units: Sequence[Unit]) -> list[Unit]:
    """All districts; of grass-roots unions, which are many, those with places or nominations."""
    if not units or units[0].level != "grassroots":
        return list(units)
    having = set(
        db.session.scalars(
            select(NominationQuota.unit_id).where(NominationQuota.programme_id == programme.id)
        )
    ) | set(db.session.scalars(select(Nomination.unit_id).where(Nomination.programme_id == programme.id)))
    return [unit for unit in units if unit.id in having]


def without(programme: Programme, unit: Unit) -> list[Unit]:
    """Units directly below that have no places yet, to choose from."""
    having = select(NominationQuota.unit_id).where(NominationQuota.programme_id == programme.id)
    query = select(Unit).where(Unit.parent_id == unit.id, Unit.id.not_in(having)).order_by(Unit.name)
    return list(db.session.scalars(query))


def set_places(actor: Account, programme: Programme, unit: Unit, places: int) -> NominationQuota:
    """Give a unit so many places. Raises Invalid (`places`) naming what stands against it."""
    above = _held(programme, unit.parent) if unit.parent is not None else None
    if unit.parent is not None and above is None:
        raise Invalid(_("上一级“%(unit)s”还没有名额，请先分给它", unit=unit.parent.name), "places")
    own = _held(programme, unit)
    if own is not None and own.returned_at is not None:
        raise Invalid(_("这个单位的时间已过，没用完的名额已归上级，不能再改"), "places")
    _check(programme, unit, above, own, places)
    if own is None:
        own = NominationQuota(programme_id=programme.id, unit=unit, places=0, taken=0, returned=0)
        db.session.add(own)
    before, own.places = own.places, places
    db.session.flush()
    label = f"{programme.title} · {unit.name}"
    audit.record(actor, "nomination.quota", own, label=label, unit=unit, changes={"places": (before, places)})
    return own


def _check(
    programme: Programme,
    unit: Unit,
    above: NominationQuota | None,
    own: NominationQuota | None,
    places: int,
) -> None:
    taken, shared = (own.taken if own is not None else 0), reserved(programme, unit)
    if places < taken + shared:
        message = _(
            "已提名 %(taken)s 人，另有 %(shared)s 个分给了下级，不能少于 %(least)s",
            taken=taken,
            shared=shared,
            least=taken + shared,
        )
        raise Invalid(message, "places")
    if above is None:
        return
    free = above.places - above.taken - reserved(programme, above.unit) + (own.places - taken if own else 0)
    if places - taken > free:
        message = _("“%(unit)s”还能分的只有 %(free)s 个", unit=above.unit.name, free=free + taken)
        raise Invalid(message, "places")


def reserved(programme: Programme, unit: Unit) -> int:
    """Places below the unit that are shared out, not returned and not taken yet."""
    counted = db.session.scalar(
        select(func.coalesce(func.sum(NominationQuota.places - NominationQuota.taken), 0))
        .join(Unit, NominationQuota.unit_id == Unit.id)
        .where(
            NominationQuota.programme_id == programme.id,
            NominationQuota.returned_at.is_(None),
            Unit.parent_id == unit.id,
        )
    )
    return int(counted or 0)


def _held(programme: Programme, unit: Unit) -> NominationQuota | None:
    """The unit's row, locked: what is shared out of it is counted by one at a time."""
    query = select(NominationQuota).where(
        NominationQuota.programme_id == programme.id, NominationQuota.unit_id == unit.id
    )
    locked = query.options(joinedload(NominationQuota.unit, innerjoin=True)).with_for_update(
        of=NominationQuota
    )
    return db.session.scalar(locked.execution_options(populate_existing=True))
