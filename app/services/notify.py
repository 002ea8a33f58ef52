"""What people are told: one kind, one set of words, in the reader's language.

A notice is written in the unit of work that causes it; it is handed to the gateway later, by a job.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.extensions import db
from app.models import Notice, Person, Registration
from app.services import gateway
from app.unit_of_work import unit_of_work

# a message that comes later than this helps nobody; the page shows it all the same
LATEST = dt.timedelta(days=3)
FAULTS_UNTIL_LATER = 3
DATE = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
SINGLE_MARKS = str.maketrans("“”", "‘’")

# parameters beside %(programme)s and %(reference)s, which every notice has, stand in the words
WORDS: Mapping[str, str] = {
    "registration.sent": _l("您已报名“%(programme)s”，编号 %(reference)s。截止前可以登录修改或退出。"),
    "registration.changed": _l(
        "您在“%(programme)s”的报名已修改，编号 %(reference)s，以最后一次提交的内容为准。"
    ),
    "registration.withdrawn": _l(
        "“%(programme)s”的报名（编号 %(reference)s）已退出。如不是您的意愿，请联系单位经办人。"
    ),
    "registration.ineligible": _l(
        "“%(programme)s”的报名（编号 %(reference)s）没有进入这次安排：%(why)s。如有疑问，请联系单位经办人。"
    ),
    "signed_up_by_other": _l(
        "%(by)s 为您报名了“%(programme)s”，编号 %(reference)s。如与您的意愿不符，请登录退出或联系单位经办人。"
    ),
    "placement.published": _l(
        "“%(programme)s”结果已公布，您已安排上。请登录或凭编号 %(reference)s 查看时间、地点和具体安排。"
    ),
    "unplaced.published": _l(
        "“%(programme)s”结果已公布，这一次没有安排上。请登录或凭编号 %(reference)s 查看每个志愿的原因。"
    ),
    "placement.refilled": _l(
        "您已递补上“%(programme)s”。请登录或凭编号 %(reference)s 查看时间、地点和具体安排；去不了请尽早退出。"
    ),
    "placement.given": _l(
        "您已获得“%(programme)s”的名额：%(what)s，编号 %(reference)s。去不了请尽早退出，名额会给候补的职工。"
    ),
    "waitlist.joined": _l("“%(programme)s”名额已满，您已排入候补，编号 %(reference)s。有名额时会通知您。"),
    "waitlist.offered": _l(
        "“%(programme)s”有名额了：%(what)s。请在 %(until)s 前登录接受或放弃（编号 %(reference)s），"
        "过期会给下一位。"
    ),
    "waitlist.lapsed": _l(
        "“%(programme)s”的候补名额（%(what)s）没有按时答复，已给下一位，编号 %(reference)s。"
    ),
    "review.assigned": _l("“%(programme)s”有 %(count)s 份申报请您评审。请登录，在“评审”里打分。"),
    "review.noticed": _l(
        "“%(programme)s”评审结果正在公示，到 %(until)s 为止。编号 %(reference)s，请登录查看，"
        "有意见可在公示页面提出。"
    ),
    "review.changed": _l("“%(programme)s”公示期间更正了编号 %(reference)s 的结果，请登录查看原因。"),
    "review.granted": _l("“%(programme)s”评审结果已生效，编号 %(reference)s 已入选。"),
    "review.refused": _l(
        "“%(programme)s”评审结果已生效，编号 %(reference)s 这一次没有入选，请登录查看原因和总分。"
    ),
    "objection.answered": _l("您对“%(programme)s”公示提出的异议已答复，请登录在公示页面查看。"),
    "lottery.drawn": _l(
        "“%(programme)s”已经摇号，您（编号 %(reference)s）是第 %(number)s 号。"
        "请登录查看结果，中签的请在期限内确认。"
    ),
    "programme.cancelled": _l("“%(programme)s”已取消，编号 %(reference)s 的报名不再安排。原因：%(why)s。"),
    "offering.place_cancelled": _l(
        "“%(programme)s”的 %(what)s 一期已取消，编号 %(reference)s 的名额不再保留；"
        "另选了别的期次的，已转为候补。原因：%(why)s。"
    ),
    "offering.cancelled": _l(
        "“%(programme)s”中您选的 %(what)s 一期已取消，编号 %(reference)s 的其余志愿照常安排。原因：%(why)s。"
    ),
}


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
        phone, words_sent = notice.person.phone, text(notice)
    db.session.rollback()
    if phone is not None:
        gateway.send(phone, words_sent)
    with unit_of_work():
        notice.sent_at = clock.now()
    return phone is not None
