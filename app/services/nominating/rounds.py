"""Whose turn it is to nominate: grass-roots unions, then districts with what is left, then the city."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import select

from app import clock, words
from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import Account, NominationQuota, NominationRound, Programme, Unit
from app.services import audit, programmes
from app.services.nominating import quotas

# by which level a nomination may still come at each stage
LEVELS = {
    "units": ("grassroots", "district", "city"),
    "districts": ("district", "city"),
    "city": ("city",),
    "over": (),
}
CLOSED_TO_CHANGE = ("published", "cancelled")


def of(programme: Programme) -> NominationRound | None:
    """The programme's round; None while the city has not set one."""
    return db.session.scalar(select(NominationRound).where(NominationRound.programme_id == programme.id))


def stage(programme: Programme, found: NominationRound | None) -> str:
    """units, districts, city or over."""
    now = clock.now()
    if found is None or programme.state not in ("draft", "open") or now >= programme.closes_at:
        return "over"
    if now < found.units_until:
        return "units"
    return "districts" if now < found.districts_until else "city"


def stage_words(programme: Programme, found: NominationRound | None) -> str:
    """What is going on now, and until when."""
    if found is None:
        return str(_("市总工会还没有分提名名额。"))
    said = {
        "units": _("各单位提名中，%(at)s 截止，没用完的名额归上级工会。", at=words.moment(found.units_until)),
        "districts": _(
            "各单位的时间已到，没用完的名额由区市工会提名，%(at)s 截止。",
            at=words.moment(found.districts_until),
        ),
        "city": _(
            "各区市的时间已到，没用完的名额由市总工会提名，%(at)s 截止。",
            at=words.moment(programme.closes_at),
        ),
        "over": _("提名已经结束。"),
    }
    return str(said[stage(programme, found)])


def save(
    actor: Account, programme: Programme, places: int, units_until: dt.datetime, districts_until: dt.datetime
) -> NominationRound:
    """Set the round's times and how many the whole city sends.

    Raises Invalid (`places`, `units_until`, `districts_until`); a time that is over stays as it is.
    """
    programmes.hold(programme)
    if programme.state in CLOSED_TO_CHANGE:
        raise DomainError(_("结果已公布或项目已取消，提名不能再改。"))
    if districts_until < units_until:
        raise Invalid(_("区市的截止时间不能早于单位的"), "districts_until")
    if districts_until > programme.closes_at:
        last = words.moment(programme.closes_at)
        raise Invalid(_("最晚到报名截止（%(at)s），请往前调", at=last), "districts_until")
    found = of(programme)
    before = (found.units_until, found.districts_until) if found is not None else ("", "")
    if found is None:
        found = NominationRound(programme_id=programme.id)
        db.session.add(found)
    _refuse_reopening(found, units_until, districts_until)
    found.units_until, found.districts_until = units_until, districts_until
    quotas.set_places(actor, programme, _city(), places)
    shown = (words.moment(units_until), words.moment(districts_until))
    told = tuple(words.moment(at) if isinstance(at, dt.datetime) else "" for at in before)
    changes = {"units_until": (told[0], shown[0]), "districts_until": (told[1], shown[1])}
    audit.record(actor, "nomination.round", programme, label=programme.title, changes=changes)
    return found


def _refuse_reopening(found: NominationRound, units_until: dt.datetime, districts_until: dt.datetime) -> None:
    """Places that went back cannot be had again by moving the time."""
    for name, now in (("units_until", units_until), ("districts_until", districts_until)):
        kept = getattr(found, name)
        if kept is not None and kept <= clock.now() and now != kept:
            raise Invalid(_("这个时间已经过了，名额已归上级，不能再改"), name)


def _city() -> Unit:
    found = db.session.scalar(select(Unit).where(Unit.level == "city").order_by(Unit.id).limit(1))
    if found is None:
        raise DomainError(_("还没有登记单位，请先导入单位。"))
    return found


def total(programme: Programme) -> NominationQuota | None:
    """The row of the whole city."""
    query = select(NominationQuota).join(Unit, NominationQuota.unit_id == Unit.id)
    return db.session.scalar(
        query.where(NominationQuota.programme_id == programme.id, Unit.level == "city").limit(1)
    )
