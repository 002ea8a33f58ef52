"""Contests of the demonstration city: teams that enter, heats, marks by two judges, each at its own time."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from app import clock
from app.extensions import db
from app.models import (
    Account,
    Contest,
    ContestEntry,
    ContestEvent,
    Mark,
    Member,
    Person,
    Programme,
    Registration,
    Unit,
    Venue,
)
from app.scheduling.heats.in_process import solve_in_process
from app.services.contest import (
    contests,
    entering,
    events,
    heats,
    judges,
    lots,
    marking,
    placing,
    teams,
    times,
)
from app.services.contest.marking import PRACTICE, THEORY
from app.services.demo.acts.stage import Stage
from app.services.demo.people import account_of
from app.services.demo.references import references
from app.services.demo.sketches.sketch import Sketch

FIGURE = "02 08 15 19 26 30 + 11"
SOURCE = "报名截止后第一期“双色球”开奖号码（演示用虚构数字）"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@dataclass
class Held:
    """A contest of the city, its events and parties."""

    stage: Stage
    programme: Programme
    contest: Contest
    events: list[ContestEvent]
    rng: random.Random

    @property
    def city(self) -> Account:
        return self.stage.staff.city


def write(
    stage: Stage, sketch: Sketch, rules: dict[str, Any], own: Sequence[dict[str, Any]], days: tuple[int, int]
) -> Held:
    """A draft with its events; sign-up from `days[0]` to `days[1]`, counted from today."""
    programme = stage.write(sketch)
    today = clock.local(clock.now()).replace(hour=18, minute=0, second=0, microsecond=0)
    programme.opens_at, programme.closes_at = (today + day * DAY for day in days)
    db.session.flush()
    with clock.as_of(programme.opens_at - DAY):
        contest = contests.set_down(None, programme, rules)
        found = [events.add(None, programme, values) for values in own]
    return Held(stage, programme, contest, found, stage.random(sketch.slug))


def equip(held: Held, venue: Venue, stations: int, first: dt.datetime, heats_of: Sequence[int]) -> None:
    """The same stations for every event, one event after the other: four heats a day from `first`."""
    with clock.as_of(held.programme.opens_at - DAY):
        starts = _starts(first)
        for event, count in zip(held.events, heats_of, strict=True):
            times.put_place(None, event, venue, 1, stations)
            for _ in range(count):
                times.add(None, event, next(starts), event.minutes, 0, 1)


def _starts(first: dt.datetime) -> Iterator[dt.datetime]:
    """Half past eight, half past ten, half past one, half past three; then the next day."""
    day = first
    while True:
        for hours in (8.5, 10.5, 13.5, 15.5):
            yield day.replace(hour=0) + hours * HOUR
        day += DAY


def appoint(held: Held) -> None:
    """The city's reviewers judge here too."""
    for account in held.stage.judges:
        judges.appoint(None, held.programme, account)


def team_of(unit: Unit) -> str:
    """What a unit's team calls itself."""
    return f"{unit.name.removesuffix('工会')}代表队"


def sign_up(held: Held, parties: Sequence[Sequence[Person]]) -> list[Registration]:
    """Each party sent by its first, at some time while sign-up was open."""
    programme, rng = held.programme, held.rng
    until = min(programme.closes_at, clock.now())
    window = int((until - programme.opens_at).total_seconds())
    numbers = references(programme.reference_prefix, rng)
    made = []
    for people in parties:
        at = programme.opens_at + dt.timedelta(seconds=rng.randrange(1, window))
        party = Registration(programme=programme, reference=next(numbers), submitted_at=at, changed_at=at)
        party.signed_up_by = (
            held.stage.worker if people[0] is held.stage.worker.person else account_of(people[0])
        )
        party.members = [
            Member(programme_id=programme.id, person=person, position=place, needs=[])
            for place, person in enumerate(people, 1)
        ]
        made.append(party)
    db.session.add_all(made)
    db.session.flush()
    return made


def enter(held: Held, party: Registration, named: bool = True) -> None:
    """Everybody in the next event, so that a unit has two or three in each; a team in those for teams."""
    alone = [event for event in held.events if not event.team]
    with clock.as_of(party.submitted_at):
        if named:
            teams.name(held.contest, party, team_of(party.lead.person.unit))
        for place, member in enumerate(party.members if alone else ()):
            entering.enter(party.signed_up_by, alone[place % len(alone)], party, member.person)
        for event in held.events:
            if event.team and len(party.members) > 1:
                entering.enter(party.signed_up_by, event, party, None)


def draw(held: Held) -> None:
    """The figure announced when sign-up began, the list frozen after it closed, drawn two days later."""
    closes = held.programme.closes_at
    with clock.as_of(held.programme.opens_at):
        lots.announce(held.city, held.contest, SOURCE, closes + 2 * DAY)
    with clock.as_of(closes + DAY):
        lots.freeze(held.city, held.contest)
    with clock.as_of(closes + 2 * DAY + HOUR):
        lots.draw(held.city, held.contest, FIGURE)


def place(contests_: Sequence[Held]) -> None:
    """Plans of heats, made at the same time in processes of their own, and published."""
    claims = []
    for held in contests_:
        with clock.as_of(held.programme.closes_at + 2 * DAY + 2 * HOUR):
            claimed = placing.claim(placing.start(held.city, held.contest).id)
        assert claimed is not None
        claims.append(claimed)
    with ThreadPoolExecutor(len(claims)) as pool:
        found = list(pool.map(lambda claim: placing.solve(claim, lambda: False, solve_in_process), claims))
    for held, claimed, (result, message) in zip(contests_, claims, found, strict=True):
        with clock.as_of(held.programme.closes_at + 2 * DAY + 3 * HOUR):
            placing.store(claimed, result, message)
            assert result is not None, message
            db.session.flush()
            heats.publish(held.city, held.contest, placing.listed(held.contest)[0])


def mark(held: Held, spread: int = 900) -> None:
    """Both judges of each heat have written down the same; a few forgot their goggles."""
    entries = lots.frozen(held.contest)
    seats = heats.of_entries(entries)
    panel = [judge.id for judge in judges.listed(held.programme)]
    rows = []
    for entry in entries:
        seat = seats[entry.id]
        watching = sorted(judges.on_duty(seat.slot_id)) or panel
        worth = held.rng.gauss(8300, spread)
        for part in marking.parts(entry.event):
            rows += _marks(held, entry, part, worth, watching[:2], seat.slot.ends_at)
    db.session.add_all(rows)
    db.session.flush()


def _marks(
    held: Held, entry: ContestEntry, part: str, worth: float, watching: Sequence[int], at: dt.datetime
) -> list[Mark]:
    rng = held.rng
    points = max(3000, min(9900, round((worth + rng.gauss(0, 300)) / 50) * 50))
    seconds = rng.randrange(1900, 60 * entry.event.minutes) if part == PRACTICE else None
    forgot = part == PRACTICE and entry.event.penalties and rng.random() < 0.08
    penalties = {entry.event.penalties[0]["code"]: 1} if forgot else {}
    return [
        Mark(
            entry_id=entry.id,
            part=part,
            turn=turn,
            judge_id=judge_id,
            points=points,
            seconds=seconds if part != THEORY else None,
            penalties=penalties,
            entered_at=at + turn * HOUR / 4,
        )
        for turn, judge_id in enumerate(watching, 1)
    ]
