"""A check-up by the quarter-hour, for tests: one place, its rooms, and people who book."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models import Account, Offering, Person, Programme, Registration, RoomPlace, Unit
from app.services import registration
from app.services.party_plan import MemberPlan, PartyPlan
from app.services.timed import making, plans
from app.unit_of_work import unit_of_work
from tests import factories as make


class CheckUp:
    """Open for a month; `rooms` at one place; "09:00" to "10:00" from the day after tomorrow, for a week."""

    def __init__(self, rooms: int = 2, *, days: int = 7, **values: Any) -> None:
        self.city, self.district, self.union = make.tree()
        self.coordinator = make.account(coordinates=self.city)
        now = clock.now()
        self.programme: Programme = make.programme(
            **{
                "mode": "first_come",
                "kind": "check_up",
                "features": ["slots"],
                "title": "职工免费体检",
                "results_on": None,
                "max_choices": 1,
                "max_party_size": 1,
                "closes_at": now + dt.timedelta(days=60),
                "settings": {"waitlist_most": 0},
                **values,
            }
        )
        self.venue = make.venue((), name="体检中心")
        self.first_on = clock.today() + dt.timedelta(days=2)
        self.last_on = self.first_on + dt.timedelta(days=days - 1)
        with unit_of_work():
            names = [f"诊室 {number}" for number in range(1, rooms + 1)]
            plans.add_rooms(None, self.programme, self.venue, names, ("体检", "Check-up"))
            self.made = making.make(None, self.programme, self.venue, self.hours())

    def hours(self, **other: Any) -> making.Hours:
        usual = {
            "first_on": self.first_on,
            "last_on": self.last_on,
            "weekdays": range(7),
            "from_time": "09:00",
            "to_time": "10:00",
            "break_from": "",
            "break_to": "",
            "minutes": 15,
            "without_holidays": False,
        }
        return making.Hours(**{**usual, **other})  # type: ignore[arg-type]

    def at(self, time: str = "09:00", ahead: int = 0) -> Offering:
        """The quarter-hour at `time`, so many days after the first."""
        day = self.first_on + dt.timedelta(days=ahead)
        query = select(Offering).where(Offering.starts_on == day, Offering.from_time == time)
        return db.session.scalars(query.where(Offering.programme_id == self.programme.id)).one()

    def worker(self, unit: Unit | None = None) -> Account:
        return make.account(make.person(unit or self.union))

    def book(self, account: Account, offering: Offering) -> Registration:
        assert account.person is not None
        with unit_of_work():
            plan = PartyPlan([MemberPlan(account.person)], [offering.id])
            return registration.sign_up(self.programme, account, plan)

    def room_of(self, person: Person) -> str:
        query = select(RoomPlace).where(RoomPlace.person_id == person.id)
        place = db.session.scalar(
            query.order_by(RoomPlace.id.desc()).execution_options(populate_existing=True)
        )
        return place.room.name if place is not None else ""
