"""Who competes in which heat, and which judges watch it: everything but the stations."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

from app.scheduling.heats.bounds import bounds
from app.scheduling.heats.cpsat import Expr, Limits, Stepwise, Var
from app.scheduling.heats.draw import Heat, numbers_of
from app.scheduling.heats.problem import STATION, Event, Problem, clash, missing_rest, most_together
from app.scheduling.heats.result import Measure

# in the order in which a rule is named that cannot be kept; the others can be told by counting
RULES = ("even_sizes", "one_place", "spread", "judges_full", "judge_apart")


class WhoWhen:
    """The rules as a model; fewer `rules`, or the last in one event only, tell which forbids a plan."""

    def __init__(
        self, problem: Problem, limits: Limits, rules: Collection[str] = RULES, last_in: str | None = None
    ) -> None:
        self._problem, self._rules, self._last_in = problem, tuple(rules), last_in
        self._steps = Stepwise(limits)
        numbers = numbers_of(problem)
        self._people = {e.id: sorted(e.entrants, key=lambda one: numbers[one]) for e in problem.events}
        self._in: dict[tuple[str, Heat], Var] = {}
        self._held: dict[Heat, Var] = {}
        self._watches: dict[tuple[str, Heat], Var] = {}
        for event in problem.events:
            self._heats(event)
        self._places()
        for event in problem.events:
            self._spread(event)
            self._judges(event)

    def feasible(self) -> None:
        """Raises Infeasible when no plan keeps these rules."""
        self._steps.find()

    def solve(self) -> tuple[dict[tuple[str, str], str], tuple[Measure, ...]]:
        """(event, entrant) → slot, and what is proven of the objectives that this decides."""
        least, steps = bounds(self._problem), self._steps
        found = steps.find()
        measures = []
        for name, terms in (
            ("colleagues_in_heat", self._pairs()),
            ("rest_missing", self._missing()),
            ("judge_loads", self._loads()),
        ):
            measures.append(Measure(name, *steps.least(list(terms), least[name])))
        found = steps.find()
        chosen = {(heat[0], who): heat[1] for (who, heat), var in self._in.items() if found.value(var)}
        return chosen, tuple(measures)

    def _keeps(self, rule: str, event: Event | None = None) -> bool:
        if rule not in self._rules:
            return False
        narrowed = self._last_in is not None and rule == self._rules[-1] and event is not None
        return not narrowed or (event is not None and event.id == self._last_in)

    def _heats(self, event: Event) -> None:
        model, heats = self._steps.model, event.heat_count
        for slot in event.slots:
            self._held[event.id, slot] = self._steps.flag()
        for who in self._people[event.id]:
            own = [self._steps.flag() for _ in event.slots]
            self._in.update({(who, (event.id, s)): var for s, var in zip(event.slots, own, strict=True)})
            model.add_exactly_one(own)
        model.add(sum(self._held[event.id, slot] for slot in event.slots) == heats)
        if not heats:
            return
        least, more = divmod(len(event.entrants), heats)
        for slot in event.slots:
            held = self._held[event.id, slot]
            model.add(self._size(event, slot) <= (least + bool(more)) * held)
            model.add(self._size(event, slot) >= least * held)

    def _size(self, event: Event, slot: str) -> Expr:
        return sum(self._in[who, (event.id, slot)] for who in event.entrants)

    def _places(self) -> None:
        """Nobody in two places: for every slot of one event, all slots of another that clash with it."""
        if not self._keeps("one_place"):
            return
        slot = self._problem.slot
        for one, other in self._appearances():
            for a in self._problem.event[one[1]].slots:
                clashing = [
                    self._in[other[0], (other[1], b)]
                    for b in self._problem.event[other[1]].slots
                    if clash(slot[a], slot[b], self._problem.rest)
                ]
                if clashing:
                    self._steps.model.add_at_most_one([self._in[one[0], (one[1], a)], *clashing])

    def _appearances(self) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
        """Pairs of (entry, event) in which the same person competes, each pair once."""
        events: dict[str, list[str]] = defaultdict(list)
        for event in self._problem.events:
            for who in event.entrants:
                events[who].append(event.id)
        pairs = {
            pair: None
            for _, entries in sorted(self._problem.entries_of.items())
            for pair in combinations([(entry, event) for entry in entries for event in events[entry]], 2)
        }
        yield from pairs

    def _groups(self, event: Event, kind: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for who in self._people[event.id]:
            found[getattr(self._problem.entrant[who], kind)].append(who)
        return found

    def _spread(self, event: Event) -> None:
        if not self._keeps("spread", event):
            return
        for kind in ("team", "unit"):
            for group in self._groups(event, kind).values():
                most = most_together(event, len(group))
                for slot in event.slots:
                    self._steps.model.add(sum(self._in[who, (event.id, slot)] for who in group) <= most)

    def _judges(self, event: Event) -> None:
        if not event.judges or not self._keeps("judges_full", event):
            return
        for slot in event.slots:
            heat = (event.id, slot)
            able = [j.id for j in self._problem.judges if j.slots is None or slot in j.slots]
            for judge in able:
                self._watches[judge, heat] = self._steps.flag()
                self._judge_elsewhere(judge, heat)
            watched = self._size(event, slot) if event.judges_at == STATION else self._held[heat]
            watching = sum(self._watches[judge, heat] for judge in able)
            self._steps.model.add(watching == event.judges * watched)
            if self._keeps("judge_apart", event):
                self._apart(event, slot, able)

    def _judge_elsewhere(self, judge: str, heat: Heat) -> None:
        slot = self._problem.slot
        for (other, there), var in list(self._watches.items()):
            if other == judge and there != heat and clash(slot[there[1]], slot[heat[1]], 0):
                self._steps.model.add_at_most_one([var, self._watches[judge, heat]])

    def _apart(self, event: Event, slot: str, able: Iterable[str]) -> None:
        """A judge of a whole heat sees nobody of the own unit; at stations there is somebody else for each.

        By Hall's theorem it is enough that for every set of units that judges have in common there are
        no more of these judges than places at which nobody of all these units competes.
        """
        model, heat = self._steps.model, (event.id, slot)
        units = {judge: frozenset(self._problem.judge[judge].units) for judge in able}
        if event.judges_at != STATION:
            for judge, own in units.items():
                for who in event.entrants:
                    if self._problem.entrant[who].unit in own:
                        model.add_at_most_one([self._watches[judge, heat], self._in[who, heat]])
            return
        for common in _intersections(units.values()):
            watching = sum(self._watches[judge, heat] for judge, own in units.items() if common <= own)
            theirs = [w for w in event.entrants if self._problem.entrant[w].unit in common]
            mine = sum(self._in[who, heat] for who in theirs)
            model.add(watching + event.judges * mine <= event.judges * self._size(event, slot))

    def _pairs(self) -> Iterator[Expr]:
        """Colleagues in one heat."""
        for event in self._problem.events:
            for team in self._groups(event, "team").values():
                most = min(most_together(event, len(team)), len(event.stations))
                for slot in event.slots if most > 1 else ():
                    pairs = self._steps.count(most * (most - 1) // 2)
                    together = sum(self._in[who, (event.id, slot)] for who in team)
                    self._steps.at_least(pairs, together, most, doubled=False)
                    yield pairs

    def _missing(self) -> Iterator[Expr]:
        """Minutes of rest that people lack, for every pair of appearances as often as people have it."""
        if not self._problem.wished_rest:
            return
        often: Counter[tuple[tuple[str, str], tuple[str, str]]] = Counter()
        events: dict[str, list[str]] = defaultdict(list)
        for event in self._problem.events:
            for who in event.entrants:
                events[who].append(event.id)
        for entries in self._problem.entries_of.values():
            own = [(entry, event) for entry in entries for event in events[entry]]
            often.update(combinations(own, 2))
        slot = self._problem.slot
        for (one, other), times in sorted(often.items()):
            for a in self._problem.event[one[1]].slots:
                for b in self._problem.event[other[1]].slots:
                    lacks = missing_rest(slot[a], slot[b], self._problem.wished_rest)
                    if lacks and not clash(slot[a], slot[b], self._problem.rest):
                        both = self._steps.flag()
                        first, second = self._in[one[0], (one[1], a)], self._in[other[0], (other[1], b)]
                        self._steps.model.add_bool_or([both, first.negated(), second.negated()])
                        yield times * lacks * both

    def _loads(self) -> Iterator[Expr]:
        own: dict[str, list[Var]] = defaultdict(list)
        for (judge, _), var in self._watches.items():
            own[judge].append(var)
        for watches in own.values():
            square = self._steps.count(len(watches) ** 2)
            self._steps.at_least(square, sum(watches), len(watches), doubled=True)
            yield square


def _intersections(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """All sets that some of them have in common, none of them empty, in one order."""
    found: set[frozenset[str]] = set()
    for each in sets:
        found |= {each} | {each & other for other in found}
    return sorted((common for common in found if common), key=sorted)
