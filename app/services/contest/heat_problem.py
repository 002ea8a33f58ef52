"""What the heats engine is given: entrants, stations, times and judges of a contest, without any name."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from flask_babel import gettext as _

from app import words
from app.errors import DomainError
from app.models import Contest, ContestEntry, ContestEvent, ContestJudge, HeatSlot, Unit
from app.scheduling.heats.problem import Entrant, Event, Judge, Problem, Slot, Station
from app.scheduling.heats.problem_file import write_problem
from app.services.contest import contests, events, judges, lots
from app.services.contest.teams import Names


def build(contest: Contest) -> Problem:
    """Raises DomainError while lots have not been drawn, or an event lacks stations or times."""
    if contest.drawn_at is None:
        raise DomainError(_("还没有抽签，不能编组。请先在数字揭晓后录入。"))
    frozen = lots.frozen(contest)
    held = [event for event in events.listed(contest.programme) if _is_held(event, frozen)]
    if not held:
        raise DomainError(_("没有需要编组的比赛项目。请先填写工位和场次时间。"))
    stations = _stations(held)
    slots = [slot for event in held for slot in event.slots]
    base = min(slot.starts_at for slot in slots)
    return Problem(
        entrants=_entrants(contest, frozen),
        stations=stations,
        slots=tuple(_slot(slot, base) for slot in slots),
        events=tuple(_event(event, frozen, contest.heat_judges) for event in held),
        judges=_judges(contest, frozen),
        neighbours=_neighbours(stations),
        rest=contest.rest_minutes,
        seed=contest.seed,
    )


def file_of(contest: Contest) -> tuple[bytes, str]:
    """(the problem's file, its SHA-256). Raises what `build` raises."""
    content = write_problem(build(contest))
    return content, hashlib.sha256(content).hexdigest()


def event_id(event: ContestEvent) -> str:
    return f"e{event.id}"


def slot_id(slot: HeatSlot) -> str:
    return f"s{slot.id}"


def judge_id(judge: ContestJudge) -> str:
    return f"j{judge.id}"


def station_number(station: str) -> int:
    """The number that stands at the station, of its id in a problem."""
    return int(station.partition("-")[2])


def _station_id(event: ContestEvent, number: int) -> str:
    return f"v{event.venue_id}-{number}"


def _is_held(event: ContestEvent, frozen: Sequence[ContestEntry]) -> bool:
    """Whether anybody competes in it at stations. Raises DomainError for half of what that needs."""
    if not any(entry.event_id == event.id and entry.state == "entered" for entry in frozen):
        return False
    if not event.slots and not event.station_count:
        return False
    if not event.slots or not event.station_count or event.venue_id is None:
        title = words.in_language(event, "title")
        raise DomainError(_("“%(event)s”的场地、工位数和场次时间没有填全。", event=title))
    return True


def _entrants(contest: Contest, frozen: Sequence[ContestEntry]) -> tuple[Entrant, ...]:
    """Everybody on the frozen list, so that the numbers are those that were drawn publicly."""
    names = Names(contest.programme)
    own: dict[tuple[int, int], str] = {}
    for entry in frozen:
        if entry.person_id is not None:
            own[entry.registration_id, entry.person_id] = lots.code(entry)
    found: dict[str, Entrant] = {}
    for entry in frozen:
        members: tuple[str, ...] = ()
        if entry.person_id is None:
            people = (member.person_id for member in entry.registration.members)
            members = tuple(own[key] for p in people if (key := (entry.registration_id, p)) in own)
        identifier = lots.code(entry)
        found[identifier] = Entrant(identifier, names.team_key(entry), f"u{entry.unit_id}", members)
    return tuple(found.values())


def _stations(held: Sequence[ContestEvent]) -> tuple[Station, ...]:
    """By place and number; one that two events have is one."""
    places = {
        (event.venue_id or 0, number): _station_id(event, number)
        for event in held
        for number in range(event.first_station, event.first_station + event.station_count)
    }
    return tuple(Station(places[key], order) for order, key in enumerate(sorted(places), 1))


def _neighbours(stations: Sequence[Station]) -> tuple[tuple[str, str], ...]:
    known = {station.id for station in stations}
    pairs = []
    for station in stations:
        venue, _dash, number = station.id.partition("-")
        if (beside := f"{venue}-{int(number) + 1}") in known:
            pairs.append((station.id, beside))
    return tuple(pairs)


def _slot(slot: HeatSlot, base: dt.datetime) -> Slot:
    minute = dt.timedelta(minutes=1)
    return Slot(slot_id(slot), (slot.starts_at - base) // minute, (slot.ends_at - base) // minute)


def _event(event: ContestEvent, frozen: Sequence[ContestEntry], watching: int) -> Event:
    """Every time is a heat, unless there are more times than entrants."""
    mine = tuple(lots.code(e) for e in frozen if e.event_id == event.id and e.state == "entered")
    numbers = range(event.first_station, event.first_station + event.station_count)
    return Event(
        event_id(event),
        mine,
        tuple(_station_id(event, number) for number in numbers),
        tuple(slot_id(slot) for slot in event.slots),
        heats=min(len(event.slots), len(mine)),
        judges=watching,
    )


def _judges(contest: Contest, frozen: Sequence[ContestEntry]) -> tuple[Judge, ...]:
    units: dict[int, Unit] = {entry.unit_id: entry.unit for entry in frozen}
    return tuple(
        Judge(
            judge_id(judge),
            tuple(f"u{u.id}" for u in units.values() if contests.is_of_units(u, judge.account)),
        )
        for judge in judges.listed(contest.programme)
    )
