"""A check-up by the quarter-hour with somebody booked, and somebody who serves there."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import RoomPlace
from app.services import attendants
from app.unit_of_work import unit_of_work
from tests.routes.sites import Part
from tests.routes.whole_site import WholeSite
from tests.timed_city import CheckUp

PREFIXES = ("console_slots.", "console_attendants.", "booking.", "desk.", "sign_up_slots.")


def part(whole: WholeSite) -> Part:
    check_up = CheckUp(days=1)
    sent = check_up.book(check_up.worker(), check_up.at())
    with unit_of_work():
        attendant = attendants.add(check_up.coordinator, check_up.programme, "13812349999", "前台")
    return Part(
        PREFIXES,
        {
            "programme_id": check_up.programme.id,
            "slug": check_up.programme.slug,
            "reference": sent.reference,
            "place_id": db.session.scalars(select(RoomPlace.id)).one(),
            "attendant_id": attendant.id,
        },
    )
