"""Places in the order of a draw, for thousands at once: as if filled one by one, but written together."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import insert, select, update
from sqlalchemy.orm import defer, joinedload, selectinload

from app import clock
from app.errors import Stale
from app.extensions import db
from app.models import (
    Claim,
    Member,
    Offering,
    Participation,
    Person,
    Placement,
    Programme,
    Registration,
    Unit,
    WaitlistEntry,
)
from app.services import capacity, commitments, eligibility, lottery_notes, places, quota_uses
from app.services.quota_uses import Asked, Key
from app.services.waiting_fill import rank_of
from app.services.waiting_line import Room, Waiting, in_line, wanted
from app.services.waiting_settings import ANSWER_HOURS, value

BATCH = 500


@dataclass(frozen=True, slots=True)
class Drawn:
    """A party whose turn has come, and the place that it is to have."""

    entry_id: int
    registration: Registration
    units: Sequence[Unit]
    offering: Offering


def hand_out(programme: Programme) -> int:
    """Offer those who wait, in order, the best of their choices that still suffices; how many had one.

    Without time to answer it is theirs at once. Whoever does not fit or may not take part any more is passed
    over and waits. The same as `waiting.fill` right after a draw. Raises Stale when the places are not there.
    """
    capacity.hold(programme)
    held = wanted(programme)
    room, by_id = Room.of(programme, held), {offering.id: offering for offering in held}
    line, drawn = in_line(programme), list[Drawn]()
    for start in range(0, len(line), BATCH):
        if not room.any_free:
            break
        drawn += _serve(programme, line[start : start + BATCH], room, by_id)
    if drawn:
        _claim(drawn)
        hours = int(value(programme, ANSWER_HOURS))
        _offer(drawn, hours) if hours else _give(programme, drawn)
    return len(drawn)


def _serve(
    programme: Programme, some: Sequence[Waiting], room: Room, by_id: Mapping[int, Offering]
) -> list[Drawn]:
    hopeful = [each for each in some if any(room.suffices(each.units, one) for one in each.wanted)]
    parties = _parties([each.entry_id for each in hopeful])
    barred = _barred(programme, list(parties.values()), list(by_id.values()))
    found = []
    for each in hopeful:
        registration = parties[each.entry_id]
        for offering_id in each.wanted:
            keys = {(registration.id, offering_id), (registration.id, None)}
            if room.suffices(each.units, offering_id) and not keys & barred:
                room.give(each.units, offering_id)
                found.append(Drawn(each.entry_id, registration, each.units, by_id[offering_id]))
                break
    return found


def _parties(entry_ids: Sequence[int]) -> dict[int, Registration]:
    """By entry id, with what eligibility, records and notices need of them."""
    sealed = (defer(Person.identity), defer(Person.phone))
    people = selectinload(Registration.members).joinedload(Member.person)
    query = (
        select(WaitlistEntry.id, Registration)
        .join(Registration, WaitlistEntry.registration_id == Registration.id)
        .where(WaitlistEntry.id.in_(entry_ids))
        .options(people.options(joinedload(Person.unit), *sealed), selectinload(Registration.choices))
    )
    return dict(db.session.execute(query).all())


def _barred(
    programme: Programme, parties: Sequence[Registration], offerings: Sequence[Offering]
) -> set[tuple[int, int | None]]:
    """(registration id, offering id) of choices that a party cannot have; offering None: none at all."""
    party_of = {member.person_id: party.id for party in parties for member in party.members}
    judged = eligibility.of_registrations(parties, programme)
    found: set[tuple[int, int | None]] = {
        (party_of[person_id], None) for person_id, said in judged.items() if any(each.blocks for each in said)
    }
    if programme.overlap == "forbid":
        people = [member.person for party in parties for member in party.members]
        clashes = commitments.clashes(people, offerings, programme)
        found |= {(party_of[clash.person.id], clash.offering.id) for clash in clashes}
    return found


def _claim(drawn: Sequence[Drawn]) -> None:
    """What `capacity.claim` would have written for each: conditional updates of sums, and their claims."""
    seats: Counter[int] = Counter()
    sums: dict[Key, Asked] = {}
    asked = [quota_uses.asked(each.offering.programme.quotas, each.units, each.offering.id) for each in drawn]
    for each, quotas in zip(drawn, asked, strict=True):
        seats[each.offering.id] += len(each.units)
        for one in quotas:
            before = sums[one.key].people if one.key in sums else 0
            sums[one.key] = replace(one, people=before + one.people)
    taken = {key: quota_uses.take(one) for key, one in sums.items()}
    if not all(_take(offering_id, people) for offering_id, people in seats.items()) or None in taken.values():
        raise Stale(_("名额刚刚有变动，没有摇号。请再试一次。"))
    rows = [
        {
            "registration_id": each.registration.id,
            "offering_id": each.offering.id,
            "people": len(each.units),
            "uses": {str(taken[one.key]): one.people for one in quotas},
        }
        for each, quotas in zip(drawn, asked, strict=True)
    ]
    db.session.execute(insert(Claim), rows)
    for offering in {each.offering for each in drawn}:
        db.session.expire(offering, ["taken"])


def _take(offering_id: int, people: int) -> bool:
    counted = (
        update(Offering)
        .where(Offering.id == offering_id, Offering.taken + people <= Offering.seats)
        .values(taken=Offering.taken + people)
        .returning(Offering.id)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalar(counted) is not None


def _offer(drawn: Sequence[Drawn], hours: int) -> None:
    """Ask them, each until its time to answer is over or the offering begins."""
    now, later = clock.now(), clock.now() + dt.timedelta(hours=hours)
    until = {each.offering.id: min(later, places.begins_at(each.offering)) for each in drawn}
    rows = [
        {
            "id": each.entry_id,
            "state": "offered",
            "offering_id": each.offering.id,
            "offered_at": now,
            "answer_by": until[each.offering.id],
        }
        for each in drawn
    ]
    db.session.execute(update(WaitlistEntry), rows)
    lottery_notes.offered((each.registration, each.offering, until[each.offering.id]) for each in drawn)


def _give(programme: Programme, drawn: Sequence[Drawn]) -> None:
    """The places are theirs."""
    now = clock.now()
    rows = [{"id": each.entry_id, "state": "placed", "answered_at": now} for each in drawn]
    db.session.execute(update(WaitlistEntry), rows)
    placed = [
        {
            "registration_id": each.registration.id,
            "offering_id": each.offering.id,
            "rank": rank_of(each.registration, each.offering),
            "given_at": now,
        }
        for each in drawn
    ]
    db.session.execute(insert(Placement), placed)
    used = [
        {
            "person_id": member.person_id,
            "kind": programme.kind,
            "took_place_on": each.offering.starts_on,
            "registration_id": each.registration.id,
        }
        for each in drawn
        for member in each.registration.members
    ]
    db.session.execute(insert(Participation), used)
    lottery_notes.placed((each.registration, each.offering) for each in drawn)
