"""A programme's book list: what each club reads, has read and will read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Account, Book, BookNote, BookRound, Meeting, Offering, Programme
from app.services import audit, changes

# what is being read comes first, then what is to come, then what has been read
ORDER = ("reading", "planned", "read")


def of_programme(programme: Programme) -> list[Book]:
    """The whole list, in the order in which a page shows it."""
    query = select(Book).where(Book.programme_id == programme.id)
    loaded = query.options(joinedload(Book.offering).joinedload(Offering.venue), joinedload(Book.meeting))
    return _in_order(db.session.scalars(loaded).all())


def of_club(club: Offering) -> list[Book]:
    """What the club reads: books of its own, and of all clubs of the programme."""
    mine = or_(Book.offering_id == club.id, Book.offering_id.is_(None))
    query = select(Book).where(Book.programme_id == club.programme_id, mine)
    return _in_order(db.session.scalars(query.options(joinedload(Book.meeting))).all())


def _in_order(found: Sequence[Book]) -> list[Book]:
    return sorted(found, key=lambda book: (ORDER.index(book.state), book.id))


def load(programme: Programme, book_id: int) -> Book:
    """Raises NotFound, also for a book of another programme."""
    book = db.session.get(Book, book_id)
    if book is None or book.programme_id != programme.id:
        raise NotFound(_("书目里没有这本书，可能已被删除。"))
    return book


def add(actor: Account, programme: Programme, values: Mapping[str, Any]) -> Book:
    """One more. Raises Invalid when its meeting is not one of its club."""
    _refuse_foreign(programme, values)
    book = Book(programme=programme, **values)
    db.session.add(book)
    audit.record(actor, "book.create", book, label=book.title)
    return book


def edit(actor: Account, book: Book, values: Mapping[str, Any]) -> None:
    """Write `values`. Raises Invalid when its meeting is not one of its club."""
    _refuse_foreign(book.programme, values)
    if found := changes.apply(book, values):
        audit.record(actor, "book.edit", book, label=book.title, changes=found)


def delete(actor: Account, book: Book) -> None:
    """Take it off the list. Raises DomainError when there are notes on it, or a vote has chosen it."""
    noted = db.session.scalar(select(BookNote.id).where(BookNote.book_id == book.id).limit(1))
    chosen = db.session.scalar(select(BookRound.id).where(BookRound.winner_id == book.id).limit(1))
    if noted is not None or chosen is not None:
        raise DomainError(_("已有人写了这本书的笔记，或它是投票选出的，不能删除。"))
    audit.record(actor, "book.delete", book, label=book.title)
    db.session.delete(book)


def _refuse_foreign(programme: Programme, values: Mapping[str, Any]) -> None:
    offering_id, meeting_id = values["offering_id"], values["meeting_id"]
    if offering_id is not None:
        offering = db.session.get(Offering, offering_id)
        if offering is None or offering.programme_id != programme.id:
            raise Invalid(_("请重新选择哪一个读书会"), "offering_id")
    if meeting_id is not None:
        meeting = db.session.get(Meeting, meeting_id)
        if meeting is None or meeting.offering.programme_id != programme.id:
            raise Invalid(_("请重新选择在哪一次谈这本书"), "meeting_id")
        if offering_id is not None and meeting.offering_id != offering_id:
            raise Invalid(_("这一次不是所选读书会的，请重新选择"), "meeting_id")
