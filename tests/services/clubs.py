"""A reading club of a few people, for the tests of meetings and reading."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app import clock
from app.models import Account, Meeting, Offering, Person
from app.services.meetings.hosting import Reach
from tests import factories as make
from tests.services.first_come import Course

MINUTE, HOUR, DAY = (dt.timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days"))


class Everywhere:
    """The scope of the city's coordinator."""

    paths, whole_city = ("/",), True

    def covers(self, _unit: object) -> bool:
        return True


EVERYBODY = Reach(True, Everywhere())


class Club:
    """`members` people in one offering that began ten days ago and lasts another fifty."""

    def __init__(self, members: int = 3, **values: Any) -> None:
        self.course = Course(seats=50, features=["meetings", "reading"], **values)
        self.programme = self.course.programme
        self.offering: Offering = make.offering(
            self.programme, self.course.venue, in_days=-10, nights=60, seats=50, with_beds=False
        )
        self.coordinator: Account = make.account(coordinates=self.course.city)
        self.host: Account = make.account()
        make.host(self.offering, self.host)
        self.members = [self.join() for _ in range(members)]

    def join(self, unit: Any = None) -> Person:
        person = self.course.worker(unit)
        sent = make.registration(self.programme, [person], [self.offering])
        make.placement(sent, self.offering)
        return person

    def meeting(self, **values: Any) -> Meeting:
        return make.meeting(self.offering, **values)

    def values(self, *, in_days: float = 3, hours: float = 2, **more: Any) -> dict[str, Any]:
        """What a form would give for a meeting."""
        start = (clock.now() + in_days * DAY).replace(microsecond=0)
        usual = {"title": "共读", "title_en": "", "venue_id": None, "room": "", "host_name": "", "link": None}
        counted = {"link_minutes": 60, "credit_minutes": 0, "guest_seats": 0}
        return {**usual, **counted, "starts_at": start, "ends_at": start + hours * HOUR, **more}
