"""A review on public notice in which every address of a review leads somewhere."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import Account, Reading
from app.services import modes, sign_up_window
from app.services.reviewing import objections, scoring
from app.unit_of_work import unit_of_work
from tests import factories


class ReviewSite:
    """Three entries and three reviewers, one place; one objection is not answered yet."""

    def __init__(self, *steps: str) -> None:
        self.city = factories.unit()
        self.union = factories.unit(factories.unit(self.city))
        self.coordinator: Account = factories.account(coordinates=self.city)
        self.programme = factories.programme(
            mode="review", kind="proposal", title="金点子征集", max_choices=0, settings={"places": 1}
        )
        self.criterion = factories.criterion(
            self.programme, least=0, most=100, label="成效", label_en="Effect"
        )
        self.reviewers = [factories.reviewer(self.programme) for _ in range(3)]
        self.entries = [
            factories.registration(self.programme, [factories.person(self.union, name=f"王小{k}")], [])
            for k in "甲乙丙"
        ]
        for step in steps:
            getattr(self, step)()

    def close(self) -> None:
        with unit_of_work():
            sign_up_window.close_sign_up(self.coordinator, self.programme, "测试")

    def read(self, *totals: int) -> None:
        """Everybody hands in; the entries get these totals, or 90, 80 and 70."""
        points = dict(zip([entry.id for entry in self.entries], totals or (90, 80, 70), strict=True))
        mine = select(Reading).where(Reading.registration_id.in_(points)).order_by(Reading.id)
        for reading in db.session.scalars(mine).all():
            given = {self.criterion.id: points[reading.registration_id]}
            with unit_of_work():
                scoring.hand_in(reading.reviewer.account, reading.id, given)

    def propose(self) -> None:
        self._decide("propose")

    def notice(self) -> None:
        self._decide("notice")

    def object(self) -> None:
        self.stranger = factories.account(factories.person(self.union))
        with unit_of_work():
            self.objection = objections.raise_(self.stranger, self.programme, "评得不对", self.entries[0].id)

    def _decide(self, step: str) -> None:
        with unit_of_work():
            modes.of(self.programme).decide(self.programme, self.coordinator, {"step": step})

    def readings(self, account: Account) -> list[Reading]:
        query = select(Reading).join(Reading.reviewer).order_by(Reading.id)
        return [each for each in db.session.scalars(query) if each.reviewer.account_id == account.id]

    def values(self) -> dict[str, object]:
        """For each part of an address, something that is there."""
        return {
            "programme_id": self.programme.id,
            "slug": self.programme.slug,
            "reference": self.entries[0].reference,
            "registration_id": self.entries[0].id,
            "criterion_id": self.criterion.id,
            "reviewer_id": self.reviewers[0].id,
            "objection_id": self.objection.id,
            "reading_id": self.readings(self.reviewers[0].account)[0].id,
        }
