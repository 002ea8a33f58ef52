"""What the rules of heats leave free is drawn: anyone can hand the seats out again from the numbers alone.

The numbers are those of the drawing of lots (`app/static/draw.py`) over the ids of all entrants. Then:

1. Teams that are alike change places freely. Each such set of teams, in the order of the best number in
   each, takes the teams' places in published order.
2. In a team, whoever is in the same events and joint entries changes heats freely: in order of number they
   take these heats in published order.
3. In a heat, a team's entrants in order of number take the team's stations in order of the stations' numbers.

Published order is by time (start, end, id of the slot), then by number of the station.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.scheduling.contract.law import Violation
from app.scheduling.contract.lottery import draw
from app.scheduling.heats.problem import Entrant, Problem
from app.scheduling.heats.result import Result, Seat

Heat = tuple[str, str]  # event, slot
Kind = tuple[object, ...]
OWN = ("own",)


def numbers_of(problem: Problem) -> dict[str, int]:
    """Every entrant's number, from 1, as drawn from all entrants with the problem's seed."""
    return draw([entrant.id for entrant in problem.entrants], problem.seed)


def replay(problem: Problem, numbers: Mapping[str, int] | None, result: Result) -> list[Violation]:
    """Whoever sits elsewhere than the lots say; `numbers` as a stranger drew them, None: draw them here."""
    own = numbers_of(problem)
    if numbers is not None and dict(numbers) != own:
        return [Violation("drawn", "numbers", "are not those of these entrants and this seed")]
    known = [s for s in result.seats if s.entrant in problem.entrant and s.slot in problem.slot]
    known = [seat for seat in known if seat.station in problem.station]
    due = {(seat.event, seat.entrant): seat for seat in deal(problem, own, known)}
    return [
        Violation(
            "drawn", f"{seat.event}, {seat.entrant}", f"the lots say {due[key].slot}, {due[key].station}"
        )
        for seat in known
        if (key := (seat.event, seat.entrant)) in due and due[key] != seat
    ]


@dataclass(slots=True)
class Places:
    """What a team has: heats by kind of entrant, one tuple for each; stations by heat."""

    heats: dict[Kind, list[tuple[Heat, ...]]] = field(default_factory=lambda: defaultdict(list))
    stations: dict[Heat, list[str]] = field(default_factory=lambda: defaultdict(list))


def deal(problem: Problem, numbers: Mapping[str, int], seats: Iterable[Seat]) -> list[Seat]:
    """The same places, handed out as the lots say; whoever they are with already does not matter."""
    teams = Teams(problem, numbers)
    places = _places(problem, teams, seats)
    for alike in teams.alike():
        by_time = sorted((places[team] for team in alike), key=lambda own: _published(problem, own))
        places.update(zip(alike, by_time, strict=True))
    return [seat for team, own in places.items() for seat in _handed_out(problem, teams, team, own)]


class Teams:
    """Teams and what their entrants are to the rules: who may change with whom."""

    def __init__(self, problem: Problem, numbers: Mapping[str, int]) -> None:
        self._problem = problem
        self.entrants: dict[str, list[Entrant]] = defaultdict(list)
        for entrant in sorted(problem.entrants, key=lambda e: numbers[e.id]):
            self.entrants[entrant.team].append(entrant)
        self._events: dict[str, tuple[str, ...]] = {
            e.id: tuple(sorted(event.id for event in problem.events if e.id in set(event.entrants)))
            for e in problem.entrants
        }
        self._units = self._unit_words()
        self._joint = self._joint_words()
        self.kind: dict[str, Kind] = {entrant.id: self._kind(entrant) for entrant in problem.entrants}

    def alike(self) -> list[list[str]]:
        """Sets of teams that are the same to the rules, each in the order of the best number."""
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for team, entrants in self.entrants.items():  # in the order of the best number
            found[tuple(sorted(repr(self.kind[entrant.id]) for entrant in entrants))].append(team)
        return list(found.values())

    def _kind(self, entrant: Entrant) -> Kind:
        unit, events = self._units[entrant.team, entrant.unit], self._events[entrant.id]
        if entrant.members:
            return ("joint", unit, events, self._joint[entrant.id])
        own = self._problem.entries_of[entrant.id][1:]
        mine = [(self._problem.entrant[e].team == entrant.team, self._joint[e], e) for e in own]
        return ("single", unit, events, tuple(word if same else ("of", entry) for same, word, entry in mine))

    def _unit_words(self) -> dict[tuple[str, str], Kind]:
        """A unit that only one team has, and no judge, differs from others in name alone."""
        teams: dict[str, set[str]] = defaultdict(set)
        for entrant in self._problem.entrants:
            teams[entrant.unit].add(entrant.team)
        judged = {unit for judge in self._problem.judges for unit in judge.units}
        alone = {u: next(iter(t)) for u, t in teams.items() if len(t) == 1 and u not in judged}
        several = Counter(alone.values())
        return {
            (team, unit): OWN if unit in alone and several[team] == 1 else ("unit", unit)
            for unit, of in teams.items()
            for team in of
        }

    def _joint_words(self) -> dict[str, Kind]:
        """Joint entries by events and size; by name where a team has two of those, or others are in it."""
        words: dict[str, Kind] = {}
        for entry in (entrant for entrant in self._problem.entrants if entrant.members):
            within = all(self._problem.entrant[m].team == entry.team for m in entry.members)
            size = len(entry.members)
            words[entry.id] = (self._events[entry.id], size) if within else ("of", entry.id)
        often = Counter((self._problem.entrant[entry].team, word) for entry, word in words.items())
        return {
            entry: word if often[self._problem.entrant[entry].team, word] == 1 else ("of", entry)
            for entry, word in words.items()
        }


def _places(problem: Problem, teams: Teams, seats: Iterable[Seat]) -> dict[str, Places]:
    found = {team: Places() for team in teams.entrants}
    heats: dict[str, list[Heat]] = defaultdict(list)
    for seat in seats:
        heats[seat.entrant].append((seat.event, seat.slot))
        found[problem.entrant[seat.entrant].team].stations[seat.event, seat.slot].append(seat.station)
    for entrant in problem.entrants:
        own = tuple(sorted(heats[entrant.id], key=lambda heat: _heat_order(problem, heat)))
        found[entrant.team].heats[teams.kind[entrant.id]].append(own)
    return found


def _heat_order(problem: Problem, heat: Heat) -> tuple[object, ...]:
    return (*problem.slot[heat[1]].published, heat[0])


def _published(problem: Problem, places: Places) -> tuple[object, ...]:
    """A team's places, earliest first: no two teams have the same."""
    return tuple(
        sorted(
            (*_heat_order(problem, heat), problem.station[station].number)
            for heat, stations in places.stations.items()
            for station in stations
        )
    )


def _handed_out(problem: Problem, teams: Teams, team: str, places: Places) -> Iterable[Seat]:
    heats = {
        kind: iter(sorted(own, key=lambda each: [_heat_order(problem, heat) for heat in each]))
        for kind, own in places.heats.items()
    }
    free = {
        heat: iter(sorted(own, key=lambda station: problem.station[station].number))
        for heat, own in places.stations.items()
    }
    for entrant in teams.entrants[team]:  # in order of number
        for event, slot in next(heats[teams.kind[entrant.id]]):
            yield Seat(entrant.id, event, slot, next(free[event, slot]))
