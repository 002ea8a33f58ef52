"""The law's rules on rooms, asked about beds as they would be after a change by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.models import BedPlace, Offering, Room
from app.scheduling.contract import problem as engine
from app.scheduling.contract import result
from app.scheduling.contract.check_rooms import RULES
from app.scheduling.contract.law import Case
from app.services.allocation.ids import MEMBER, OFFERING, ROOM, VENUE, engine_id


@dataclass(frozen=True, slots=True)
class Lying:
    """Somebody in a bed of a room, for the nights of an offering; the others of their place are its party."""

    placement_id: int
    member_id: int
    offering: Offering
    room: Room
    bed: int
    sex: str
    needs: frozenset[str] = frozenset()
    room_group: str | None = None
    private: bool = False

    @classmethod
    def of(cls, place: BedPlace) -> Lying:
        """As the database has it."""
        member = place.member
        return cls(
            place.placement_id,
            member.id,
            place.placement.offering,
            place.room,
            place.bed,
            member.person.sex,
            frozenset(member.needs),
            member.room_group or None,
            member.private,
        )

    @property
    def stay(self) -> str:
        return f"p{self.placement_id}"


def broken(lying: Sequence[Lying], since: dt.date) -> list[str]:
    """Rules that these beds break from the night of `since` on, each once, in the law's order."""
    kept = [each for each in lying if each.offering.ends_on > since]
    case = Case(_problem(kept, since), _placements(kept))
    return list(dict.fromkeys(found.rule for rule in RULES for found in rule(case)))


def _problem(lying: Sequence[Lying], since: dt.date) -> engine.Problem:
    rooms = {each.room.id: each.room for each in lying}
    offerings = {each.offering.id: each.offering for each in lying}
    venue_ids = sorted({room.venue_id for room in rooms.values()} | {o.venue_id for o in offerings.values()})
    return engine.Problem(
        name="beds",
        venues=tuple(
            engine.Venue(
                engine_id(VENUE, venue_id),
                tuple(_room(room) for room in rooms.values() if room.venue_id == venue_id),
            )
            for venue_id in venue_ids
        ),
        offerings=tuple(_offering(each, since) for each in offerings.values()),
        parties=tuple(_party(stay, lying) for stay in dict.fromkeys(each.stay for each in lying)),
    )


def _room(room: Room) -> engine.Room:
    return engine.Room(engine_id(ROOM, room.id), room.beds, frozenset(room.features))


def _offering(offering: Offering, since: dt.date) -> engine.Offering:
    first = max(offering.starts_on, since)
    venue = engine_id(VENUE, offering.venue_id)
    return engine.Offering(engine_id(OFFERING, offering.id), venue, first, offering.ends_on, beds=True)


def _party(stay: str, lying: Sequence[Lying]) -> engine.Party:
    members = (
        engine.Member(engine_id(MEMBER, e.member_id), e.sex, e.needs, e.room_group, e.private)
        for e in lying
        if e.stay == stay
    )
    return engine.Party(stay, tuple(members), choices=())


def _placements(lying: Sequence[Lying]) -> list[result.Placement]:
    found: dict[tuple[str, str], dict[str, result.Bed]] = {}
    for each in lying:
        beds = found.setdefault((each.stay, engine_id(OFFERING, each.offering.id)), {})
        beds[engine_id(MEMBER, each.member_id)] = result.Bed(engine_id(ROOM, each.room.id), each.bed)
    return [result.Placement(stay, offering, None, beds) for (stay, offering), beds in found.items()]
