"""A class short of people is merged into others or cancelled: everybody is served, or told why not."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import delete

from app import clock, words
from app.errors import Stale
from app.extensions import db
from app.models import Account, Offering, Participation
from app.services import (
    audit,
    capacity,
    modes,
    notify,
    offering_cancellation,
    offering_guard,
    offerings,
    places,
    programmes,
    waiting,
)
from app.services.training import moving
from app.services.training.moving import Fate, Plan
from app.services.waiting_fill import ask
from app.services.waiting_settings import ANSWER_HOURS, value

# people are asked about what they did not choose, also where what they chose is given without asking
LEAST_HOURS = 24
LONGEST_WHY = 200
RECORDED = {
    "given": "moved_own",
    "offered": "moved_asked",
    "waits": "moved_waiting",
    "nothing": "moved_nowhere",
}


def carry_out(actor: Account, offering: Offering, into: Offering | None, seen: str, reason: str) -> Plan:
    """Do what `moving.plan` says, if it is still the plan whose digest is `seen`.

    Raises Stale when somebody has come, gone or moved since, DomainError when nobody can be moved.
    """
    programmes.hold(offering.programme)
    capacity.hold(offering.programme)
    with force_locale("zh"):
        found = moving.plan(offering, into)
    if found.digest != seen:
        raise Stale(_("看过之后名单或名额有变化，没有改动任何人。下面是重新算出的方案，请核对后再确认。"))
    offering.cancelled = True
    for fate in found.fates:
        _take(fate)
    offering_cancellation.take_back_offers(offering)
    _tell_who_only_chose(found, reason)
    for fate in found.fates:
        _serve(fate, reason)
    _record(actor, found, reason)
    modes.of(offering.programme).fill(offering.programme)
    return found


def _take(fate: Fate) -> None:
    """The place is theirs no longer, and has not been used."""
    placement, registration = fate.placement, fate.registration
    if placement.run_id is None:
        places.take_back(registration)
        return
    placement.withdrawn_at = clock.now()
    used = delete(Participation).where(
        Participation.registration_id == registration.id,
        Participation.took_place_on == placement.offering.starts_on,
    )
    db.session.execute(used)


def _serve(fate: Fate, reason: str) -> None:
    registration, to = fate.registration, fate.to
    said = {"former": offerings.label(fate.placement.offering), "why": reason}
    if to is None:
        if fate.waits:
            waiting.join(registration)
        kind = "class.waits" if fate.waits else "class.nothing"
        for member in registration.members:
            notify.tell(member.person, kind, registration, **said, against=_against(fate))
        return
    planned = modes.of(registration.programme).planned
    if not planned and capacity.claim(registration, to) is not None:
        raise Stale(_("名额刚刚有变动，没有改动任何人。请再试一次。"))
    if fate.rank is not None:
        places.give(registration, to, fate.rank, "class.moved", **said)
        return
    hours = max(int(value(registration.programme, ANSWER_HOURS)), LEAST_HOURS)
    ask(waiting.join(registration), to, hours, "class.offered", **said)


def _against(fate: Fate) -> str:
    said = words.clauses(fate.why)
    return said if len(said) <= LONGEST_WHY else f"{said[:LONGEST_WHY]}…"


def _tell_who_only_chose(found: Plan, reason: str) -> None:
    """Who had another place, or waits for one, keeps it: one choice fewer is all."""
    told = {fate.registration.id for fate in found.fates}
    what = offerings.label(found.offering)
    for member in offering_guard.members(found.offering):
        if member.registration_id not in told:
            notify.tell(member.person, "offering.cancelled", member.registration, what=what, why=reason)


def _record(actor: Account, found: Plan, reason: str) -> None:
    changes: dict[str, tuple[object, object]] = {
        field: ("", found.people(kind)) for kind, field in RECORDED.items()
    }
    if found.into is not None:
        changes["into"] = ("", offerings.label(found.into))
    action = "class.merge" if found.into is not None else "class.cancel"
    label = offerings.label(found.offering)
    audit.record(actor, action, found.offering, label=label, changes=changes, reason=reason)
