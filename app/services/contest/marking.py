"""Marks of contests: two judges enter each by themselves; what differs is settled by a third person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Account, ContestEntry, ContestEvent, ContestJudge, Mark, Programme, Settlement
from app.services import audit
from app.services.contest import contests, entering, events, heats, judges
from app.services.contest.ranking import after_penalties

THEORY, PRACTICE = "theory", "practice"
HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Value:
    """What a mark says: `points` in hundredths, before `penalties` ({code: how often}) are taken off."""

    points: int = 0
    seconds: int | None = None
    penalties: Mapping[str, int] = field(default_factory=dict)
    absent: bool = False

    @property
    def columns(self) -> dict[str, Any]:
        """As a row keeps it: of somebody absent nothing but that."""
        if self.absent:
            return {"points": 0, "seconds": None, "penalties": {}, "absent": True}
        taken = {code: often for code, often in sorted(self.penalties.items()) if often}
        return {"points": self.points, "seconds": self.seconds, "penalties": taken, "absent": False}


@dataclass(frozen=True, slots=True)
class PartState:
    """How far a part of an entry is: `value` is what counts, None as long as nothing does."""

    marks: Sequence[Mark]
    settlement: Settlement | None

    @property
    def differs(self) -> bool:
        """Two marks that do not say the same, and nobody has settled it."""
        return self.settlement is None and len(self.marks) == 2 and not _same(*self.marks)

    @property
    def value(self) -> Value | None:
        if self.settlement is not None:
            return _value(self.settlement)
        return _value(self.marks[0]) if len(self.marks) == 2 and not self.differs else None


def enter(account: Account, entry: ContestEntry, part: str, value: Value) -> Mark:
    """The judge's own mark; it may be changed until the second one is there.

    Raises Forbidden for no judge, DomainError for a colleague, a heat of others, or when it is too late,
    Invalid (`points`, `penalties`).
    """
    db.session.refresh(entry, ["state", "reason"], with_for_update=True)
    programme = entry.event.programme
    judge = judges.require(account, programme)
    judges.refuse_colleague(judge, entry)
    _refuse_late(programme, entry)
    check(entry.event, part, value)
    _refuse_off_duty(judge, entry, part)
    state = of(entry, part)
    mine = next((mark for mark in state.marks if mark.judge_id == judge.id), None)
    if state.settlement is not None or len(state.marks) == 2:
        raise DomainError(_("这一项已经有两次登记，不能再改。有疑问请告诉经办人。"))
    if mine is None:
        turn = 2 if state.marks else 1
        mine = Mark(entry_id=entry.id, part=part, turn=turn, judge_id=judge.id, **value.columns)
        db.session.add(mine)
    for name, given in value.columns.items():
        setattr(mine, name, given)
    mine.entered_at = clock.now()
    try:
        db.session.flush()
    except IntegrityError as error:
        raise DomainError(_("刚刚有别的裁判登记了这一项，请刷新页面核对。")) from error
    audit.record(account, "mark.enter", mine, label=label(entry), unit=entry.unit)
    return mine


def settle(actor: Account, entry: ContestEntry, part: str, value: Value, reason: str) -> Settlement:
    """What counts where two marks differ, said by a third person. Raises DomainError, Invalid."""
    db.session.refresh(entry, ["state", "reason"], with_for_update=True)
    _refuse_late(entry.event.programme, entry)
    state = of(entry, part)
    if not state.differs:
        raise DomainError(_("这一项的两次登记没有不同，不用裁定。"))
    if any(mark.judge.account_id == actor.id for mark in state.marks):
        raise DomainError(_("裁定要由没有登记过这一项的第三人来做。"))
    return overrule(actor, entry, part, value, reason)


def overrule(actor: Account, entry: ContestEntry, part: str, value: Value, reason: str) -> Settlement:
    """Write what counts from now on, with what counted before on record. Raises Invalid."""
    check(entry.event, part, value)
    if not reason.strip():
        raise Invalid(_("请写明原因，会记入操作记录"), "reason")
    state = of(entry, part)
    before = state.value
    made = state.settlement or Settlement(entry_id=entry.id, part=part)
    for name, given in value.columns.items():
        setattr(made, name, given)
    made.settled_by_id, made.settled_at, made.reason = actor.id, clock.now(), reason[:300]
    db.session.add(made)
    was = before.columns if before is not None else {}
    changed = {n: (was.get(n, ""), v) for n, v in value.columns.items() if was.get(n, "") != v}
    audit.record(
        actor, "mark.settle", made, label=label(entry), unit=entry.unit, changes=changed, reason=reason[:300]
    )
    return made


def check(event: ContestEvent, part: str, value: Value) -> None:
    """Raises NotFound for a part that the event has not, Invalid (`points`, `penalties`)."""
    if part not in parts(event):
        raise NotFound(_("这个比赛项目没有这一部分。"))
    most = event.theory_most if part == THEORY else event.practice_most
    if not 0 <= value.points <= most * HUNDREDTHS:
        raise Invalid(_("请填写 0 到 %(most)s 之间的分数", most=most), "points")
    known = {each["code"] for each in event.penalties} if part == PRACTICE else set()
    if any(code not in known or often < 0 for code, often in value.penalties.items()):
        raise Invalid(_("有的扣分项不属于这个项目，请刷新页面"), "penalties")


def parts(event: ContestEvent) -> tuple[str, ...]:
    """The parts that count."""
    weights = ((THEORY, event.theory_weight), (PRACTICE, event.practice_weight))
    return tuple(part for part, weight in weights if weight > 0)


def counted(event: ContestEvent, value: Value) -> int:
    """Points with penalties taken off, in hundredths."""
    worth = {each["code"]: round(each["points"] * HUNDREDTHS) for each in event.penalties}
    return after_penalties(value.points, (worth.get(c, 0) * n for c, n in value.penalties.items()))


def of(entry: ContestEntry, part: str) -> PartState:
    """How far it is."""
    return of_entries([entry]).get((entry.id, part), PartState((), None))


def of_entries(entries: Iterable[ContestEntry]) -> dict[tuple[int, str], PartState]:
    """{(entry id, part): how far it is}, of those of which anything is known."""
    ids = [entry.id for entry in entries]
    marks: dict[tuple[int, str], list[Mark]] = {}
    query = select(Mark).where(Mark.entry_id.in_(ids)).options(joinedload(Mark.judge)).order_by(Mark.turn)
    for mark in db.session.scalars(query):
        marks.setdefault((mark.entry_id, mark.part), []).append(mark)
    settled = db.session.scalars(select(Settlement).where(Settlement.entry_id.in_(ids)))
    by_part = {(each.entry_id, each.part): each for each in settled}
    return {key: PartState(marks.get(key, ()), by_part.get(key)) for key in marks.keys() | by_part.keys()}


def load(programme: Programme, entry_id: int) -> ContestEntry:
    """An entry of the contest. Raises NotFound."""
    ids = [event.id for event in events.listed(programme)]
    for entry in entering.of_events(ids, withdrawn=True):
        if entry.id == entry_id:
            return entry
    raise NotFound(_("没有这位选手，请从名单里重新选择。"))


def label(entry: ContestEntry) -> str:
    """How records call an entry."""
    return f"{entry.event.programme.title} {entry.event.title} {entry.number or ''}".strip()


def _refuse_late(programme: Programme, entry: ContestEntry) -> None:
    contest = contests.of(programme)
    if contest.results != "none":
        raise DomainError(_("成绩已经公布，不能再登记。要改请按申诉办理。"))
    if contest.entries_frozen_at is None:
        raise DomainError(_("参赛名单还没有固定，不能登记成绩。"))
    if entry.state != "entered":
        raise DomainError(_("这位选手没有参加（退赛、缺考或取消资格），不用登记。"))


def _refuse_off_duty(judge: ContestJudge, entry: ContestEntry, part: str) -> None:
    seat = heats.of_entries([entry]).get(entry.id) if part == PRACTICE else None
    if seat is not None and (watching := judges.on_duty(seat.slot_id)) and judge.id not in watching:
        raise DomainError(_("这一场不是您执裁，请由这一场的裁判登记。"))


def _same(one: Mark, other: Mark) -> bool:
    return _value(one).columns == _value(other).columns


def _value(of: Mark | Settlement) -> Value:
    return Value(of.points, of.seconds, dict(of.penalties), of.absent)
