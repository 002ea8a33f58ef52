"""A matter with a number, what was reported of it, and the private address of a calendar."""

from __future__ import annotations

from app.services import calendar_feed
from app.unit_of_work import unit_of_work
from tests import catalogue
from tests.routes.sites import Part
from tests.routes.whole_site import WholeSite


def part(whole: WholeSite) -> Part:
    matter = catalogue.matter(pledge=catalogue.pledge())
    assert whole.union.parent is not None
    row = catalogue.reported(catalogue.target(matter), whole.union.parent, month=1, count=12)
    with unit_of_work():
        token = calendar_feed.renew(whole.traveller).token
    values = {"number": matter.number, "reported_id": row.id, "token": token}
    return Part(("matter.", "place.", "year.", "console_year.", "calendar_feed.", "mine_calendar."), values)
