"""Reviewers of the demonstration city: appointed, and handing in what they think, each at their own time."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models import Account, Programme, Reading, Reviewer
from app.services.demo.accounts import answer_to
from app.services.demo.people import Population, account_of
from app.services.reviewing import criteria, deciding, granting, notice, ranking, scoring

DAY = dt.timedelta(days=1)
PANEL = 5
TIE = "演示：总分相同，评审组讨论后按申报先后确定"


def panel(population: Population) -> list[Account]:
    """Who judges in every programme; the first answers to the fixed phone of a reviewer."""
    units = population.tree.unions[3 :: len(population.tree.unions) // PANEL][:PANEL]
    people = [population.saved(unit=unit) for unit in units]
    answer_to(people[0], "reviewer")
    return [account_of(person) for person in people]


def appoint(programme: Programme, accounts: Sequence[Account]) -> None:
    """Let these accounts judge the programme."""
    db.session.add_all(Reviewer(programme=programme, account=account) for account in accounts)
    db.session.flush()


def judge(programme: Programme, coordinator: Account, stage: str, rng: random.Random) -> None:
    """From the closing of sign-up to `stage`: closed (some have been read), noticed or published."""
    closed_at = programme.closes_at
    if stage == "closed":
        with clock.as_of(closed_at + DAY / 2):
            _hand_in(programme, rng, 0.6)
        return
    with clock.as_of(closed_at + DAY):
        while _hand_in(programme, rng, 1):
            pass  # a wide spread calls one more reader, who hands in too
    with clock.as_of(clock.now() - DAY if stage == "noticed" else closed_at + 2 * DAY):
        _decide(programme, coordinator)
        notice.start(coordinator, programme)
    if stage == "published" and programme.notice_ends_at is not None:
        with clock.as_of(programme.notice_ends_at + DAY):
            notice.finish(coordinator, programme)


def _hand_in(programme: Programme, rng: random.Random, share: float) -> int:
    """About that share of what is unread; how many were handed in."""
    unread = db.session.scalars(
        select(Reading)
        .join(Reading.reviewer)
        .where(Reviewer.programme_id == programme.id, Reading.handed_in_at.is_(None))
        .order_by(Reading.id)
    ).all()
    chosen = [reading for reading in unread if rng.random() < share]
    for reading in chosen:
        worth = random.Random(reading.registration_id).uniform(0.4, 0.95)
        points = {
            one.id: max(one.least, min(one.most, round(one.most * worth + rng.gauss(0, 1))))
            for one in criteria.listed(programme)
        }
        scoring.hand_in(reading.reviewer.account, reading.id, points)
    return len(chosen)


def _decide(programme: Programme, coordinator: Account) -> None:
    """Ties at the edge go to whoever entered first, as far as there is room."""
    while (found := ranking.of(programme)).edge:
        deciding.settle(coordinator, programme, _first_who_fit(found), TIE)
    deciding.propose(coordinator, programme)


def _first_who_fit(found: ranking.Ranking) -> list[int]:
    used, granted = found.used(), []
    edge = {row.registration.id for row in found.edge}
    for each in sorted(found.candidates, key=lambda one: one.id):
        if each.id in edge and granting.full(each.caps, used) is None:
            granted.append(each.id)
            used.update(each.caps)
    return granted
