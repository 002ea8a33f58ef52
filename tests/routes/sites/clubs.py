"""A reading club with a meeting, led by somebody whom it is not theirs to be seen by others."""

from __future__ import annotations

from tests import factories
from tests.routes.sites import Part
from tests.routes.whole_site import WholeSite

PREFIXES = ("console_meetings.", "meeting.", "timetable.")


def part(whole: WholeSite) -> Part:
    """Its own programme, so that nothing of the open one changes."""
    programme = factories.programme(mode="first_come", features=["meetings"], title="读书会")
    offering = factories.offering(programme, whole.campus, in_days=-3, nights=60, seats=20, with_beds=False)
    meeting = factories.meeting(offering, in_days=-0.01, guest_seats=3)
    member = factories.person(whole.union)
    sent = factories.registration(programme, [member], [offering])
    factories.placement(sent, offering)
    host = factories.host(offering, factories.account(factories.person(whole.union)))
    values = {
        "programme_id": programme.id,
        "offering_id": offering.id,
        "meeting_id": meeting.id,
        "host_id": host.id,
        "person_id": member.id,
        "slug": programme.slug,
    }
    return Part(PREFIXES, values)
