"""What the applicant does with their case: answer a question, appeal against a decision."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import update

from app import clock
from app.errors import DomainError, Forbidden, Invalid
from app.extensions import db
from app.models import Account, CaseFile, Document, Registration
from app.services import documents
from app.services.casework import cases, handling, journal, settings, working_days
from app.services.documents import Upload

MOST_FILES = 5


def case_of(registration: Registration) -> CaseFile:
    """Raises DomainError where the registration has none, or it has been withdrawn."""
    case = cases.of(registration)
    if case is None or case.state == "withdrawn":
        raise DomainError(_("这份申请没有正在办理的事项。"))
    return case


def may_speak(registration: Registration, account: Account) -> bool:
    """Who applied, or for whom it was applied: nobody else answers for them."""
    return registration.signed_up_by_id == account.id or registration.lead.person_id == account.person_id


def answer(registration: Registration, account: Account, words: str, uploads: Sequence[Upload]) -> None:
    """Answer what is asked, with files; the case goes on. Raises DomainError when nothing is asked."""
    case = _held(registration, account)
    question = cases.question(case)
    if question is None or case.state != "waiting":
        raise DomainError(_("现在没有等您补充的问题：可能已经答复，或已过期限。"))
    if not words and not uploads:
        raise Invalid(_("请写明情况，或上传材料"), "words")
    question.answer, question.closed_at = words or None, clock.now()
    question.documents = _keep(registration, account, uploads)
    handling.resume(case)
    journal.write(case, "answered", account, words, documents=question.documents)


def appeal(registration: Registration, account: Account, words: str, uploads: Sequence[Upload]) -> None:
    """Have somebody else decide anew. Raises DomainError when it is too late, or nothing was refused."""
    case = _held(registration, account)
    if case.state != "decided" or case.appeal_until is None or case.outcome == "granted":
        raise DomainError(_("现在没有可以申请复核的决定。"))
    if case.appeal_until <= clock.now():
        raise DomainError(_("申请复核的期限已过。如有新的情况，请联系咨询电话。"))
    if not words:
        raise Invalid(_("请写明您认为决定哪里不对"), "words")
    kept = _keep(registration, account, uploads)
    days = settings.days(case.programme, settings.APPEAL_WORK_DAYS)
    case.state, case.owner_id, case.appeal_until = "appealed", None, None
    case.due_at = working_days.after(clock.now(), days)
    journal.write(case, "appealed", account, words, documents=kept)


def _held(registration: Registration, account: Account) -> CaseFile:
    if not may_speak(registration, account):
        raise Forbidden(_("请由申请人本人办理。"))
    case = case_of(registration)
    db.session.refresh(case, with_for_update=True)
    return case


def _keep(registration: Registration, account: Account, uploads: Sequence[Upload]) -> list[int]:
    """Ids of the files, which belong to the registration from now on."""
    if len(uploads) > MOST_FILES:
        raise Invalid(_("一次最多上传 %(most)s 个文件", most=MOST_FILES), "files")
    ids = [documents.store(account, registration.programme, each)["document"] for each in uploads]
    tied = update(Document).where(Document.id.in_(ids)).values(registration_id=registration.id)
    db.session.execute(tied)
    return ids
