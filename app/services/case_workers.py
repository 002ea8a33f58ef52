"""Who works on a programme's cases: appointed by the city's coordinators, and never by themselves.

Of a private programme they alone see who takes part; whoever takes part can read their names and since when.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Account, CaseFile, CaseWorker, Person, Programme
from app.services import accounts, audit, programmes

LIVE = ("open", "waiting", "appealed")


@dataclass(frozen=True, slots=True)
class Known:
    """A case worker, and how many unfinished cases are theirs."""

    worker: CaseWorker
    case_count: int

    @property
    def name(self) -> str:
        return accounts.name(self.worker.account)


def listed(programme: Programme) -> list[Known]:
    """Everybody who works or has worked on it, in order of their appointment."""
    query = (
        select(CaseWorker)
        .where(CaseWorker.programme_id == programme.id)
        .options(joinedload(CaseWorker.account).joinedload(Account.person).joinedload(Person.unit))
        .order_by(CaseWorker.id)
    )
    counts = _case_counts(programme)
    return [Known(each, counts.get(each.account_id, 0)) for each in db.session.scalars(query)]


def active(programme: Programme) -> list[Account]:
    """Those who work on it now."""
    return [each.worker.account for each in listed(programme) if each.worker.left_at is None]


def _case_counts(programme: Programme) -> dict[int, int]:
    rows = db.session.execute(
        select(CaseFile.owner_id, func.count())
        .where(CaseFile.programme_id == programme.id, CaseFile.state.in_(LIVE))
        .group_by(CaseFile.owner_id)
    )
    return {owner_id: count for owner_id, count in rows if owner_id is not None}


def load(programme: Programme, worker_id: int) -> Known:
    """Raises NotFound, also for a case worker of another programme."""
    for each in listed(programme):
        if each.worker.id == worker_id:
            return each
    raise NotFound(_("没有这位专办人员，可能已经卸任。"))


def appoint(actor: Account, programme: Programme, phone: str, called: str) -> CaseWorker:
    """Let the account of `phone` work on the programme's cases.

    Raises Invalid (`phone`), also when somebody appoints themselves: who opens the door must not be who
    walks in.
    """
    programmes.hold(programme)
    if programme.state == "cancelled":
        raise DomainError(_("项目已经取消，不需要再任命专办人员。"))
    account = accounts.of_phone(phone, called)
    if account.id == actor.id:
        raise Invalid(_("不能任命自己，请由另一位市级经办人任命"), "phone")
    mine = select(CaseWorker).where(
        CaseWorker.programme_id == programme.id, CaseWorker.account_id == account.id
    )
    worker = db.session.scalar(mine)
    if worker is not None and worker.left_at is None:
        raise Invalid(_("这位已经是专办人员"), "phone")
    if worker is None:
        worker = CaseWorker(programme_id=programme.id, account=account)
        db.session.add(worker)
    worker.appointed_at, worker.left_at = clock.now(), None
    audit.record(actor, "case_worker.appoint", worker, label=_label(programme, account))
    return worker


def leave(actor: Account, programme: Programme, worker: CaseWorker, reason: str) -> None:
    """From now on they see nothing more; what they had not finished is for the others to take."""
    programmes.hold(programme)
    if worker.left_at is not None:
        return
    worker.left_at = clock.now()
    unfinished = update(CaseFile).where(
        CaseFile.programme_id == programme.id,
        CaseFile.owner_id == worker.account_id,
        CaseFile.state.in_(LIVE),
    )
    db.session.execute(unfinished.values(owner_id=None, version=CaseFile.version + 1))
    audit.record(actor, "case_worker.leave", worker, label=_label(programme, worker.account), reason=reason)


def _label(programme: Programme, account: Account) -> str:
    return f"{programme.title} {accounts.name(account)}"
