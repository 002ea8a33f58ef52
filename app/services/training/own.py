"""What somebody sees of a class that they take part in: timetable, hours, mark, what has changed and why."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app.errors import NotFound
from app.extensions import db
from app.models import Member, Notice, Person, Registration
from app.services import notify, participants
from app.services.training import results
from app.services.training.results import Register, Result

CHANGES = ("class.moved", "class.offered", "class.waits", "class.nothing")


@dataclass(frozen=True, slots=True)
class Own:
    """`parts`: every class that the person has a place in, with their result. `told`: why classes changed."""

    parts: list[tuple[Register, Result]]
    told: list[Notice]


def of(registration: Registration, person: Person | None) -> Own:
    """Raises NotFound for whoever is not in the party: marks are nobody else's."""
    member = _member(registration, person)
    mine = [
        each
        for each in participants.offerings_of(member.person)
        if each.programme_id == registration.programme_id
    ]
    parts = []
    for offering in mine:
        register = results.of(offering)
        parts += [(register, each) for each in register.results if each.person.id == member.person_id]
    query = select(Notice).where(
        Notice.registration_id == registration.id,
        Notice.person_id == member.person_id,
        Notice.kind.in_(CHANGES),
    )
    return Own(parts, list(db.session.scalars(query.order_by(Notice.id.desc()))))


def said(own: Own) -> list[tuple[object, str]]:
    """(instant, words) of what has changed, the latest first."""
    return [(notice.created_at, notify.text(notice)) for notice in own.told]


def _member(registration: Registration, person: Person | None) -> Member:
    found = next((m for m in registration.members if person is not None and m.person_id == person.id), None)
    if found is None or not found.active:
        raise NotFound(_("没有找到这份报名，请核对编号。"))
    return found
