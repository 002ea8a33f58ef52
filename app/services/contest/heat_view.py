"""A plan of heats to be looked at: who is where when, and each rule that it keeps, counted by the law."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.models import Contest, ContestEntry, ContestEvent, HeatPlan, HeatSlot
from app.scheduling.heats.check import RULES, Case
from app.scheduling.heats.problem import Problem
from app.scheduling.heats.problem_file import read_problem
from app.scheduling.heats.result import Result
from app.scheduling.heats.result_file import read_result
from app.services.contest import events, heat_problem, judges, lots, rule_words
from app.services.contest.teams import Names

COLOURS = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """Who competes at a station; `colour` is the team's, from 0 to 11, and never says anything by itself."""

    entry: ContestEntry
    name: str
    team: str
    colour: int


@dataclass(frozen=True, slots=True)
class Heat:
    """`cells` in order of the stations; None: nobody."""

    number: int
    slot: HeatSlot
    cells: Sequence[Cell | None]
    judges: Sequence[str]


@dataclass(frozen=True, slots=True)
class Board:
    """One event: its stations' numbers, and its heats in order of time."""

    event: ContestEvent
    stations: Sequence[int]
    heats: Sequence[Heat]


@dataclass(frozen=True, slots=True)
class Kept:
    """A rule, what was counted of it, and how often it is broken."""

    words: str
    figure: str
    broken: int


def files(plan: HeatPlan) -> tuple[Problem, Result | None]:
    """What went in, and what came out."""
    result = read_result(gzip.decompress(plan.result)) if plan.result is not None else None
    return read_problem(gzip.decompress(plan.problem)), result


def boards(contest: Contest, plan: HeatPlan) -> list[Board]:
    """Each event of the plan as a grid of heats and stations; empty while there is no plan."""
    _problem, result = files(plan)
    if result is None:
        return []
    by_code = {(heat_problem.event_id(e.event), lots.code(e)): e for e in lots.frozen(contest)}
    view = _View(contest, result, by_code)
    return [board for event in events.listed(contest.programme) if (board := view.board(event)).heats]


def kept(plan: HeatPlan) -> list[Kept]:
    """Every rule of the law that speaks of people, with figures."""
    problem, result = files(plan)
    if result is None:
        return []
    case = Case(problem, result)
    said = rule_words.of(problem, result)
    return [
        Kept(said[name].words, said[name].figure, sum(1 for _ in rule(case)))
        for name, rule in RULES.items()
        if name in said
    ]


class _View:
    def __init__(
        self, contest: Contest, result: Result, by_code: Mapping[tuple[str, str], ContestEntry]
    ) -> None:
        self._names, self._by_code = Names(contest.programme), by_code
        self._seats = {(s.event, s.slot, heat_problem.station_number(s.station)): s for s in result.seats}
        self._judges = {heat_problem.judge_id(j): judges.name(j) for j in judges.listed(contest.programme)}
        self._duties = result.duties
        teams = Counter(self._names.team_key(entry) for entry in by_code.values())
        self._colours = {team: place % COLOURS for place, team in enumerate(sorted(teams))}

    def board(self, event: ContestEvent) -> Board:
        numbers = range(event.first_station, event.first_station + event.station_count)
        own = heat_problem.event_id(event)
        taken = {slot for (of, slot, _station) in self._seats if of == own}
        held = [slot for slot in event.slots if heat_problem.slot_id(slot) in taken]
        heats = [self._heat(number, own, slot, numbers) for number, slot in enumerate(held, 1)]
        return Board(event, numbers, heats)

    def _heat(self, number: int, event: str, slot: HeatSlot, stations: Sequence[int]) -> Heat:
        at = heat_problem.slot_id(slot)
        cells = [self._cell(event, at, station) for station in stations]
        watching = [self._judges.get(d.judge, "") for d in self._duties if (d.event, d.slot) == (event, at)]
        return Heat(number, slot, cells, [name for name in watching if name])

    def _cell(self, event: str, slot: str, station: int) -> Cell | None:
        seat = self._seats.get((event, slot, station))
        entry = self._by_code.get((event, seat.entrant)) if seat is not None else None
        if entry is None:
            return None
        names = self._names
        colour = self._colours[names.team_key(entry)]
        return Cell(entry, names.of_entry(entry), names.of_team(entry), colour)
