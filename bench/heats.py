"""`python -m bench.heats`: a welding contest's heats, the plan and every rule that it keeps, checked apart.

148 entrants of 24 teams, as at the “鲁工杯” welding contest: theory in two sittings, practice on twelve
stations, and a team event of three from each team. Times, judges and the size of the hall are assumed.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections import defaultdict

from app.scheduling.heats import check
from app.scheduling.heats.draw import numbers_of
from app.scheduling.heats.problem import Entrant, Event, Judge, Problem, Slot, Station
from app.scheduling.heats.result import Result
from app.scheduling.heats.solve import solve

PRACTICE, LATER_STARTS = 45, 55  # minutes of a heat, and from one start to the next
DAY = 24 * 60


def welding(entrants: int = 148, teams: int = 24, stations: int = 12, seed: str = "鲁工杯") -> Problem:
    """Theory on the first morning, practice that afternoon and on the next day, teams on the third."""
    people = [
        Entrant(f"E{number + 1:03d}", f"T{number % teams + 1:02d}", f"U{number % teams + 1:02d}")
        for number in range(entrants)
    ]
    joint = [
        Entrant(f"J{team + 1:02d}", f"T{team + 1:02d}", f"U{team + 1:02d}", _first_three(people, team))
        for team in range(teams)
    ]
    desks = [Station(f"D{number + 1:03d}", 100 + number) for number in range(-(-entrants // 2))]
    benches = [Station(f"S{number + 1:02d}", number + 1) for number in range(stations)]
    sittings = [Slot("theory-1", 8 * 60, 9 * 60 + 30), Slot("theory-2", 10 * 60, 11 * 60 + 30)]
    practice = _starts("practice", -(-entrants // stations), 9 * 60 + 45, 8)
    team = _starts("team", -(-teams // stations), 2 * DAY + 9 * 60, 8)
    everybody = tuple(person.id for person in people)
    bench_ids = tuple(bench.id for bench in benches)
    judges = [Judge(f"R{number + 1:02d}", (f"U{number + 1:02d}",)) for number in range(18)]
    return Problem(
        entrants=(*people, *joint),
        stations=(*desks, *benches),
        slots=(*sittings, *practice, *team),
        events=(
            Event("theory", everybody, tuple(d.id for d in desks), tuple(s.id for s in sittings), judges=2),
            Event("practice", everybody, bench_ids, tuple(s.id for s in practice), judges=4),
            Event("team", tuple(j.id for j in joint), bench_ids, tuple(s.id for s in team), judges=3),
        ),
        judges=(*judges, *(Judge(f"R{number + 19:02d}") for number in range(4))),
        neighbours=tuple((a.id, b.id) for row in (desks, benches) for a, b in itertools.pairwise(row)),
        rest=15,
        wished_rest=60,
        seed=seed,
    )


def _first_three(people: list[Entrant], team: int) -> tuple[str, ...]:
    return tuple(person.id for person in people if person.team == f"T{team + 1:02d}")[:3]


def _starts(name: str, count: int, first: int, a_day: int) -> list[Slot]:
    """`count` slots, `a_day` of them from `first` on, the next ones from nine on the next day."""
    found = []
    for number in range(count):
        day, place = divmod(number, a_day)
        start = (first if day == 0 else day * DAY + 9 * 60) + place * LATER_STARTS
        found.append(Slot(f"{name}-{number + 1:02d}", start, start + PRACTICE))
    return found


def show(problem: Problem, result: Result) -> None:
    """The plan, heat by heat."""
    numbers = numbers_of(problem)
    heats = defaultdict(list)
    for seat in result.seats:
        heats[seat.event, seat.slot].append(seat)
    for event in problem.events:
        for slot in event.slots:
            seats = sorted(heats[event.id, slot], key=lambda seat: seat.station)
            judges = sorted(d.judge for d in result.duties if (d.event, d.slot) == (event.id, slot))
            print(f"{slot} ({len(seats)}), judges {' '.join(judges) or '-'}")
            told = (
                f"{s.station}:{s.entrant}/{problem.entrant[s.entrant].team}#{numbers[s.entrant]}"
                for s in seats
            )
            print("  " + " ".join(told))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entrants", type=int, default=148)
    parser.add_argument("--teams", type=int, default=24)
    parser.add_argument("--stations", type=int, default=12)
    parser.add_argument("--seed", default="鲁工杯")
    asked = parser.parse_args()
    problem = welding(asked.entrants, asked.teams, asked.stations, asked.seed)
    began = time.perf_counter()
    result = solve(problem)
    seconds = time.perf_counter() - began
    if result.obstacle is not None:
        print(f"no plan: {result.obstacle.rule} {dict(result.obstacle.detail)}")
        return
    show(problem, result)
    print("\nrules, checked without the solver:")
    case = check.Case(problem, result)
    for name, rule in check.RULES.items():
        broken = list(rule(case))
        print(f"  {name:<14}{'kept' if not broken else f'broken {len(broken)} times'}  {rule.__doc__}")
    for measure in result.measures:
        print(f"{measure.name}: {measure.value}, proven to be at least {measure.bound}")
    print(f"status: {result.status}; seconds: {seconds:.1f}")


if __name__ == "__main__":
    main()
