"""Programmes of reviews for tests: entries, reviewers, and whoever hands in for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Account, Criterion, Programme, Reading, Registration, Reviewer, Unit
from app.services import sign_up_window
from app.services.reviewing import scoring
from app.unit_of_work import unit_of_work
from tests import factories


class Review:
    """A programme that is being judged: one criterion from 0 to 100, so that points are totals."""

    def __init__(self, reviewers: int = 4, **settings: int) -> None:
        self.city = factories.unit()
        self.district = factories.unit(self.city)
        self.union = factories.unit(self.district)
        self.coordinator = factories.account(coordinates=self.city)
        self.programme: Programme = factories.programme(
            mode="review", kind="proposal", max_choices=0, settings=settings
        )
        self.criterion: Criterion = factories.criterion(self.programme, least=0, most=100)
        self.reviewers: list[Reviewer] = [factories.reviewer(self.programme) for _ in range(reviewers)]

    def entry(self, unit: Unit | None = None) -> Registration:
        return factories.registration(self.programme, [factories.person(unit or self.union)], [])

    def close(self) -> None:
        """Sign-up ends, early and with a reason."""
        with unit_of_work():
            sign_up_window.close_sign_up(self.coordinator, self.programme, "测试")

    def readings(self, session: Session, entry: Registration, round_: int = 1) -> Sequence[Reading]:
        session.rollback()
        query = select(Reading).where(Reading.registration_id == entry.id, Reading.round == round_)
        return session.scalars(query.order_by(Reading.id)).all()

    def score(self, session: Session, entry: Registration, *points: int) -> None:
        """The first readers of an entry hand in; one mark may stand for all."""
        found = [each for each in self.readings(session, entry) if each.handed_in_at is None]
        marks = points if len(points) > 1 else points * len(found)
        for reading, mark in zip(found, marks, strict=False):
            self.hand_in(reading, mark)

    def hand_in(self, reading: Reading, mark: int) -> None:
        hand_in(reading.reviewer.account, reading, {self.criterion.id: mark})


def hand_in(account: Account, reading: Reading, points: Mapping[int, int], remark: str = "") -> None:
    with unit_of_work():
        scoring.hand_in(account, reading.id, points, remark)
