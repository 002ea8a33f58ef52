"""Whether what a run was made from has changed since: a quick look, and the whole truth."""

from __future__ import annotations

from sqlalchemy import exists, or_, select

from app.errors import Invalid
from app.extensions import db
from app.models import AllocationRun, Lock, Registration
from app.scheduling.contract.problem_file import read_problem
from app.services.allocation import changes, snapshot


def hint(run: AllocationRun) -> bool:
    """Whether a lock or a registration was changed after the run was asked for."""
    locks = select(Lock.id).where(
        Lock.programme_id == run.programme_id,
        or_(Lock.created_at > run.created_at, Lock.removed_at > run.created_at),
    )
    registrations = select(Registration.id).where(
        Registration.programme_id == run.programme_id,
        or_(Registration.changed_at > run.created_at, Registration.withdrawn_at > run.created_at),
    )
    return bool(db.session.scalar(select(or_(exists(locks), exists(registrations)))))


def changed(run: AllocationRun) -> list[str]:
    """Kinds of things that have changed, in words; empty when the run may be published."""
    try:
        now = snapshot.take(run.programme)
    except Invalid as error:
        return [error.message]
    return against(run, now)


def against(run: AllocationRun, now: snapshot.Snapshot) -> list[str]:
    """The same, with the state now already frozen."""
    if now.digest == run.problem_sha256:
        return []
    return changes.between(read_problem(run.problem), now.problem)
