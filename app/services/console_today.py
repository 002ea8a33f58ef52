"""What a coordinator has to do now, counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, or_, select

from app import clock
from app.extensions import db
from app.models import (
    Account,
    Member,
    Offering,
    Person,
    Placement,
    Programme,
    Registration,
    RosterUpload,
    Unit,
)
from app.services import modes, programme_todos, programmes
from app.services.casework import desk
from app.services.programmes import Counts
from app.services.registrations_search import tier_unconfirmed

SOON = dt.timedelta(days=7)
ORDER = ("pressing", "closing_soon", "calm", "draft")


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do; `kind` names its words, `count` is people, parties or rosters as the kind
    says; None: it is not said.

    What a programme wants done is "pressing" or "calm", and brings its `words` and `endpoint`.
    """

    kind: str
    count: int | None = 0
    programme: Programme | None = None
    words: str = ""
    endpoint: str = ""


def for_city(reader: Account | None = None) -> list[Todo]:
    """What the federation's coordinator has to do, the most pressing first."""
    everywhere = Unit.id.is_not(None)
    parties = programmes.counts(everywhere, reader, whole_city=True)
    todos = [todo for programme in _unfinished() for todo in _of_programme(programme, parties)]
    return [*_cases(reader), *sorted(todos, key=lambda todo: ORDER.index(todo.kind)), *_people(everywhere)]


def _unfinished() -> list[Programme]:
    """Programmes that may have something to be done: published ones until the last of their runs is over."""
    coming = select(Offering.programme_id).where(Offering.ends_on >= clock.today())
    going_on = Programme.state.in_(("draft", "open", "closed", "noticed"))
    query = select(Programme).where(
        or_(going_on, and_(Programme.state == "published", Programme.id.in_(coming)))
    )
    return list(db.session.scalars(query.order_by(Programme.closes_at, Programme.id)))


def for_units(within: ColumnElement[bool], reader: Account | None = None) -> list[Todo]:
    """What a unit's coordinator has to do and should know; `within` is a condition on Unit."""
    now = clock.now()
    listed = db.session.scalars(
        select(Programme)
        .where(Programme.state.in_(("open", "published")))
        .order_by(Programme.closes_at.desc(), Programme.id)
    )
    parties, placed = programmes.counts(within, reader), _placed_counts(within)
    todos = []
    for programme in listed:
        if programme.state == "open" and programme.closes_at > now:
            count = _parties(parties, programme)
            todos.append(Todo("open", count, programme))
            told = programme_todos.of_quotas(programme)
            todos += [Todo("calm", count, programme, each.words, each.endpoint) for each in told]
        elif programme.state == "published" and _parties(parties, programme):
            todos.append(Todo("published", placed.get(programme.id, 0), programme))
    return [*_cases(reader), *todos, *_people(within)]


def _parties(counts: Mapping[int, Counts], programme: Programme) -> int | None:
    """How many parties there are; None: that is not said."""
    count = counts.get(programme.id)
    if count is None:
        return 0
    return None if count.kept else count.parties


def _of_programme(programme: Programme, counts: Mapping[int, Counts]) -> Iterator[Todo]:
    count = _parties(counts, programme)
    if programme.state == "draft":
        yield Todo("draft", count, programme)
    if programme.state == "open":
        left = programme.closes_at - clock.now()
        if dt.timedelta(0) < left <= SOON:
            yield Todo("closing_soon", count, programme)
    for todo in programme_todos.of(programme):
        kind = "pressing" if todo.pressing else "calm"
        yield Todo(kind, count, programme, todo.words, todo.endpoint)


def _cases(reader: Account | None) -> Iterator[Todo]:
    """Cases that are the reader's, or that wait for somebody like them."""
    if reader is None:
        return
    counts = desk.counts(reader)
    if counts["mine"] or counts["free"]:
        said = _(
            "我的 %(mine)s 件，没人接办 %(free)s 件，超期 %(late)s 件。",
            mine=counts["mine"],
            free=counts["free"],
            late=counts["late"],
        )
        yield Todo("cases", counts["mine"] + counts["free"], words=said)


def _people(within: ColumnElement[bool]) -> list[Todo]:
    """Rosters that are not confirmed; tiers that nobody has looked at, where tiers weigh."""
    inside = select(Unit.id).where(within)
    rosters = db.session.scalar(
        select(func.count())
        .select_from(RosterUpload)
        .where(RosterUpload.state == "checking", RosterUpload.unit_id.in_(inside))
    )
    tiers = db.session.scalar(
        select(func.count(Person.id.distinct()))
        .join(Member, Member.person_id == Person.id)
        .join(Programme, Member.programme_id == Programme.id)
        .where(~Programme.private, Member.active, Person.unit_id.in_(inside), tier_unconfirmed())
        .where(Programme.mode.in_([name for name, mode in modes.every().items() if mode.uses_tiers]))
    )
    found = (Todo("rosters", rosters or 0), Todo("tiers", tiers or 0))
    return [todo for todo in found if todo.count]


def _placed_counts(within: ColumnElement[bool]) -> dict[int, int]:
    rows = db.session.execute(
        select(Registration.programme_id, func.count(Registration.id.distinct()))
        .join(Placement, Placement.registration_id == Registration.id)
        .join(Member, Member.registration_id == Registration.id)
        .join(Person, Member.person_id == Person.id)
        .join(Unit, Person.unit_id == Unit.id)
        .where(Placement.withdrawn_at.is_(None), within)
        .group_by(Registration.programme_id)
    )
    return {row[0]: row[1] for row in rows}
