"""Another time in one step: the old one is kept unless the new one is had."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _

from app import clock, words
from app.errors import DomainError, Forbidden
from app.models import Account, Offering, Placement, Registration
from app.services import drafts, party, places, registration
from app.services.timed import plans


def held(sent: Registration) -> Placement | None:
    """The quarter-hour that the party has."""
    return next(iter(places.held(sent)), None)


def until(sent: Registration, offering: Offering) -> dt.datetime:
    """Until when another time may be chosen in place of this one."""
    return places.begins_at(offering) - dt.timedelta(hours=plans.of(sent.programme).rebook_hours)


def too_late(sent: Registration) -> str:
    """Why the time that the party has cannot be changed any more; "": it can, or it has none."""
    had = held(sent)
    if had is None or clock.now() < until(sent, had.offering):
        return ""
    if not places.takes_people(had.offering):
        return str(_("约的时间已经到了，不能再改。"))
    at = words.moment(until(sent, had.offering))
    return str(_("改约要在 %(at)s 以前，现在已经过了。去不了请尽早打电话告诉现场。", at=at))


def rebook(account: Account, sent: Registration, offering: Offering) -> None:
    """Choose `offering` instead; everything else that was sent stays as it is.

    Raises DomainError and leaves everything as it was when it is not to be had: it is full, or overlaps
    something else, or sign-up is over.
    """
    if sent.lead.person_id != account.person_id:
        raise Forbidden(_("请由报名人改约。"))
    if (had := held(sent)) is not None and had.offering_id == offering.id:
        raise DomainError(_("您约的就是这个时间。"))
    answers = drafts.from_registration(sent)
    answers.choices = [offering.id]
    registration.sign_up(sent.programme, account, party.plan_of(account, answers), sent)
    drafts.discard(account, sent.programme)
