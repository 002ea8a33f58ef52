"""Places over the tree, nominating within them, and what the level above says."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import Nomination, Notice, Person, Unit
from app.services import eligibility, features, passing, registration
from app.services.nominating import listing, nominations, quotas, returning, rounds
from app.services.party_plan import MemberPlan, PartyPlan
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.stays import Round


@pytest.fixture
def made(session: Session) -> Round:
    return Round()


def send(made: Round, person: Person, level: str = "grassroots") -> Nomination:
    with unit_of_work():
        return nominations.nominate(made.actor, made.programme, person, "一线二十年", level=level)


def later(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    at = clock.now() + dt.timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: at)


def told(person: Person) -> list[str]:
    return list(db.session.scalars(select(Notice.kind).where(Notice.person_id == person.id)))


def test_a_nomination_counts_on_every_level_and_is_confirmed_from_above(made: Round) -> None:
    person = make.person(made.union)
    found = send(made, person)
    assert (found.state, told(person)) == ("nominated", [])
    assert [made.taken(u) for u in (made.city, made.district, made.union)] == [(6, 1), (4, 1), (2, 1)]
    assert [r.rule for r in eligibility.reasons(person, made.programme)] == ["nominated"]
    with unit_of_work():
        nominations.confirm(made.actor, found)
    assert told(person) == ["nomination.confirmed"]
    assert eligibility.reasons(person, made.programme) == []
    with pytest.raises(DomainError, match="已经办理"), unit_of_work():
        nominations.confirm(made.actor, found)


def test_only_who_is_confirmed_signs_up(made: Round) -> None:
    person = make.person(made.union)
    account = make.account(person)
    plan = PartyPlan([MemberPlan(person, [], None, False)], [made.offering.id], {})
    with pytest.raises(registration.NotEligible, match="由单位提名"), unit_of_work():
        registration.sign_up(made.programme, account, plan)
    found = send(made, person)
    with pytest.raises(registration.NotEligible, match="等上级工会确认"), unit_of_work():
        registration.sign_up(made.programme, account, plan)
    with unit_of_work():
        nominations.confirm(made.actor, found)
    assert [each.link.endpoint for each in features.ahead(person)] == ["nomination.show"]
    with unit_of_work():
        sent = registration.sign_up(made.programme, account, plan)
    assert features.ahead(person) == []
    with pytest.raises(DomainError, match=sent.reference), unit_of_work():
        nominations.withdraw(made.actor, found, "换人")


def test_what_was_sent_back_is_free_again_with_a_reason_told(made: Round) -> None:
    person = make.person(made.union)
    found = send(made, person)
    with unit_of_work():
        nominations.send_back(made.actor, found, "去年参加过")
    assert (found.state, found.answer, told(person)) == ("sent_back", "去年参加过", ["nomination.ended"])
    assert made.taken(made.union) == (2, 0)
    assert made.taken(made.city) == (6, 0)
    assert send(made, person).id != found.id


def test_no_more_than_a_unit_has(made: Round) -> None:
    for _each in range(2):
        send(made, make.person(made.union))
    with pytest.raises(DomainError, match="已经用完"):
        send(made, make.person(made.union))
    assert made.taken(made.city) == (6, 2)


def test_what_is_shared_out_is_kept_for_whom_it_was_given(made: Round) -> None:
    """Of the district's four, three are promised to its unions: one is left for the others."""
    third = make.unit(made.district)
    send(made, make.person(third), "district")
    with pytest.raises(DomainError, match="已经用完"):
        send(made, make.person(third), "district")
    for union in (made.union, made.union, made.other):
        send(made, make.person(union))
    assert made.taken(made.district) == (4, 4)


def test_who_is_not_eligible_is_refused_with_the_reason(made: Round) -> None:
    make.rule(made.programme, "years_of_service", years=30)
    person = make.person(made.union)
    with pytest.raises(Invalid, match="不符合条件") as refused:
        send(made, person)
    assert person.name in refused.value.message
    assert made.taken(made.union) == (2, 0)


def test_nobody_is_nominated_twice(made: Round) -> None:
    person = make.person(made.union)
    send(made, person)
    with pytest.raises(Invalid, match="已经提名"):
        send(made, person)
    assert made.taken(made.union) == (2, 1)


def test_places_are_shared_out_within_what_there_is(made: Round) -> None:
    for unit, places, why in (
        (made.district, 2, "不能少于 3"),
        (made.district, 7, "还能分的只有 6"),
        (made.union, 4, "还能分的只有 3"),
        (make.unit(made.elsewhere), 1, "还没有名额"),
    ):
        with pytest.raises(Invalid, match=why):
            made.share(unit, places)
    made.share(made.union, 3)
    assert made.taken(made.union) == (3, 0)


def test_unused_places_go_back_level_by_level(made: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    first = send(made, make.person(made.union))
    assert returning.due() == []
    later(monkeypatch, 2.5)
    assert features.every()["nomination"].each_minute() == 1
    row = quotas.of_unit(made.programme, made.union)
    assert row is not None
    assert (row.places, row.taken, row.returned) == (1, 1, 1)
    with pytest.raises(DomainError, match="区市工会提名"):
        send(made, make.person(made.union))
    for _each in range(3):
        send(made, make.person(made.union), "district")
    with pytest.raises(DomainError, match="用完"):
        send(made, make.person(made.union), "district")
    with unit_of_work():
        nominations.send_back(made.actor, first, "不合适")
    assert made.taken(made.union) == (0, 0)
    assert made.taken(made.district) == (4, 3)
    later(monkeypatch, 2)
    assert features.every()["nomination"].each_minute() == 1
    assert made.taken(made.district) == (3, 3)
    for _each in range(3):
        send(made, make.person(made.elsewhere_union()), "city")
    with pytest.raises(DomainError, match="用完"):
        send(made, make.person(made.elsewhere_union()), "city")
    assert made.taken(made.city) == (6, 6)
    with pytest.raises(Invalid, match="已归上级"):
        made.share(made.union, 3)


def test_a_time_that_is_over_cannot_be_moved(made: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, 3)
    now = clock.now()
    with pytest.raises(Invalid) as refused, unit_of_work():
        rounds.save(made.actor, made.programme, 6, now + dt.timedelta(1), now + dt.timedelta(2))
    assert refused.value.field == "units_until"
    with pytest.raises(Invalid) as late, unit_of_work():
        rounds.save(made.actor, made.programme, 6, now, made.programme.closes_at + dt.timedelta(1))
    assert late.value.field == "districts_until"


def test_the_rule_keeps_nobody_out_before_anybody_can_be_nominated(made: Round) -> None:
    make.person(made.union)
    assert not passing.of_all_known(made.programme).nobody
    lacking = make.programme(features=["nomination"])
    said = [each.message for each in features.every()["nomination"].hindrances(lacking)]
    assert len(said) == 2
    assert features.every()["nomination"].hindrances(made.programme) == []


def test_lists_are_of_ones_own_part(made: Round) -> None:
    send(made, make.person(made.union))
    send(made, make.person(made.other))
    mine = Unit.path.startswith(made.union.path)
    assert listing.counts(made.programme, mine) == {"nominated": 1}
    assert listing.page(made.programme, true(), "nominated", 1).total == 2
    assert listing.page(made.programme, mine, "confirmed", 1).total == 0
    assert [(r.unit.id, r.waiting, r.left) for r in quotas.below(made.programme, made.district)] == [
        (made.union.id, 1, 1),
        (made.other.id, 1, 0),
    ]
    assert db.session.scalar(select(func.count(Nomination.id))) == 2
