"""What a plan gives, counted: ranks met, people per offering and night, shares by group."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.models import Offering, Programme, Unit, Venue
from app.scheduling.contract.problem import Party
from app.scheduling.reasons.offering_figures import demand
from app.services.allocation.ids import OFFERING, VENUE, engine_id
from app.services.allocation.plan import Plan
from app.services.allocation.tree import Tree

GROUPS = ("district", "tier", "employer")
SHOWN = 30  # rows of a table of shares


@dataclass(frozen=True, slots=True)
class OfferingFigures:
    """People in an offering beside what there is; `beds` None: nobody sleeps there."""

    offering: Offering
    people: int
    beds: int | None
    first_choices: int
    asked: int
    cut_off: tuple[int, int] | None
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Share:
    """People who asked and people placed of one value of a group."""

    value: str
    asked: int
    placed: int


@dataclass(frozen=True, slots=True)
class Week:
    """People asleep on each of seven nights from `monday`; None: no offering that night."""

    monday: dt.date
    people: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class VenueNights:
    venue: Venue
    beds: int
    weeks: tuple[Week, ...]


def offerings(plan: Plan, programme: Programme) -> list[OfferingFigures]:
    """Each offering that is held, in order of date."""
    people = _people_in(plan)
    wanted = demand(plan.problem)
    beds = _beds(plan)
    return [
        OfferingFigures(
            offering,
            people[key],
            beds.get(engine_id(VENUE, offering.venue_id), 0) if offering.with_beds else None,
            wanted[key].first,
            wanted[key].total,
            plan.cut_offs.get(key),
            key in plan.result.cancelled,
        )
        for offering in programme.offerings
        if (key := engine_id(OFFERING, offering.id)) in plan.offerings
    ]


def nights(plan: Plan, programme: Programme) -> list[VenueNights]:
    """For each venue, how many people sleep there each night, a week a row."""
    people = _people_in(plan)
    beds = _beds(plan)
    asleep: dict[int, Counter[dt.date]] = {}
    venues: dict[int, Venue] = {}
    for offering in programme.offerings:
        key = engine_id(OFFERING, offering.id)
        if key in plan.offerings and offering.with_beds:
            venues[offering.venue_id] = offering.venue
            counted = asleep.setdefault(offering.venue_id, Counter())
            for night in plan.offerings[key].nights:
                counted[dt.date.fromordinal(night)] += people[key]
    return [
        VenueNights(venue, beds.get(engine_id(VENUE, number), 0), _weeks(asleep[number]))
        for number, venue in venues.items()
    ]


def ranks(plan: Plan) -> list[tuple[int, int]]:
    """(rank, people), rank from 1; 0 are those whom a lock put outside their choices."""
    counted: Counter[int] = Counter()
    for placement in plan.result.placements:
        counted[placement.rank or 0] += plan.size(placement.party)
    longest = max((len(party.choices) for party in plan.problem.parties), default=0)
    found = [(rank, counted[rank]) for rank in range(1, longest + 1)]
    return [*found, (0, counted[0])] if counted[0] else found


def shares(plan: Plan, group: str) -> list[Share]:
    """By value of `group` (district, employer or tier), those who asked for most first; tiers in order."""
    value_of = _value_of(group)
    asked: Counter[str] = Counter()
    placed: Counter[str] = Counter()
    for party in plan.problem.parties:
        value = value_of(party)
        asked[value] += len(party.members)
        placed[value] += len(party.members) if party.id in plan.placements else 0
    found = [Share(value, count, placed[value]) for value, count in asked.items()]
    if group == "tier":
        return sorted(found, key=lambda share: int(share.value))
    return sorted(found, key=lambda share: (-share.asked, share.value))


@dataclass(frozen=True, slots=True)
class SharePage:
    """`rows` are (words or unit, share): the first `SHOWN` of `total`."""

    rows: tuple[tuple[Unit | str, Share], ...]
    total: int


def search_shares(plan: Plan, tree: Tree, group: str, query: str) -> SharePage:
    """The shares of a group whose name holds `query`, the largest first."""
    units = tree.by_code()
    named = [(units.get(share.value, share.value), share) for share in shares(plan, group)]
    wanted = query.strip().lower()
    found = [(unit, share) for unit, share in named if wanted in _name(unit).lower()]
    return SharePage(tuple(found[:SHOWN]), len(found))


def _name(unit: Unit | str) -> str:
    return unit if isinstance(unit, str) else f"{unit.name} {unit.name_en} {unit.code}"


def _value_of(group: str) -> Callable[[Party], str]:
    if group == "tier":
        return lambda party: str(party.tier)
    return lambda party: party.groups.get(group, "")


def _people_in(plan: Plan) -> Counter[str]:
    counted: Counter[str] = Counter()
    for placement in plan.result.placements:
        counted[placement.offering] += plan.size(placement.party)
    return counted


def _beds(plan: Plan) -> Mapping[str, int]:
    return {venue.id: sum(room.beds for room in venue.rooms) for venue in plan.problem.venues}


def _weeks(asleep: Mapping[dt.date, int]) -> tuple[Week, ...]:
    mondays = sorted({night - dt.timedelta(days=night.weekday()) for night in asleep})
    days = [dt.timedelta(days=day) for day in range(7)]
    return tuple(Week(monday, tuple(asleep.get(monday + day) for day in days)) for monday in mondays)
