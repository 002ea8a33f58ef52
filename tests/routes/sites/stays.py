"""A round of nominations with one, and a stay that began today with a guest, a talk and a leader."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import BedPlace, DeskWorker, GroupLeader, Placement, StaySlot
from app.services.nominating import nominations
from app.services.stays import timetable
from app.unit_of_work import unit_of_work
from tests import factories
from tests.routes.sites import Part
from tests.routes.whole_site import WholeSite
from tests.services.stays import Round, Stay
from tests.services.test_stay_life import ITEM

PREFIXES = (
    *("console_nominations", "nomination.", "console_stays", "console_stay_days", "console_desk"),
    *("console_substitutions", "campus_desk.", "campus_rooms", "leader.", "counsellor.", "stay."),
)


def part(whole: WholeSite) -> Part:
    """The nomination's own programme has stays too, so that one id serves both."""
    assert whole.union.parent is not None
    tree = whole.root, whole.union.parent, whole.union
    round_ = Round(tree)
    candidate = factories.person(round_.union)
    with unit_of_work():
        sent = nominations.nominate(
            round_.actor, round_.programme, candidate, "一线二十年", level="grassroots"
        )
    stay = Stay(tree)
    round_.programme.features = ["nomination", "stay"]
    factories.save(round_.programme)
    here = factories.offering(round_.programme, stay.venue, in_days=0)
    guest = factories.person(round_.union)
    party = stay.place([guest], [(0, 1)], here)
    with unit_of_work():
        item = timetable.save(stay.coordinator, here, None, ITEM)
    counsellor = factories.account()
    meeting = factories.meeting(here, in_days=1)
    slot = StaySlot(
        offering=here, counsellor=counsellor, starts_at=meeting.starts_at, ends_at=meeting.ends_at
    )
    worker = DeskWorker(venue=stay.venue, account=factories.account())
    factories.save(slot, worker, GroupLeader(offering=here, account=factories.account()))
    values = {
        "programme_id": round_.programme.id,
        "slug": round_.programme.slug,
        "unit_id": round_.union.id,
        "nomination_id": sent.id,
        "person_id": guest.id,
        "offering_id": here.id,
        "item_id": item.id,
        "venue_id": stay.venue.id,
        "worker_id": worker.id,
        "reference": party.reference,
        "member_id": party.members[0].id,
        "place_id": _place_id(party.id),
        "slot_id": slot.id,
        "act": "check-in",
    }
    return Part(PREFIXES, values)


def _place_id(registration_id: int) -> int:
    query = select(BedPlace.id).join(Placement).where(Placement.registration_id == registration_id)
    return db.session.scalars(query).one()
