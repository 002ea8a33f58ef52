"""Results as they are by now: what both judges agree on, ranked by the published rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.models import Contest, ContestEntry, ContestEvent
from app.services.contest import entering, events, marking
from app.services.contest.marking import HUNDREDTHS, PRACTICE, THEORY, PartState, Value
from app.services.contest.ranking import (
    TIES,
    Performance,
    PlacedTeam,
    Scheme,
    ranked,
    ranked_teams,
)
from app.services.contest.teams import Names

RANKED, PENDING = "ranked", "pending"


@dataclass(frozen=True, slots=True)
class Row:
    """`status`: ranked, pending (marks are owed or differ), or the state of an entry that has no result."""

    entry: ContestEntry
    name: str
    team: str
    status: str
    theory: int | None = None
    practice: int | None = None
    seconds: int | None = None
    total: Fraction | None = None
    rank: int | None = None
    prize: Mapping[str, str] | None = None
    reason: str = ""

    @property
    def competes(self) -> bool:
        """Whether there is a result, or will be."""
        return self.status in (RANKED, PENDING)


@dataclass(frozen=True, slots=True)
class EventResult:
    """Ranked rows first, then those without a rank. `pending` are owed marks, `differing` not settled."""

    event: ContestEvent
    rows: Sequence[Row]
    pending: int
    differing: int


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team's result: `placed.rank` None for one with too few people."""

    name: str
    unit: str
    placed: PlacedTeam
    entries: Sequence[ContestEntry]
    prize: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Results:
    """All of a contest."""

    events: Sequence[EventResult]
    teams: Sequence[TeamRow]

    @property
    def pending(self) -> int:
        return sum(each.pending for each in self.events)


def scheme(event: ContestEvent) -> Scheme:
    """How the event's parts make a total."""
    return Scheme(
        event.theory_weight,
        event.theory_most * HUNDREDTHS,
        event.practice_weight,
        event.practice_most * HUNDREDTHS,
        tuple(event.ties) or TIES,
    )


def of(contest: Contest) -> Results:
    """Every event, and the teams by their best people."""
    held = events.listed(contest.programme)
    entries = [e for e in entering.of_events((e.id for e in held), withdrawn=True) if e.number is not None]
    known, names = marking.of_entries(entries), Names(contest.programme)
    by_event: dict[int, list[ContestEntry]] = defaultdict(list)
    for entry in entries:
        by_event[entry.event_id].append(entry)
    found = [_event(event, by_event[event.id], known, names) for event in held]
    return Results(found, _teams(contest, found, names))


def _event(
    event: ContestEvent,
    entries: Sequence[ContestEntry],
    known: Mapping[tuple[int, str], PartState],
    names: Names,
) -> EventResult:
    performances, others, pending = [], [], 0
    for entry in entries:
        values, owed = _values(event, entry, known)
        pending += owed
        status = _status(entry, values, owed)
        if status == RANKED:
            performances.append(_performance(event, entry, values))
        else:
            others.append(
                Row(entry, names.of_entry(entry), names.of_team(entry), status, reason=entry.reason)
            )
    by_id = {entry.id: entry for entry in entries}
    rows = []
    for placed in ranked(scheme(event), performances):
        did, entry = placed.performance, by_id[int(str(placed.performance.who))]
        called = names.of_entry(entry), names.of_team(entry)
        rows.append(
            Row(
                entry,
                *called,
                RANKED,
                did.theory if event.theory_weight else None,
                did.practice if event.practice_weight else None,
                did.seconds,
                placed.total,
                placed.rank,
                prize(event.prizes, placed.rank),
            )
        )
    rows.sort(key=lambda row: (row.rank or 0, row.entry.number or 0))
    differing = sum(
        known[e.id, p].differs for e in entries for p in marking.parts(event) if (e.id, p) in known
    )
    return EventResult(event, rows + others, pending, differing)


def _values(
    event: ContestEvent, entry: ContestEntry, known: Mapping[tuple[int, str], PartState]
) -> tuple[dict[str, Value], int]:
    """What counts, by part; how many parts are owed."""
    if entry.state != "entered":
        return {}, 0
    found, owed = {}, 0
    for part in marking.parts(event):
        state = known.get((entry.id, part))
        value = state.value if state is not None else None
        if value is None:
            owed += 1
        else:
            found[part] = value
    absent = any(value.absent for value in found.values())
    return found, 0 if absent else owed


def _status(entry: ContestEntry, values: Mapping[str, Value], owed: int) -> str:
    if entry.state != "entered":
        return entry.state
    if any(value.absent for value in values.values()):
        return "absent"
    return PENDING if owed else RANKED


def _performance(event: ContestEvent, entry: ContestEntry, values: Mapping[str, Value]) -> Performance:
    theory = values[THEORY].points if THEORY in values else 0
    did = values.get(PRACTICE)
    practice = marking.counted(event, did) if did is not None else 0
    return Performance(entry.id, theory, practice, did.seconds if did is not None else None)


def _teams(contest: Contest, found: Sequence[EventResult], names: Names) -> list[TeamRow]:
    """Each person counts once, with the better of several events; events of teams stand by themselves."""
    if not contest.best_of:
        return []
    best: dict[Hashable, dict[int, Fraction]] = defaultdict(dict)
    entries: dict[Hashable, list[ContestEntry]] = defaultdict(list)
    for row in (row for each in found if not each.event.team for row in each.rows):
        key = names.team_key(row.entry)
        entries[key].append(row.entry)
        if row.total is not None and row.entry.person_id is not None:
            had = best[key].get(row.entry.person_id, Fraction(-1))
            best[key][row.entry.person_id] = max(had, row.total)
    totals = {key: list(own.values()) for key, own in best.items()}
    rows = []
    for placed in ranked_teams(totals, contest.best_of, contest.short_teams == "counted"):
        own = entries[placed.team]
        won = prize(contest.team_prizes, placed.rank) if placed.rank is not None else None
        rows.append(TeamRow(names.of_team(own[0]), own[0].unit.name, placed, own, won))
    return rows


def prize(bands: Sequence[Mapping[str, object]], rank: int) -> Mapping[str, str] | None:
    """The first band that reaches as far as the rank; None beyond them all."""
    for band in bands:
        if rank <= int(str(band["upto"])):
            return {"zh": str(band["zh"]), "en": str(band.get("en", ""))}
    return None
