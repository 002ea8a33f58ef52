"""How many offerings programmes have and what is left in them, counted by the database, not listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, case, func, or_, select

from app import clock
from app.extensions import db
from app.models import Offering


@dataclass(frozen=True, slots=True)
class Tally:
    """Of what is not cancelled: how many offerings, people they can take, and places that nobody has claimed
    in what has not begun. None: no limit.
    """

    count: int = 0
    places: int | None = 0
    free: int | None = 0


@dataclass(frozen=True, slots=True)
class _Group:
    """Offerings that are alike in all that matters here: `count` of them, `taken` people in all."""

    venue_id: int
    with_beds: bool
    seats: int | None
    begun: bool
    count: int
    taken: int

    def places(self, beds: Mapping[int, int]) -> int | None:
        """Of all of them together."""
        if not self.with_beds:
            return None if self.seats is None else self.seats * self.count
        here = beds.get(self.venue_id, 0)
        return self.count * (here if self.seats is None else min(here, self.seats))


def of(programme_ids: Iterable[int], beds: Mapping[int, int]) -> dict[int, Tally]:
    """By programme id; `beds` of open rooms by venue id. One query for all of them."""
    started = or_(
        Offering.starts_on < clock.today(),
        and_(
            Offering.starts_on == clock.today(),
            Offering.from_time != "",
            Offering.from_time <= clock.local_time(),
        ),
    )
    begun = case((started, 1), else_=0)
    alike = (Offering.programme_id, Offering.venue_id, Offering.with_beds, Offering.seats, begun)
    rows = db.session.execute(
        select(*alike, func.count(), func.sum(Offering.taken))
        .where(Offering.programme_id.in_(list(programme_ids)), ~Offering.cancelled)
        .group_by(*alike)
    )
    groups: dict[int, list[_Group]] = {}
    for programme_id, venue_id, with_beds, seats, has_begun, count, taken in rows:
        group = _Group(venue_id, with_beds, seats, bool(has_begun), count, int(taken))
        groups.setdefault(programme_id, []).append(group)
    return {programme_id: _tally(listed, beds) for programme_id, listed in groups.items()}


def counts() -> dict[int, int]:
    """How many offerings that are not cancelled each programme has."""
    rows = db.session.execute(
        select(Offering.programme_id, func.count()).where(~Offering.cancelled).group_by(Offering.programme_id)
    )
    return {row[0]: row[1] for row in rows}


def _tally(groups: list[_Group], beds: Mapping[int, int]) -> Tally:
    each = [group.places(beds) for group in groups]
    ahead = [group for group in groups if not group.begun]
    limited = all(group.seats is not None for group in ahead)
    return Tally(
        count=sum(group.count for group in groups),
        places=None if None in each else sum(filter(None, each)),
        free=sum((g.seats or 0) * g.count - g.taken for g in ahead) if limited else None,
    )
