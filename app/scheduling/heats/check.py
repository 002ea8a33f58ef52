"""The law of heats: every rule and every objective, recomputed without a solver.

A rule is a generator of violations; nothing here is shared with the solver, so a mistake of the solver's
cannot hide itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations

from app.scheduling.contract.law import Violation
from app.scheduling.heats import measures
from app.scheduling.heats.draw import replay
from app.scheduling.heats.problem import STATION, Event, Problem, clash, most_together
from app.scheduling.heats.result import FEASIBLE, INFEASIBLE, OPTIMAL, Duty, Result, Seat


class Case:
    """A problem with those seats and duties of a result that are of its own nouns."""

    def __init__(self, problem: Problem, result: Result) -> None:
        self.problem, self.result = problem, result
        self.seats = [seat for seat in result.seats if self._whole(seat)]
        self.duties = [duty for duty in result.duties if self._able(duty)]
        self.heats: dict[tuple[str, str], list[Seat]] = defaultdict(list)
        for seat in self.seats:
            self.heats[seat.event, seat.slot].append(seat)

    def held(self, event: Event) -> dict[str, list[Seat]]:
        """The event's heats in which somebody competes, by slot."""
        return {slot: self.heats[event.id, slot] for slot in event.slots if (event.id, slot) in self.heats}

    def _whole(self, seat: Seat) -> bool:
        event = self.problem.event.get(seat.event)
        return event is not None and seat.entrant in event.entrants and self._at(event, seat)

    def _able(self, duty: Duty) -> bool:
        event = self.problem.event.get(duty.event)
        return event is not None and duty.judge in self.problem.judge and self._at(event, duty)

    def _at(self, event: Event, of: Seat | Duty) -> bool:
        return of.slot in event.slots and (of.station is None or of.station in event.stations)


def seated_once(case: Case) -> Iterator[Violation]:
    """Everybody competes once in each of their events."""
    count = Counter((seat.event, seat.entrant) for seat in case.seats)
    for event in case.problem.events:
        for entrant in event.entrants:
            if (times := count[event.id, entrant]) != 1:
                yield Violation("seated_once", f"{event.id}, {entrant}", f"competes {times} times")


def of_the_event(case: Case) -> Iterator[Violation]:
    """Only who entered an event has a seat in it, at its stations, in its slots; so have its judges."""
    for seat in set(case.result.seats) - set(case.seats):
        yield Violation(
            "of_the_event", f"{seat.event}, {seat.entrant}", "not an entry, slot or station of it"
        )
    for duty in set(case.result.duties) - set(case.duties):
        yield Violation("of_the_event", f"{duty.event}, {duty.judge}", "not a judge, slot or station of it")


def station_once(case: Case) -> Iterator[Violation]:
    """One entrant a station and slot."""
    for (event, slot, station), count in Counter((s.event, s.slot, s.station) for s in case.seats).items():
        if count > 1:
            yield Violation("station_once", f"{event}, {slot}, {station}", f"{count} compete there")


def heats_held(case: Case) -> Iterator[Violation]:
    """As many heats as the event asks for."""
    for event in case.problem.events:
        if (held := len(case.held(event))) != event.heat_count:
            yield Violation("heats_held", event.id, f"{held} heats instead of {event.heat_count}")


def even_sizes(case: Case) -> Iterator[Violation]:
    """An event's heats differ by one entrant at most."""
    for event in case.problem.events:
        sizes = [len(seats) for seats in case.held(event).values()]
        if sizes and max(sizes) - min(sizes) > 1:
            yield Violation("even_sizes", event.id, f"heats of {min(sizes)} to {max(sizes)}")


def one_place(case: Case) -> Iterator[Violation]:
    """Nobody competes or judges in two places at one time, or with less rest between than is set."""
    slots: dict[str, list[str]] = defaultdict(list)
    for seat in case.seats:
        slots[seat.entrant].append(seat.slot)
    people = {
        person: [slot for entry in entries for slot in slots[entry]]
        for person, entries in case.problem.entries_of.items()
    }
    yield from _clashes(case, people, case.problem.rest)
    duties: dict[str, list[str]] = defaultdict(list)
    for duty in case.duties:
        duties[duty.judge].append(duty.slot)
    yield from _clashes(case, duties, 0)


def _clashes(case: Case, slots: Mapping[str, list[str]], rest: int) -> Iterator[Violation]:
    for person, own in slots.items():
        for first, second in combinations(own, 2):
            if clash(case.problem.slot[first], case.problem.slot[second], rest):
                yield Violation("one_place", person, f"in {first} and in {second}")


