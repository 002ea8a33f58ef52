"""Why a choice was not given after a draw, in figures that the reader can check: numbers, places, quotas."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select

from app import words
from app.extensions import db
from app.models import Choice, Claim, Member, Offering, Person, Programme, Registration, Unit
from app.services import capacity, quota_uses
from app.services.quota_uses import Asked
from app.services.reasons import Track, WhyNot


def last_number(offering: Offering) -> int | None:
    """The highest number for which a place in the offering is held; None: nobody has one."""
    return _highest(Claim.offering_id == offering.id)


def why_not(registration: Registration, above: int | None = None) -> list[WhyNot]:
    """For each choice, or those ranked above `above`, what stands against it now; none where nothing does."""
    chosen = [choice for choice in registration.choices if above is None or choice.rank < above]
    found = (_why_not(registration, choice) for choice in chosen)
    return [why for why in found if why is not None]


def _why_not(registration: Registration, choice: Choice) -> WhyNot | None:
    offering, people = choice.offering, len(registration.members)
    own, last, free = registration.lottery_number or 0, last_number(offering), capacity.free(offering)
    if offering.cancelled:
        return WhyNot("cancelled", offering, choice.rank, _("期次取消"), ())
    short = _short(registration, offering)
    told = tuple(_quota_words(one, offering) for one in short)
    full = free is not None and free < people
    if full and last is not None and own > last:
        said = _("您是第 %(own)s 号，这里的名额给到第 %(last)s 号。", own=_n(own), last=_n(last))
        track = _track(registration.programme, own, last)
        return WhyNot("late", offering, choice.rank, _("号码没有轮到"), (said, *told), track)
    if short:
        return WhyNot("quota", offering, choice.rank, _("单位名额已满"), told)
    if full:
        said = _("剩下 %(free)s 个名额，您这一组 %(people)s 人，先给后面放得下的。", free=free, people=people)
        return WhyNot("size", offering, choice.rank, _("放不下一整组"), (said,))
    return None


def _short(registration: Registration, offering: Offering) -> list[Asked]:
    """The quotas that the party would go beyond."""
    programme = registration.programme
    units = [member.person.unit for member in registration.members]
    taken = quota_uses.taken(programme)
    asked = quota_uses.asked(programme.quotas, units, offering.id)
    limits = [(one, quota_uses.limit_of(one.quota)) for one in asked]
    return [one for one, limit in limits if limit is not None and taken.get(one.key, 0) + one.people > limit]


def _quota_words(one: Asked, offering: Offering) -> str:
    """The limit, and the last number of that unit to which a place has gone."""
    unit, most = words.in_language(one.unit, "name"), _n(one.quota.maximum or 0)
    last = _highest(*_counted(one, offering))
    if last is None:
        return str(_("%(unit)s至多 %(most)s 人，不够您这一组。", unit=unit, most=most))
    said = _("%(unit)s至多 %(most)s 人，名额给到第 %(last)s 号。", unit=unit, most=most, last=_n(last))
    return str(said)


def _counted(one: Asked, offering: Offering) -> Sequence[ColumnElement[bool]]:
    """Claims that count against the quota: by people of the unit, in the offering or in any of them."""
    inside = Unit.path.startswith(one.unit.path, autoescape=True)
    if one.quota.value is None and one.quota.group == "employer":
        inside = Unit.id == one.unit.id
    ours = (
        select(Member.id)
        .join(Person, Member.person_id == Person.id)
        .join(Unit, Person.unit_id == Unit.id)
        .where(Member.registration_id == Registration.id, inside)
        .exists()
    )
    if one.offering_id is not None:
        return ours, Claim.offering_id == one.offering_id
    return ours, Registration.programme_id == offering.programme_id


def _highest(*which: ColumnElement[bool]) -> int | None:
    holders = select(func.max(Registration.lottery_number)).join(
        Claim, Claim.registration_id == Registration.id
    )
    return db.session.scalar(holders.where(*which))


def _track(programme: Programme, own: int, last: int) -> Track:
    """Where both numbers stand among all."""
    drawn = select(func.max(Registration.lottery_number)).where(Registration.programme_id == programme.id)
    every = db.session.scalar(drawn) or 1
    return Track(
        last / every,
        _("给到第 %(last)s 号", last=_n(last)),
        own / every,
        _("您：第 %(own)s 号", own=_n(own)),
    )


def _n(number: int) -> str:
    return words.number(number)
