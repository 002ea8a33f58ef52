"""A reading club with a meeting, led by somebody whom it is not theirs to be seen by others."""

from __future__ import annotations

from app import clock
from app.models import Book, BookNote
from tests import factories
from tests.routes.sites import Part
from tests.routes.whole_site import WholeSite

PREFIXES = ("console_meetings.", "meeting.", "timetable.", "console_reading.", "reading.", "books.")


def part(whole: WholeSite) -> Part:
    """Its own programme, so that nothing of the open one changes."""
    programme = factories.programme(mode="first_come", features=["meetings", "reading"], title="读书会")
    offering = factories.offering(programme, whole.campus, in_days=-3, nights=60, seats=20, with_beds=False)
    meeting = factories.meeting(offering, in_days=-0.01, guest_seats=3)
    member = factories.person(whole.union)
    sent = factories.registration(programme, [member], [offering])
    factories.placement(sent, offering)
    host = factories.host(offering, factories.account(factories.person(whole.union)))
    book = Book(programme=programme, title="海边的书屋")
    note = BookNote(
        offering=offering, book=book, person=member, words="读到第一章", written_at=clock.now(), state="shown"
    )
    factories.save(book, note)
    values = {
        "book_id": book.id,
        "note_id": note.id,
        "programme_id": programme.id,
        "offering_id": offering.id,
        "meeting_id": meeting.id,
        "host_id": host.id,
        "person_id": member.id,
        "slug": programme.slug,
    }
    return Part(PREFIXES, values)
