"""An offering that will not be held: who chose it is told, who has a place in it gives it back."""

from __future__ import annotations

from flask_babel import gettext
from sqlalchemy import select

from app.errors import DomainError
from app.extensions import db
from app.models import Account, Offering, Registration, WaitlistEntry
from app.services import (
    audit,
    capacity,
    modes,
    notify,
    offering_guard,
    offerings,
    places,
    programmes,
    waiting,
)
from app.services.waiting_fill import free_offer

CANCELLABLE = (*offerings.EDITABLE_STATES, "noticed", "published")


def refusal(offering: Offering) -> str:
    """Why it cannot be cancelled now, in words that say what to do; "": it can be."""
    programme = offering.programme
    if offering.cancelled:
        return str(gettext("这一期已经取消。"))
    if programme.state not in CANCELLABLE:
        return str(gettext("这个项目已取消，期次不能再改。"))
    if any(placement.run_id is not None for placement in offering_guard.holders(offering)):
        return str(gettext("这一期的分配结果已经公布，不能取消。请与已安排的职工联系，逐一退出后递补。"))
    chosen_by = offering_guard.choosers(offering)
    if programme.state == "open" and chosen_by and "results_on" in modes.of(programme).needs:
        who = offering_guard.listed(chosen_by, programme)
        return str(
            gettext(
                "已有 %(count)s 组选了这一期（%(who)s）。请先请他们改选别的期次，没有人选它以后再取消。",
                count=len(chosen_by),
                who=who,
            )
        )
    return ""


def cancel(actor: Account, offering: Offering, reason: str) -> None:
    """It will not be held. Whoever has a place in it loses it, is told, and waits for their other choices.

    Raises DomainError while people who have chosen it can still be asked to choose another, or when its
    places are part of a published plan.
    """
    programmes.hold(offering.programme)
    capacity.hold(offering.programme)
    if why := refusal(offering):
        raise DomainError(why)
    lost = [placement.registration for placement in offering_guard.holders(offering)]
    offering.cancelled = True
    for registration in lost:
        places.take_back(registration)
    take_back_offers(offering)
    _tell(offering, {registration.id for registration in lost}, reason)
    for registration in lost:
        if _other_choices(registration):
            waiting.join(registration)
    audit.record(
        actor,
        "offering.cancel",
        offering,
        label=offerings.label(offering),
        changes={"cancelled": (False, True), "parties": (len(lost), 0)}
        if lost
        else {"cancelled": (False, True)},
        reason=reason,
    )
    waiting.fill(offering.programme)


def take_back_offers(offering: Offering) -> None:
    """What was held for somebody who has not answered yet; they keep their place in the line."""
    offered = select(WaitlistEntry).where(
        WaitlistEntry.offering_id == offering.id, WaitlistEntry.state == "offered"
    )
    for entry in db.session.scalars(offered).all():
        free_offer(entry, "waiting")


def _tell(offering: Offering, lost: set[int], reason: str) -> None:
    what = offerings.label(offering)
    for member in offering_guard.members(offering):
        kind = "offering.place_cancelled" if member.registration_id in lost else "offering.cancelled"
        notify.tell(member.person, kind, member.registration, what=what, why=reason)


def _other_choices(registration: Registration) -> bool:
    return any(not choice.offering.cancelled for choice in registration.choices)
