"""What time alone does to cases: questions lapse, decisions become final, late steps are told of once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import structlog
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app import clock
from app.extensions import db
from app.models import Account, CaseFile, CaseQuestion, CaseReminder, Programme
from app.services import gateway
from app.services.casework import cases, deciding, handling, journal, owners, settings
from app.unit_of_work import unit_of_work

log = structlog.get_logger()
TOO_LATE = dt.timedelta(days=3)


def owed() -> Sequence[int]:
    """Ids of programmes in which a question, an appeal or a step has run out and nothing was done yet."""
    now = clock.now()
    lapsed = select(CaseQuestion.case_id).where(CaseQuestion.closed_at.is_(None), CaseQuestion.due_at <= now)
    told = select(CaseReminder.id).where(
        CaseReminder.case_id == CaseFile.id, CaseReminder.due_at == CaseFile.due_at
    )
    late = CaseFile.state.in_(cases.LIVE) & (CaseFile.due_at <= now) & ~told.exists()
    query = (
        select(CaseFile.programme_id)
        .where(
            or_(CaseFile.id.in_(lapsed), (CaseFile.state == "decided") & (CaseFile.appeal_until <= now), late)
        )
        .distinct()
        .order_by(CaseFile.programme_id)
    )
    return db.session.scalars(query).all()


def look_after(programme: Programme) -> int:
    """Do what is due in the programme; how many cases it concerned."""
    return _lapse(programme) + _finish(programme) + _remind(programme)


def _lapse(programme: Programme) -> int:
    query = (
        select(CaseQuestion)
        .join(CaseFile, CaseQuestion.case_id == CaseFile.id)
        .where(
            CaseFile.programme_id == programme.id,
            CaseQuestion.closed_at.is_(None),
            CaseQuestion.due_at <= clock.now(),
        )
        .options(joinedload(CaseQuestion.case))
    )
    found = db.session.scalars(query).all()
    for question in found:
        case = question.case
        db.session.refresh(case, with_for_update=True)
        question.closed_at = clock.now()
        journal.write(case, "lapsed")
        if settings.is_set(programme, settings.UNANSWERED, "close"):
            deciding.close_unanswered(case)
        else:
            handling.resume(case)
            handling.tell(case, "case.lapsed")
    return len(found)


def _finish(programme: Programme) -> int:
    query = select(CaseFile).where(
        CaseFile.programme_id == programme.id,
        CaseFile.state == "decided",
        CaseFile.appeal_until <= clock.now(),
    )
    found = db.session.scalars(query).all()
    for case in found:
        db.session.refresh(case, with_for_update=True)
        if case.state == "decided":
            cases.finish(case)
    db.session.flush()
    return len(found)


def _remind(programme: Programme) -> int:
    """Owe a message to the owner, or all whose step it is, and to who stands above; once for a deadline."""
    query = select(CaseFile).where(
        CaseFile.programme_id == programme.id,
        CaseFile.state.in_(cases.LIVE),
        CaseFile.due_at <= clock.now(),
    )
    found = 0
    for case in db.session.scalars(query).all():
        if case.due_at is None or _told(case):
            continue
        theirs = [case.owner] if case.owner is not None else handling.candidates(case)
        wanted: dict[int, Account] = {each.id: each for each in (*theirs, *owners.superiors(case))}
        if not wanted:
            continue
        for account in wanted.values():
            db.session.add(
                CaseReminder(case=case, account=account, due_at=case.due_at, created_at=clock.now())
            )
        journal.write(case, "overdue", due=case.due_at.isoformat())
        found += 1
    db.session.flush()
    return found


def _told(case: CaseFile) -> bool:
    same = (CaseReminder.case_id == case.id) & (CaseReminder.due_at == case.due_at)
    return db.session.scalar(select(CaseReminder.id).where(same).limit(1)) is not None


def deliver_owed(limit: int = 50) -> int:
    """Hand owed reminders to the gateway, each in a unit of work of its own; none says what it is about."""
    query = (
        select(CaseReminder.id)
        .where(CaseReminder.sent_at.is_(None), CaseReminder.created_at > clock.now() - TOO_LATE)
        .order_by(CaseReminder.id)
        .limit(limit)
    )
    ids = db.session.scalars(query).all()
    db.session.rollback()
    sent = 0
    for reminder_id in ids:
        reminder = db.session.get_one(CaseReminder, reminder_id)
        phone = reminder.account.phone
        db.session.rollback()
        try:
            with force_locale("zh"):
                gateway.send(phone, _("您负责的办件有超过办理期限的，请登录暖心办，在“办件”里查看。"))
        except gateway.GatewayFault:
            log.warning("reminder.not_sent", reminder=reminder_id)
            break
        with unit_of_work():
            db.session.get_one(CaseReminder, reminder_id).sent_at = clock.now()
        sent += 1
    return sent
