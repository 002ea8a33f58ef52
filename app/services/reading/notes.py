"""The reading log: short notes of members, which the club reads once the host has let them through."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Account, BookNote, Offering, Person, Programme
from app.services import audit, notify
from app.services.reading import books, clubs

SHOWN_MOST = 100
# somebody who writes faster than the host reads waits a little
PENDING_MOST = 5


def write(club: Offering, person: Person, book_id: int, words: str, pages: int | None) -> BookNote:
    """A note that waits for the host.

    Raises Forbidden for whoever is no member, Invalid for a book that is not on the club's list, DomainError
    while PENDING_MOST of theirs wait.
    """
    clubs.require_member(club, person)
    if book_id not in {book.id for book in books.of_club(club)}:
        raise Invalid(_("请从书目里选一本书"), "book_id")
    if len([note for note in of_person(club, person) if note.state == "pending"]) >= PENDING_MOST:
        raise DomainError(_("您有 %(most)s 条笔记在等主持人看，看过以后再写。", most=PENDING_MOST))
    note = BookNote(
        offering=club,
        book_id=book_id,
        person=person,
        words=words,
        pages=pages,
        written_at=clock.now(),
        state="pending",
    )
    db.session.add(note)
    db.session.flush()
    return note


def take_back(club: Offering, person: Person, note_id: int) -> None:
    """The writer no longer wants it to stand. Raises NotFound for anybody else's."""
    note = load(club, note_id)
    if note.person_id != person.id:
        raise NotFound(_("没有这条笔记，可能已被删除。"))
    db.session.delete(note)


def show(actor: Account, club: Offering, note_id: int) -> None:
    """The club reads it."""
    _decide(actor, load(club, note_id), "shown", "")


def hide(actor: Account, club: Offering, note_id: int, reason: str) -> None:
    """The club does not read it, and the writer is told why."""
    note = load(club, note_id)
    if note.state != "hidden":
        programme = club.programme.title
        notify.tell(note.person, "note.hidden", programme=programme, what=note.book.title, why=reason)
    _decide(actor, note, "hidden", reason)


def _decide(actor: Account, note: BookNote, state: str, reason: str) -> None:
    before = note.state
    note.state, note.reason = state, reason
    note.decided_by_id, note.decided_at = actor.id, clock.now()
    label = f"{note.offering.programme.title} {note.book.title}"
    found = {"state": (before, state)}
    unit = note.person.unit
    audit.record(actor, "note.decide", note, label=label, unit=unit, changes=found, reason=reason)


def load(club: Offering, note_id: int) -> BookNote:
    """Raises NotFound, also for a note of another club."""
    note = db.session.get(BookNote, note_id)
    if note is None or note.offering_id != club.id:
        raise NotFound(_("没有这条笔记，可能已被删除。"))
    return note


def shown(club: Offering) -> list[BookNote]:
    """What the club reads, the latest first."""
    return _listed(BookNote.offering_id == club.id, BookNote.state == "shown")


def of_person(club: Offering, person: Person) -> list[BookNote]:
    """What somebody has written in the club, with where it stands, the latest first."""
    return _listed(BookNote.offering_id == club.id, BookNote.person_id == person.id)


def of_club(club: Offering, state: str) -> list[BookNote]:
    """For the host: what stands so, the latest first."""
    return _listed(BookNote.offering_id == club.id, BookNote.state == state)


def waiting(programme: Programme) -> dict[int, int]:
    """How many notes wait for the host, by offering id."""
    query = (
        select(BookNote.offering_id, func.count())
        .join(Offering, BookNote.offering_id == Offering.id)
        .where(Offering.programme_id == programme.id, BookNote.state == "pending")
        .group_by(BookNote.offering_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _listed(*conditions: ColumnElement[bool]) -> list[BookNote]:
    query = select(BookNote).where(*conditions).order_by(BookNote.id.desc()).limit(SHOWN_MOST)
    return list(db.session.scalars(query.options(joinedload(BookNote.book), joinedload(BookNote.person))))
