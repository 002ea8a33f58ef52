"""Whether what a run was made from has changed since: a quick look, and the whole truth."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload

from app import words
from app.errors import Invalid
from app.extensions import db
from app.identity import mask_name
from app.models import AllocationRun, Lock, Member, Registration
from app.scheduling.contract.problem_file import read_problem
from app.services.allocation import changes, snapshot
from app.services.allocation.eligible import LeftOut

NAMED = 5


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
    return [*changes.between(read_problem(run.problem), now.problem), *_stopped(run, now)]


def _stopped(run: AllocationRun, now: snapshot.Snapshot) -> list[str]:
    """Who was in the problem and may no longer take part, and why; at most one sentence."""
    known = {one["registration_id"] for one in run.summary.get("left_out", [])}
    found = [one for one in now.left_out if one.registration_id not in known]
    if not found:
        return []
    who = words.clauses(_named(found[:NAMED]))
    if len(found) <= NAMED:
        return [_("不再符合条件的报名（%(who)s）", who=who)]
    return [_("不再符合条件的报名（%(who)s；等 %(count)s 组）", who=who, count=len(found))]


def _named(found: Sequence[LeftOut]) -> list[str]:
    query = select(Member).where(Member.id.in_([one.member_id for one in found]))
    loaded = query.options(joinedload(Member.person), joinedload(Member.registration))
    members = {member.id: member for member in db.session.scalars(loaded)}
    return [
        _(
            "%(name)s %(reference)s：%(why)s",
            name=mask_name(members[one.member_id].person.name),
            reference=members[one.member_id].registration.reference,
            why=one.message,
        )
        for one in found
    ]
