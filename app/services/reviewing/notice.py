"""The public notice (公示) of a result, and making it final when nothing stands against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select

from app import clock, words
from app.errors import DomainError, NotFound
from app.extensions import db
from app.identity import mask_name
from app.models import Account, Objection, Participation, Programme, Registration
from app.services import audit, changes, notify, programmes
from app.services.reviewing import barred, ranking, settings
from app.services.reviewing.decision_words import cap_in_words, in_words
from app.services.reviewing.granting import GRANTED
from app.services.reviewing.ranking import Row


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as everybody may see it; `total` in hundredths of a point out of 100."""

    registration_id: int
    name: str
    unit: str
    outcome: str
    rank: int | None
    tied: bool
    total: int | None
    why: str


def find(slug: str) -> Programme:
    """A programme whose result is or was on public notice. Raises NotFound."""
    found = db.session.scalar(
        select(Programme).where(
            Programme.slug == slug,
            Programme.noticed_at.is_not(None),
            Programme.state.in_(("noticed", "published")),
        )
    )
    if found is None:
        raise NotFound(_("没有这个公示，或者还没有开始公示。"))
    return found


def lines(programme: Programme) -> list[Line]:
    """Everybody on the notice in order of rank: surnames and units, no reference and no identity."""
    return [_line(row) for row in ranking.of(programme).rows if row.decision is not None]


def takes_objections(programme: Programme) -> bool:
    """Whether the notice still runs."""
    return programme.state == "noticed" and _ends(programme) > clock.now()


def ends_at(programme: Programme, now: dt.datetime) -> dt.datetime:
    """When a notice that begins now ends: so many days later, at the same time of day."""
    return now + dt.timedelta(days=settings.of(programme, "notice_days"))


def start(actor: Account, programme: Programme) -> None:
    """Put the decisions on public notice, and tell everybody who takes part. Done twice, it is done once.

    Raises DomainError until every entry is decided on, while one is granted that a rule keeps out, and while
    more are granted than a quota allows by now.
    """
    programmes.hold(programme)
    if programme.state == "noticed":
        return
    if programme.state != "closed":
        raise DomainError(_("报名截止、结果拟定以后才能公示。"))
    found = ranking.of(programme)
    if not found.decided:
        raise DomainError(_("还有申报没有决定，请先拟定结果。"))
    barred.refuse_granted(found.rows)
    if (above := found.above) is not None:
        limit = cap_in_words(above)
        raise DomainError(_("拟入选的超过了现在的限制：%(limit)s。请改判，或作废后重新拟定。", limit=limit))
    now = clock.now()
    _move(
        actor,
        programme,
        "programme.notice",
        {"state": "noticed", "noticed_at": now, "notice_ends_at": ends_at(programme, now)},
    )
    _tell_all(found.rows, "review.noticed", until=words.moment(_ends(programme)))


def finish(actor: Account, programme: Programme) -> None:
    """The result is final: places count as used, and everybody is told. Done twice, it is done once.

    Raises DomainError before the notice has ended, while an objection has no answer, and while an entry is
    granted that a rule keeps out.
    """
    programmes.hold(programme)
    if programme.state == "published":
        return
    if programme.state != "noticed":
        raise DomainError(_("结果公示以后才能生效。"))
    if _ends(programme) > clock.now():
        raise DomainError(_("公示到 %(at)s 才结束，请到时再办。", at=words.moment(_ends(programme))))
    if count := unanswered(programme):
        raise DomainError(_("还有 %(count)s 条异议没有答复，请先逐条答复。", count=count))
    found = ranking.of(programme)
    if found.rows and not found.decided:
        raise DomainError(_("还有申报没有决定，请先拟定结果。"))
    barred.refuse_granted(found.rows)
    _move(actor, programme, "programme.final", {"state": "published"})
    for row in found.rows:
        if row.outcome == GRANTED:
            _count_as_used(row.registration)
        _tell_all([row], f"review.{row.outcome}")


def unanswered(programme: Programme) -> int:
    """How many objections still wait for an answer."""
    query = select(func.count(Objection.id)).where(
        Objection.programme_id == programme.id, Objection.answered_at.is_(None)
    )
    return db.session.scalar(query) or 0


def _ends(programme: Programme) -> dt.datetime:
    if programme.notice_ends_at is None:
        raise DomainError(_("这个项目没有在公示。"))
    return programme.notice_ends_at


def _line(row: Row) -> Line:
    people = [member.person for member in row.registration.members]
    units = dict.fromkeys(words.in_language(person.unit, "name") for person in people)
    assert row.decision is not None
    return Line(
        row.registration.id,
        words.listed(mask_name(person.name) for person in people),
        words.listed(units),
        row.decision.outcome,
        row.decision.rank,
        row.tied,
        row.decision.total,
        in_words(row.decision.reason),
    )


def _move(actor: Account, programme: Programme, action: str, values: dict[str, object]) -> None:
    version = programme.version
    found = changes.apply(programme, values) | {"version": (version, version + 1)}
    audit.record(actor, action, programme, label=programme.title, changes=found)


def _tell_all(rows: Sequence[Row], kind: str, **parameters: str) -> None:
    for row in rows:
        for member in row.registration.members:
            notify.tell(member.person, kind, row.registration, **parameters)


def _count_as_used(registration: Registration) -> None:
    db.session.add_all(
        Participation(
            person_id=member.person_id,
            kind=registration.programme.kind,
            took_place_on=clock.today(),
            registration_id=registration.id,
        )
        for member in registration.members
    )
