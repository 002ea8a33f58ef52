"""An allocation without beds: classes with minimums, several places for one person, never two on one day."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.errors import Invalid
from app.extensions import db
from app.models import Account, Offering, Person, Placement, Programme, Registration
from app.run_job import solve_run
from app.services import modes, registration
from app.services.allocation import draw, publication, runs
from app.services.party_plan import MemberPlan, PartyPlan
from app.unit_of_work import unit_of_work
from tests import factories as make

SEED = "2026-11-23 上证 3921.87"


@dataclass
class School:
    """Four evening classes, two of them on one day, and one that too few would like."""

    programme: Programme
    painting: Offering
    singing: Offering
    chess: Offering
    weaving: Offering
    coordinator: Account
    people: list[Person]

    def sign_up(self, person: Person, *chosen: Offering, wants: int) -> Registration:
        with unit_of_work():
            plan = PartyPlan([MemberPlan(person)], [each.id for each in chosen], wants=wants)
            return registration.sign_up(self.programme, make.account(person), plan)

    def decide(self) -> None:
        with unit_of_work():
            self.programme.state = "closed"
            draw.freeze(self.programme)
        with unit_of_work():
            draw.assign_numbers(self.programme, SEED, self.coordinator)
        with unit_of_work():
            run_id = runs.start(self.programme, self.coordinator, 1, 20).id
        assert solve_run(run_id, lambda: False)
        programme_id = self.programme.id
        with unit_of_work():
            assert publication.publish(run_id, programme_id, self.coordinator)


@pytest.fixture
def school(session: Session) -> School:
    city, _district, union = make.tree()
    programme = make.programme(title="秋季夜校", max_party_size=1, settings={"wants_most": 2})
    hall = make.venue((), name="工人文化宫")

    def lesson(in_days: int, **values: object) -> Offering:
        evening = {"from_time": "19:00", "to_time": "20:30", "with_beds": False, "seats": 3}
        return make.offering(programme, hall, in_days=in_days, nights=0, **{**evening, **values})

    return School(
        programme,
        lesson(30, title="国画班", minimum=2),
        lesson(30, title="合唱班"),
        lesson(31, title="象棋班", minimum=2),
        lesson(32, title="编织班", minimum=3),
        make.account(coordinates=city),
        [make.person(union) for _ in range(4)],
    )


def held(person: Person) -> list[int]:
    """Ids of the offerings that the allocation has given."""
    found = db.session.query(Placement).join(Registration).filter(Registration.members.any(person=person))
    return sorted(placement.offering_id for placement in found if placement.run_id is not None)


def test_classes_are_given_as_asked_for(school: School) -> None:
    many, one, two, last = school.people
    painting, singing, chess, weaving = (
        school.painting,
        school.singing,
        school.chess,
        school.weaving,
    )
    school.sign_up(many, painting, singing, chess, wants=2)
    school.sign_up(one, painting, chess, wants=1)
    school.sign_up(two, weaving, chess, wants=2)
    school.sign_up(last, painting, singing, wants=2)
    school.decide()
    assert held(many) == [painting.id, chess.id]
    assert len(held(one)) == 1
    assert held(two) == [chess.id], "too few would like to weave"
    assert len(held(last)) == 1, "painting and singing are on one day"


def test_the_worker_reads_both_places(school: School) -> None:
    many, one, two, last = school.people
    mine = school.sign_up(many, school.painting, school.chess, wants=2)
    school.sign_up(one, school.painting, school.chess, wants=2)
    for person in (two, last):
        school.sign_up(person, school.singing, wants=1)
    school.decide()
    standing = modes.explain(mine, many)
    assert standing.state == "placed"
    assert [slot.offering.id for slot in standing.slots] == [school.painting.id, school.chess.id]
    assert "国画班" in standing.slots[0].words
    assert "19:00–20:30" in standing.slots[0].words


@pytest.mark.parametrize("wants", [0, 3])
def test_no_more_than_the_programme_allows(school: School, wants: int) -> None:
    with pytest.raises(Invalid, match="最多可以得到 2 期"):
        school.sign_up(school.people[0], school.painting, school.chess, wants=wants)


def test_wanting_more_than_was_chosen_is_wanting_all_of_it(school: School) -> None:
    assert school.sign_up(school.people[0], school.painting, wants=2).wants == 1


def place_elsewhere(person: Person, in_days: int) -> Placement:
    """A whole day of another programme, confirmed."""
    trip = make.programme(title="红色研学一日行")
    day = make.offering(trip, make.venue(()), in_days=in_days, nights=0, with_beds=False)
    sent = make.registration(trip, [person], [day], by=make.account())
    given = Placement(registration=sent, offering=day, rank=1, given_at=clock.now())
    make.save(given)
    return given


def test_what_was_confirmed_elsewhere_meanwhile_is_not_doubled(school: School) -> None:
    many, one, two, _last = school.people
    mine = school.sign_up(many, school.painting, school.chess, wants=2)
    for person in (one, two):
        school.sign_up(person, school.painting, school.chess, wants=2)
    place_elsewhere(many, 30)
    school.decide()
    assert held(many) == [school.chess.id]
    assert held(one) == [school.painting.id, school.chess.id]
    (why,) = modes.explain(mine, many).reasons
    assert (why.reason, why.rank) == ("clash", 1)
    assert "重叠" in "".join(why.sentences)


def test_a_programme_that_only_warns_places_all_the_same(school: School, session: Session) -> None:
    many, one, two, _last = school.people
    for person in (many, one, two):
        school.sign_up(person, school.painting, school.chess, wants=2)
    place_elsewhere(many, 30)
    school.programme.overlap = "warn"
    session.commit()
    school.decide()
    assert held(many) == [school.painting.id, school.chess.id]
