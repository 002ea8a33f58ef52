"""Who sleeps in which room, two weeks at a glance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import identity
from app.extensions import db
from app.models import Member, Person, Room, Venue
from app.scheduling.contract.problem import Offering
from app.services.allocation.ids import MEMBER, ROOM, VENUE, engine_id, number
from app.services.allocation.plan import Plan

NIGHTS = 14


@dataclass(frozen=True, slots=True)
class Stay:
    """The people of one offering in one room; `first` and `last` are its first and last night."""

    room: str
    offering: Offering
    members: tuple[tuple[str, str], ...]  # (party, member)
    locked: bool

    @property
    def nights(self) -> range:
        return self.offering.nights


@dataclass(frozen=True, slots=True)
class Cell:
    """`kind`: w women, m men, f family or private, free. `stay` None: nobody."""

    span: int
    kind: str
    text: str = ""
    locked: bool = False
    stay: Stay | None = None


@dataclass(frozen=True, slots=True)
class Row:
    room: Room
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """`first` is the first night shown; `begins` and `ends` are the outermost nights of all."""

    venue: Venue
    first: dt.date
    begins: dt.date
    ends: dt.date
    rows: tuple[Row, ...]
    buildings: tuple[str, ...]
    building: str

    @property
    def days(self) -> list[dt.date]:
        return [self.first + dt.timedelta(days=k) for k in range(NIGHTS)]

    @property
    def headings(self) -> list[str]:
        """10/12, which fits above a night."""
        return [f"{day.month}/{day.day}" for day in self.days]

    @property
    def earlier(self) -> dt.date:
        return self.first - dt.timedelta(days=NIGHTS)

    @property
    def later(self) -> dt.date:
        return self.first + dt.timedelta(days=NIGHTS)


def board(plan: Plan, venue: Venue, first: dt.date | None = None, building: str = "") -> Board | None:
    """A building's rooms for fourteen nights from `first`, else from the first night that is slept.

    None when the venue has no night in the plan's offerings.

    A building is what stands before the number in a room's name (`2 号楼 206`); the first unless named.
    """
    here = engine_id(VENUE, venue.id)
    nights = [n for o in plan.problem.offerings if o.venue == here for n in o.nights]
    if not nights:
        return None
    begins, ends = dt.date.fromordinal(min(nights)), dt.date.fromordinal(max(nights))
    slept = (plan.offerings[p.offering] for p in plan.result.placements if p.beds)
    arrival = min((offering.first for offering in slept if offering.venue == here), default=begins)
    first = min(max(first or arrival, begins - dt.timedelta(days=NIGHTS)), ends)
    window = range(first.toordinal(), first.toordinal() + NIGHTS)
    stays = [
        stay for stay in stays_in(plan) if stay.nights[0] < window.stop and stay.nights[-1] >= window.start
    ]
    open_rooms = {room.id for v in plan.problem.venues for room in v.rooms}
    known = {key: room for room in venue.rooms if (key := engine_id(ROOM, room.id)) in open_rooms}
    buildings = tuple(dict.fromkeys(_building(room) for room in known.values()))
    building = building if building in buildings else buildings[0] if buildings else ""
    shown = {key: room for key, room in known.items() if _building(room) == building}
    rows = _rows(plan, shown, stays, window)
    return Board(venue, first, begins, ends, rows, buildings, building)


def _building(room: Room) -> str:
    return room.name.rpartition(" ")[0]


def _rows(plan: Plan, rooms: Mapping[str, Room], stays: list[Stay], window: range) -> tuple[Row, ...]:
    by_room: dict[str, list[Stay]] = {}
    for stay in stays:
        if stay.room in rooms:
            by_room.setdefault(stay.room, []).append(stay)
    here = [stay for found in by_room.values() for stay in found]
    families = _names(stay for stay in here if _kind(plan, stay) == "f")
    return tuple(
        Row(room, tuple(_cells(plan, by_room.get(key, []), window, room, families)))
        for key, room in rooms.items()
    )


def stays_in(plan: Plan, room: str | None = None) -> list[Stay]:
    """Every stay of the plan, or of one room, in order of date."""
    offerings: dict[tuple[str, str], Offering] = {}
    members: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for placement in plan.result.placements:
        for member, bed in placement.beds.items():
            key = (bed.room, placement.offering)
            if room in (None, bed.room):
                offerings[key] = plan.offerings[placement.offering]
                members.setdefault(key, []).append((placement.party, member))
    found = [
        Stay(key[0], offering, tuple(members[key]), any(party in plan.locked for party, _m in members[key]))
        for key, offering in offerings.items()
    ]
    return sorted(found, key=lambda stay: (stay.nights[0], stay.room))


def members_of(stay: Stay) -> list[Member]:
    """The people of a stay, with unit and registration."""
    wanted = [number(MEMBER, member) for _party, member in stay.members]
    return list(
        db.session.scalars(
            select(Member)
            .where(Member.id.in_(wanted))
            .order_by(Member.registration_id, Member.position)
            .options(joinedload(Member.person).joinedload(Person.unit), joinedload(Member.registration))
        )
    )


def _cells(
    plan: Plan, stays: list[Stay], window: range, room: Room, families: dict[int, str]
) -> Iterable[Cell]:
    at = window.start
    for stay in stays:
        begin, end = max(stay.nights.start, window.start), min(stay.nights.stop, window.stop)
        if begin > at:
            yield Cell(begin - at, "free")
        yield Cell(end - begin, _kind(plan, stay), _text(plan, stay, room, families), stay.locked, stay)
        at = end
    if at < window.stop:
        yield Cell(window.stop - at, "free")


def _kind(plan: Plan, stay: Stay) -> str:
    people = [m for party, member in stay.members for m in plan.parties[party].members if m.id == member]
    sexes = {person.sex for person in people}
    if len(sexes) > 1 or any(person.private for person in people):
        return "f"
    return "w" if sexes == {"F"} else "m"


def _text(plan: Plan, stay: Stay, room: Room, families: dict[int, str]) -> str:
    if _kind(plan, stay) == "f" and len({party for party, _m in stay.members}) == 1:
        name = families.get(number(MEMBER, stay.members[0][1]), "")
        return str(_("%(name)s 一家", name=name)) if len(stay.members) > 1 else name
    return str(_("%(people)s/%(beds)s 人", people=len(stay.members), beds=room.beds))


def _names(stays: Iterable[Stay]) -> dict[int, str]:
    """Masked names by member, of those who have a room to themselves."""
    wanted = [number(MEMBER, member) for stay in stays for _party, member in stay.members]
    query = select(Member.id, Person.name).join(Member.person).where(Member.id.in_(wanted))
    return {member: identity.mask_name(name) for member, name in db.session.execute(query)}
