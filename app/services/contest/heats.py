"""Publishing a plan of heats, and where entrants find what is theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import DomainError, Stale
from app.extensions import db
from app.models import (
    Account,
    Contest,
    ContestEntry,
    ContestJudge,
    HeatDuty,
    HeatPlan,
    HeatSeat,
    HeatSlot,
    Member,
    Person,
    Registration,
)
from app.scheduling.heats.check import check
from app.scheduling.heats.result import Result
from app.services import audit, notify
from app.services.contest import contests, events, heat_problem, heat_view, judges, lots, placing


def publish(actor: Account, contest: Contest, plan: HeatPlan) -> None:
    """Everybody is told where they compete. Twice does nothing the second time.

    Raises DomainError for a plan that breaks a rule, Stale when what it was made from has changed.
    """
    contests.hold(contest)
    db.session.refresh(plan, with_for_update=True)
    if plan.state == "published":
        return
    if plan.state != "placed" or placing.published(contest) is not None:
        raise DomainError(_("这一次编组还不能公布，或已经公布了另一次。"))
    if heat_problem.file_of(contest)[1] != plan.problem_sha256:
        raise Stale(_("编组以后，名单、裁判、工位或场次有了变化。请重新编组，再公布。"))
    problem, result = heat_view.files(plan)
    if result is None or check(problem, result):
        raise DomainError(_("这一次编组没有通过规则检查，不能公布。请重新编组。"))
    plan.state, plan.published_at = "published", clock.now()
    seats = _store(contest, plan, result)
    audit.record(actor, "heat_plan.publish", plan, label=contest.programme.title)
    for seat in seats:
        _tell(seat)


def _store(contest: Contest, plan: HeatPlan, result: Result) -> list[HeatSeat]:
    slots = {heat_problem.slot_id(s): s for e in events.listed(contest.programme) for s in e.slots}
    known = {(heat_problem.event_id(e.event), lots.code(e)): e for e in lots.frozen(contest)}
    judging: Mapping[str, ContestJudge] = {
        heat_problem.judge_id(j): j for j in judges.listed(contest.programme)
    }
    seats = [
        HeatSeat(
            plan=plan,
            entry=known[seat.event, seat.entrant],
            slot=slots[seat.slot],
            station=heat_problem.station_number(seat.station),
        )
        for seat in result.seats
    ]
    db.session.add_all(seats)
    for duty in result.duties:
        db.session.add(HeatDuty(plan_id=plan.id, judge=judging[duty.judge], slot=slots[duty.slot]))
    db.session.flush()
    return seats


def _tell(seat: HeatSeat) -> None:
    entry = seat.entry
    when = f"{clock.local(seat.slot.starts_at):%Y-%m-%d %H:%M}"
    for person in people(entry):
        notify.tell(
            person,
            "contest.heat",
            entry.registration,
            event=entry.event.title,
            when=when,
            station=seat.station,
        )


def people(entry: ContestEntry) -> list[Person]:
    """Who competes in an entry."""
    if entry.person is not None:
        return [entry.person]
    return [member.person for member in entry.registration.members]


def of_entries(entries: Sequence[ContestEntry]) -> dict[int, HeatSeat]:
    """Published seats by entry id."""
    query = (
        select(HeatSeat)
        .join(HeatSeat.plan)
        .where(HeatPlan.state == "published", HeatSeat.entry_id.in_([entry.id for entry in entries]))
        .options(joinedload(HeatSeat.slot))
    )
    return {seat.entry_id: seat for seat in db.session.scalars(query)}


def of_slot(slot_id: int) -> list[HeatSeat]:
    """Who competes in a heat, by station."""
    query = (
        select(HeatSeat)
        .join(HeatSeat.plan)
        .where(HeatPlan.state == "published", HeatSeat.slot_id == slot_id)
        .options(joinedload(HeatSeat.slot), joinedload(HeatSeat.entry))
    )
    return list(db.session.scalars(query.order_by(HeatSeat.station)))


def ahead(person: Person) -> list[tuple[HeatSeat, ContestEntry]]:
    """The person's heats from now on, alone or in a team."""
    query = (
        select(HeatSeat)
        .join(HeatSeat.plan)
        .join(HeatSeat.slot)
        .join(HeatSeat.entry)
        .where(HeatPlan.state == "published", HeatSlot.ends_at > clock.now(), ContestEntry.state == "entered")
        .options(joinedload(HeatSeat.slot), joinedload(HeatSeat.entry).joinedload(ContestEntry.registration))
    )
    mine = ContestEntry.person_id == person.id
    in_team = ContestEntry.person_id.is_(None) & ContestEntry.registration.has(_has(person))
    found = db.session.scalars(query.where(mine | in_team).order_by(HeatSlot.starts_at))
    return [(seat, seat.entry) for seat in found]


def _has(person: Person) -> ColumnElement[bool]:
    return Registration.members.any((Member.person_id == person.id) & Member.active)


def where(seat: HeatSeat) -> str:
    """Place and station in words."""
    event = seat.entry.event
    place = words.in_language(event.venue, "name") if event.venue is not None else ""
    return str(_("%(place)s %(station)s 号工位", place=place, station=seat.station)).strip()
