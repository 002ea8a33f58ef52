"""The entries in order of their totals, and what follows from the order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Decision, Programme, Registration
from app.services.eligibility import Ineligible
from app.services.reviewing import barred, limits, readings, settings
from app.services.reviewing.granting import (
    EDGE,
    GRANTED,
    REFUSED,
    Candidate,
    Cap,
    Verdict,
    ranks,
    verdicts,
)
from app.services.reviewing.scores import Judged


@dataclass(frozen=True, slots=True)
class Row:
    """An entry; without a total it has no rank and no verdict yet. `tied`: others have the same total.

    `barred`: the rules that keep it out by now, whatever its total.
    """

    registration: Registration
    judged: Judged
    rank: int | None = None
    tied: bool = False
    verdict: Verdict | None = None
    decision: Decision | None = None
    barred: Sequence[Ineligible] = ()

    @property
    def outcome(self) -> str:
        """What was decided; before that, what would follow. Empty: nothing yet."""
        if self.decision is not None:
            return self.decision.outcome
        return self.verdict.outcome if self.verdict is not None else ""


@dataclass(frozen=True)
class Ranking:
    """All entries that count: the ranked ones in order, then those that are not judged yet."""

    rows: Sequence[Row]
    candidates: Sequence[Candidate]
    decisions: dict[int, Decision]

    @property
    def complete(self) -> bool:
        """Whether every entry has its total."""
        return len(self.candidates) == len(self.rows)

    @property
    def decided(self) -> bool:
        """Whether every entry has its decision."""
        return bool(self.rows) and all(row.decision is not None for row in self.rows)

    @property
    def edge(self) -> list[Row]:
        """Those who compete with equal totals, and of whom not all can be granted."""
        return [row for row in self.rows if row.decision is None and row.outcome == EDGE]

    @property
    def lowest(self) -> int | None:
        """The least total among those who are granted, or would be."""
        return min((row.judged.total for row in self.granted if row.judged.total is not None), default=None)

    @property
    def granted(self) -> list[Row]:
        return [row for row in self.rows if row.outcome == GRANTED]

    @property
    def above(self) -> Cap | None:
        """A cap above which entries are granted, as when a quota was lowered since."""
        return next((cap for cap, count in self.used().items() if count > cap.maximum), None)

    def used(self) -> Counter[Cap]:
        """How many are granted of each cap."""
        granted = {row.registration.id for row in self.granted}
        return Counter(cap for each in self.candidates if each.id in granted for cap in each.caps)


def decisions(programme: Programme) -> dict[int, Decision]:
    """What has been decided on entries that count, by registration id."""
    query = (
        select(Decision)
        .join(Decision.registration)
        .where(Registration.programme_id == programme.id, Registration.state == "submitted")
        .options(joinedload(Decision.decided_by))
    )
    return {each.registration_id: each for each in db.session.scalars(query)}


def of(programme: Programme) -> Ranking:
    """The ranking as it stands. Before all are in, nobody is proposed: totals that come may change it."""
    judged, known = readings.judged(programme), decisions(programme)
    kept_out = barred.of(programme, [entry for entry, _judged in judged])
    places, kept = settings.of(programme, "places"), limits.quotas(programme)
    candidates = [
        Candidate(entry.id, each.total, limits.caps(entry, places, kept))
        for entry, each in judged
        if each.total is not None
    ]
    ranked = ranks(candidates)
    shared = Counter(ranked.values())
    found: dict[int, Verdict] = {}
    if len(candidates) == len(judged):
        outcomes = dict.fromkeys(kept_out, REFUSED)
        outcomes |= {entry_id: decision.outcome for entry_id, decision in known.items()}
        found = verdicts(candidates, settings.of(programme, "pass_mark") * 100, outcomes)
    rows = [
        Row(
            entry,
            each,
            rank := ranked.get(entry.id),
            rank is not None and shared[rank] > 1,
            found.get(entry.id),
            known.get(entry.id),
            kept_out.get(entry.id, ()),
        )
        for entry, each in judged
    ]
    rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.registration.reference))
    return Ranking(rows, candidates, known)
