"""Publishing: every placement, bed and reason in one unit of work, or nothing; a second time does nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import insert, select

from app import clock, words
from app.errors import Invalid, Stale
from app.extensions import db
from app.models import (
    Account,
    AllocationRun,
    Base,
    BedPlace,
    Offering,
    Participation,
    Placement,
    Programme,
    Registration,
    Room,
    UnplacedReason,
)
from app.scheduling.contract import result
from app.services import audit, commitments, notify
from app.services.allocation import plan as plans
from app.services.allocation import snapshot, staleness
from app.services.allocation.ids import MEMBER, OFFERING, PARTY, ROOM, engine_id, number
from app.services.allocation.plan import Plan
from app.services.allocation.runs import hold

INELIGIBLE = "ineligible"  # a reason that is not the engine's: the party was not in the problem


@dataclass(frozen=True, slots=True)
class Consequences:
    """What publishing would do; `changed` must be empty for it to be allowed."""

    placed_people: int
    unplaced_parties: int
    left_out_parties: int
    told_people: int
    changed: tuple[str, ...]


def consequences(run: AllocationRun) -> Consequences:
    """For the page that asks once more."""
    plan = plans.of(run)
    left_out = run.summary.get("left_out", [])
    told = sum(len(party.members) for party in plan.problem.parties)
    absent = [one["registration_id"] for one in left_out]
    told += sum(len(r.members) for r in snapshot.submitted(run.programme) if r.id in absent) if absent else 0
    return Consequences(
        placed_people=sum(plan.size(party) for party in plan.placements),
        unplaced_parties=len(plan.unplaced),
        left_out_parties=len(left_out),
        told_people=told,
        changed=tuple(staleness.changed(run)),
    )


def publish(run_id: int, programme_id: int, actor: Account) -> bool:
    """Publish a solved run; False when it was published already.

    Raises Stale when anything that it depends on has changed, naming what; Invalid when it cannot be.
    """
    programme = hold(programme_id)
    run = _locked_run(run_id, programme)
    if run.state == "published":
        return False
    if run.state != "solved" or programme.state != "closed":
        raise Invalid(_("只有已完成、所属项目还没有公布结果的分配可以公布。"))
    registrations = hold_inputs(programme)
    now = snapshot.take(programme, registrations)
    if kinds := staleness.against(run, now):
        message = _("分配之后有改动：%(kinds)s。请重新分配，核对后再公布。", kinds=words.listed(kinds))
        raise Stale(message)
    by_id = {registration.id: registration for registration in registrations}
    _write(run, programme, plans.of(run), by_id)
    _leave_out(run, now, by_id)
    run.state, run.published_at, programme.state = "published", clock.now(), "published"
    label = f"{programme.title} #{run.number}"
    changes = {"state": ("closed", "published"), "placed": ("", run.summary.get("placed_people", 0))}
    audit.record(actor, "run.publish", run, label=label, changes=changes)
    return True


def of_programme(programme: Programme) -> AllocationRun | None:
    """The published run of a programme."""
    return db.session.scalar(
        select(AllocationRun).where(
            AllocationRun.programme_id == programme.id, AllocationRun.state == "published"
        )
    )


def _locked_run(run_id: int, programme: Programme) -> AllocationRun:
    query = select(AllocationRun).where(
        AllocationRun.id == run_id, AllocationRun.programme_id == programme.id
    )
    run = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if run is None:
        raise Invalid(_("没有找到这次分配。"))
    return run


def hold_inputs(programme: Programme) -> list[Registration]:
    """Keep what the problem is made from as it is until the end of the unit of work.

    SQLite has one writer; PostgreSQL needs the rows locked, or a withdrawal could slip in between.
    """
    venues = select(Offering.venue_id).where(Offering.programme_id == programme.id)
    for rows in (
        select(Registration.id).where(Registration.programme_id == programme.id).order_by(Registration.id),
        select(Offering.id).where(Offering.programme_id == programme.id).order_by(Offering.id),
        select(Room.id).where(Room.venue_id.in_(venues)).order_by(Room.id),
    ):
        db.session.execute(rows.with_for_update())
    return snapshot.submitted(programme)


def _write(
    run: AllocationRun, programme: Programme, plan: Plan, registrations: Mapping[int, Registration]
) -> None:
    rows = _places(run, plan, registrations)
    _insert(Participation, _participations(programme, rows, registrations))
    _insert(UnplacedReason, _reasons(run, plan, registrations))
    for party in plan.problem.parties:
        registration = registrations[number(PARTY, party.id)]
        kind = "placement.published" if party.id in plan.placements else "unplaced.published"
        for member in registration.members:
            notify.tell(member.person, kind, registration)


def _places(
    run: AllocationRun, plan: Plan, registrations: Mapping[int, Registration]
) -> list[dict[str, Any]]:
    """Write the placements with their beds; gives the placements' rows."""
    rows = [_place(run, placement, registrations) for placement in plan.result.placements]
    if not rows:
        return []
    statement = insert(Placement).returning(Placement.id, sort_by_parameter_order=True)
    ids = list(db.session.scalars(statement, rows))
    beds = [
        {
            "placement_id": placement_id,
            "member_id": number(MEMBER, member),
            "room_id": number(ROOM, bed.room),
            "bed": bed.bed,
        }
        for placement_id, placement in zip(ids, plan.result.placements, strict=True)
        for member, bed in placement.beds.items()
    ]
    _insert(BedPlace, beds)
    return rows


