"""Draw a season of recuperation stays as an allocation problem, to measure the engine with.

Four campuses with 605 beds (how they divide into rooms is assumed). Every week each campus has a stay of five
nights from Monday; --micro adds one of a single night on Saturday and one of two nights from Thursday, which
shares its rooms with the long one. Summer and the seaside are wanted most; a party can travel in eight weeks.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]

FIRST_MONDAY = dt.date(2026, 1, 26)


@dataclass(frozen=True)
class Campus:
    """How many rooms of one, two and three beds, and how much it is wanted."""

    id: str
    rooms: tuple[int, int, int]
    pull: float


@dataclass(frozen=True)
class Stay:
    """A stay's first and last day counted from Monday, how much it is wanted and its least number."""

    label: str
    first: int
    last: int
    pull: float
    minimum: int


CAMPUSES = (
    Campus("shinan", (20, 90, 7), 1.0),
    Campus("jimo-hot-spring", (20, 60, 14), 0.9),
    Campus("tcm", (20, 38, 8), 0.6),
    Campus("fourth", (10, 30, 4), 0.5),
)
LONG = Stay("long", 0, 5, 1.0, 20)
MICRO = (Stay("micro", 5, 6, 0.4, 0), Stay("short", 3, 5, 0.3, 0))
DISTRICTS = (
    "shinan",
    "shibei",
    "licang",
    "laoshan",
    "xihaian",
    "chengyang",
    "jimo",
    "jiaozhou",
    "pingdu",
    "laixi",
)
PARTIES = ("couple", "pair", "three", "single")
PARTY_SHARES = (10, 14, 1, 75)
TIER_SHARES = (5, 35, 30, 30)


def season(
    people: int, seed: int = 1, weeks: int = 48, choices: int = 5, micro: bool = False, scale: int = 1
) -> Json:
    """At least `people` people over `weeks` weeks; `scale` multiplies rooms and employers."""
    rng = random.Random(seed)
    stays = (LONG, *MICRO) if micro else (LONG,)
    venues: list[Json] = [{"id": campus.id, "rooms": _rooms(campus, scale)} for campus in CAMPUSES]
    offerings, appeal = _offerings(weeks, stays)
    parties = _parties(rng, people, weeks, choices, appeal, 2000 * scale)
    beds = sum(room["beds"] for venue in venues for room in venue["rooms"])
    return {
        "format": "allocation-problem/1",
        "name": f"season-{people}-{seed}",
        "venues": venues,
        "offerings": offerings,
        "parties": parties,
        "quotas": [
            {"id": "per-employer", "group": "employer", "scope": "offering", "max": 15},
            {"id": "per-district", "group": "district", "scope": "run", "max": int(beds * weeks * 0.115)},
        ],
        "locks": [],
        "objectives": [
            {"maximise": "people_placed", "tier_weights": {"1": 8, "2": 4, "3": 2, "4": 1}},
            {"minimise": "rank_cost"},
            {"minimise": "lottery"},
        ],
    }


def _rooms(campus: Campus, scale: int) -> list[Json]:
    """Every second room is by a lift, every sixth is free of steps."""
    rooms = []
    for beds, count in enumerate(campus.rooms, 1):
        for k in range(count * scale):
            features = ["step_free"] * (k % 6 == 0) + ["lift"] * (k % 2 == 0)
            rooms.append({"id": f"{campus.id}-{beds}{k:03d}", "beds": beds, "features": features})
    return rooms


def _offerings(weeks: int, stays: Sequence[Stay]) -> tuple[list[Json], list[list[tuple[str, float]]]]:
    """The offerings, and for each week (id, logarithm of how much it is wanted)."""
    offerings: list[Json] = []
    appeal: list[list[tuple[str, float]]] = [[] for _ in range(weeks)]
    for campus in CAMPUSES:
        for week in range(weeks):
            monday = FIRST_MONDAY + dt.timedelta(weeks=week)
            warmth = 1.2 * math.cos((week - weeks / 2) / weeks * 2 * math.pi)
            for stay in stays:
                oid = f"{campus.id}-w{week + 1:02d}-{stay.label}"
                first, last = (str(monday + dt.timedelta(days)) for days in (stay.first, stay.last))
                offerings.append({"id": oid, "venue": campus.id, "from": first, "to": last, "beds": True,
                                  "minimum": stay.minimum})  # fmt: skip
                appeal[week].append((oid, warmth + math.log(campus.pull * stay.pull)))
    return offerings, appeal


def _parties(
    rng: random.Random,
    people: int,
    weeks: int,
    choices: int,
    appeal: list[list[tuple[str, float]]],
    employers: int,
) -> list[Json]:
    parties: list[Json] = []
    drawn = 0
    while drawn < people:
        members = _members(rng)
        employer = int(employers * rng.random() ** 2)
        free = rng.sample(range(weeks), min(8, weeks))
        wanted = sorted(
            ((pull + _gumbel(rng), oid) for week in free for oid, pull in appeal[week]), reverse=True
        )
        parties.append({
            "id": f"P{len(parties) + 1:06d}",
            "tier": rng.choices((1, 2, 3, 4), TIER_SHARES)[0],
            "groups": {"employer": f"E{employer:05d}", "district": DISTRICTS[employer % len(DISTRICTS)]},
            "members": members,
            "choices": [oid for _, oid in wanted[:choices]],
        })  # fmt: skip
        drawn += len(members)
    for number, party in enumerate(rng.sample(parties, len(parties)), 1):
        party["lottery"] = number
    return parties


def _members(rng: random.Random) -> list[Json]:
    """A couple, two or three of one sex who share a room, or one person; six in ten are men."""
    kind = rng.choices(PARTIES, PARTY_SHARES)[0]
    sex = "M" if rng.random() < 0.6 else "F"
    other = {"M": "F", "F": "M"}[sex] if kind == "couple" else sex
    sexes = {"couple": [sex, other], "pair": [sex, sex], "three": [sex] * 3, "single": [sex]}[kind]
    members = []
    for name, each in zip("abc", sexes, strict=False):
        member: Json = {"id": name, "sex": each}
        if len(sexes) > 1:
            member["room_group"] = "r"
        if need := _need(rng):
            member["needs"] = [need]
        members.append(member)
    return members


def _need(rng: random.Random) -> str | None:
    """Three in a hundred cannot climb a step; of the others, five in a hundred need a lift."""
    if rng.random() < 0.03:
        return "step_free"
    return "lift" if rng.random() < 0.05 else None


def _gumbel(rng: random.Random) -> float:
    """Noise that turns appeal into choices as a logit model does."""
    return -math.log(-math.log(rng.random()))


def main() -> None:
    """Write a season to a file, compressed if its name ends in .gz."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("people", type=int)
    parser.add_argument("out", type=Path)
    for name, default in (("seed", 1), ("weeks", 48), ("choices", 5), ("scale", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--micro", action="store_true")
    asked = vars(parser.parse_args())
    out: Path = asked.pop("out")
    content = json.dumps(season(**asked), ensure_ascii=False).encode()
    out.write_bytes(gzip.compress(content, mtime=0) if out.suffix == ".gz" else content)


if __name__ == "__main__":
    main()
