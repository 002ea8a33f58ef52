"""What forbids every plan and can be told by counting: the first such rule, with the numbers that show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

from app.scheduling.heats.problem import STATION, Event, Problem, clash, most_together
from app.scheduling.heats.result import Obstacle

Detail = dict[str, str | int]


def obstacle(problem: Problem) -> Obstacle | None:
    """The first rule that no plan can keep, as far as counting tells."""
    for look in LOOKS:
        if (found := next(look(problem), None)) is not None:
            return found
    return None


def _too_few_slots(problem: Problem) -> Iterator[Obstacle]:
    for event in problem.events:
        if event.heat_count > len(event.slots) or (event.entrants and not event.slots):
            detail: Detail = {"event": event.id, "heats": max(1, event.heat_count), "slots": len(event.slots)}
            yield Obstacle("heats_held", detail)


def _too_few_seats(problem: Problem) -> Iterator[Obstacle]:
    """Too few stations × slots."""
    for event in problem.events:
        seats = event.heat_count * len(event.stations)
        if len(event.entrants) > seats:
            detail: Detail = {"event": event.id, "entrants": len(event.entrants), "seats": seats}
            yield Obstacle("station_once", detail)


def _two_places(problem: Problem) -> Iterator[Obstacle]:
    """Somebody is in two events, all of whose slots overlap."""
    for person, entries in problem.entries_of.items():
        own = [event for event in problem.events if not set(entries).isdisjoint(event.entrants)]
        for one, other in combinations(own, 2):
            if not _compatible(problem, one, other):
                yield Obstacle("one_place", {"entrant": person, "event": one.id, "other": other.id})


def _compatible(problem: Problem, one: Event, other: Event) -> bool:
    slot = problem.slot
    return any(not clash(slot[a], slot[b], problem.rest) for a in one.slots for b in other.slots)


def _too_large(problem: Problem) -> Iterator[Obstacle]:
    """A team or unit too large to be spread."""
    for event in problem.events:
        for kind in ("team", "unit"):
            sizes = Counter(getattr(problem.entrant[entrant], kind) for entrant in event.entrants)
            for name, size in sorted(sizes.items()):
                most = most_together(event, size)
                if size > most * event.heat_count:
                    detail: Detail = {"event": event.id, kind: name, "entrants": size, "most": most}
                    yield Obstacle("spread", {**detail, "heats": event.heat_count})


def _too_few_judges(problem: Problem) -> Iterator[Obstacle]:
    """Too few slots in which enough judges can."""
    for event in problem.events:
        heats = event.heat_count
        least = len(event.entrants) // heats if heats and event.judges_at == STATION else 1
        wanted = event.judges * least
        able = [
            sum(judge.slots is None or slot in judge.slots for judge in problem.judges)
            for slot in event.slots
        ]
        if (there := sum(count >= wanted for count in able)) < heats:
            yield Obstacle(
                "judges_full", {"event": event.id, "judges": wanted, "heats": heats, "slots": there}
            )


LOOKS: tuple[Callable[[Problem], Iterator[Obstacle]], ...] = (
    *(_too_few_slots, _too_few_seats, _two_places, _too_large, _too_few_judges),
)
