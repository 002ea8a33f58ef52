"""Claiming places: seats and nested quotas, all of it or nothing, and given back exactly."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.errors import Invalid
from app.extensions import db
from app.models import Claim, Offering, Quota, QuotaUse, Registration
from app.services import capacity, offerings, policy
from app.services.capacity import Shortage
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.first_come import Course


def party(course: Course, size: int = 1, unit: object = None) -> Registration:
    people = [make.person(unit or course.union) for _ in range(size)]  # type: ignore[arg-type]
    return make.registration(course.programme, people, [course.first])


def claim(sent: Registration, offering: Offering) -> Shortage | None:
    with unit_of_work():
        capacity.hold(offering.programme)
        return capacity.claim(sent, offering)


def uses() -> dict[tuple[str, int | None], int]:
    rows = db.session.execute(select(QuotaUse.unit_code, QuotaUse.offering_id, QuotaUse.taken))
    return {(code, offering): taken for code, offering, taken in rows}


def test_seats_until_there_are_none(session: Session) -> None:
    course = Course(seats=2)
    assert claim(party(course), course.first) is None
    assert claim(party(course, 2), course.first) == Shortage("seats", None, None, 1)
    assert (course.first.taken, capacity.free(course.first)) == (1, 1)
    assert claim(party(course), course.first) is None
    short = claim(party(course), course.first)
    assert short is not None
    assert (short.kind, short.free, short.words(1)) == ("seats", 0, "名额已满")


def test_claiming_twice_is_claiming_once(session: Session) -> None:
    course = Course(seats=3)
    sent = party(course)
    assert [claim(sent, course.first), claim(sent, course.first)] == [None, None]
    assert course.first.taken == 1


def test_beds_are_not_claimed_one_by_one(session: Session) -> None:
    course = Course()
    with_beds = course.offering(None, with_beds=True)
    without = course.offering(None)
    assert claim(party(course), with_beds) == Shortage("seats", None, None, 0)
    assert claim(party(course), without) is None
    assert (capacity.free(with_beds), capacity.free(without)) == (0, None)


def test_a_district_and_an_employer_within_it_both_hold(session: Session) -> None:
    course = Course(seats=9)
    other = make.unit(course.district)
    make.quota(course.programme, group="district", scope="run", maximum=3)
    make.quota(course.programme, group="employer", scope="run", maximum=2)
    assert claim(party(course, 2), course.first) is None
    full = claim(party(course), course.first)
    assert full is not None
    assert (full.kind, full.unit, full.free) == ("quota", course.union, 0)
    assert claim(party(course, unit=other), course.first) is None
    full = claim(party(course, unit=other), course.first)
    assert full is not None
    assert full.unit == course.district
    assert course.first.taken == 3
    expected = {(course.district.code, None): 3, (course.union.code, None): 2, (other.code, None): 1}
    assert uses() == expected


def test_a_named_unit_covers_everybody_below_it_and_nobody_else(session: Session) -> None:
    course = Course(seats=9)
    elsewhere = make.unit(make.unit(course.city))
    make.quota(course.programme, group="district", scope="run", value=course.district.code, maximum=1)
    assert claim(party(course), course.first) is None
    assert claim(party(course), course.first) is not None
    assert claim(party(course, 2, elsewhere), course.first) is None
    assert uses() == {(course.district.code, None): 1}


def test_each_offering_for_itself_or_all_together(session: Session) -> None:
    course = Course(seats=9)
    second = course.offering(9)
    make.quota(course.programme, scope="offering", maximum=1)
    one, two = party(course), party(course)
    assert claim(one, course.first) is None
    assert claim(two, course.first) is not None
    assert claim(two, second) is None
    assert uses() == {(course.union.code, course.first.id): 1, (course.union.code, second.id): 1}


def test_what_was_claimed_before_a_shortage_is_given_back(session: Session) -> None:
    course = Course(seats=9)
    make.quota(course.programme, group="district", scope="run", maximum=9)
    make.quota(course.programme, group="employer", scope="run", maximum=1)
    assert claim(party(course, 2), course.first) is not None
    assert course.first.taken == 0
    assert set(uses().values()) <= {0}
    assert session.scalar(select(func.count()).select_from(Claim)) == 0


def test_members_of_different_units_count_each_for_their_own(session: Session) -> None:
    course = Course(seats=9)
    other = make.unit(course.district)
    make.quota(course.programme, group="employer", scope="run", maximum=1)
    mixed = make.registration(
        course.programme, [make.person(course.union), make.person(other)], [course.first]
    )
    assert claim(mixed, course.first) is None
    assert uses() == {(course.union.code, None): 1, (other.code, None): 1}


def test_giving_back_is_exact_though_people_have_moved(session: Session) -> None:
    course = Course(seats=9)
    make.quota(course.programme, group="employer", scope="run", maximum=1)
    sent = party(course)
    assert claim(sent, course.first) is None
    sent.lead.person.unit = make.unit(course.district)
    session.commit()
    with unit_of_work():
        capacity.release(sent, course.first)
        capacity.release(sent, course.first)
    assert course.first.taken == 0
    assert uses() == {(course.union.code, None): 0}


def test_unused_places_return_to_all_at_the_deadline(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = Course(seats=9, quotas_return_at=clock.now() + dt.timedelta(hours=1))
    make.quota(course.programme, group="employer", scope="run", maximum=1)
    assert claim(party(course), course.first) is None
    assert claim(party(course), course.first) is not None
    assert not capacity.quotas_returned(course.programme)
    at = clock.now() + dt.timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: at)
    assert capacity.quotas_returned(course.programme)
    assert claim(party(course, 2), course.first) is None
    assert uses() == {(course.union.code, None): 3}


def test_the_database_refuses_what_would_oversell(session: Session) -> None:
    course = Course(seats=1)
    make.quota(course.programme, group="employer", scope="run", maximum=1)
    assert claim(party(course), course.first) is None
    for statement in (
        update(Offering).where(Offering.id == course.first.id).values(taken=2),
        update(QuotaUse).values(taken=2),
        update(QuotaUse).values(taken=-1),
    ):
        with pytest.raises(IntegrityError):
            session.execute(statement)
        session.rollback()


@pytest.fixture
def course(session: Session) -> Course:
    """Two places of three are taken by one union."""
    made = Course(seats=3)
    assert claim(party(made), made.first) is None
    assert claim(party(made), made.first) is None
    return made


def test_fewer_seats_than_people_names_them(course: Course, session: Session) -> None:
    actor = make.account(coordinates=course.city)
    with pytest.raises(Invalid) as refused, unit_of_work():
        offerings.edit(actor, course.first, {"seats": 1})
    assert all(reference in refused.value.faults["seats"] for reference in capacity.holders(course.first))
    with unit_of_work():
        offerings.edit(actor, course.first, {"seats": 2})
    assert course.first.seats == 2


def quota_values(course: Course, maximum: int | None) -> dict[str, object]:
    return {"group": "employer", "scope": "run", "value": None, "minimum": 0, "maximum": maximum}


def test_a_quota_added_later_counts_who_has_a_place(course: Course, session: Session) -> None:
    actor = make.account(coordinates=course.city)
    with pytest.raises(Invalid) as refused, unit_of_work():
        policy.save_quota(actor, course.programme, None, quota_values(course, 1))
    assert f"{course.union.name} 2 人" in refused.value.message
    with unit_of_work():
        policy.save_quota(actor, course.programme, None, quota_values(course, 2))
    assert uses() == {(course.union.code, None): 2}
    assert claim(party(course), course.first) is not None
    quota = session.scalars(select(Quota)).one()
    with unit_of_work():
        policy.save_quota(actor, course.programme, quota, quota_values(course, 3))
    assert claim(party(course), course.first) is None
    with unit_of_work():
        policy.delete_quota(actor, course.programme, quota)
    assert uses() == {}
    held = session.scalars(select(Registration).join(Claim, Claim.registration_id == Registration.id)).all()
    with unit_of_work():
        for sent in held:
            capacity.release(sent, course.first)
    assert course.first.taken == 0
