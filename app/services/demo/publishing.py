"""The earlier programme is allocated by the engine and published as a coordinator would, some days ago."""

from __future__ import annotations

from sqlalchemy import func, select, update

from app.extensions import db
from app.models import (
    Account,
    AllocationRun,
    AuditEntry,
    BedPlace,
    Notice,
    Placement,
    Programme,
    Registration,
    UnplacedReason,
)
from app.services.allocation import keeper, outcome, publication, runs
from app.services.demo.accounts import answer_to
from app.services.demo.dates import at

TIME_LIMIT = 30  # seconds; a few hundred people take one or two


class _Nobody:
    """Nobody watches this run."""

    def on_step(self, step: runs.Step) -> None: ...

    def should_stop(self) -> bool:
        return False


def publish(programme: Programme, coordinator: Account, days: int) -> None:
    """Allocate and publish, as if `days` from today. Raises RuntimeError when the engine found no plan."""
    run = runs.start(programme, coordinator, seed=1, time_limit_seconds=TIME_LIMIT)
    db.session.flush()
    claim = keeper.claim(run.id)
    if claim is None:
        raise RuntimeError("a run just started cannot be claimed")
    solved = outcome.solve(claim.problem, claim.options, _Nobody())
    solved = outcome.with_reasons(claim.problem, solved, lambda: False)
    keeper.finish(claim, solved)
    if solved.failed:
        raise RuntimeError(f"the demonstration programme could not be allocated: {solved.message}")
    db.session.flush()
    publication.publish(run.id, programme.id, coordinator)
    db.session.flush()
    _move_back(run, days)
    _name_examples(run)


def _move_back(run: AllocationRun, days: int) -> None:
    """It was done some days ago; nobody is owed a message about invented people."""
    run.created_at = run.solving_at = run.beat_at = at(days - 1, 9)
    run.finished_at, run.published_at = at(days - 1, 10), at(days, 10)
    db.session.execute(update(Notice).values(created_at=at(days, 10), sent_at=at(days, 10)))
    db.session.execute(update(AuditEntry).values(at=at(days, 10)))


def _name_examples(run: AllocationRun) -> None:
    """One worker with a place and one without, of those who show most, answer to the fixed phones."""
    shared = (
        select(Placement.offering_id, BedPlace.room_id)
        .join(BedPlace.placement)
        .where(Placement.run_id == run.id)
        .group_by(Placement.offering_id, BedPlace.room_id)
        .having(func.count(Placement.id.distinct()) > 1)
        .subquery()
    )
    # somebody who shares a room with people of another party, in company of their own if there is such a case
    sharing = (
        select(Placement.registration_id)
        .join(Placement.beds)
        .join(
            shared, (shared.c.offering_id == Placement.offering_id) & (shared.c.room_id == BedPlace.room_id)
        )
        .where(Placement.run_id == run.id, Placement.rank == 1)
        .group_by(Placement.registration_id)
        .order_by(func.count(BedPlace.member_id.distinct()).desc(), Placement.registration_id)
    )
    without = (
        select(UnplacedReason.registration_id)
        .where(UnplacedReason.run_id == run.id)
        .group_by(UnplacedReason.registration_id)
        .order_by(func.count(UnplacedReason.reason.distinct()).desc(), func.count().desc())
    )
    _answer(db.session.scalar(sharing), "placed")
    _answer(db.session.scalar(without.order_by(UnplacedReason.registration_id)), "unplaced")


def _answer(registration_id: int | None, role: str) -> None:
    if registration_id is None:
        return
    registration = db.session.get_one(Registration, registration_id)
    person = answer_to(registration.lead.person, role)
    account = registration.signed_up_by
    account.phone, account.phone_digest = person.phone or "", person.phone_digest or ""
