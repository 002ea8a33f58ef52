"""The way from learning to practice, contest and certificate: one view of a person's record."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.extensions import db
from app.models import (
    Account,
    CheckIn,
    Meeting,
    Member,
    Offering,
    Person,
    Programme,
    ProgrammeKind,
    Registration,
)
from app.services import eligibility, participants, privacy
from app.services.features.feature import Link
from app.services.learning_certificates import certified
from app.services.training import marks, rules

STAGES = ("study", "practice", "contest", "certificate")
CONTESTS = ("competition", "quiz")
MOST_NEXT = 4


@dataclass(frozen=True, slots=True)
class Step:
    """Something on the way: when, what, `said` beside it; `minutes` of credit; `done`: it counts."""

    on: dt.date
    title: str
    said: str
    link: Link | None = None
    minutes: int = 0
    done: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """`steps` by stage, the latest first; `hours` are (year, credit hours); `next_stage` is one of STAGES.

    `open_now`: programmes of that stage which the person could sign up for today.
    """

    steps: Mapping[str, Sequence[Step]]
    hours: Sequence[tuple[int, str]]
    next_stage: str
    open_now: Sequence[Programme]


def stage_words(stage: str) -> str:
    named = {"study": _("学习"), "practice": _("实训"), "contest": _("竞赛"), "certificate": _("取证")}
    return str(named[stage])


def of(person: Person, reader: Account | None = None) -> Way:
    """A person's way, in their own eyes or (`reader`) a coordinator's: what is private is not for those."""
    themes = {kind.code: kind.theme for kind in db.session.scalars(select(ProgrammeKind))}
    taken = [
        (offering, stage)
        for offering in participants.offerings_of(person)
        if _may_see(reader, offering.programme)
        for stage in (stage_of(offering.programme, themes),)
        if stage in ("study", "practice")
    ]
    came = _came(person)
    steps: dict[str, list[Step]] = defaultdict(list)
    for offering, stage in taken:
        steps[stage].append(_taken(person, offering, came.get(offering.id, ())))
    steps["contest"] = _contests(person, themes, reader)
    steps["certificate"] = [
        Step(on, title, said, link) for on, title, said, link in certified(person, reader)
    ]
    for listed in steps.values():
        listed.sort(key=lambda step: step.on, reverse=True)
    following = _following(steps)
    return Way(
        {stage: steps[stage] for stage in STAGES},
        _hours(came),
        following,
        _open_now(person, following, themes),
    )


def _may_see(reader: Account | None, programme: Programme) -> bool:
    return reader is None or privacy.may_see_people(reader, programme)


def stage_of(programme: Programme, themes: Mapping[str, str]) -> str:
    """What part of the way a programme is; "": none."""
    theme = themes.get(programme.kind, "")
    if programme.kind in CONTESTS:
        return "contest"
    if theme != "learning":
        return ""
    is_class = programme.kind == "training" or "classes" in programme.features
    return "practice" if is_class and "lecture_stops" not in programme.features else "study"


def _came(person: Person) -> dict[int, list[Meeting]]:
    """The meetings to which somebody came, by offering id."""
    query = (
        select(Meeting)
        .join(CheckIn, CheckIn.meeting_id == Meeting.id)
        .where(CheckIn.person_id == person.id)
        .options(joinedload(Meeting.offering).joinedload(Offering.programme))
        .order_by(Meeting.starts_at)
    )
    found: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in db.session.scalars(query):
        found[meeting.offering_id].append(meeting)
    return found


def _taken(person: Person, offering: Offering, came: Sequence[Meeting]) -> Step:
    rule = rules.of(offering.programme)
    minutes = sum(meeting.credit_minutes for meeting in came)
    said = []
    if came:
        said.append(_("到 %(count)s 次", count=len(came)))
    elif offering.starts_on > clock.today():
        said.append(_("%(when)s 开始", when=words.offering_when(offering)))
    elif offering.ends_on < clock.today():
        said.append(_("没有签到记录"))
    else:
        said.append(_("进行中"))
    if minutes:
        said.append(_("%(hours)s 学时", hours=rules.hours(minutes, rule)))
    history = marks.history(offering, person)
    if history:
        said.append(_("成绩 %(mark)s 分", mark=rules.mark_words(history[-1].points)))
    title = words.in_language(offering.programme, "title")
    named = words.in_language(offering, "title")
    return Step(
        offering.starts_on,
        _("%(title)s：%(name)s", title=title, name=named) if named else title,
        words.listed(said),
        Link("", "home.programme", {"slug": offering.programme.slug}),
        minutes,
        bool(came),
    )


def _contests(person: Person, themes: Mapping[str, str], reader: Account | None) -> list[Step]:
    query = (
        select(Registration)
        .join(Member, Member.registration_id == Registration.id)
        .join(Programme, Registration.programme_id == Programme.id)
        .where(Member.person_id == person.id, Member.active, Programme.state != "cancelled")
        .options(joinedload(Registration.programme))
    )
    return [
        Step(
            clock.local(each.submitted_at).date(),
            words.in_language(each.programme, "title"),
            _("%(day)s 报名参赛", day=words.day(clock.local(each.submitted_at).date())),
            Link("", "home.programme", {"slug": each.programme.slug}),
        )
        for each in db.session.scalars(query)
        if stage_of(each.programme, themes) == "contest" and _may_see(reader, each.programme)
    ]


def _hours(came: Mapping[int, Sequence[Meeting]]) -> list[tuple[int, str]]:
    """Credit hours by year, the latest first; each programme counts by its own rule."""
    tenths: Counter[int] = Counter()
    minutes: Counter[tuple[int, int]] = Counter()
    programmes: dict[int, Programme] = {}
    for meeting in (meeting for meetings in came.values() for meeting in meetings):
        programme = meeting.offering.programme
        programmes[programme.id] = programme
        minutes[clock.local(meeting.starts_at).year, programme.id] += meeting.credit_minutes
    for (year, programme_id), count in minutes.items():
        tenths[year] += count * 10 // rules.of(programmes[programme_id]).hour_minutes
    return [(year, f"{tenths[year] / 10:.1f}".removesuffix(".0")) for year in sorted(tenths, reverse=True)]


def _following(steps: Mapping[str, Sequence[Step]]) -> str:
    """What comes after the furthest that somebody has done; certificates come at the end of each way."""
    reached = [number for number, stage in enumerate(STAGES[:-1]) if any(step.done for step in steps[stage])]
    return STAGES[max(reached, default=-1) + 1]


def _open_now(person: Person, stage: str, themes: Mapping[str, str]) -> list[Programme]:
    """Of that stage, where sign-up is open to them and they have not signed up.

    Who wants a certificate takes a class that gives one.
    """
    now = clock.now()
    mine = select(Member.programme_id).where(Member.person_id == person.id, Member.active)
    query = select(Programme).where(
        Programme.state == "open",
        Programme.opens_at <= now,
        Programme.closes_at > now,
        ~Programme.private,
        Programme.id.not_in(mine),
    )
    found: list[Programme] = []
    for each in db.session.scalars(query.order_by(Programme.closes_at, Programme.id)):
        fits = rules.of(each).certificate if stage == "certificate" else stage_of(each, themes) == stage
        if fits and not any(reason.blocks for reason in eligibility.reasons(person, each)):
            found.append(each)
        if len(found) == MOST_NEXT:
            break
    return found
