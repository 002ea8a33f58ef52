"""Points, totals, spreads and who may see them."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import DomainError, Forbidden, Invalid, NotFound
from app.models import AuditEntry, Reading
from app.services.reviewing import criteria, readings, scores
from app.unit_of_work import unit_of_work
from tests import factories
from tests.services.reviews import Review, hand_in


class OneEntry(Review):
    def __init__(self) -> None:
        super().__init__()
        self.first = self.entry()


@pytest.fixture
def review(session: Session) -> OneEntry:
    return OneEntry()


def closed(review: OneEntry, session: Session) -> list[Reading]:
    review.close()
    return list(review.readings(session, review.first))


def test_a_total_weighs_each_scale_by_its_share(review: OneEntry, session: Session) -> None:
    """A third of 100 points at 40, two thirds of 1 to 5 at 4: (40 + 75 + 75) / 3."""
    second = factories.criterion(review.programme, least=1, most=5, weight=2)
    reading, other = closed(review, session)
    hand_in(reading.reviewer.account, reading, {review.criterion.id: 40, second.id: 4}, "好")
    hand_in(other.reviewer.account, other, {review.criterion.id: 40, second.id: 4})
    found, wanted = readings.of_entry(review.first)
    assert found.total == 6333
    assert scores.shown(found.total) == "63.33"
    assert [mean for _criterion, mean in scores.averages(found, wanted)] == ["40", "4"]


@pytest.mark.parametrize("points", [-1, 101, None, "7", 7.5])
def test_points_off_the_scale(review: OneEntry, session: Session, points: object) -> None:
    reading = closed(review, session)[0]
    with pytest.raises(Invalid) as refused:
        hand_in(reading.reviewer.account, reading, {review.criterion.id: points})  # type: ignore[dict-item]
    assert list(refused.value.faults) == [f"points_{review.criterion.id}"]
    assert reading.handed_in_at is None


def test_every_criterion_is_needed(review: OneEntry, session: Session) -> None:
    factories.criterion(review.programme)
    reading = closed(review, session)[0]
    with pytest.raises(Invalid):
        review.hand_in(reading, 50)


def test_handed_in_is_final(review: OneEntry, session: Session) -> None:
    reading = closed(review, session)[0]
    review.hand_in(reading, 50)
    with pytest.raises(DomainError, match="不能再改"):
        review.hand_in(reading, 90)
    assert [score.points for score in reading.scores] == [50]


def test_a_reading_is_its_reviewers_alone(review: OneEntry, session: Session) -> None:
    reading, other = closed(review, session)
    with pytest.raises(NotFound):
        hand_in(other.reviewer.account, reading, {review.criterion.id: 50})


def test_nobody_reads_on_once_their_unit_has_come_to_be_the_same(review: OneEntry, session: Session) -> None:
    reading = closed(review, session)[0]
    reading.reviewer.account.person = factories.person(review.union)
    session.commit()
    with pytest.raises(Forbidden, match="回避"):
        review.hand_in(reading, 50)


def test_scores_are_blind_until_both_are_in(review: OneEntry, session: Session) -> None:
    first, second = closed(review, session)
    review.hand_in(first, 50)
    found, _criteria = readings.of_entry(review.first)
    assert (found.total, found.spread, found.unread, readings.told_apart(found)) == (None, None, 1, [])
    review.hand_in(second, 60)
    found, _criteria = readings.of_entry(review.first)
    assert found.total == 5500
    told = [list(points.values()) for _reading, _counts, points in readings.told_apart(found)]
    assert sorted(told) == [[50], [60]]


def test_the_record_does_not_say_the_points(review: OneEntry, session: Session) -> None:
    review.hand_in(closed(review, session)[0], 57)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "review.hand_in")).one()
    assert (entry.changes, entry.reason) == ({}, "")


def test_exactly_as_far_apart_as_allowed_is_not_wide(review: OneEntry, session: Session) -> None:
    closed(review, session)
    review.score(session, review.first, 40, 60)
    assert review.readings(session, review.first, 2) == []


@pytest.mark.parametrize(("third", "total"), [(70, 7000), (41, 4050), (55, 5500), (100, 7000), (99, 8450)])
def test_the_two_closest_of_three_count(review: OneEntry, session: Session, third: int, total: int) -> None:
    closed(review, session)
    entry = review.first
    review.score(session, entry, 40, 70)
    found, _criteria = readings.of_entry(entry)
    assert (found.wide, found.total, found.unread) == (True, None, 1)
    assert len(readings.told_apart(found)) == 2
    called = review.readings(session, entry, 2)
    assert called[0].reviewer_id not in {each.reviewer_id for each in review.readings(session, entry)}
    review.hand_in(called[0], third)
    found, _criteria = readings.of_entry(entry)
    assert (found.total, found.wide) == (total, True)


def test_nobody_is_left_to_be_called(session: Session) -> None:
    review = Review(reviewers=2)
    entry = review.entry()
    review.close()
    review.score(session, entry, 10, 90)
    found, _criteria = readings.of_entry(entry)
    assert (found.wide, found.missing, found.total) == (True, 1, None)


def criterion_values(**changed: object) -> dict[str, object]:
    return {"label": "创新", "label_en": "", "help": "", "weight": 2, "least": 0, "most": 5, **changed}


def test_criteria_are_written_before_opening_alone(session: Session) -> None:
    review = Review()
    review.programme.state = "draft"
    session.commit()
    with unit_of_work():
        criteria.save(review.coordinator, review.programme, None, criterion_values())
    with unit_of_work():
        criteria.move_up(review.coordinator, review.programme, criteria.listed(review.programme)[1])
    assert criteria.listed(review.programme)[0].label == "创新"
    for wrong in ({"most": 0}, {}):
        with pytest.raises(Invalid), unit_of_work():
            criteria.save(review.coordinator, review.programme, None, criterion_values(**wrong))
    review.programme.state = "open"
    session.commit()
    with pytest.raises(DomainError, match="不能再改"), unit_of_work():
        criteria.delete(review.coordinator, review.programme, review.criterion)
