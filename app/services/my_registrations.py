"""A worker's own registrations: whose they are, who may look at one, and where each stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import Select, select, union
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.models import Account, Choice, Member, Offering, Person, Registration, SignUpDraft
from app.services import privacy, references
from app.services.standing import Standing


def of_account(account: Account) -> list[Registration]:
    """Every registration in which the account's person travels, or that it sent itself; the latest first.

    A coordinator's rosters are in the console: of those only the parties they travel in are theirs.
    """
    # by their numbers: with an "or" the whole table would be read
    travels = select(Member.registration_id).where(Member.person_id == account.person_id)
    sent = select(Registration.id).where(Registration.signed_up_by_id == account.id)
    mine = travels if account.coordinates else union(travels, sent)
    query = _whole(select(Registration).where(Registration.id.in_(mine)))
    return list(db.session.scalars(query.order_by(Registration.submitted_at.desc(), Registration.id.desc())))


def in_order_of_time(found: Sequence[Registration], standings: Mapping[int, Standing]) -> list[Registration]:
    """What happens next comes first; what has nothing ahead of it last, the latest of it first."""

    def ahead(registration: Registration) -> tuple[bool, dt.date]:
        day = next_day(registration, standings[registration.id])
        return day is None, day or dt.date.max

    return sorted(found, key=ahead)


def next_day(registration: Registration, standing: Standing) -> dt.date | None:
    """The next day on which something happens: of a place, or of the programme while one waits."""
    if standing.slots:
        offerings = [slot.offering for slot in standing.slots]
        return min((each.starts_on for each in offerings if each.ends_on >= clock.today()), default=None)
    if not standing.steps:
        return None
    programme = registration.programme
    known = (programme.closes_at, programme.seed_known_at, programme.notice_ends_at)
    days = [clock.local(at).date() for at in known if at is not None]
    days += [programme.results_on] if programme.results_on else []
    return min((day for day in days if day >= clock.today()), default=None)


def drafts(account: Account) -> list[SignUpDraft]:
    """What the account has begun and not sent, where sign-up is not over."""
    query = (
        select(SignUpDraft)
        .where(SignUpDraft.account_id == account.id, SignUpDraft.programme.has(state="open"))
        .options(joinedload(SignUpDraft.programme))
        .order_by(SignUpDraft.updated_at.desc())
    )
    return list(db.session.scalars(query))


def by_reference(reference: str) -> Registration | None:
    """The registration with everything that its pages show; None when there is none."""
    known = references.normal(reference) or reference
    return db.session.scalar(_whole(select(Registration).where(Registration.reference == known)))


def for_account(reference: str, account: Account) -> Registration:
    """Raises NotFound, also when the registration is not for this account to see."""
    registration = by_reference(reference)
    if registration is None or not may_see(registration, account):
        raise NotFound(_("没有找到这份报名，请核对编号。"))
    return registration


def may_see(registration: Registration, account: Account) -> bool:
    """The members, whoever signed them up, and the coordinators of a member's unit.

    In a private programme only those coordinators who are its case workers.
    """
    if registration.signed_up_by_id == account.id:
        return True
    people = [member.person for member in registration.members]
    if any(person.id == account.person_id for person in people):
        return True
    if not privacy.may_see_people(account, registration.programme):
        return False
    return any(c.unit.contains(person.unit) for c in account.coordinates for person in people)


def _whole(query: Select[Registration]) -> Select[Registration]:
    return query.options(
        joinedload(Registration.programme),
        joinedload(Registration.signed_up_by),
        selectinload(Registration.members).joinedload(Member.person).joinedload(Person.unit),
        selectinload(Registration.choices).joinedload(Choice.offering).joinedload(Offering.venue),
    )
