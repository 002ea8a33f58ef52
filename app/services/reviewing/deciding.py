"""Granting and refusing as the ranking has it; people settle ties at an edge and change single decisions."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app import clock
from app.errors import DomainError, Invalid, Stale
from app.extensions import db
from app.models import Account, Decision, Programme, Registration
from app.services import audit, notify, programmes
from app.services.reviewing import barred, limits, ranking, settings
from app.services.reviewing.decision_words import (
    cap_in_words,
    reason_of,
    reason_of_barred,
    reason_of_tie,
    written,
)
from app.services.reviewing.granting import GRANTED, REFUSED, Candidate, Cap, full, settles
from app.services.reviewing.ranking import Ranking, Row

OUTCOMES = (GRANTED, REFUSED)


def settle(actor: Account, programme: Programme, granted: Collection[int], reason: str) -> None:
    """Of the entries at the edge, which have equal totals, grant these registration ids; the others not.

    Raises Stale when these are not at the edge any more, Invalid when they do not fit, when room would be
    left unused, or without a reason.
    """
    programmes.hold(programme)
    found = _undecided(programme)
    edge = {row.registration.id: row for row in found.edge}
    if not edge:
        raise Stale(_("现在没有要决定的并列，请刷新后再看。"))
    if not set(granted) <= edge.keys():
        raise Stale(_("并列的申报有变化，请按现在的名单重新选择。"))
    if not (why := written(reason)):
        raise Invalid(_("请写明为什么这样取舍，会公示"), "reason")
    competing = [each for each in found.candidates if each.id in edge]
    _refuse_misfit(found, competing, granted)
    for entry_id, row in edge.items():
        outcome = GRANTED if entry_id in granted else REFUSED
        _decide(actor, row, outcome, reason_of_tie(why))
        _record(actor, "decision.settle", row.registration, ("", outcome), why)


def _refuse_misfit(found: Ranking, competing: list[Candidate], granted: Collection[int]) -> None:
    wrong = settles(competing, granted, found.used())
    if isinstance(wrong, Cap):
        raise Invalid(_("选的太多：%(limit)s，请少选一些", limit=cap_in_words(wrong)), "granted")
    if wrong is not None:
        raise Invalid(_("还有名额可以给并列的申报，请选满"), "granted")


def propose(actor: Account, programme: Programme) -> None:
    """Decide on every entry as the ranking has it. What ties were settled to stays.

    Raises DomainError while readings are missing or a tie at an edge is not settled.
    """
    programmes.hold(programme)
    found = _undecided(programme)
    if not found.rows:
        raise DomainError(_("没有申报，不用评定。"))
    if not found.complete:
        raise DomainError(_("还有申报没有评完，评完才能拟定结果。"))
    if found.edge:
        raise DomainError(_("有总分并列、名额不够的申报，请先决定取舍。"))
    mark, lowest = settings.of(programme, "pass_mark"), found.lowest
    for row in found.rows:
        if row.decision is None and row.verdict is not None:
            stopped = barred.written(programme, row.registration) if row.barred else ""
            why = reason_of_barred(stopped) if stopped else reason_of(row.verdict, mark, lowest)
            _decide(actor, row, row.verdict.outcome, why)
    counts = {"granted": ("", len(found.granted)), "refused": ("", len(found.rows) - len(found.granted))}
    audit.record(actor, "decision.propose", programme, label=programme.title, changes=counts)


def discard(actor: Account, programme: Programme, reason: str) -> None:
    """Begin deciding anew, settled ties included. Raises DomainError once the result is on public notice."""
    programmes.hold(programme)
    _refuse_settled(programme)
    if not ranking.decisions(programme):
        raise DomainError(_("还没有拟定的结果，不用重来。"))
    forget(programme)
    audit.record(actor, "decision.discard", programme, label=programme.title, reason=reason)


def forget(programme: Programme) -> None:
    """Drop every decision of the programme."""
    entries = select(Registration.id).where(Registration.programme_id == programme.id)
    db.session.execute(delete(Decision).where(Decision.registration_id.in_(entries)))


def change(actor: Account, registration: Registration, outcome: str, reason: str) -> None:
    """Decide otherwise on one entry; on public notice its people are told.

    Raises DomainError unless the result is proposed or on notice, Invalid without a reason, when it is
    decided so already, when there is no room, or to grant what a rule keeps out.
    """
    programme = registration.programme
    programmes.hold(programme)
    db.session.refresh(registration)
    decision = db.session.scalar(select(Decision).where(Decision.registration_id == registration.id))
    if decision is None or registration.state != "submitted" or programme.state not in ("closed", "noticed"):
        raise DomainError(_("这份申报现在不能改判：结果还没有拟定，或已经公布，或申报已退出。"))
    if outcome not in OUTCOMES:
        raise Invalid(_("请选择入选或不入选"), "outcome")
    if decision.outcome == outcome:
        raise Invalid(_("现在就是这个结果，没有改变"), "outcome")
    if not (why := written(reason)):
        raise Invalid(_("请写明改判的原因，会公示"), "reason")
    if outcome == GRANTED:
        _refuse_barred(programme, registration)
        _refuse_full(programme, registration)
    before, decision.outcome, decision.reason = decision.outcome, outcome, why
    decision.decided_by, decision.decided_at = actor, clock.now()
    _record(actor, "decision.change", registration, (before, outcome), why)
    if programme.state == "noticed":
        for member in registration.members:
            notify.tell(member.person, "review.changed", registration)


def _refuse_barred(programme: Programme, registration: Registration) -> None:
    if found := barred.of(programme, [registration]).get(registration.id):
        why = barred.in_words(found)
        raise Invalid(_("这份申报现在不符合资格条件，不能入选：%(why)s", why=why), "outcome")


def _refuse_full(programme: Programme, registration: Registration) -> None:
    cap = full(limits.caps_of(programme, registration), ranking.of(programme).used())
    if cap is not None:
        words = _("%(limit)s，已经给完。请先把另一份改为不入选。", limit=cap_in_words(cap))
        raise Invalid(words, "outcome")


def _undecided(programme: Programme) -> Ranking:
    """The ranking, where there is still something to decide by it."""
    _refuse_settled(programme)
    found = ranking.of(programme)
    if found.decided:
        raise Stale(_("结果已经拟定。要改一份请改判，要全部重来请先作废。"))
    return found


def _refuse_settled(programme: Programme) -> None:
    if programme.state != "closed":
        raise DomainError(_("报名截止以后、公示以前才能拟定结果。"))


def _decide(actor: Account, row: Row, outcome: str, reason: str) -> None:
    db.session.add(
        Decision(
            registration_id=row.registration.id,
            outcome=outcome,
            rank=row.rank,
            total=row.judged.total,
            reason=reason,
            decided_by=actor,
            decided_at=clock.now(),
        )
    )


def _record(
    actor: Account, action: str, registration: Registration, outcome: tuple[str, str], reason: str
) -> None:
    audit.record(
        actor,
        action,
        registration,
        label=registration.reference,
        unit=registration.lead.person.unit,
        changes={"outcome": outcome},
        reason=reason,
    )
