"""Instance families that are not seasons, by name: each a function of people and seed, giving a problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bench import family_beds as beds
from bench import family_seats as seats
from bench.draws import Json

FAMILIES: Mapping[str, Callable[[int, int], Json]] = {
    "classes": seats.classes,
    "schools": seats.schools,
    "days": seats.days,
    "days-held": seats.days_held,
    "tiers-seats": seats.tiers_seats,
    "tiers-teams": seats.tiers_teams,
    "tiers-beds": beds.tiers_beds,
    "dormitories": beds.dormitories,
    "overlaps": beds.overlaps,
    "plain": seats.plain,
    "plain-teams": seats.plain_teams,
    "plain-quotas": seats.plain_quotas,
}
