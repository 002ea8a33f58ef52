"""`python -m bench.staying PEOPLE WEEKS [--micro]`: who moves when a season is allocated a second time.

A season is allocated; then one party in a hundred withdraws and as many join, drawn by the same law. The
second season is allocated without the first, with `keep`, and with `freeze`; one line each says what was
reached and how many of the people who had a place, and still ask for it, are elsewhere or nowhere, and beside
it the fewest that are proven possible; and how many have kept the offering, but not the room.
"""

from __future__ import annotations

import argparse
import json
import random
from typing import Any

from app.scheduling.contract.problem_file import read_problem
from app.scheduling.contract.result import Result
from app.scheduling.contract.result_file import read_result
from app.scheduling.process import run_in_process
from app.scheduling.progress import CannotFreeze, Options, Progress
from app.scheduling.ways.keep import people_moved
from bench.season import season

Json = dict[str, Any]

SHARE = 0.01  # of the parties, who withdraw, and who join


def two_seasons(people: int, weeks: int, micro: bool, seed: int) -> tuple[Json, Json]:
    """A season before and after: the one without those who will join, the other without those who left."""
    whole = season(people, seed, weeks=weeks, micro=micro)
    parties: list[Json] = whole["parties"]
    drawn = random.Random(seed).sample([party["id"] for party in parties], 2 * round(SHARE * len(parties)))
    joining, leaving = set(drawn[::2]), set(drawn[1::2])
    before = [party for party in parties if party["id"] not in joining]
    after = [party for party in parties if party["id"] not in leaving]
    return {**whole, "parties": before}, {**whole, "parties": after}


def main() -> None:
    """Solve, change, solve again in three ways, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("people", type=int)
    parser.add_argument("weeks", type=int)
    parser.add_argument("--micro", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--time-limit", type=float, help="seconds for each of the four runs")
    asked = parser.parse_args()
    files = [json.dumps(s).encode() for s in two_seasons(asked.people, asked.weeks, asked.micro, asked.seed)]
    heads = f"{'run':<10}{'seconds':>9}{'stayers':>9}{'moved':>7}{'%':>7}{'other room':>12}{'fewest':>7}"
    print(heads + "  status, value/bound")
    plain = Options(asked.time_limit)
    first = _line("first", files[0], plain, None)
    keep = first.placements
    for name, options in (
        ("alone", plain),
        ("keep", Options(asked.time_limit, keep=keep)),
        ("freeze", Options(asked.time_limit, keep=keep, freeze=True)),
    ):
        _line(name, files[1], options, first)


def _line(name: str, data: bytes, options: Options, first: Result | None) -> Result:
    heard: list[Progress] = []
    try:
        result = read_result(run_in_process(data, options, heard.append))
    except CannotFreeze as error:
        print(f"{name:<10} cannot be: {error}")
        raise SystemExit(0) from None
    told = ", ".join(f"{o.name} {o.value}/{o.bound}" for o in result.objectives)
    stayed = f"{'':>35}" if first is None else _stayed(data, first, result)
    least = f"{heard[-1].moved[1]:>7}" if heard and heard[-1].moved else f"{'':>7}"
    print(f"{name:<10}{result.seconds:>9.1f}{stayed}{least}  {result.status}, {told}", flush=True)
    return result


def _stayed(data: bytes, first: Result, result: Result) -> str:
    problem = read_problem(data)
    parties = problem.parties_by_id()
    there = [p for p in first.placements if p.party in parties]
    stayers = sum(len(parties[p.party].members) for p in there)
    moved = people_moved(problem, there, [(p.party, p.offering) for p in result.placements])
    now = {(p.party, p.offering): p.beds for p in result.placements}
    rooms = sum(
        bed.room != now[p.party, p.offering][member].room
        for p in there
        if (p.party, p.offering) in now
        for member, bed in p.beds.items()
    )
    return f"{stayers:>9}{moved:>7}{100 * moved / max(1, stayers):>7.2f}{rooms:>12}"


if __name__ == "__main__":
    main()
