"""Who meets whom in which round, by the circle method; and when and where. Pure, with a check of its own."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

IMPROVEMENTS = 2000  # exchanges looked at, at the most


@dataclass(frozen=True, slots=True)
class Fixture:
    """A match between two teams (their ids), in a round from 1; with a time and a pitch once placed."""

    group: str
    round: int
    home: int
    away: int
    starts_at: dt.datetime | None = None
    pitch: str = ""

    @property
    def teams(self) -> tuple[int, int]:
        return self.home, self.away


class NoRoom(ValueError):
    """Pitches and times are too few: `missing` matches have none."""

    def __init__(self, missing: int) -> None:
        super().__init__(f"no time for {missing} matches")
        self.missing = missing


def round_robin(teams: Sequence[int], legs: int, group: str = "") -> list[Fixture]:
    """Everybody meets everybody `legs` times (1 or 2), at home as often as away, give or take one.

    With an odd number one team rests in every round. The second leg is the first with home and away changed.
    """
    ring: list[int | None] = [*teams]
    if len(ring) % 2:
        ring.append(None)
    last, others = (ring[-1], ring[:-1]) if ring else (None, [])
    first = [
        Fixture(group, number + 1, home, away)
        for number in range(len(others))
        for home, away in _pairs(others, last, number)
        if home is not None and away is not None
    ]
    rounds = len(others)
    back = [replace(f, round=f.round + rounds, home=f.away, away=f.home) for f in first] if legs == 2 else []
    return first + back


def _pairs(
    others: Sequence[int | None], last: int | None, number: int
) -> Iterable[tuple[int | None, int | None]]:
    """The circle turned by `number` places; who is at home alternates, which keeps both sides even."""
    size = len(others)
    yield (others[number], last) if number % 2 else (last, others[number])
    for step in range(1, (size + 1) // 2):
        one, other = others[(number + step) % size], others[(number - step) % size]
        yield (one, other) if step % 2 else (other, one)


def placed(
    fixtures: Sequence[Fixture], slots: Sequence[dt.datetime], pitches: Sequence[str], minutes: int
) -> list[Fixture]:
    """Each fixture with a time and a pitch: rounds in order, nobody twice at one time.

    Then matches change times as long as that leaves fewer that follow each other on one day. Raises NoRoom.
    """
    free = [(at, pitch) for at, pitch in product(sorted(slots), pitches)]
    found: list[Fixture] = []
    waiting = sorted(fixtures, key=lambda f: (f.round, f.group, fixtures.index(f)))
    for at, pitch in free:
        busy = {
            team
            for f in found
            if f.starts_at is not None and overlap(f.starts_at, at, minutes)
            for team in f.teams
        }
        taken = any(
            f.pitch == pitch and f.starts_at is not None and overlap(f.starts_at, at, minutes) for f in found
        )
        fit = next((f for f in waiting if busy.isdisjoint(f.teams)), None)
        if fit is not None and not taken:
            waiting.remove(fit)
            found.append(replace(fit, starts_at=at, pitch=pitch))
    if waiting:
        raise NoRoom(len(waiting))
    return _improved(found, minutes)


def _improved(fixtures: list[Fixture], minutes: int) -> list[Fixture]:
    """Two matches of one round change places while that brings fewer short rests."""
    best, tried = cost(fixtures), 0
    for i, j in product(range(len(fixtures)), repeat=2):
        if best == 0 or tried == IMPROVEMENTS:
            break
        if i >= j or fixtures[i].round != fixtures[j].round:
            continue
        tried += 1
        other = list(fixtures)
        a, b = fixtures[i], fixtures[j]
        other[i] = replace(a, starts_at=b.starts_at, pitch=b.pitch)
        other[j] = replace(b, starts_at=a.starts_at, pitch=a.pitch)
        if (value := cost(other)) < best and not twice_at_once(other, minutes):
            fixtures, best = other, value
    return fixtures


def overlap(one: dt.datetime, other: dt.datetime, minutes: int) -> bool:
    """Do two matches that begin then run at the same time?"""
    return abs(one - other) < dt.timedelta(minutes=minutes)


def cost(fixtures: Iterable[Fixture]) -> int:
    """How many times a team plays a second match within twenty-four hours."""
    times: dict[int, list[dt.datetime]] = defaultdict(list)
    for fixture in fixtures:
        for team in fixture.teams:
            if fixture.starts_at is not None:
                times[team].append(fixture.starts_at)
    day = dt.timedelta(days=1)
    return sum(
        later - earlier < day for own in map(sorted, times.values()) for earlier, later in pairwise(own)
    )


def twice_at_once(fixtures: Sequence[Fixture], minutes: int) -> bool:
    """Is a team, or a pitch, in two matches at one time?"""
    timed = [f for f in fixtures if f.starts_at is not None]
    for number, one in enumerate(timed):
        for other in timed[number + 1 :]:
            shared = bool(set(one.teams) & set(other.teams)) or one.pitch == other.pitch
            if shared and overlap(
                one.starts_at or dt.datetime.max, other.starts_at or dt.datetime.min, minutes
            ):
                return True
    return False


def faults(
    fixtures: Sequence[Fixture],
    groups: Iterable[Sequence[int]],
    legs: int,
    slots: Sequence[dt.datetime],
    pitches: Sequence[str],
    minutes: int,
) -> list[str]:
    """Every rule that the fixtures break, by name; looks at nothing but what is there."""
    found = []
    met = Counter(frozenset(f.teams) for f in fixtures)
    wanted = {frozenset((a, b)) for own in groups for a in own for b in own if a != b}
    if set(met) != wanted or any(count != legs for count in met.values()):
        found.append("meets_all")
    home, away = Counter(f.home for f in fixtures), Counter(f.away for f in fixtures)
    if any(abs(home[team] - away[team]) > 1 for team in home | away):
        found.append("home_and_away")
    rounds = Counter((f.round, team) for f in fixtures for team in f.teams)
    if any(count > 1 for count in rounds.values()):
        found.append("once_a_round")
    if any(f.starts_at not in slots or f.pitch not in pitches for f in fixtures):
        found.append("own_times")
    if twice_at_once(fixtures, minutes):
        found.append("one_place")
    return found
