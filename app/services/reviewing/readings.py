"""Who reads what, and how far they are."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.errors import NotFound
from app.extensions import db
from app.models import Account, Criterion, Programme, Reading, Registration, Reviewer
from app.services.reviewing import criteria, reviewers
from app.services.reviewing.scores import Judged, judge


@dataclass(frozen=True, slots=True)
class Progress:
    """How many entries a reviewer has been given, and how many of them are handed in."""

    reviewer: Reviewer
    given: int
    handed_in: int


def by_entry(programme: Programme) -> dict[int, list[Reading]]:
    """Every reading of the programme with its scores, by registration id, in order of giving."""
    query = (
        select(Reading)
        .join(Registration, Reading.registration_id == Registration.id)
        .where(Registration.programme_id == programme.id)
        .options(selectinload(Reading.scores), joinedload(Reading.reviewer).joinedload(Reviewer.account))
        .order_by(Reading.round, Reading.id)
    )
    found: dict[int, list[Reading]] = {}
    for reading in db.session.scalars(query):
        found.setdefault(reading.registration_id, []).append(reading)
    return found


def judged(programme: Programme) -> list[tuple[Registration, Judged]]:
    """Every entry that counts, and what its readings come to."""
    known, wanted = by_entry(programme), criteria.listed(programme)
    return [(each, judge(known.get(each.id, ()), wanted, programme)) for each in reviewers.entries(programme)]


def of_entry(registration: Registration) -> tuple[Judged, list[Criterion]]:
    """What the readings of one entry come to, and what it is judged by."""
    query = (
        select(Reading)
        .where(Reading.registration_id == registration.id)
        .options(selectinload(Reading.scores), joinedload(Reading.reviewer).joinedload(Reviewer.account))
        .order_by(Reading.round, Reading.id)
        .execution_options(populate_existing=True)
    )
    wanted = criteria.listed(registration.programme)
    return judge(db.session.scalars(query).all(), wanted, registration.programme), wanted


def entry(programme: Programme, registration_id: int) -> Registration:
    """One entry that counts. Raises NotFound, also for one of another programme."""
    found = db.session.scalar(
        select(Registration).where(
            Registration.id == registration_id,
            Registration.programme_id == programme.id,
            Registration.state == "submitted",
        )
    )
    if found is None:
        raise NotFound(_("没有这份申报，可能已经退出。"))
    return found


def progress(programme: Programme) -> list[Progress]:
    """Each reviewer of the programme, in order of their adding."""
    counts = {
        row[0]: (row[1], row[2])
        for row in db.session.execute(
            select(Reading.reviewer_id, func.count(), func.count(Reading.handed_in_at))
            .join(Registration, Reading.registration_id == Registration.id)
            .where(Registration.programme_id == programme.id)
            .group_by(Reading.reviewer_id)
        )
    }
    return [Progress(each, *counts.get(each.id, (0, 0))) for each in reviewers.listed(programme)]


def of_account(account: Account) -> list[Reading]:
    """The account's own readings: what is still to be done first, then by programme."""
    query = (
        _own(account)
        .where(Registration.programme.has(Programme.state != "cancelled"))
        .order_by(Reading.handed_in_at.is_not(None), Registration.programme_id, Reading.id)
    )
    return list(db.session.scalars(query))


def load(account: Account, reading_id: int) -> Reading:
    """Raises NotFound, also when the reading is somebody else's."""
    found = db.session.scalar(_own(account).where(Reading.id == reading_id))
    if found is None:
        raise NotFound(_("没有这份评审，可能已经转给别的评审。"))
    return found


def next_unread(account: Account, programme_id: int) -> Reading | None:
    """What the account may read next in a programme."""
    waiting = (each for each in of_account(account) if each.handed_in_at is None)
    return next((each for each in waiting if each.registration.programme_id == programme_id), None)


def _own(account: Account) -> Select[Reading]:
    return (
        select(Reading)
        .join(Reading.reviewer)
        .join(Reading.registration)
        .where(Reviewer.account_id == account.id)
        .options(
            joinedload(Reading.registration).joinedload(Registration.programme),
            selectinload(Reading.scores),
        )
        .execution_options(populate_existing=True)
    )


def is_open(reading: Reading) -> bool:
    """Whether the reading can still be handed in."""
    registration = reading.registration
    return (
        reading.handed_in_at is None
        and registration.state == "submitted"
        and registration.programme.state == "closed"
    )


def told_apart(judged: Judged) -> list[tuple[Reading, bool, dict[int, int]]]:
    """The readings whose scores may be shown, whether each counts, and its points by criterion id.

    Of a round that is not all in there are none.
    """
    readings = judged.readings
    if judged.missing or judged.unread:
        open_round = 2 if judged.wide else 1
        readings = [reading for reading in readings if reading.round < open_round]
    return [
        (each, each in judged.counted, {s.criterion_id: s.points for s in each.scores}) for each in readings
    ]
