"""Deciding on a case, and on an appeal against that: with a reason, and within what may be granted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import clock
from app.errors import DomainError, Forbidden, Invalid
from app.extensions import db
from app.models import Account, CaseDecision, CaseFile, CaseReason, CaseVisit, Programme
from app.models.casework import OUTCOMES
from app.services import features
from app.services.casework import cases, handling, journal, limits, owners, settings, working_days


@dataclass(frozen=True, slots=True)
class Stop:
    """When, where and with which vehicle a granted visit is made."""

    on: dt.date
    place: str
    vehicle: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody decides; `amount` in 分."""

    outcome: str
    reason_id: int
    words: str = ""
    amount: int = 0
    stop: Stop | None = None


def reasons(programme: Programme) -> Sequence[CaseReason]:
    query = select(CaseReason).where(CaseReason.programme_id == programme.id)
    return db.session.scalars(query.order_by(CaseReason.position, CaseReason.id)).all()


def decide(actor: Account, case: CaseFile, verdict: Verdict, version: int) -> CaseDecision:
    """Decide the case where its step may. Raises Invalid by field, DomainError where it cannot be decided."""
    cases.hold_own(case, actor, version)
    if case.state != "open":
        raise DomainError(_("现在不能作决定：申请人正在补充，或已经作出决定。"))
    if case.step is None or not case.step.may_end:
        raise DomainError(_("这一步不能作决定，请转下一步。"))
    made = _write(actor, case, verdict, on_appeal=False)
    _decided(case, settings.days(case.programme, settings.APPEAL_DAYS))
    return made


def decide_appeal(actor: Account, case: CaseFile, verdict: Verdict, version: int) -> CaseDecision:
    """Decide on an appeal; that is final. Raises Forbidden for who has decided before."""
    cases.hold_own(case, actor, version)
    if case.state != "appealed":
        raise DomainError(_("这个办件没有待办的复核。"))
    if actor.id not in {each.id for each in owners.for_appeal(case)}:
        raise Forbidden(_("原来作决定的人不能办理复核。"))
    limits.give_back(case)
    _forget_stop(case)
    made = _write(actor, case, verdict, on_appeal=True)
    cases.finish(case)
    handling.tell(case, "case.appeal_decided")
    return made


def close_unanswered(case: CaseFile) -> None:
    """The applicant has not answered and the programme says that this ends it; they can still appeal."""
    reason = next((each for each in reasons(case.programme) if each.outcome == "refused"), None)
    if reason is None:
        handling.resume(case)
        return
    words = _("没有在期限内补充材料，按放弃申请结案。")
    _write(None, case, Verdict("refused", reason.id, words), on_appeal=False)
    _decided(case, settings.days(case.programme, settings.APPEAL_DAYS))


def _decided(case: CaseFile, days: int) -> None:
    """It can be appealed for `days` working days; with none it is final at once."""
    case.due_at = case.days_left = None
    if days:
        case.state, case.appeal_until = "decided", working_days.after(clock.now(), days)
    else:
        cases.finish(case)
    handling.tell(case, "case.decided")


def reopen(actor: Account, case: CaseFile, reason: str, version: int) -> None:
    """The case goes back to the step where it was decided, what it was granted is free again.

    Raises DomainError for what is not decided, or is under appeal.
    """
    cases.hold(case, version)
    if not owners.may_see(actor, case) or case.step is None or not owners.may_work_at(actor, case, case.step):
        raise Forbidden(_("这一步不由您办理。"))
    if case.state != "decided":
        raise DomainError(_("只有已作决定、还没有办结的办件可以重新办理。"))
    limits.give_back(case)
    _forget_stop(case)
    before = case.outcome
    case.outcome, case.amount, case.appeal_until = None, 0, None
    handling.enter(case, case.step)
    case.owner_id = actor.id
    changes = {"case_outcome": (f"case-{before}", "")}
    journal.write(case, "reopened", actor, reason, changes=changes, reason=reason)
    handling.tell(case, "case.reopened")


def _write(actor: Account | None, case: CaseFile, verdict: Verdict, *, on_appeal: bool) -> CaseDecision:
    reason = _sound(case, verdict)
    if verdict.outcome != "refused":
        limits.take(case, verdict.amount)
        _keep_stop(case, verdict.stop)
    made = CaseDecision(
        case=case,
        number=len(cases.decisions(case)) + 1,
        on_appeal=on_appeal,
        outcome=verdict.outcome,
        reason=reason,
        words=verdict.words or None,
        amount=verdict.amount,
        decided_by_id=actor.id if actor else None,
        decided_at=clock.now(),
    )
    db.session.add(made)
    case.outcome, case.amount = verdict.outcome, verdict.amount
    changes = {"case_outcome": ("", f"case-{verdict.outcome}")}
    if verdict.amount:
        changes["case_amount"] = ("", limits.yuan(verdict.amount))
    kind = "appeal_decided" if on_appeal else "decided"
    journal.write(
        case, kind, actor, verdict.words, changes=changes, outcome=verdict.outcome, reason_id=reason.id
    )
    if verdict.outcome != "refused":
        for feature in features.of(case.programme):
            feature.granted(case.registration)
    db.session.flush()
    return made


def _sound(case: CaseFile, verdict: Verdict) -> CaseReason:
    """The reason, where everything fits together. Raises Invalid with every fault by field."""
    faults = {}
    programme = case.programme
    reason = next((each for each in reasons(programme) if each.id == verdict.reason_id), None)
    if verdict.outcome not in OUTCOMES:
        faults["outcome"] = _("请选择结果")
    elif reason is None or reason.outcome != verdict.outcome:
        faults["reason"] = _("请选择与结果相符的理由")
    granted = verdict.outcome in ("granted", "partly")
    money = settings.is_set(programme, settings.MONEY, "yes")
    if granted and money and verdict.amount <= 0:
        faults["amount"] = _("请填写同意的金额")
    if not (granted and money) and verdict.amount:
        faults["amount"] = _("这里不写金额，请清空")
    if verdict.outcome == "partly" and not verdict.words:
        faults["words"] = _("部分同意的，请写明同意什么、为什么")
    vehicles = settings.days(programme, settings.VEHICLES)
    if granted and vehicles and (verdict.stop is None or not 1 <= verdict.stop.vehicle <= vehicles):
        faults["vehicle"] = _("请排定日期、地点和车辆（1 到 %(most)s 号）", most=vehicles)
    elif granted and vehicles and verdict.stop is not None and verdict.stop.on <= clock.today():
        faults["on"] = _("停靠日期要在今天以后")
    if faults or reason is None:
        raise Invalid(_("决定还不完整，请核对"), faults=faults)
    return reason


def _keep_stop(case: CaseFile, stop: Stop | None) -> None:
    """Raises Invalid (`on`) when the vehicle is somewhere else on that day: the database decides."""
    if stop is None:
        return
    try:
        with db.session.begin_nested():
            db.session.add(
                CaseVisit(
                    case_id=case.id,
                    programme_id=case.programme_id,
                    vehicle=stop.vehicle,
                    on=stop.on,
                    place=stop.place,
                )
            )
    except IntegrityError:
        raise Invalid(_("这辆车当天已经排了别处，请换一天或换一辆车"), "on") from None


def _forget_stop(case: CaseFile) -> None:
    if (visit := stop_of(case)) is not None:
        db.session.delete(visit)
        db.session.flush()


def stop_of(case: CaseFile) -> CaseVisit | None:
    return db.session.scalar(select(CaseVisit).where(CaseVisit.case_id == case.id))
