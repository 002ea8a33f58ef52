"""How well rooms bring people together: pairs of one employer, district or age against chance and a bound.

A pair is two people of different parties in one room. The bound is what the counts of the plan allow, for
each tie by itself: whole numbers of rooms that hold units of one circle. Nobody seats more.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path
from typing import Any

import numpy as np

from app.scheduling.contract.problem import Problem
from app.scheduling.contract.problem_file import read_problem
from app.scheduling.formulation.matrix import MatrixBuilder
from app.scheduling.formulation.plan import Plan
from app.scheduling.formulation.units import Kind
from app.scheduling.lodging.roommates import ANYONE, TIES, Guest, Seated, seat
from app.scheduling.lodging.seating import Lodging, beds_of, lodgings, seat_all
from app.scheduling.solve import Options, search
from app.scheduling.solving.highs import Highs
from bench.season import season

SHOWN = ("colleagues", "district", "age")
SHUFFLES = 5
SEASONS = (
    ("5,000, one night pattern", 5_000, 1),
    ("5,000 people, 12 weeks", 5_000, 12),
    ("10,000 people, 24 weeks", 10_000, 24),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="for each season's own plan")
    parser.add_argument(
        "--file", action="append", default=[], help="problem files instead of the drawn seasons"
    )
    asked = parser.parse_args()
    print(
        f"{'season':<26}{'CPU s':>7}{'pairs':>8}  {'together':<12}{'by chance':>10}{'seated':>9}{'bound':>9}"
    )
    if asked.file:
        problems = [(path, read_problem(Path(path).read_bytes())) for path in asked.file]
    else:
        problems = [(name, drawn(people, weeks)) for name, people, weeks in SEASONS]
    for name, problem in problems:
        plan = search(problem, Options(time_limit=asked.seconds)).plan
        assert plan is not None
        report(name, problem, plan)


def drawn(people: int, weeks: int) -> Problem:
    """A season with ages; in a single week all sleep the same nights, in as many rooms as that takes."""
    scale = 9 if weeks == 1 else 1
    data = season(people, 1, weeks, 5 if weeks > 1 else 4, False, scale)
    rng = random.Random(1)
    for party in data["parties"]:
        if weeks == 1:
            employer = int(500 * rng.random() ** 2)
            party["groups"] = {"employer": f"E{employer:05d}", "district": f"D{employer % 10}"}
        party["groups"]["age"] = str(rng.choices(range(1960, 2010, 10), (8, 24, 30, 28, 10))[0])
    if weeks == 1:
        data["quotas"] = []
    return read_problem(json.dumps(data).encode())


def report(name: str, problem: Problem, plan: Plan) -> None:
    """One line for each tie: pairs by chance, seated and at most, as shares of all pairs."""
    began = time.process_time()
    beds_of(problem, plan)
    seconds = time.process_time() - began
    stays = lodgings(problem, plan)
    seated = seat_all(problem, plan)
    chance = [shuffled(stays, seed) for seed in range(SHUFFLES)]
    pairs = len(list(strangers(seated)))
    head = f"{name:<26}{seconds:>7.2f}{pairs:>8,}"
    for label in SHOWN:
        tie = TIES.index(label)
        random_share = sum(together(each, tie) for each in chance) / SHUFFLES / max(pairs, 1)
        own, most = together(seated, tie) / max(pairs, 1), bound(stays, tie) / max(pairs, 1)
        print(f"{head:<41}  {label:<12}{random_share:>10.1%}{own:>9.1%}{most:>9.1%}", flush=True)
        head = ""


def strangers(seated: Sequence[Seated]) -> Iterator[tuple[Guest, Guest]]:
    """Pairs of people of different parties in one room."""
    for each in seated:
        for a, b in combinations(each.guests, 2):
            if a.party != b.party:
                yield from [(a, b)] * (len(a.members) * len(b.members))


def together(seated: Sequence[Seated], tie: int) -> int:
    return sum(a.ties[tie] == b.ties[tie] != "" for a, b in strangers(seated))


def shuffled(stays: Sequence[Lodging], seed: int) -> list[Seated]:
    """The same people in the same rooms, but company left to chance."""
    rng = random.Random(seed)
    found: list[Seated] = []
    for stay in stays:
        masks = {id(g.members): g for g in stay.guests}
        drawn_by_lot = rng.sample(stay.guests, len(stay.guests))
        nobody_known = [
            replace(g, party=f"{number:06}", ties=("",) * (len(TIES) - 1) + (ANYONE,))
            for number, g in enumerate(drawn_by_lot)
        ]
        for each in seat(nobody_known, stay.rooms, stay.places):
            found.append(replace(each, guests=tuple(masks[id(g.members)] for g in each.guests)))
    return found


def bound(stays: Sequence[Lodging], tie: int) -> int:
    """No seating has more pairs with this tie within the counts of the plan."""
    return sum(_most_pairs(stay, tie) for stay in stays)


def _most_pairs(stay: Lodging, tie: int) -> int:
    """Whole numbers of rooms of each class and shape that hold units of one circle: the most pairs."""
    shapes = Counter((room.rooms, room.slots) for room in stay.rooms if len(room.slots) > 1)
    circles: dict[str, Counter[Kind]] = defaultdict(Counter)
    for guest in stay.guests:
        if guest.ties[tie]:
            circles[guest.ties[tie]][guest.kind] += 1
    build, gains = MatrixBuilder(), []
    limits: dict[Any, float] = {(rooms, slots): n * len(slots) for (rooms, slots), n in shapes.items()}
    used: dict[Any, list[tuple[int, float]]] = defaultdict(list)
    for label, units in sorted(circles.items()):
        limits |= {(label, kind): n for kind, n in units.items()}
        for (rooms, slots), count in sorted(shapes.items()):
            places = stay.places[rooms]
            limits |= {(rooms, kind): n for kind, n in places.items()}
            for part in _parts(slots, sorted(kind for kind in units if places[kind])):
                kinds = Counter(part)
                most = min(count, *(min(units[k], places[k]) // n for k, n in kinds.items()))
                if most:
                    column = build.column(0, most)
                    gains.append(-sum(a.size * b.size for a, b in combinations(part, 2)))
                    used[rooms, slots].append((column, len(part)))
                    for kind, n in kinds.items():
                        used[label, kind].append((column, n))
                        used[rooms, kind].append((column, n))
    if not gains:
        return 0
    for key, entries in used.items():
        build.row(entries, upper=limits[key])
    answer = Highs(build.matrix(), np.array(gains, dtype=float), seed=1).solve(10.0, lambda: False)
    return int(-answer.bound + 1e-6)


def _parts(slots: tuple[int, ...], kinds: Sequence[Kind]) -> list[tuple[Kind, ...]]:
    """Two or more of a room's slots filled with units of these kinds, without regard to order."""
    found: set[tuple[Kind, ...]] = set()
    for n in range(2, len(slots) + 1):
        for sizes in set(combinations(slots, n)):
            fits = [[kind for kind in kinds if kind.size == size] for size in sizes]
            found |= {tuple(sorted(part)) for part in product(*fits)}
    return sorted(found)


if __name__ == "__main__":
    main()
