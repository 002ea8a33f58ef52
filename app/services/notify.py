"""What people are told: one kind, one set of words, in the reader's language.

A notice is written in the unit of work that causes it; it is handed to the gateway later, by a job.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.extensions import db
from app.models import Notice, Person, Registration
from app.services import gateway
from app.services.notice_words import WORDS
from app.unit_of_work import unit_of_work

# a message that comes later than this helps nobody; the page shows it all the same
LATEST = dt.timedelta(days=3)
FAULTS_UNTIL_LATER = 3
DATE = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
NEUTRAL = _l("您在暖心办有一条新消息，请登录后在“我的”里查看。")
SINGLE_MARKS = str.maketrans("“”", "‘’")


class _Parameters(dict[str, Any]):
    """A notice written by an older version may lack a parameter; it must still be readable."""

    def __missing__(self, key: str) -> str:
        return ""


def tell(
    person: Person, kind: str, registration: Registration | None = None, **parameters: str | int
) -> Notice:
    """Owe `person` a message of `kind` (a key of WORDS). `parameters` must hold nothing unmasked."""
    if kind not in WORDS:
        raise ValueError(f"no words for a notice of kind {kind!r}")
    notice = Notice(
        person=person,
        registration=registration,
        kind=kind,
        parameters={name: v if isinstance(v, int) else str(v) for name, v in parameters.items()},
        created_at=clock.now(),
    )
    db.session.add(notice)
    return notice


def text(notice: Notice) -> str:
    """The notice in words, in the reader's language."""
    known = _Parameters({name: _readable(value) for name, value in notice.parameters.items()})
    if notice.registration is not None:
        # the words put it between quotation marks: those of the title itself are then single ones
        title = words.in_language(notice.registration.programme, "title")
        known["programme"] = title.translate(SINGLE_MARKS)
        known["reference"] = notice.registration.reference
    return str(WORDS[notice.kind]) % known


def message(notice: Notice) -> str:
    """The notice as it goes to a phone, which others may look at: of a private programme not what it is."""
    if notice.registration is not None and notice.registration.programme.private:
        return str(NEUTRAL)
    return text(notice)


def _readable(value: str | int) -> str | int:
    """Dates are kept as 2026-12-15, and read as the reader writes them."""
    return value if isinstance(value, int) else DATE.sub(_day, value)


def _day(found: re.Match[str]) -> str:
    try:
        return words.day(dt.date.fromisoformat(found[0]))
    except ValueError:
        return found[0]


def of_person(person_id: int, limit: int = 20) -> list[Notice]:
    """The latest notices of a person, the newest first, with what their words need."""
    return list(
        db.session.scalars(
            select(Notice)
            .where(Notice.person_id == person_id)
            .options(joinedload(Notice.registration).joinedload(Registration.programme))
            .order_by(Notice.created_at.desc(), Notice.id.desc())
            .limit(limit)
        )
    )


def deliver_owed(limit: int = 500) -> int:
    """Hand owed notices to the gateway, the oldest first; gives how many it took.

    Begins units of work of its own, one a message: nobody waits for the gateway while a lock is held, and
    what is killed half-way is taken up again. After a few faults in a row the gateway is left alone until
    next time.
    """
    sent = faults = 0
    for notice_id in _owed(limit):
        try:
            sent += _deliver(notice_id)
            faults = 0
        except gateway.GatewayFault:
            faults += 1
            if faults == FAULTS_UNTIL_LATER:
                break
    return sent


def _owed(limit: int) -> list[int]:
    found = db.session.scalars(
        select(Notice.id)
        .where(Notice.sent_at.is_(None), Notice.created_at > clock.now() - LATEST)
        .order_by(Notice.id)
        .limit(limit)
    ).all()
    db.session.rollback()
    return list(found)


def _deliver(notice_id: int) -> bool:
    """Send one notice, unless another consumer has meanwhile."""
    notice = db.session.get_one(Notice, notice_id, populate_existing=True)
    if notice.sent_at is not None:
        return False
    with force_locale("zh"):
        phone, words_sent = notice.person.phone, message(notice)
    db.session.rollback()
    if phone is not None:
        gateway.send(phone, words_sent)
    with unit_of_work():
        notice.sent_at = clock.now()
    return phone is not None
