"""Handing out thousands of places at once comes to what filling one by one comes to, in every book."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.errors import Stale
from app.extensions import db
from app.models import (
    Account,
    AuditEntry,
    Claim,
    Notice,
    Offering,
    Participation,
    Placement,
    Programme,
    QuotaUse,
    WaitlistEntry,
)
from app.services import capacity, lottery_places, waiting
from app.services.waiting_line import Room
from app.unit_of_work import unit_of_work
from tests import factories as make


class Line:
    """Forty parties of one to three from four unions of two districts, in an order of their own."""

    def __init__(self, hours: int) -> None:
        rng = random.Random(7)
        city = make.unit()
        unions = [make.unit(district) for district in (make.unit(city), make.unit(city)) for _ in range(2)]
        self.programme: Programme = make.programme(
            mode="lottery", kind="tour", state="published", settings={"answer_hours": hours}
        )
        hall = make.venue(())
        self.offerings = [self.offering(self.programme, hall, seats) for seats in (9, 6, 14)]
        make.quota(self.programme, group="district", scope="run", maximum=15)
        make.quota(self.programme, group="employer", scope="offering", maximum=4)
        make.rule(self.programme, "years_of_service", years=5)
        by = make.account(coordinates=city)
        self.busy = make.person(unions[0])
        self._holds_elsewhere(hall, by)
        self.newcomer = make.person(unions[1], joined_on=clock.today())
        people = [
            [make.person(rng.choice(unions)) for _ in range(rng.choice((1, 1, 2, 3)))] for _ in range(38)
        ]
        for number, party in enumerate([[self.busy], [self.newcomer], *people], 1):
            chosen = rng.sample(self.offerings, rng.randint(1, 3))
            entered = make.registration(self.programme, party, chosen, by=by, lottery_number=number)
            waiting.join(entered, number)
        db.session.commit()

    def offering(self, of: Programme, hall: Any, seats: int) -> Offering:
        return make.offering(of, hall, in_days=20 + seats, nights=0, with_beds=False, seats=seats)

    def _holds_elsewhere(self, hall: Any, by: Account) -> None:
        """The luckiest has something else on the day of the first offering."""
        other = make.programme(mode="first_come", kind="training", results_on=None)
        course = self.offering(other, hall, 9)
        held = make.registration(other, [self.busy], [course], by=by)
        make.save(Placement(registration=held, offering=course, given_at=clock.now()))

    def after(self, act: Callable[[Programme], object]) -> list[Any]:
        """What stands in the books once `act` has been done; it is undone again."""
        with unit_of_work() as session:
            act(self.programme)
            session.flush()
            session.expire_all()
            found = [_rows(model, *names) for model, *names in BOOKS]
            session.rollback()
        return found


BOOKS = (
    (WaitlistEntry, "registration_id", "state", "offering_id", "answer_by", "answered_at"),
    (Offering, "id", "taken"),
    (QuotaUse, "quota_id", "unit_code", "offering_id", "taken", "maximum"),
    (Placement, "registration_id", "offering_id", "rank", "run_id", "withdrawn_at"),
    (Participation, "person_id", "kind", "took_place_on", "registration_id"),
    (Notice, "person_id", "registration_id", "kind", "parameters"),
    (AuditEntry, "action", "subject_kind", "subject_id", "subject_label", "unit_id", "changes", "reason"),
)


def _rows(model: Any, *names: str) -> list[str]:
    """In an order that does not depend on when they were written."""
    return sorted(str([getattr(row, name) for name in names]) for row in db.session.scalars(select(model)))


def _claims() -> list[tuple[int, int, int, list[Any]]]:
    """What each party has claimed, with the quotas by what they are for instead of by number."""
    uses = {
        use.id: (use.quota_id, use.unit_code, use.offering_id) for use in db.session.scalars(select(QuotaUse))
    }
    return sorted(
        (
            c.registration_id,
            c.offering_id,
            c.people,
            sorted((str(uses[int(k)]), n) for k, n in c.uses.items()),
        )
        for c in db.session.scalars(select(Claim))
    )


@pytest.mark.parametrize("hours", [0, 48])
def test_the_same_as_one_by_one(session: Session, hours: int, monkeypatch: pytest.MonkeyPatch) -> None:
    line, now = Line(hours), clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(lottery_places, "BATCH", 7)
    claims: list[Any] = []

    def done(act: Callable[[Programme], object]) -> Callable[[Programme], None]:
        def watched(programme: Programme) -> None:
            act(programme)
            db.session.flush()
            claims.append(_claims())

        return watched

    one_by_one = line.after(done(waiting.fill))
    together = line.after(done(lottery_places.hand_out))
    assert together == one_by_one
    assert claims[0] == claims[1]
    states = [row for row in together[0] if ("placed" if hours == 0 else "offered") in row]
    assert 5 < len(states) < 38


def test_who_may_not_take_part_is_passed_over(session: Session) -> None:
    line = Line(48)
    with unit_of_work():
        lottery_places.hand_out(line.programme)
    entries = session.scalars(select(WaitlistEntry).order_by(WaitlistEntry.position)).all()
    busy, newcomer = entries[:2]
    assert newcomer.state == "waiting"
    assert busy.offering_id != line.offerings[0].id


def test_no_places_and_nobody_in_line(session: Session) -> None:
    line = Line(48)
    for offering in line.offerings:
        offering.cancelled = True
    session.commit()
    with unit_of_work():
        assert lottery_places.hand_out(line.programme) == 0
    empty = make.programme(mode="lottery", kind="tour", state="published")
    with unit_of_work():
        assert lottery_places.hand_out(empty) == 0


def test_places_that_are_not_there_are_not_given(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the count of what is free ever wrong, nothing would be oversold: all of it is refused."""
    line = Line(48)
    monkeypatch.setattr(Room, "suffices", lambda self, units, offering_id: True)
    with pytest.raises(Stale), unit_of_work():
        lottery_places.hand_out(line.programme)
    assert session.scalars(select(Offering.taken).distinct()).all() == [0]
    assert session.scalars(select(Claim)).all() == []
    assert capacity.free(line.offerings[0]) == 9
