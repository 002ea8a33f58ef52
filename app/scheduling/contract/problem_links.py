"""What the nouns of a problem file say of each other: ids once each, references to what is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.scheduling.contract.json_shape import Shape
from app.scheduling.contract.problem import Lock, Offering, Party, Quota, Venue

Placed = dict[str, str]


@dataclass(slots=True)
class Nouns:
    """Everything read so far, each under its place in the file."""

    venues: dict[str, Venue] = field(default_factory=dict)
    offerings: dict[str, Offering] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    quotas: dict[str, Quota] = field(default_factory=dict)
    locks: dict[str, Lock] = field(default_factory=dict)


def check_links(shape: Shape, nouns: Nouns) -> None:
    """Note every id that stands twice and every reference to nothing."""
    for kind in (nouns.venues, nouns.offerings, nouns.parties, nouns.quotas):
        _once(shape, {f"{place}.id": noun.id for place, noun in kind.items()})
    for place, venue in nouns.venues.items():
        _once(shape, {f"{place}.rooms[{k}].id": room.id for k, room in enumerate(venue.rooms)})
    venues = {venue.id: venue for venue in nouns.venues.values()}
    for place, offering in nouns.offerings.items():
        _known(shape, f"{place}.venue", offering.venue, venues, "venue")
    offerings = {offering.id: offering for offering in nouns.offerings.values()}
    for place, party in nouns.parties.items():
        _check_party(shape, place, party, offerings)
    _check_locks(shape, nouns, offerings, venues)
    _check_sexes(shape, nouns, offerings)


def _once(shape: Shape, ids: Placed) -> None:
    first: dict[str, str] = {}
    for place, identifier in ids.items():
        if identifier and first.setdefault(identifier, place) != place:
            shape.fault(place, f"{identifier!r} stands already at {first[identifier]}")


def _known(shape: Shape, place: str, identifier: str, known: Iterable[str], kind: str) -> bool:
    if identifier and identifier not in known:
        shape.fault(place, f"there is no {kind} {identifier!r}")
    return identifier in known


def _check_party(shape: Shape, place: str, party: Party, offerings: Mapping[str, Offering]) -> None:
    members, choices = {member.id for member in party.members}, set(party.choices)
    different = len(members) == len(party.members) and len(choices) == len(party.choices)
    if different and choices <= offerings.keys():
        return  # nearly always, and far quicker than naming every place
    _once(shape, {f"{place}.members[{k}].id": member.id for k, member in enumerate(party.members)})
    _once(shape, {f"{place}.choices[{k}]": choice for k, choice in enumerate(party.choices)})
    for k, choice in enumerate(party.choices):
        _known(shape, f"{place}.choices[{k}]", choice, offerings, "offering")


def _check_locks(
    shape: Shape, nouns: Nouns, offerings: Mapping[str, Offering], venues: Mapping[str, Venue]
) -> None:
    parties = {party.id: party for party in nouns.parties.values()}
    first: dict[tuple[str, str | None], str] = {}
    for place, lock in nouns.locks.items():
        if first.setdefault((lock.party, lock.offering), place) != place and lock.party:
            earlier = first[lock.party, lock.offering]
            shape.fault(place, f"the same party and offering stand already at {earlier}")
        _known(shape, f"{place}.party", lock.party, parties, "party")
        offering = offerings.get(lock.offering or "")
        if lock.offering is not None:
            _known(shape, f"{place}.offering", lock.offering, offerings, "offering")
        if lock.rooms:
            _check_rooms(shape, place, lock, parties.get(lock.party), offering, venues)


def _check_rooms(
    shape: Shape,
    place: str,
    lock: Lock,
    party: Party | None,
    offering: Offering | None,
    venues: Mapping[str, Venue],
) -> None:
    if lock.offering is None or (offering is not None and not offering.beds):
        shape.fault(f"{place}.rooms", "rooms go with an offering that has beds")
        return
    venue = venues.get(offering.venue) if offering else None
    rooms = {room.id for room in venue.rooms} if venue else set()
    for member, room in lock.rooms.items():
        if party is not None and member:
            _known(shape, f"{place}.rooms", member, {m.id for m in party.members}, f"member of {party.id}")
        if venue is not None:
            _known(shape, f"{place}.rooms.{member}", room, rooms, f"room of {venue.id}")


def _check_sexes(shape: Shape, nouns: Nouns, offerings: Mapping[str, Offering]) -> None:
    locked: dict[str, list[str]] = {}
    for lock in nouns.locks.values():
        locked.setdefault(lock.party, []).append(lock.offering or "")
    beds = {offering.id for offering in offerings.values() if offering.beds}
    for place, party in nouns.parties.items():
        if beds.isdisjoint(party.choices) and beds.isdisjoint(locked.get(party.id, ())):
            continue
        for k, member in enumerate(party.members):
            if member.sex is None:
                shape.fault(f"{place}.members[{k}].sex", "is missing, and the party may sleep in beds")
