"""How a programme's cases stand: how many, how long, what was granted and why. Nobody is named.

Of a private programme no count below five is said, nor anything by unit or reason that such a count stands
behind.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app import clock, words
from app.extensions import db
from app.models import CaseDecision, CaseEvent, CaseFile, CaseReason, CaseStep, Programme, Unit
from app.services import privacy
from app.services.casework import cases, working_days


@dataclass(frozen=True, slots=True)
class Share:
    """Of the decided cases of a part: how many, how many granted in full or in part; None: it is not said."""

    name: str
    decided: int | None
    granted: int | None
    amount: int | None

    @property
    def percent(self) -> str:
        return (
            "–" if self.decided is None or self.granted is None else words.percent(self.granted, self.decided)
        )


@dataclass(frozen=True, slots=True)
class StepFigures:
    """Of a step: how many cases stand there, how many are late, working days that it took (median, most)."""

    step: CaseStep
    here: int | None
    late: int | None
    median: float | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    by_state: Mapping[str, int | None]
    steps: Sequence[StepFigures]
    districts: Sequence[Share]
    reasons: Sequence[tuple[CaseReason, int | None]]
    appeals: int | None
    changed_on_appeal: int | None


def late(programme: Programme) -> int:
    return _count(programme, CaseFile.state.in_(cases.LIVE), CaseFile.due_at <= clock.now())


def free(programme: Programme) -> int:
    return _count(programme, CaseFile.state.in_(cases.LIVE), CaseFile.owner_id.is_(None))


def _count(programme: Programme, *where: object) -> int:
    counted = select(func.count()).select_from(CaseFile).where(CaseFile.programme_id == programme.id)
    return db.session.scalar(counted.where(*where)) or 0  # type: ignore[arg-type]


def of(programme: Programme) -> Figures:
    files = db.session.scalars(select(CaseFile).where(CaseFile.programme_id == programme.id)).all()
    states = Counter(each.state for each in files)
    made = _decisions(programme)
    appeals = [each for each in made if each.on_appeal]
    return Figures(
        {
            state: _said(programme, states[state])
            for state in ("open", "waiting", "decided", "appealed", "final")
        },
        _by_step(programme, files),
        _by_district(programme, files),
        _by_reason(programme, made),
        _said(programme, len(appeals)),
        _said(programme, sum(_otherwise(each, made) for each in appeals)),
    )


def _said(programme: Programme, count: int) -> int | None:
    return None if programme.private and privacy.few(count) else count


def _decisions(programme: Programme) -> Sequence[CaseDecision]:
    query = select(CaseDecision).join(CaseFile, CaseDecision.case_id == CaseFile.id)
    return db.session.scalars(
        query.where(CaseFile.programme_id == programme.id).order_by(CaseDecision.id)
    ).all()


def _otherwise(appeal: CaseDecision, made: Sequence[CaseDecision]) -> bool:
    """Whether the appeal was decided otherwise than the decision before it."""
    before = [each for each in made if each.case_id == appeal.case_id and each.number < appeal.number]
    return bool(before) and before[-1].outcome != appeal.outcome


def _by_step(programme: Programme, files: Sequence[CaseFile]) -> list[StepFigures]:
    took = _days_taken(programme)
    now, found = clock.now(), []
    for step in cases.steps(programme):
        here = [each for each in files if each.step_id == step.id and each.state in ("open", "waiting")]
        over = [each for each in here if each.due_at is not None and each.due_at <= now]
        days = took.get(step.id, [])
        known = days if _said(programme, len(days)) is not None else []
        found.append(
            StepFigures(
                step,
                _said(programme, len(here)),
                _said(programme, len(over)),
                statistics.median(known) if known else None,
                max(known, default=None),
            )
        )
    return found


def _days_taken(programme: Programme) -> Mapping[int, list[int]]:
    """Working days between the coming of each case to a step and its leaving it, by step id."""
    query = (
        select(CaseEvent.case_id, CaseEvent.at, CaseEvent.kind, CaseEvent.step_id)
        .join(CaseFile, CaseEvent.case_id == CaseFile.id)
        .where(
            CaseFile.programme_id == programme.id,
            CaseEvent.kind.in_(("handed_in", "passed", "decided", "reopened")),
        )
        .order_by(CaseEvent.case_id, CaseEvent.id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    came: dict[int, object] = {}
    for case_id, at, kind, step_id in db.session.execute(query):
        begun = came.get(case_id)
        if kind in ("passed", "decided") and begun is not None and step_id is not None:
            found[step_id].append(working_days.between(begun, at))  # type: ignore[arg-type]
        came[case_id] = at
    return found


def _by_district(programme: Programme, files: Sequence[CaseFile]) -> list[Share]:
    units = {unit.id: unit for unit in db.session.scalars(select(Unit))}
    groups: dict[int, list[CaseFile]] = defaultdict(list)
    for each in files:
        above = [int(part) for part in units[each.unit_id].path.split("/") if part]
        district = next((i for i in above if units[i].level == "district"), above[0])
        if each.outcome is not None:
            groups[district].append(each)
    found = []
    for unit_id, own in sorted(groups.items(), key=lambda item: units[item[0]].path):
        granted = [each for each in own if each.outcome != "refused"]
        seen = _said(programme, len(own)) is not None and _said(programme, len(granted)) is not None
        few_refused = programme.private and privacy.few(len(own) - len(granted))
        name = words.in_language(units[unit_id], "name")
        if seen and not few_refused:
            found.append(Share(name, len(own), len(granted), sum(each.amount for each in granted)))
        else:
            found.append(Share(name, None, None, None))
    return found


def _by_reason(programme: Programme, made: Sequence[CaseDecision]) -> list[tuple[CaseReason, int | None]]:
    last = {each.case_id: each.reason_id for each in made}
    counts = Counter(last.values())
    query = select(CaseReason).where(CaseReason.programme_id == programme.id)
    listed = db.session.scalars(query.order_by(CaseReason.position, CaseReason.id))
    return [(each, _said(programme, counts[each.id])) for each in listed]
