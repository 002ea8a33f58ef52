"""An event with a ticket out."""

from __future__ import annotations

from app.services.ticketing import issuing
from tests.routes.sites import Part
from tests.routes.whole_site import WholeSite
from tests.services.first_come import Course

PREFIXES = ("console_tickets.", "ticket.", "door.")


def part(whole: WholeSite) -> Part:
    course = Course(3, features=["tickets"])
    sent = course.sign_up(course.worker())
    return Part(
        PREFIXES,
        {
            "programme_id": course.programme.id,
            "offering_id": course.first.id,
            "reference": sent.reference,
            "ticket_id": issuing.of(sent)[0].id,
        },
    )
