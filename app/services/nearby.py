"""Places to go to, by kind and district, and by plain distance from where somebody stands.

Where somebody stands is used for this one answer: nothing keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, case, func, select

from app.extensions import db
from app.models import Venue

KINDS: Mapping[str, str] = {
    "rest_station": _l("工会驿站、共享家"),
    "book_house": _l("职工书屋"),
    "college": _l("工匠学院和实训站"),
    "site": _l("工地职工之家"),
    "campus": _l("疗休养院区"),
    "hall": _l("活动和体检场所"),
}
EARTH_KM = 6371.0
MOST = 60


@dataclass(frozen=True, slots=True)
class Spot:
    """A point in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Place:
    """`km` from the reader, None where either position is not known."""

    venue: Venue
    km: float | None = None

    @property
    def distance(self) -> str:
        """In words that claim no more than a position of about a hundred metres can."""
        if self.km is None:
            return ""
        if self.km < 1:
            return str(_("约 %(metres)s 米", metres=max(100, round(self.km * 10) * 100)))
        return str(_("约 %(km)s 公里", km=f"{self.km:.1f}"))


def kind_words(kind: str) -> str:
    return str(KINDS.get(kind) or {"online": _("线上")}.get(kind, kind))


def km_between(one: Spot, other: Spot) -> float:
    """Along the surface, in a straight line."""
    lat_1, lat_2 = radians(one.latitude), radians(other.latitude)
    half = sin((lat_2 - lat_1) / 2) ** 2
    half += cos(lat_1) * cos(lat_2) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))


def found(kind: str = "", district: str = "", most: int = MOST) -> list[Place]:
    """Places of a kind and of a district, each if it is named; those that are closed last."""
    return [Place(venue) for venue in db.session.scalars(_ordered(_shown(kind, district)).limit(most))]


def count(kind: str = "", district: str = "") -> int:
    """How many there are in all."""
    return db.session.scalar(_shown(kind, district).with_only_columns(func.count())) or 0


def around(spot: Spot, kind: str = "", most: int = MOST) -> list[Place]:
    """The nearest that are open now for people to go to; places without a position are left out."""
    query = _shown(kind, "").where(Venue.latitude.is_not(None), ~Venue.closed)
    venues = db.session.scalars(query)
    ranged = [Place(venue, km_between(spot, position)) for venue in venues if (position := _spot(venue))]
    return sorted(ranged, key=lambda place: (place.km, place.venue.id))[:most]


def of_district(district: str, most: int) -> Sequence[Venue]:
    """A few open places of a district, those for everybody's every day first."""
    if not district:
        return []
    order = case({kind: number for number, kind in enumerate(KINDS)}, value=Venue.kind, else_=len(KINDS))
    query = _shown("", district).where(~Venue.closed).order_by(order, Venue.id)
    return db.session.scalars(query.limit(most)).all()


def _spot(venue: Venue) -> Spot | None:
    if venue.latitude is None or venue.longitude is None:
        return None
    return Spot(venue.latitude, venue.longitude)


def _shown(kind: str, district: str) -> Select[Venue]:
    query = select(Venue).where(Venue.kind == kind if kind else Venue.kind.in_(KINDS))
    return query.where(Venue.district == district) if district else query


def _ordered(query: Select[Venue]) -> Select[Venue]:
    return query.order_by(Venue.closed, Venue.id)
