"""Who is given what: evenly, never their own, and again when something has changed."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import DomainError, Invalid
from app.models import Notice, Reading, Registration, Reviewer
from app.services import registration
from app.services.reviewing import assigning, panel, readings
from app.services.reviewing.even import share_out
from app.unit_of_work import unit_of_work
from tests import factories
from tests.services.reviews import Review

READERS = range(5)
CONFLICTS = st.lists(st.sets(st.sampled_from(READERS), max_size=3), min_size=1, max_size=25)


@given(CONFLICTS)
def test_nobody_could_pass_an_entry_on_to_somebody_with_two_fewer(conflicts: list[set[int]]) -> None:
    may = {entry: set(READERS) - barred for entry, barred in enumerate(conflicts)}
    shares = share_out(dict.fromkeys(may, 2), may, {}, {})
    assert shares == share_out(dict.fromkeys(may, 2), may, {}, {})
    loads = Counter(reader for readers in shares.values() for reader in readers)
    for entry, readers in shares.items():
        assert len(readers) == 2
        assert readers <= may[entry]
        for giver in readers:
            assert all(loads[taker] >= loads[giver] - 1 for taker in may[entry] - readers)


def test_through_others_where_nobody_can_pass_on_directly() -> None:
    may = {1: [1, 2], 2: [1, 2], 3: [2, 3], 4: [1, 2]}
    shares = share_out(dict.fromkeys(may, 1), may, {1: [1], 2: [1], 3: [2], 4: [1]}, {})
    assert sorted(Counter(next(iter(each)) for each in shares.values()).values()) == [1, 1, 2]


def test_too_few_reviewers_leave_an_entry_short() -> None:
    assert share_out({1: 2}, {1: [7]}, {}, {}) == {1: {7}}


def readers_of(session: Session, entry: Registration) -> set[int]:
    session.rollback()
    return set(session.scalars(select(Reading.reviewer_id).where(Reading.registration_id == entry.id)))


def lacking(review: Review) -> list[tuple[int, int, int]]:
    found = assigning.lacking(review.programme, readings.judged(review.programme))
    return [(lack.registration.id, lack.missing, lack.free) for lack in found]


def test_reviewers_stay_away_from_their_own_and_from_what_they_sent(session: Session) -> None:
    review = Review(reviewers=2)
    colleague = factories.reviewer(review.programme, factories.account(factories.person(review.union)))
    acting = factories.reviewer(review.programme, factories.account(coordinates=review.district))
    sender = factories.reviewer(review.programme)
    entry = factories.registration(review.programme, [factories.person(review.union)], [], by=sender.account)
    review.close()
    assert readers_of(session, entry) == {each.id for each in review.reviewers}
    assert not readers_of(session, entry) & {colleague.id, acting.id, sender.id}


def test_everybody_in_a_team_counts_for_conflicts(session: Session) -> None:
    review = Review(reviewers=2)
    elsewhere = factories.unit(factories.unit(review.city))
    barred = factories.reviewer(review.programme, factories.account(factories.person(elsewhere)))
    people = [factories.person(review.union), factories.person(elsewhere)]
    entry = factories.registration(review.programme, people, [])
    review.close()
    assert barred.id not in readers_of(session, entry)


def test_what_cannot_be_given_is_named_and_given_once_somebody_joins(session: Session) -> None:
    review = Review(reviewers=1)
    own = factories.reviewer(review.programme, factories.account(factories.person(review.union)))
    entry = review.entry()
    review.close()
    assert readers_of(session, entry) == {review.reviewers[0].id}
    assert lacking(review) == [(entry.id, 1, 0)]
    with unit_of_work():
        joined = panel.add(review.coordinator, review.programme, "13700000001", "李工")
    assert readers_of(session, entry) == {review.reviewers[0].id, joined.id}
    assert lacking(review) == []
    assert own.id not in readers_of(session, entry)


def test_assigning_again_changes_nothing_by_itself(session: Session) -> None:
    review = Review()
    entries = [review.entry() for _ in range(7)]
    review.close()
    before = [readers_of(session, entry) for entry in entries]
    with unit_of_work():
        assert assigning.again(review.coordinator, review.programme) == 0
    assert [readers_of(session, entry) for entry in entries] == before


def test_it_is_not_assigned_before_sign_up_is_over(session: Session) -> None:
    review = Review()
    review.entry()
    with pytest.raises(DomainError, match="截止以后"), unit_of_work():
        assigning.again(review.coordinator, review.programme)


def test_who_leaves_keeps_what_was_handed_in_and_gets_no_more(session: Session) -> None:
    review = Review(reviewers=3)
    entries = [review.entry() for _ in range(3)]
    review.close()
    mine = session.scalars(
        select(Reading).where(Reading.reviewer_id == review.reviewers[0].id).order_by(Reading.id)
    ).all()
    kept = mine[0].id
    review.hand_in(mine[0], 50)
    with unit_of_work():
        panel.leave(review.coordinator, review.programme, review.reviewers[0], "病了")
    session.rollback()
    theirs = session.scalars(select(Reading.id).where(Reading.reviewer_id == review.reviewers[0].id)).all()
    assert theirs == [kept]
    assert all(len(readers_of(session, entry)) == 2 for entry in entries)
    with unit_of_work():
        assigning.again(review.coordinator, review.programme)
    assert review.reviewers[0].left_at is not None


def test_who_leaves_without_having_read_is_gone(session: Session) -> None:
    review = Review(reviewers=3)
    review.entry()
    review.close()
    with unit_of_work():
        panel.leave(review.coordinator, review.programme, review.reviewers[0], "没有空")
    assert session.get(Reviewer, review.reviewers[0].id) is None


@pytest.mark.parametrize(
    ("phone", "words"), [("12345", "11 位"), ("", "填写手机号码"), ("13700000001", "已经是评审")]
)
def test_who_cannot_be_added(session: Session, phone: str, words: str) -> None:
    review = Review()
    with unit_of_work():
        panel.add(review.coordinator, review.programme, "13700000001", "李工")
    with pytest.raises(Invalid, match=words) as refused, unit_of_work():
        panel.add(review.coordinator, review.programme, phone, "李工")
    assert refused.value.field == "phone"


def test_who_acts_for_the_whole_city_can_judge_nothing(session: Session) -> None:
    review = Review()
    other = factories.account(coordinates=review.city)
    with pytest.raises(Invalid, match="回避"), unit_of_work():
        panel.add(review.coordinator, review.programme, other.phone, "王主任")


def test_what_is_withdrawn_is_read_no_more(session: Session) -> None:
    review = Review()
    entry = review.entry()
    review.close()
    done, _open = review.readings(session, entry)
    review.hand_in(done, 60)
    with unit_of_work():
        registration.withdraw(entry, entry.signed_up_by)
    assert readers_of(session, entry) == {done.reviewer_id}


def test_reviewers_who_are_workers_are_told_once(session: Session) -> None:
    review = Review(reviewers=2)
    elsewhere = factories.unit(factories.unit(review.city))
    worker = factories.person(elsewhere)
    factories.reviewer(review.programme, factories.account(worker))
    for _ in range(6):
        review.entry()
    review.close()
    told = session.scalars(select(Notice).where(Notice.kind == "review.assigned")).all()
    assert [(each.person_id, each.parameters["count"]) for each in told] == [(worker.id, 4)]