def spread(case: Case) -> Iterator[Violation]:
    """Of each team and each unit no more in one heat than their number divided by the heats, rounded up."""
    for event in case.problem.events:
        for kind in ("team", "unit"):
            own = {entrant: getattr(case.problem.entrant[entrant], kind) for entrant in event.entrants}
            sizes = Counter(own.values())
            for slot, seats in case.held(event).items():
                for name, count in Counter(own[seat.entrant] for seat in seats).items():
                    if count > (most := most_together(event, sizes[name])):
                        what = f"{count} of {kind} {name}, at most {most}"
                        yield Violation("spread", f"{event.id}, {slot}", what)


def judges_full(case: Case) -> Iterator[Violation]:
    """Every heat, or every station taken, has as many judges as the event asks for; nothing else has any."""
    there = Counter((duty.event, duty.slot, duty.station) for duty in case.duties)
    wanted: Counter[tuple[str, str, str | None]] = Counter()
    for event in case.problem.events:
        for slot, seats in case.held(event).items():
            stations = [seat.station for seat in seats] if event.judges_at == STATION else [None]
            wanted.update({(event.id, slot, station): event.judges for station in stations})
    for place in sorted(there.keys() | wanted.keys(), key=str):
        if there[place] != wanted[place]:
            where = ", ".join(part for part in place if part is not None)
            yield Violation("judges_full", where, f"{there[place]} judges instead of {wanted[place]}")


def judge_able(case: Case) -> Iterator[Violation]:
    """Judges only when they can."""
    for duty in case.duties:
        can = case.problem.judge[duty.judge].slots
        if can is not None and duty.slot not in can:
            yield Violation("judge_able", duty.judge, f"cannot in {duty.slot}")


def judge_apart(case: Case) -> Iterator[Violation]:
    """Nobody judges where somebody of their own unit competes."""
    for duty in case.duties:
        if any(_sees_own(case, duty)):
            what = f"judges {next(iter(_sees_own(case, duty)))} of the own unit in {duty.slot}"
            yield Violation("judge_apart", duty.judge, what)


def _sees_own(case: Case, duty: Duty) -> Iterator[str]:
    units = case.problem.judge[duty.judge].units
    for seat in case.heats.get((duty.event, duty.slot), ()):
        if duty.station in (None, seat.station) and case.problem.entrant[seat.entrant].unit in units:
            yield seat.entrant


def judge_loads(case: Case) -> Iterator[Violation]:
    """No judge could hand a duty to one who has two fewer or more and may take it."""
    loads = Counter({judge.id: 0 for judge in case.problem.judges})
    loads.update(duty.judge for duty in case.duties)
    busy = defaultdict(set)
    for duty in case.duties:
        busy[duty.judge].add(duty.slot)
    for duty in case.duties:
        for other in case.problem.judges:
            if loads[duty.judge] >= loads[other.id] + 2 and _could_take(case, duty, other.id, busy[other.id]):
                what = (
                    f"has {loads[duty.judge]} duties, {other.id} {loads[other.id]} and could take {duty.slot}"
                )
                yield Violation("judge_loads", duty.judge, what)


def _could_take(case: Case, duty: Duty, judge: str, busy: Iterable[str]) -> bool:
    can, slot = case.problem.judge[judge].slots, case.problem.slot
    if can is not None and duty.slot not in can:
        return False
    if any(clash(slot[duty.slot], slot[other], 0) for other in busy):
        return False
    return not any(_sees_own(case, Duty(judge, duty.event, duty.slot, duty.station)))


def drawn(case: Case) -> Iterator[Violation]:
    """What the other rules leave free is as the lots say."""
    yield from replay(case.problem, None, case.result)


def claims(case: Case) -> Iterator[Violation]:
    """What the result says of its objectives is so, and no value lies below its bound."""
    found = measures.values(case.problem, case.seats, case.duties)
    said = {measure.name: measure.value for measure in case.result.measures}
    if said != found:
        yield Violation("claims", "measures", f"says {said}, is {found}")
    proven = all(measure.value == measure.bound for measure in case.result.measures)
    if case.result.status != (OPTIMAL if proven else FEASIBLE):
        yield Violation("claims", "status", f"says {case.result.status}")
    for measure in case.result.measures:
        if measure.value < measure.bound:
            yield Violation("claims", measure.name, f"is {measure.value}, below its bound {measure.bound}")


Rule = Callable[[Case], Iterator[Violation]]
RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        *(of_the_event, seated_once, station_once, heats_held, even_sizes, one_place, spread),
        *(judges_full, judge_able, judge_apart, judge_loads, drawn, claims),
    )
}


def check(problem: Problem, result: Result) -> list[Violation]:
    """Every rule that the result breaks, none if it is right; an infeasible one seats nobody and says why."""
    if result.status == INFEASIBLE:
        empty = not result.seats and not result.duties and result.obstacle is not None
        return [] if empty else [Violation("claims", "status", "infeasible, with seats or without a reason")]
    case = Case(problem, result)
    return [violation for rule in RULES.values() for violation in rule(case)]
