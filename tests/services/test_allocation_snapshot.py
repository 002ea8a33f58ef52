"""A problem frozen from the database says what the database says, and the same each time."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.errors import Invalid
from app.models import Lock
from app.scheduling.contract.problem_file import read_problem
from app.services.allocation import changes, snapshot
from app.services.allocation.ids import number
from app.unit_of_work import unit_of_work
from tests import factories, season


def test_the_same_state_gives_the_same_bytes(session: Session) -> None:
    found = season.closed()
    first = snapshot.take(found.programme)
    session.expire_all()
    second = snapshot.take(found.programme)
    assert first.data == second.data
    assert first.digest == second.digest
    assert read_problem(first.data) == first.problem


def test_a_party_takes_tier_and_groups_from_its_lead(session: Session) -> None:
    found = season.closed()
    problem = snapshot.take(found.programme).problem
    party = problem.parties_by_id()[f"r{found.parties[1].id}"]
    assert party.tier == found.parties[1].lead.person.tier
    assert party.groups["employer"] == found.employer.code
    assert found.employer.parent is not None
    assert party.groups["district"] == found.employer.parent.code
    assert [number("o", choice) for choice in party.choices] == [found.first.id, found.second.id]
    assert {m.sex for m in party.members} == {"F", "M"}


def test_nothing_in_the_file_names_a_person(session: Session) -> None:
    found = season.closed()
    text = snapshot.take(found.programme).data.decode()
    for registration in found.parties:
        assert registration.reference not in text
        for member in registration.members:
            assert member.person.name not in text
            assert member.person.identity not in text


def test_closed_rooms_cancelled_offerings_and_withdrawn_parties_are_left_away(session: Session) -> None:
    found = season.closed()
    with unit_of_work():
        found.venue.rooms[0].closed = True
        found.second.cancelled = True
        found.parties[0].state = "withdrawn"
    problem = snapshot.take(found.programme).problem
    assert [len(v.rooms) for v in problem.venues] == [2]
    assert [o.id for o in problem.offerings] == [f"o{found.first.id}"]
    assert len(problem.parties) == 6


def test_who_is_no_longer_eligible_is_left_out_with_a_reason(session: Session) -> None:
    found = season.closed()
    factories.rule(found.programme, "tiers", tiers=[1, 2, 3])
    taken = snapshot.take(found.programme)
    assert [one.registration_id for one in taken.left_out] == [found.parties[3].id]
    assert taken.left_out[0].message
    assert f"r{found.parties[3].id}" not in taken.problem.parties_by_id()


def test_without_numbers_or_parties_there_is_no_problem(session: Session) -> None:
    found = season.closed(drawn=False)
    with pytest.raises(Invalid, match="摇号"):
        snapshot.take(found.programme)
    with pytest.raises(Invalid, match="没有可以参加"):
        snapshot.take(factories.programme(state="closed"))


def test_a_lock_to_what_is_gone_is_named(session: Session) -> None:
    found = season.closed()
    factories.save(
        Lock(
            programme_id=found.programme.id,
            registration_id=found.parties[0].id,
            offering_id=found.second.id,
            reason="照顾",
            created_by_id=found.coordinator.id,
            created_at=clock.now(),
        )
    )
    assert len(snapshot.take(found.programme).problem.locks) == 1
    with unit_of_work():
        found.second.cancelled = True
    with pytest.raises(Invalid, match=found.parties[0].reference):
        snapshot.take(found.programme)


def test_changes_are_named_by_kind(session: Session) -> None:
    found = season.closed()
    before = snapshot.take(found.programme).problem
    with unit_of_work():
        found.venue.rooms[0].beds = 3
        found.parties[1].choices.pop()
    assert changes.between(before, snapshot.take(found.programme).problem) == ["房间", "志愿"]
    assert changes.between(before, before) == []


def test_quotas_hold_until_what_is_unused_is_for_everybody(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = season.closed()
    most = factories.quota(found.programme, maximum=3)
    both = factories.quota(found.programme, group="district", minimum=1, maximum=4)
    with unit_of_work():
        found.programme.quotas_return_at = clock.now() + dt.timedelta(hours=1)
    before = snapshot.take(found.programme)
    assert {q.id: (q.minimum, q.maximum) for q in before.problem.quotas} == {
        most.code: (0, 3),
        both.code: (1, 4),
    }
    later = clock.now() + dt.timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    after = snapshot.take(found.programme)
    assert {q.id: (q.minimum, q.maximum) for q in after.problem.quotas} == {both.code: (1, None)}
    # a plan made under the quotas is not published as if it had been made without
    assert after.digest != before.digest
    assert changes.between(before.problem, after.problem) == ["名额"]
