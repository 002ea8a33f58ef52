"""How it was: once a guest, without a name; figures only where enough have answered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select, update

from app import clock
from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import Offering, Person, StayGuest, StayItem, StayOpinion, Venue
from app.services import check_ins, once
from app.services.stays import guests, settings
from app.services.stays.timetable import kind_words

LEAST = 5  # fewer answers could be told from each other
MARKS = (1, 2, 3, 4, 5)
ALWAYS = ("food", "room", "service")


@dataclass(frozen=True, slots=True)
class Figure:
    """What one question came to: `average` of 1 to 5, `shares` of the marks from 1 to 5."""

    key: str
    label: str
    average: float
    shares: Sequence[float]


@dataclass(frozen=True, slots=True)
class Results:
    """`figures` are empty while fewer than LEAST have answered; then only `count` is known."""

    count: int
    figures: Sequence[Figure] = ()
    again: float = 0.0
    said: Sequence[str] = ()

    @property
    def enough(self) -> bool:
        return self.count >= LEAST


def label(key: str) -> str:
    """A question, as guests read it."""
    names = {"food": _("饮食"), "room": _("住宿"), "service": _("服务人员")}
    return str(names[key]) if key in names else kind_words(key)


def questions(offering: Offering) -> list[str]:
    """What is asked about: the kinds that the stay's programme had, then food, room and service."""
    kinds = set(db.session.scalars(select(StayItem.kind).where(StayItem.offering_id == offering.id)))
    return [kind for kind in ("study", "ecology", "psychology", "health") if kind in kinds] + list(ALWAYS)


def until(offering: Offering) -> dt.date:
    """The last day on which it can be filled in."""
    return offering.ends_on + dt.timedelta(days=settings.of(offering.programme).survey_days)


def is_open(offering: Offering, person: Person) -> bool:
    """From the day of leaving, for who has been there and has not answered yet."""
    row = _row(offering, person)
    left = row.left_on if row is not None and row.left_on is not None else offering.ends_on
    if not left <= clock.today() <= until(offering):
        return False
    if row is not None and (row.surveyed or row.no_show_at is not None):
        return False
    return check_ins.find(offering, person) is not None or not check_ins.by_person(offering)


def has_answered(offering: Offering, person: Person) -> bool:
    row = _row(offering, person)
    return row is not None and row.surveyed


def answer(offering: Offering, person: Person, marks: Mapping[str, int], again: bool, words: str) -> None:
    """Keep an opinion without a name. Raises DomainError outside its time or a second time."""
    guests.own(offering, person)
    if not has_answered(offering, person) and not is_open(offering, person):
        raise DomainError(_("现在不能填写：离开当天起才开放，过了期限就截止。"))
    asked = questions(offering)
    if missing := [key for key in asked if marks.get(key) not in MARKS]:
        raise Invalid(_("请给每一项打分"), faults={key: _("请选一个分数") for key in missing})
    guests.kept(offering, person)
    once_only = (
        update(StayGuest)
        .where(
            StayGuest.offering_id == offering.id,
            StayGuest.person_id == person.id,
            ~StayGuest.surveyed,
        )
        .values(surveyed=True)
    )
    if not once.written(once_only):
        raise DomainError(_("您已经填过了，谢谢。"))
    db.session.add(
        StayOpinion(
            id=uuid.uuid4().hex,
            offering_id=offering.id,
            marks={key: marks[key] for key in asked},
            again=again,
            words=words.strip(),
        )
    )
    db.session.expire_all()


def results(offering_ids: Sequence[int]) -> Results:
    """Of these stays together, nobody told from anybody else."""
    # drawn ids: their order says nothing of who answered when
    found = db.session.scalars(
        select(StayOpinion).where(StayOpinion.offering_id.in_(offering_ids)).order_by(StayOpinion.id)
    ).all()
    if len(found) < LEAST:
        return Results(len(found))
    keys = dict.fromkeys(key for each in found for key in each.marks)
    order = ["study", "ecology", "psychology", "health", *ALWAYS]
    figures = [_figure(key, found) for key in sorted(keys, key=order.index)]
    return Results(
        len(found),
        [figure for figure in figures if figure is not None],
        sum(each.again for each in found) / len(found),
        [each.words for each in found if each.words],
    )


def _figure(key: str, found: Sequence[StayOpinion]) -> Figure | None:
    """None where too few were asked."""
    marks = [each.marks[key] for each in found if key in each.marks]
    if len(marks) < LEAST:
        return None
    shares = [marks.count(mark) / len(marks) for mark in MARKS]
    return Figure(key, label(key), sum(marks) / len(marks), shares)


def _row(offering: Offering, person: Person) -> StayGuest | None:
    return db.session.scalar(
        select(StayGuest).where(StayGuest.offering_id == offering.id, StayGuest.person_id == person.id)
    )


def stays_at(venue: Venue) -> list[int]:
    """Ids of the stays at a campus that are over or end today."""
    query = select(Offering.id).where(Offering.venue_id == venue.id, Offering.ends_on <= clock.today())
    return list(db.session.scalars(query))
