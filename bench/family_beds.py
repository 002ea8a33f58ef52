"""Instances with beds that are not the season's: dormitories, overlapping stays with locks, strict tiers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import numpy as np

from bench.draws import STRICT, Ints, Json, parties, problem, ranked, sizes
from bench.season import season

FIRST_DAY = dt.date(2026, 3, 2)  # a Monday
DORMITORY = ((4, 40), (6, 30), (8, 20))  # beds, rooms
GROUPS = (25, 30, 18, 12, 8, 7)  # parties of 1 … 6
LOCKED, TO_NOTHING = 0.08, 0.02  # shares of the parties


def _stay(name: str, venue: str, first: int, nights: int, minimum: int = 0) -> Json:
    day = FIRST_DAY + dt.timedelta(days=first)
    last = day + dt.timedelta(days=nights)
    dates = {"from": day.isoformat(), "to": last.isoformat()}
    return {"id": name, "venue": venue, **dates, "beds": True, "minimum": minimum}


def _sleepers(rng: np.random.Generator, listed: list[Json]) -> None:
    """Sexes, room groups and needs: one group in ten has both sexes, the others one; all share a room."""
    for party in listed:
        sex, mixed = "FM"[int(rng.random() < 0.6)], rng.random() < 0.1
        for k, member in enumerate(party["members"]):
            member["sex"] = "FM"[k % 2] if mixed and len(party["members"]) > 1 else sex
            if len(party["members"]) > 1:
                member["room_group"] = "r"
            if rng.random() < 0.03:
                member["needs"] = ["step_free"]


def dormitories(people: int, seed: int) -> Json:
    """Rooms of 4, 6 and 8 beds and groups of up to 6: how a room fills decides."""
    rng = np.random.default_rng(seed)
    weeks = max(4, people // 900)
    venues = [{"id": f"dorm-{v}", "rooms": _rooms(f"dorm-{v}", DORMITORY)} for v in range(2)]
    offerings = [
        _stay(f"dorm-{v}-w{w:02d}", f"dorm-{v}", 7 * w, 5, 20) for v in range(2) for w in range(weeks)
    ]
    asking = sizes(rng, people, GROUPS)
    appeal = rng.normal(0.0, 0.6, (1, len(offerings)))
    choices = ranked(rng, appeal, np.zeros(len(asking), dtype=np.int64), 5)
    listed = list(parties(rng, asking, choices, offerings))
    _sleepers(rng, listed)
    return problem("dormitories", offerings, listed, venues=venues)


def _rooms(venue: str, counts: tuple[tuple[int, int], ...]) -> list[Json]:
    return [
        {"id": f"{venue}-{beds}{k:03d}", "beds": beds, "features": ["step_free"] * (k % 6 == 0)}
        for beds, count in counts
        for k in range(count)
    ]


def overlaps(people: int, seed: int) -> Json:
    """Stays of 1 to 14 nights that begin on every second day, and one party in ten locked, half to a room."""
    rng = np.random.default_rng(seed)
    days = max(30, people // 70)
    rooms = ((1, 20), (2, 60), (3, 12), (4, 8))
    venues = [{"id": f"house-{v}", "rooms": _rooms(f"house-{v}", rooms)} for v in range(3)]
    offerings = [
        _stay(f"house-{v}-d{day:03d}", f"house-{v}", day, int(rng.integers(1, 15)))
        for v in range(3)
        for day in range(0, days, 2)
    ]
    asking = sizes(rng, people, (60, 30, 10))
    appeal = rng.normal(0.0, 0.6, (1, len(offerings)))
    choices = ranked(rng, appeal, np.zeros(len(asking), dtype=np.int64), 5)
    listed = list(parties(rng, asking, choices, offerings))
    _sleepers(rng, listed)
    return problem("overlaps", offerings, listed, venues=venues, locks=_locks(rng, listed, offerings, venues))


def _locks(
    rng: np.random.Generator, listed: list[Json], offerings: list[Json], venues: list[Json]
) -> list[Json]:
    """Locks that can hold together: each takes a whole room that no other has on those nights."""
    rooms = {venue["id"]: venue["rooms"] for venue in venues}
    stays = {offering["id"]: offering for offering in offerings}
    taken: dict[str, list[tuple[str, str]]] = defaultdict(list)
    locks: list[Json] = []
    order: Ints = rng.permutation(len(listed))
    for place in order[: int(len(listed) * LOCKED)].tolist():
        party, stay = listed[place], stays[listed[place]["choices"][0]]
        room = next((r for r in rooms[stay["venue"]] if _free(r, party, stay, taken)), None)
        if room is not None:
            taken[room["id"]].append((stay["from"], stay["to"]))
            named = {m["id"]: room["id"] for m in party["members"]} if len(locks) % 2 else {}
            locks.append({"party": party["id"], "offering": stay["id"], "rooms": named})
    nothing = order[int(len(listed) * LOCKED) :][: int(len(listed) * TO_NOTHING)].tolist()
    return locks + [{"party": listed[place]["id"], "offering": None} for place in nothing]


def _free(room: Json, party: Json, stay: Json, taken: dict[str, list[tuple[str, str]]]) -> bool:
    """Does the party fit into this room by itself, and has nobody locked it on these nights?"""
    needs = {need for member in party["members"] for need in member.get("needs", ())}
    fits = room["beds"] >= len(party["members"]) and needs <= set(room["features"])
    return fits and all(stay["to"] <= first or last <= stay["from"] for first, last in taken[room["id"]])


def tiers_beds(people: int, seed: int) -> Json:
    """A season with strict priority: one objective for each tier."""
    drawn = season(people, seed, weeks=max(4, people // 770))
    return drawn | {"name": "tiers-beds", "objectives": list(STRICT)}
