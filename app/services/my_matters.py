"""Everything of somebody's on one page: what waits for an answer, what comes next, what is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.extensions import db
from app.models import Account, Certificate, Offering, Registration, SignUpDraft, WaitlistEntry
from app.services import features, issued_certificates, modes, my_registrations
from app.services.features import Link
from app.services.standing import Standing

MOST_AHEAD = 12


@dataclass(frozen=True, slots=True)
class Next:
    """What happens on a day, at an hour where `at` is an instant; `about` says where or what of it."""

    on: dt.date
    at: dt.datetime | None
    words: str
    link: Link
    about: str = ""

    @property
    def when(self) -> str:
        """The hour too, where there is one."""
        if self.at is not None:
            return words.moment(self.at)
        return f"{words.day(self.on)} {words.weekday(self.on)}"


@dataclass(frozen=True, slots=True)
class Mine:
    """`current` in the order of what happens next, `past` the latest first."""

    offers: Sequence[WaitlistEntry]
    drafts: Sequence[SignUpDraft]
    ahead: Sequence[Next]
    current: Sequence[Registration]
    past: Sequence[Registration]
    standings: Mapping[int, Standing]
    certificates: Sequence[Certificate]


def of(account: Account) -> Mine:
    """Everything of the account and its person."""
    found = my_registrations.of_account(account)
    standings = {each.id: modes.explain(each, account.person) for each in found}
    over = {each.id for each in found if _is_over(each, standings[each.id])}
    current = [each for each in found if each.id not in over]
    person = account.person
    return Mine(
        offers=_offers(current),
        drafts=my_registrations.drafts(account),
        ahead=_ahead(account, current, standings),
        current=my_registrations.in_order_of_time(current, standings),
        past=[each for each in found if each.id in over],
        standings=standings,
        certificates=issued_certificates.of_person(person) if person is not None else [],
    )


def _offers(registrations: Sequence[Registration]) -> Sequence[WaitlistEntry]:
    """Places that are held for them until they answer, the most pressing first."""
    query = select(WaitlistEntry).where(
        WaitlistEntry.registration_id.in_([each.id for each in registrations]),
        WaitlistEntry.state == "offered",
    )
    loaded = query.options(
        joinedload(WaitlistEntry.offering).joinedload(Offering.venue),
        joinedload(WaitlistEntry.registration).joinedload(Registration.programme),
    )
    return db.session.scalars(loaded.order_by(WaitlistEntry.answer_by, WaitlistEntry.id)).all()


def _ahead(
    account: Account, current: Sequence[Registration], standings: Mapping[int, Standing]
) -> list[Next]:
    """Of places, of programmes that one waits for, and of every feature; the next first."""
    found = [each for registration in current for each in _of_registration(registration, standings)]
    for each in features.ahead(account.person) if account.person is not None else ():
        found.append(Next(clock.local(each.at).date(), each.at, each.words, each.link))
    return sorted(found, key=lambda each: (each.on, each.at is not None, each.at or clock.now()))[:MOST_AHEAD]


def _of_registration(registration: Registration, standings: Mapping[int, Standing]) -> list[Next]:
    standing = standings[registration.id]
    title = words.in_language(registration.programme, "title")
    link = Link(title, "mine.show", {"reference": registration.reference})
    slots = [slot.offering for slot in standing.slots if slot.offering.ends_on >= clock.today()]
    if standing.slots:
        return [Next(offering.starts_on, None, title, link, words.offering(offering)) for offering in slots]
    if (day := my_registrations.next_day(registration, standing)) is None:
        return []
    return [Next(day, None, title, link, standing.steps[0][1] if standing.steps else "")]


def _is_over(registration: Registration, standing: Standing) -> bool:
    """Withdrawn, called off, or all that it gave has ended."""
    if registration.state == "withdrawn" or registration.programme.state == "cancelled":
        return True
    if standing.slots:
        return all(slot.offering.ends_on < clock.today() for slot in standing.slots)
    if registration.programme.state == "published":
        return not standing.actions and standing.waits_at is None
    held = [choice.offering for choice in registration.choices if not choice.offering.cancelled]
    closed = registration.programme.state == "closed" and not standing.steps
    return closed and bool(held) and all(offering.ends_on < clock.today() for offering in held)
