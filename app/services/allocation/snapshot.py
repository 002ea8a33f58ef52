"""A problem frozen from the database: the same state gives the same bytes, and so the same digest."""

from __future__ import annotations

import gzip
from collections.abc import Container
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.errors import Invalid
from app.extensions import db
from app.models import Choice, Lock, Member, Offering, Person, Programme, Registration, Room
from app.scheduling.contract import problem as engine
from app.scheduling.contract.problem_file import digest, write_problem
from app.services import commitments, quota_uses
from app.services.allocation import occupied
from app.services.allocation.eligible import LeftOut, split
from app.services.allocation.ids import MEMBER, OFFERING, PARTY, ROOM, VENUE, engine_id
from app.services.allocation.tree import Tree

OBJECTIVE_NAMES = tuple(objective.name for objective in engine.DEFAULT_OBJECTIVES)
DEFAULT_WEIGHTS = {"1": 8, "2": 4, "3": 2, "4": 1}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`data` is the problem's file, uncompressed; `left_out` who takes no part any more, and why."""

    problem: engine.Problem
    data: bytes
    digest: str
    left_out: tuple[LeftOut, ...]

    @property
    def compressed(self) -> bytes:
        return gzip.compress(self.data, mtime=0)


def take(programme: Programme, registrations: list[Registration] | None = None) -> Snapshot:
    """Freeze what is true now. Raises Invalid, saying what to do, when it cannot be allocated yet.

    `registrations` saves reading them twice: what `submitted` gave in the same unit of work.
    """
    taking_part, left_out = split(submitted(programme) if registrations is None else registrations, programme)
    objectives = _objectives(programme)
    parties = _parties(programme, taking_part)
    others = occupied.of_others(programme, held(programme), _weightless_tier(parties, objectives))
    problem = engine.Problem(
        name=programme.slug,
        venues=_venues(programme),
        offerings=tuple(_offering(o) for o in held(programme)) + others.offerings,
        parties=parties + others.parties,
        quotas=quotas(programme),
        locks=_locks(programme, {r.id for r in taking_part}) + others.locks,
        objectives=objectives,
    )
    data = write_problem(problem)
    return Snapshot(problem, data, digest(data), left_out)


def held(programme: Programme) -> list[Offering]:
    """The offerings that are not cancelled, in order."""
    return [offering for offering in programme.offerings if not offering.cancelled]


def quotas(programme: Programme) -> tuple[engine.Quota, ...]:
    """What units must and may have now: no more "at most" once what they left unused is for everybody."""
    now = [(each, quota_uses.limit_of(each)) for each in programme.quotas]
    return tuple(
        engine.Quota(each.code, each.group, each.scope, each.value, each.minimum, most)
        for each, most in now
        if each.minimum or most is not None
    )


def submitted(programme: Programme) -> list[Registration]:
    """The registrations in force with all that a problem is made from."""
    person = selectinload(Registration.members).joinedload(Member.person)
    sealed = (person.defer(Person.identity), person.defer(Person.phone))  # not ours to decrypt
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.programme_id == programme.id, Registration.state == "submitted")
            .order_by(Registration.id)
            .options(
                person.joinedload(Person.unit),
                *sealed,
                selectinload(Registration.choices).joinedload(Choice.offering),
            )
        )
    )


def active_locks(programme: Programme) -> list[Lock]:
    """The locks in force, in the order in which they were set."""
    return list(
        db.session.scalars(
            select(Lock)
            .where(Lock.programme_id == programme.id, Lock.removed_at.is_(None))
            .order_by(Lock.id)
            .options(joinedload(Lock.registration), joinedload(Lock.offering))
        )
    )


