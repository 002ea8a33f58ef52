"""What no plan can beat, told by counting: bounds that need no solver."""

from __future__ import annotations

from collections import Counter

from app.scheduling.heats.problem import STATION, Problem


def bounds(problem: Problem) -> dict[str, int]:
    """A bound for every objective, by name."""
    return {
        "colleagues_in_heat": _colleagues(problem),
        "rest_missing": 0,
        "judge_loads": _squares(duty_count(problem), len(problem.judges)),
        "colleagues_side_by_side": 0,
        "station_use": sum(bool(len(e.entrants) % len(e.stations)) for e in problem.events if e.stations),
    }


def duty_count(problem: Problem) -> int:
    """How many duties judges have in all: for every heat, or for everybody who competes."""
    watched = (len(e.entrants) if e.judges_at == STATION else e.heat_count for e in problem.events)
    return sum(event.judges * places for event, places in zip(problem.events, watched, strict=True))


def _colleagues(problem: Problem) -> int:
    """A team's pairs when it is spread over the heats as evenly as can be."""
    found = 0
    for event in problem.events:
        teams = Counter(problem.entrant[entrant].team for entrant in event.entrants)
        for size in teams.values():
            full, more = divmod(size, max(1, event.heat_count))
            found += more * (full + 1) * full // 2 + (event.heat_count - more) * full * (full - 1) // 2
    return found


def _squares(total: int, parts: int) -> int:
    if not parts:
        return 0
    full, more = divmod(total, parts)
    return more * (full + 1) ** 2 + (parts - more) * full**2