def _place(
    run: AllocationRun, placement: result.Placement, registrations: Mapping[int, Registration]
) -> dict[str, Any]:
    registration = registrations[number(PARTY, placement.party)]
    offering_id = number(OFFERING, placement.offering)
    return {
        "run_id": run.id,
        "registration_id": registration.id,
        "offering_id": offering_id,
        "rank": _rank(registration, offering_id),
    }


def _rank(registration: Registration, offering_id: int) -> int | None:
    """The rank as the party gave it; the problem's can be lower where an offering was cancelled."""
    return next((c.rank for c in registration.choices if c.offering_id == offering_id), None)


def _participations(
    programme: Programme, placements: Sequence[Mapping[str, Any]], registrations: Mapping[int, Registration]
) -> list[dict[str, Any]]:
    starts = {offering.id: offering.starts_on for offering in programme.offerings}
    return [
        {
            "person_id": member.person_id,
            "kind": programme.kind,
            "took_place_on": starts[row["offering_id"]],
            "registration_id": row["registration_id"],
        }
        for row in placements
        for member in registrations[row["registration_id"]].members
    ]


def _reasons(
    run: AllocationRun, plan: Plan, registrations: Mapping[int, Registration]
) -> list[dict[str, Any]]:
    """One for each choice that a party would rather have, also for choices that were out before the run."""
    found = []
    barred = commitments.barred(run.programme, list(registrations.values()))
    for party in plan.problem.parties:
        registration = registrations[number(PARTY, party.id)]
        told = {reason.offering: reason for reason in plan.reasons.get(party.id, ())}
        ranked = [engine_id(OFFERING, choice.offering_id) for choice in registration.choices]
        got = {placement.offering for placement in plan.placements.get(party.id, ())}
        last = max((ranked.index(offering) for offering in got if offering in ranked), default=len(ranked))
        for choice, offering in zip(registration.choices, ranked, strict=True):
            reason = told.get(offering)
            out_before = offering not in party.choices and ranked.index(offering) < last
            if reason is None and not out_before:
                continue
            found.append(
                {
                    "run_id": run.id,
                    "registration_id": registration.id,
                    "offering_id": choice.offering_id,
                    **_why(reason, barred.get(registration.id, {}).get(choice.offering_id)),
                }
            )
    return found


def _why(reason: result.Reason | None, held: Offering | None) -> dict[str, Any]:
    """The engine's reason; of a choice that was not in the problem, what is `held` elsewhere or cancelled."""
    if reason is not None:
        return {"reason": reason.reason, "detail": dict(reason.detail)}
    if held is not None:
        return {"reason": "clash", "detail": {"offering": engine_id(OFFERING, held.id)}}
    return {"reason": "cancelled", "detail": {}}


def _leave_out(run: AllocationRun, now: snapshot.Snapshot, registrations: Mapping[int, Registration]) -> None:
    rows = []
    for one in now.left_out:
        detail = {"rule": one.rule, "message": one.message, "regulation": one.regulation}
        row = {"run_id": run.id, "registration_id": one.registration_id, "offering_id": None}
        rows.append({**row, "reason": INELIGIBLE, "detail": detail})
        registration = registrations[one.registration_id]
        for member in registration.members:
            notify.tell(member.person, "registration.ineligible", registration, why=one.message)
    _insert(UnplacedReason, rows)


def _insert(model: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(model), rows)
