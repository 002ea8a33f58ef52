"""Writing a refill that a person has confirmed: places, beds, notices and the record, whole or not at all."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from app import clock
from app.errors import Invalid, NotFound, Stale
from app.extensions import db
from app.models import Account, AllocationRun, BedPlace, Participation, Placement, Programme, UnplacedReason
from app.services import audit, notify
from app.services.allocation import publication, refilling
from app.services.allocation.refilling import Entry, Proposal
from app.services.allocation.runs import hold


def published_run(programme_id: int) -> AllocationRun:
    """The run whose gaps may be filled; raises NotFound while nothing is published."""
    programme = db.session.get(Programme, programme_id)
    run = publication.of_programme(programme) if programme is not None else None
    if run is None:
        raise NotFound(_("结果公布以后才能递补。"))
    return run


def confirm(programme_id: int, sha256: str, actor: Account) -> int:
    """Give the places of the proposal with this digest; how many parties came in, 0 if they had already.

    Raises Stale when anything that the proposal rests on has changed, Invalid when there is nothing to give.
    """
    programme = hold(programme_id)
    run = published_run(programme_id)
    if _given_already(run, sha256):
        return 0
    if programme.state != "published":
        raise Invalid(_("这个项目已经不在公布状态，不能递补。"))
    publication.hold_inputs(programme)
    proposal = refilling.propose(run)
    if proposal.sha256 != sha256:
        raise Stale(_("看过之后名单或床位有变化，没有递补任何人。下面是重新算出的递补，请核对后再确认。"))
    if not proposal.entries:
        raise Invalid(_("现在没有可以递补的人。"))
    for entry in proposal.entries:
        _give(proposal, entry, actor)
    people = sum(len(entry.registration.members) for entry in proposal.entries)
    changes = {"parties": ("", len(proposal.entries)), "people": ("", people), "refill_sha256": ("", sha256)}
    audit.record(actor, "run.refill", run, label=f"{programme.title} #{run.number}", changes=changes)
    return len(proposal.entries)


def _given_already(run: AllocationRun, sha256: str) -> bool:
    given = select(func.count()).where(Placement.run_id == run.id, Placement.refill_sha256 == sha256)
    return bool(sha256 and db.session.scalar(given))


def _give(proposal: Proposal, entry: Entry, actor: Account) -> None:
    registration, offering = entry.registration, entry.offering
    place = Placement(
        run_id=proposal.run.id,
        registration_id=registration.id,
        offering_id=offering.id,
        rank=entry.rank,
        refilled_at=clock.now(),
        refill_sha256=proposal.sha256,
    )
    place.beds = [BedPlace(member_id=member.id, room_id=room.id, bed=bed) for member, room, bed in entry.beds]
    db.session.add(place)
    for member in registration.members:
        db.session.add(
            Participation(
                person_id=member.person_id,
                kind=proposal.run.programme.kind,
                took_place_on=offering.starts_on,
                registration_id=registration.id,
            )
        )
        notify.tell(member.person, "placement.refilled", registration)
    _drop_answered_reasons(entry, proposal.run)
    stay = f"{offering.venue.name} {offering.starts_on}"
    audit.record(
        actor,
        "registration.refill",
        registration,
        label=registration.reference,
        unit=registration.lead.person.unit,
        changes={"offering": ("", stay), "position": ("", entry.position), "rank": ("", entry.rank)},
        reason="有人退出，按优先级和摇号顺序递补",
    )


def _drop_answered_reasons(entry: Entry, run: AllocationRun) -> None:
    """Reasons for the choice now given and for lower ones are void; those for higher ones still stand."""
    higher = [c.offering_id for c in entry.registration.choices if c.rank < (entry.rank or 0)]
    db.session.execute(
        delete(UnplacedReason).where(
            UnplacedReason.run_id == run.id,
            UnplacedReason.registration_id == entry.registration.id,
            UnplacedReason.offering_id.not_in(higher),
        )
    )