def _venues(programme: Programme) -> tuple[engine.Venue, ...]:
    venue_ids = sorted({offering.venue_id for offering in held(programme)})
    rooms: dict[int, list[engine.Room]] = {venue_id: [] for venue_id in venue_ids}
    query = select(Room).where(Room.venue_id.in_(venue_ids), ~Room.closed).order_by(Room.id)
    for room in db.session.scalars(query):
        rooms[room.venue_id].append(
            engine.Room(engine_id(ROOM, room.id), room.beds, frozenset(room.features))
        )
    return tuple(engine.Venue(engine_id(VENUE, venue), tuple(rooms[venue])) for venue in venue_ids)


def _offering(offering: Offering) -> engine.Offering:
    return engine.Offering(
        engine_id(OFFERING, offering.id),
        engine_id(VENUE, offering.venue_id),
        offering.starts_on,
        offering.ends_on,
        offering.with_beds,
        offering.seats,
        offering.minimum,
    )


def _parties(programme: Programme, registrations: list[Registration]) -> tuple[engine.Party, ...]:
    if any(registration.lottery_number is None for registration in registrations):
        raise Invalid(_("还有报名没有摇到号。请先公开摇号，再开始分配。"))
    if not registrations:
        raise Invalid(_("没有可以参加分配的报名。"))
    tree = Tree.load()
    barred = commitments.barred(programme, registrations)
    return tuple(_party(each, tree, barred.get(each.id, ())) for each in registrations)


def _party(registration: Registration, tree: Tree, barred: Container[int]) -> engine.Party:
    """A party's tier, district, grass-roots union and (for seating) decade of birth are its lead's.

    `barred`: ids of choices that overlap what somebody of the party has been given elsewhere meanwhile.
    """
    lead = registration.lead.person
    return engine.Party(
        id=engine_id(PARTY, registration.id),
        members=tuple(_member(member) for member in registration.members),
        choices=tuple(
            engine_id(OFFERING, choice.offering_id)
            for choice in registration.choices
            if not choice.offering.cancelled and choice.offering_id not in barred
        ),
        tier=lead.tier,
        lottery=registration.lottery_number or 0,
        wants=registration.wants,
        groups={
            "district": tree.district_of(lead.unit).code,
            "employer": lead.unit.code,
            "age": str(lead.born_on.year // 10 * 10),
        },
    )


def _member(member: Member) -> engine.Member:
    return engine.Member(
        engine_id(MEMBER, member.id),
        member.person.sex,
        frozenset(member.needs),
        member.room_group or None,
        member.private,
    )


def _locks(programme: Programme, taking_part: set[int]) -> tuple[engine.Lock, ...]:
    locks = [lock for lock in active_locks(programme) if lock.registration_id in taking_part]
    open_rooms = {room.id for venue in _venues(programme) for room in venue.rooms}
    for lock in locks:
        rooms = {engine_id(ROOM, room) for room in lock.rooms.values()}
        if (lock.offering is not None and lock.offering.cancelled) or not rooms <= open_rooms:
            message = _("对报名 %(reference)s 的锁定指向已取消的期次或已停用的房间。请先解除这条锁定。")
            raise Invalid(message % {"reference": lock.registration.reference})
    return tuple(
        engine.Lock(
            engine_id(PARTY, lock.registration_id),
            engine_id(OFFERING, lock.offering_id) if lock.offering_id is not None else None,
            {engine_id(MEMBER, int(m)): engine_id(ROOM, room) for m, room in sorted(lock.rooms.items())},
        )
        for lock in locks
    )


def _weightless_tier(parties: tuple[engine.Party, ...], objectives: tuple[engine.Objective, ...]) -> int:
    """A tier that nobody has and no weight names."""
    named = {tier for objective in objectives for tier in objective.tier_weights or ()}
    return 1 + max(named | {party.tier for party in parties})


def _objectives(programme: Programme) -> tuple[engine.Objective, ...]:
    weights = programme.tier_weights or DEFAULT_WEIGHTS
    people = engine.Objective("people_placed", {int(tier): int(w) for tier, w in weights.items()})
    return (people, *engine.DEFAULT_OBJECTIVES[1:])
