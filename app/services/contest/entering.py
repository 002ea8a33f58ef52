"""Who enters which event: alone or as a team, within the limit of the unit, with the certificate it asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import DomainError, Forbidden, Invalid
from app.extensions import db
from app.models import (
    Account,
    Certificate,
    Contest,
    ContestEntry,
    ContestEvent,
    Member,
    Person,
    Registration,
)
from app.services import audit, party_checks
from app.services.contest import contests, counts, events
from app.services.eligibility_rules import RULES
from app.services.eligibility_rules.rule import Subject

Chosen = Mapping[int | None, set[int]]


def may_change(contest: Contest, account: Account, registration: Registration) -> bool:
    """While sign-up is open; a coordinator until the list is frozen."""
    if registration.state != "submitted" or not contests.acts_for(account, registration):
        return False
    if contest.entries_frozen_at is not None or contest.programme.state == "cancelled":
        return False
    return party_checks.is_open(contest.programme) or bool(account.coordinates)


def choose(account: Account, contest: Contest, registration: Registration, chosen: Chosen) -> None:
    """Enter everybody of `chosen`, {person id, None for the team: event ids}, there and in no other event.

    Raises Forbidden, DomainError once it is too late, Invalid (`field` is entry_<person id> or entry_team)
    with the reason of the first event that cannot be entered; then nothing has changed.
    """
    db.session.refresh(contest, with_for_update={"read": True})
    db.session.refresh(registration, ["state", "version"], with_for_update=True)
    if not contests.acts_for(account, registration):
        raise Forbidden(_("请由报名人、领队或单位经办人选择比赛项目。"))
    if not may_change(contest, account, registration):
        raise DomainError(_("现在不能再改比赛项目：报名已经截止，或参赛名单已经固定。"))
    offered = {event.id: event for event in events.listed(contest.programme)}
    own = {(entry.person_id, entry.event_id): entry for entry in of_registration(registration)}
    people = {member.person_id: member.person for member in registration.members if member.active}
    wanted = {(who, event_id) for who, ids in chosen.items() for event_id in ids if event_id in offered}
    for key, entry in own.items():
        if key not in wanted and key[0] in chosen:
            leave(account, entry)
    for who, event_id in sorted(wanted - own.keys(), key=lambda key: (key[1], key[0] or 0)):
        person = None if who is None else people.get(who)
        if who is None or person is not None:
            enter(account, offered[event_id], registration, person)


def enter(
    account: Account | None, event: ContestEvent, registration: Registration, person: Person | None
) -> ContestEntry:
    """One entry more. Raises Invalid with the reason why not."""
    field = "entry_team" if person is None else f"entry_{person.id}"
    if refused := refusal(event, registration, person):
        raise Invalid(refused, field)
    unit = (person or registration.lead.person).unit
    if not counts.take(event, unit.id):
        full = _(
            "“%(event)s”每个单位最多报 %(limit)s 个，%(unit)s 已经报满。请和单位工会商量，或改报别的项目。",
            event=words.in_language(event, "title"),
            limit=event.unit_limit,
            unit=words.in_language(unit, "name"),
        )
        raise Invalid(full, field)
    entry = ContestEntry(
        event=event, registration=registration, person=person, unit=unit, entered_at=clock.now()
    )
    try:
        with db.session.begin_nested():
            db.session.add(entry)
    except IntegrityError as error:
        raise DomainError(_("刚才已经报过这个项目了，请刷新页面核对。")) from error
    label = f"{event.programme.title} {event.title} {registration.reference}"
    audit.record(account, "contest_entry.create", entry, label=label, unit=unit)
    return entry


def leave(account: Account | None, entry: ContestEntry, reason: str = "") -> None:
    """The entry ends, and its unit may enter somebody else. Doing it twice changes nothing."""
    db.session.refresh(entry, ["state", "reason"], with_for_update=True)
    if entry.state == "withdrawn":
        return
    entry.state, entry.reason = "withdrawn", reason
    counts.give_back(entry.event, entry.unit_id)
    label = f"{entry.event.programme.title} {entry.event.title} {entry.registration.reference}"
    audit.record(account, "contest_entry.leave", entry, label=label, unit=entry.unit, reason=reason)


def refusal(event: ContestEvent, registration: Registration, person: Person | None) -> str:
    """Why this cannot be entered, whatever the limits; "" when nothing stands against it."""
    if event.team != (person is None):
        return str(_("“%(event)s”的报名方式不对，请刷新页面。", event=event.title))
    people = [person] if person is not None else [member.person for member in registration.members]
    if event.team and len(people) < 2:
        return str(
            _(
                "“%(event)s”由队伍参加，至少两人，请先修改报名，加上队员。",
                event=words.in_language(event, "title"),
            )
        )
    for each in people:
        if missing := _without_certificate(event, each):
            return missing
    return ""


def _without_certificate(event: ContestEvent, person: Person) -> str:
    """By the very rule that decides who may sign up where a certificate is asked for."""
    if not event.certificate:
        return ""
    query = select(Certificate).where(Certificate.person_id == person.id, Certificate.revoked_at.is_(None))
    held = list(db.session.scalars(query))
    day = clock.local(event.slots[0].starts_at).date() if event.slots else clock.today()
    subject = Subject(person, (), day, certificates=held)
    if (found := RULES["certificate"].refuse(subject, {"kind": event.certificate})) is None:
        return ""
    return words.sentences((f"{person.name}{_('：')}{found[0]}{_('。')}", found[1]))


def of_registration(registration: Registration) -> list[ContestEntry]:
    """What the party has entered and not left, in order of the events."""
    mine = _whole().where(ContestEntry.registration_id == registration.id, ContestEntry.state != "withdrawn")
    return list(db.session.scalars(mine))


def of_events(ids: Iterable[int], *, withdrawn: bool = False) -> list[ContestEntry]:
    """Everybody in these events, by event and number; with `withdrawn` also those who left a frozen list."""
    mine = _whole().where(ContestEntry.event_id.in_(list(ids)))
    if withdrawn:
        mine = mine.where((ContestEntry.state != "withdrawn") | ContestEntry.number.is_not(None))
    else:
        mine = mine.where(ContestEntry.state != "withdrawn")
    return list(db.session.scalars(mine))


def tidy(registration: Registration) -> None:
    """Entries of people who are no longer in the party end."""
    active = {member.person_id for member in registration.members if member.active}
    for entry in of_registration(registration):
        gone = entry.person_id is not None and entry.person_id not in active
        if gone or registration.state != "submitted":
            leave(None, entry, str(_("已不在报名名单里")))


def _whole() -> Select[ContestEntry]:
    return (
        select(ContestEntry)
        .join(ContestEntry.event)
        .options(
            joinedload(ContestEntry.event).selectinload(ContestEvent.slots),
            joinedload(ContestEntry.person),
            joinedload(ContestEntry.unit),
            joinedload(ContestEntry.registration)
            .selectinload(Registration.members)
            .joinedload(Member.person)
            .joinedload(Person.unit),
        )
        .order_by(ContestEvent.position, ContestEntry.number, ContestEntry.id)
    )
