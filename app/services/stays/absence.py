"""Who did not come, and who left early: with a reason, and what it means for the place."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, select

from app import clock
from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import Account, Offering, Participation
from app.services import audit, notify, offerings
from app.services.stays import guests, occupied, settings
from app.services.stays.guests import Guest


def no_show(
    actor: Account, offering: Offering, person_id: int, reason: str, counts: bool | None = None
) -> None:
    """A guest did not come. `counts` None: as the programme's rule says; otherwise it is the exception.

    Raises DomainError before the first day or for who has come.
    """
    guest = guests.one(offering, person_id)
    if not guests.has_begun(offering):
        raise DomainError(_("这一期还没有开始，不能登记未到。去不了的请本人退出，或由单位换人。"))
    if guest.state != "due":
        raise DomainError(_("这位已经报到或已登记，请刷新名单再看。"))
    used = settings.of(offering.programme).no_show_counts if counts is None else counts
    row = guests.kept(offering, guest.person)
    row.no_show_at, row.no_show_counts, row.reason = clock.now(), used, reason
    if not used:
        db.session.execute(delete(Participation).where(*_used(guest)))
    notify.tell(
        guest.person,
        "stay.no_show",
        guest.member.registration,
        what=offerings.label(offering),
        outcome=_("名额按已使用计") if used else _("名额不算已使用"),
        why=reason,
    )
    _record(actor, "stay.no_show", guest, reason, {"counts": ("", used)})


def undo_no_show(actor: Account, offering: Offering, person_id: int) -> None:
    """They have come after all. Raises DomainError when somebody else has their bed by now."""
    guest = guests.one(offering, person_id)
    if guest.known is None or guest.known.no_show_at is None:
        return
    if guest.bed is not None and occupied.by_others(guest.bed, offering):
        raise DomainError(_("原来的床位已给了别人，请先在房间表里给这位调好床位，再撤销未到。"))
    row = guests.kept(offering, guest.person)
    row.no_show_at, row.no_show_counts, row.reason = None, True, ""
    if db.session.scalar(select(Participation.id).where(*_used(guest)).limit(1)) is None:
        db.session.add(
            Participation(
                person_id=guest.person.id,
                kind=offering.programme.kind,
                took_place_on=offering.starts_on,
                registration_id=guest.member.registration_id,
            )
        )
    notify.tell(
        guest.person, "stay.no_show_undone", guest.member.registration, what=offerings.label(offering)
    )
    _record(actor, "stay.no_show_undo", guest)


def left_early(actor: Account, offering: Offering, person_id: int, on: dt.date, reason: str) -> None:
    """A guest who has come goes home before the last day; the place counts as used.

    Raises Invalid (`left_on`) for a day outside the stay, DomainError for who has not come.
    """
    guest = guests.one(offering, person_id)
    if guest.state != "in":
        raise DomainError(_("这位还没有报到或已登记，请刷新名单再看。"))
    if not offering.starts_on <= on < offering.ends_on:
        raise Invalid(_("请填这一期第一天到最后一天之前的日子"), "left_on")
    if on > clock.today():
        raise Invalid(_("还没有到这一天，离开当天再登记"), "left_on")
    row = guests.kept(offering, guest.person)
    row.left_on, row.reason = on, reason
    registration = guest.member.registration
    what = offerings.label(offering)
    notify.tell(guest.person, "stay.left_early", registration, what=what, on=on.isoformat())
    _record(actor, "stay.left_early", guest, reason, {"left_on": ("", on.isoformat())})


def undo_left_early(actor: Account, offering: Offering, person_id: int) -> None:
    """They have stayed. Raises DomainError when somebody else has their bed by now."""
    guest = guests.one(offering, person_id)
    if guest.known is None or guest.known.left_on is None:
        return
    if guest.bed is not None and occupied.by_others(guest.bed, offering):
        raise DomainError(_("原来的床位已给了别人，请先在房间表里给这位调好床位，再撤销。"))
    row = guests.kept(offering, guest.person)
    row.left_on, row.reason = None, ""
    _record(actor, "stay.left_early_undo", guest)


def _used(guest: Guest) -> tuple[ColumnElement[bool], ...]:
    return (
        Participation.registration_id == guest.member.registration_id,
        Participation.person_id == guest.person.id,
    )


def _record(
    actor: Account,
    action: str,
    guest: Guest,
    reason: str = "",
    changes: dict[str, tuple[object, object]] | None = None,
) -> None:
    audit.record(
        actor,
        action,
        guest.member.registration,
        label=f"{guest.reference} · {offerings.label(guest.offering)}",
        unit=guest.person.unit,
        changes=changes,
        reason=reason,
    )
