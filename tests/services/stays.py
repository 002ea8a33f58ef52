"""A round of nominations, and a stay with its people, for tests."""

from __future__ import annotations

import datetime as dt

from app import clock
from app.extensions import db
from app.models import BedPlace, Offering, Participation, Person, Placement, Registration, Unit
from app.services.nominating import quotas, rounds
from app.unit_of_work import unit_of_work
from tests import factories as make

DAY = dt.timedelta(days=1)
Tree = tuple[Unit, Unit, Unit]


class Round:
    """A city with two districts; the first has two unions, and places are shared out: 6 → 4 → 2 and 1."""

    def __init__(self, tree: Tree | None = None, *, units_in: float = 2, districts_in: float = 4) -> None:
        self.city, self.district, self.union = tree or make.tree()
        self.other = make.unit(self.district)
        self.elsewhere = make.unit(self.city)
        self.actor = make.account(coordinates=self.city)
        self.programme = make.programme(features=["nomination"])
        make.rule(self.programme, "nominated")
        self.offering = make.offering(self.programme, make.venue(rooms=(2, 2)))
        now = clock.now()
        with unit_of_work():
            rounds.save(self.actor, self.programme, 6, now + units_in * DAY, now + districts_in * DAY)
        self.share(self.district, 4)
        self.share(self.union, 2)
        self.share(self.other, 1)

    def share(self, unit: Unit, places: int) -> None:
        with unit_of_work():
            quotas.set_places(self.actor, self.programme, unit, places)

    def elsewhere_union(self) -> Unit:
        """A union of a district without places."""
        return make.unit(self.elsewhere)

    def taken(self, unit: Unit) -> tuple[int, int]:
        """(places, taken) of a unit's row."""
        db.session.rollback()
        row = quotas.of_unit(self.programme, unit)
        assert row is not None
        return row.places, row.taken


class Stay:
    """A published stay that began today: rooms of 2, 2 and 1 beds; parties are placed by `place`."""

    def __init__(
        self,
        tree: Tree | None = None,
        *,
        began: int = 0,
        nights: int = 5,
        rooms: tuple[int, ...] = (2, 2, 1),
    ) -> None:
        self.city, self.district, self.union = tree or make.tree()
        self.coordinator = make.account(coordinates=self.city)
        self.venue = make.venue(rooms=rooms)
        self.programme = make.programme(
            state="published", features=["stay"], closes_at=clock.now() - DAY, opens_at=clock.now() - 9 * DAY
        )
        self.offering = make.offering(self.programme, self.venue, in_days=-began, nights=nights)

    def person(self, **values: object) -> Person:
        return make.person(self.union, **values)

    def place(
        self,
        people: list[Person],
        beds: list[tuple[int, int]],
        offering: Offering | None = None,
        **member: object,
    ) -> Registration:
        """`people` have a place and these beds, each as (room from 0, bed); all in one room group."""
        at = offering or self.offering
        made = make.registration(at.programme, people, [at])
        for each in made.members:
            for name, value in member.items():
                setattr(each, name, value)
        placement = Placement(registration=made, offering=at, rank=1, given_at=clock.now())
        for each, (room, bed) in zip(made.members, beds, strict=True):
            placement.beds.append(BedPlace(member=each, room=at.venue.rooms[room], bed=bed))
        used = [
            Participation(
                person_id=one.id,
                kind=at.programme.kind,
                took_place_on=at.starts_on,
                registration_id=made.id,
            )
            for one in people
        ]
        make.save(placement, *used)
        return made
