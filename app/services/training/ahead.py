"""What comes up for somebody in classes: half-days to attend, and half-days to teach."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.extensions import db
from app.models import Account, Host, Meeting, Member, Offering, Person, Registration
from app.services import participants
from app.services.features.feature import Ahead, Link

MOST = 12


def of(person: Person) -> list[Ahead]:
    """In order of time, each half-day that has not ended."""
    found = [*_attended(person), *_taught(person)]
    return sorted(found, key=lambda each: each.at)[:MOST]


def _attended(person: Person) -> Iterator[Ahead]:
    """Where a programme's timetable is told by its meetings' own feature, that tells it."""
    mine = [
        each
        for each in participants.offerings_of(person)
        if "classes" in each.programme.features and "meetings" not in each.programme.features
    ]
    references = _references(person, mine)
    for meeting in _coming([each.id for each in mine]):
        if (reference := references.get(meeting.offering.programme_id)) is not None:
            yield Ahead(
                meeting.starts_at, _words(meeting), Link("", "my_class.show", {"reference": reference})
            )


def _taught(person: Person) -> Iterator[Ahead]:
    query = select(Host.offering_id).join(Account, Host.account_id == Account.id)
    for meeting in _coming(list(db.session.scalars(query.where(Account.person_id == person.id)))):
        has = meeting.offering.programme.features
        if "classes" in has and "meetings" not in has:
            said = _("授课：%(what)s", what=_words(meeting))
            values = {"offering_id": meeting.offering_id}
            yield Ahead(meeting.starts_at, said, Link("", "teaching.show", values))


def _words(meeting: Meeting) -> str:
    title = words.in_language(meeting, "title")
    what = _(
        "%(title)s（%(programme)s）",
        title=title,
        programme=words.in_language(meeting.offering.programme, "title"),
    )
    return str(_("%(what)s，%(room)s", what=what, room=meeting.room) if meeting.room else what)


def _coming(offering_ids: list[int]) -> list[Meeting]:
    query = (
        select(Meeting)
        .join(Offering, Meeting.offering_id == Offering.id)
        .where(
            Meeting.offering_id.in_(offering_ids),
            Meeting.cancelled_at.is_(None),
            ~Offering.cancelled,
            Meeting.ends_at > clock.now(),
        )
        .options(joinedload(Meeting.offering).joinedload(Offering.programme))
        .order_by(Meeting.starts_at)
        .limit(MOST)
    )
    return list(db.session.scalars(query)) if offering_ids else []


def _references(person: Person, offerings: list[Offering]) -> dict[int, str]:
    """The person's registration in each programme, by programme id."""
    query = (
        select(Registration.programme_id, Registration.reference)
        .join(Member, Member.registration_id == Registration.id)
        .where(
            Member.person_id == person.id,
            Member.active,
            Registration.programme_id.in_({each.programme_id for each in offerings}),
        )
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
