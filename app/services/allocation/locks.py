"""What a coordinator fixes before the next run: an offering, rooms, or no place; always with a reason."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.errors import Invalid, NotFound
from app.extensions import db
from app.models import Account, Choice, Lock, Member, Offering, Person, Programme, Registration, Room
from app.services import audit
from app.services.allocation.runs import hold


def party(reference: str) -> Registration:
    """A registration with its people and choices; raises NotFound."""
    people = selectinload(Registration.members).joinedload(Member.person).joinedload(Person.unit)
    choices = selectinload(Registration.choices).joinedload(Choice.offering).joinedload(Offering.venue)
    found = db.session.scalar(
        select(Registration)
        .where(Registration.reference == reference)
        .options(joinedload(Registration.programme), people, choices)
    )
    if found is None:
        raise NotFound(_("没有找到这个报名。"))
    return found


def of_programme(programme: Programme) -> list[Lock]:
    """The locks in force, the latest first, with what a list shows."""
    people = joinedload(Lock.registration).selectinload(Registration.members).joinedload(Member.person)
    return list(
        db.session.scalars(
            select(Lock)
            .where(Lock.programme_id == programme.id, Lock.removed_at.is_(None))
            .order_by(Lock.id.desc())
            .options(
                people, joinedload(Lock.offering).joinedload(Offering.venue), joinedload(Lock.created_by)
            )
        )
    )


def in_force(registration: Registration) -> Lock | None:
    """The lock of a party, if it has one."""
    return db.session.scalar(
        select(Lock)
        .where(Lock.registration_id == registration.id, Lock.removed_at.is_(None))
        .options(joinedload(Lock.offering).joinedload(Offering.venue))
    )


def by_id(lock_id: int) -> Lock:
    """Raises NotFound when there is no such lock in force."""
    found = db.session.scalar(
        select(Lock)
        .where(Lock.id == lock_id, Lock.removed_at.is_(None))
        .options(joinedload(Lock.registration), joinedload(Lock.offering).joinedload(Offering.venue))
    )
    if found is None:
        raise NotFound(_("这条锁定已经解除。"))
    return found


def open_rooms(offering: Offering) -> list[Room]:
    """The rooms that a party in this offering may be locked to."""
    if not offering.with_beds:
        return []
    query = select(Room).where(Room.venue_id == offering.venue_id, ~Room.closed).order_by(Room.name)
    return list(db.session.scalars(query))


def add(
    registration: Registration,
    actor: Account,
    offering: Offering | None,
    rooms: Mapping[int, int],
    reason: str,
) -> Lock:
    """Fix a party to an offering, and members to rooms ({member id: room id}); None: to no place.

    Raises Invalid, beside the field, when it cannot hold.
    """
    programme = hold(registration.programme_id)
    _refuse_late(programme)
    if registration.state != "submitted":
        raise Invalid(_("这个报名已经退出，不能锁定。"))
    if in_force(registration) is not None:
        raise Invalid(_("这个报名已有锁定。请先解除，再重新锁定。"))
    reason = _reason(reason)
    _check(registration, offering, rooms)
    lock = Lock(
        programme_id=programme.id,
        registration_id=registration.id,
        offering_id=offering.id if offering is not None else None,
        rooms={str(member): room for member, room in rooms.items()},
        reason=reason,
        created_by_id=actor.id,
        created_at=clock.now(),
    )
    db.session.add(lock)
    _record("lock.add", lock, registration, actor, reason)
    return lock


def remove(lock: Lock, actor: Account, reason: str) -> None:
    """Lift a lock; the next run decides for the party."""
    _refuse_late(hold(lock.programme_id))
    db.session.refresh(lock)
    if lock.removed_at is not None:
        raise NotFound(_("这条锁定已经解除。"))
    reason = _reason(reason)
    lock.removed_at = clock.now()
    _record("lock.remove", lock, lock.registration, actor, reason)


def _refuse_late(programme: Programme) -> None:
    if programme.state != "closed":
        raise Invalid(_("只有已截止报名、还没有公布结果的项目可以锁定。"))


def _reason(text: str) -> str:
    text = text.strip()
    if not text:
        raise Invalid(_("请写明理由，方便日后核对。"), field="reason")
    if len(text) > 300:
        raise Invalid(_("理由请不超过 300 个字。"), field="reason")
    return text


def _check(registration: Registration, offering: Offering | None, rooms: Mapping[int, int]) -> None:
    if offering is None:
        if rooms:
            raise Invalid(_("不安排的报名不用选房间。"), field="offering")
        return
    if offering.programme_id != registration.programme_id or offering.cancelled:
        raise Invalid(_("请选择这个项目没有取消的期次。"), field="offering")
    if not rooms:
        return
    known = {room.id: room for room in open_rooms(offering)}
    members = {member.id: member for member in registration.members}
    taken: dict[int, list[Member]] = {}
    for member_id, room_id in rooms.items():
        if member_id not in members or room_id not in known:
            raise Invalid(_("请从列出的房间里选择。"), field="rooms")
        taken.setdefault(room_id, []).append(members[member_id])
    for room_id, people in taken.items():
        _check_room(known[room_id], people)


def _check_room(room: Room, people: list[Member]) -> None:
    if len(people) > room.beds:
        message = _("%(room)s 只有 %(beds)s 张床，请分开安排。", room=room.name, beds=room.beds)
        raise Invalid(message, field="rooms")
    if any(set(member.needs) - set(room.features) for member in people):
        message = _("%(room)s 没有其中一位需要的设施，请换一间。", room=room.name)
        raise Invalid(message, field="rooms")


def _record(action: str, lock: Lock, registration: Registration, actor: Account, reason: str) -> None:
    where = str(lock.offering_id or "-")
    changes = {"offering": ("", where)} if action == "lock.add" else {"offering": (where, "")}
    unit = registration.lead.person.unit
    audit.record(actor, action, lock, label=registration.reference, unit=unit, changes=changes, reason=reason)
