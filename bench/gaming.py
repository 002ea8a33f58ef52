"""Does it pay to lie? `python -m bench.gaming`: one party at a time gives another list than it means.

A tight season; for each way of deciding and each sampled party the season is decided again with its list cut
to the first choice, and again with its first two exchanged; what it then gets is judged by the list it means.
Parties that get their first choice anyway can gain nothing and are not run again.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing as mp
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.scheduling.contract.problem import Party, Problem
from app.scheduling.contract.problem_file import read_problem
from app.scheduling.progress import METHODS, Options
from app.scheduling.reasons.compare import Figures, compare
from app.scheduling.solve import search
from bench.season import season

Lie = Callable[[tuple[str, ...]], tuple[str, ...]]
LIES: dict[str, Lie] = {
    "only the first": lambda choices: choices[:1],
    "first two exchanged": lambda choices: (choices[1], choices[0], *choices[2:]),
}
NOTHING = 99  # a rank behind all others
LIMIT = 120.0  # seconds for one run, far more than it takes: runs end by proof


@dataclass(frozen=True)
class Trial:
    """One decision of the season: with one party's list told otherwise, or (no party) all as they are."""

    method: str
    seed: int = 1
    party: str = ""
    lie: str = ""


_season: Problem


def _begin(problem: Problem) -> None:
    global _season
    _season = problem


def _decide(trial: Trial) -> tuple[Trial, tuple[tuple[str, str], ...], bool]:
    """The trial, (party, offering) as decided, and whether every objective was proven."""
    told = (
        _season if not trial.party else replace(_season, parties=tuple(map(_telling(trial), _season.parties)))
    )
    ending = search(told, Options(time_limit=LIMIT, seed=trial.seed, workers=1, method=trial.method))
    if ending.plan is None:
        raise SystemExit(f"{trial} has no plan")
    proven = all(o.value == o.bound for o in ending.within)
    return trial, ending.plan.given, proven or trial.method == "in_order"


def _telling(trial: Trial) -> Callable[[Party], Party]:
    lie = LIES[trial.lie]
    return lambda party: replace(party, choices=lie(party.choices)) if party.id == trial.party else party


def rank_in(problem: Problem, party: str, given: tuple[tuple[str, str], ...]) -> int:
    """The party's best rank by the list it means."""
    choices = problem.parties_by_id()[party].choices
    return min((choices.index(o) + 1 for p, o in given if p == party), default=NOTHING)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("people", 3000), ("weeks", 4), ("samples", 200), ("seed", 1), ("workers", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=METHODS)
    asked = parser.parse_args()
    drawn = season(asked.people, seed=asked.seed, weeks=asked.weeks)
    problem = read_problem(json.dumps(drawn).encode())
    eligible = sorted(p.id for p in problem.parties if len(p.choices) > 1)
    sampled = sorted(random.Random(asked.seed).sample(eligible, min(asked.samples, len(eligible))))
    print(
        f"{asked.people} people, {asked.weeks} weeks, {len(problem.parties)} parties, {len(sampled)} sampled"
    )
    with mp.get_context("fork").Pool(asked.workers, _begin, (problem,)) as pool:
        for method in asked.methods:
            began = time.monotonic()
            print("\n".join(_lines(pool, problem, method, sampled)))
            print(f"  {time.monotonic() - began:.0f} s", flush=True)


def _lines(pool: mp.pool.Pool, problem: Problem, method: str, sampled: list[str]) -> list[str]:
    """The method's figures, then one line for each lie."""
    both = pool.map(_decide, [Trial(method), Trial(method, seed=2)], chunksize=1)
    (_, honest, _), (_, again, _) = both
    true = {party: rank_in(problem, party, honest) for party in sampled}
    noise = sum(rank_in(problem, party, again) != true[party] for party in sampled)
    lines = [method, *_figures(compare(problem, honest)), f"  another seed: {noise} get another rank"]
    trials = [Trial(method, party=p, lie=lie) for lie in LIES for p in sampled if true[p] > 1]
    told = pool.map(_decide, trials, chunksize=1)
    for lie in LIES:
        ranks = [(true[t.party], rank_in(problem, t.party, given)) for t, given, _ in told if t.lie == lie]
        better, worse = sum(a > b for a, b in ranks), sum(a < b for a, b in ranks)
        lines.append(f"  {lie}: {better} better, {worse} worse, of {len(sampled)} ({len(ranks)} run)")
    return [*lines, f"  not proven: {sum(not proven for _, _, proven in (*both, *told))} of {len(told) + 2}"]


def _figures(found: Figures) -> list[str]:
    ranks = ", ".join(f"{'none' if rank is None else rank}: {people}" for rank, people in found.ranks.items())
    unplaced = 1 - found.everybody.share
    envy = f"envy: {found.envy.pairs} pairs, {found.envy.parties} parties"
    return [f"  objectives {found.values}; without a place {unplaced:.1%}", f"  ranks {ranks}; {envy}"]


if __name__ == "__main__":
    main()
