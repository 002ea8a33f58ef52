"""Somebody of a placed party cannot go: another worker of the same unit goes instead, the place stays."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.identity import mask_name
from app.models import (
    Account,
    Member,
    Offering,
    Participation,
    Person,
    Placement,
    Programme,
    Registration,
    StayGuest,
    Substitution,
    Unit,
)
from app.services import audit, commitments, eligibility, notify, outcomes, party_checks
from app.services.allocation import bed_rules
from app.services.allocation.bed_rules import Lying
from app.services.nominating import nominations
from app.services.stays import occupied, settings, slots


@dataclass(frozen=True, slots=True)
class Wish:
    """Who goes instead: what their room must have, and that they declared their health where it is asked."""

    person: Person
    needs: Sequence[str]
    declared: bool
    reason: str


def last_day(programme: Programme, held: Sequence[Placement]) -> dt.date | None:
    """Until when the people of these places may be replaced; None without a place."""
    if not held:
        return None
    first = min(placement.offering.starts_on for placement in held)
    return first - dt.timedelta(days=settings.of(programme).substitute_days)


def replace(actor: Account, member: Member, wish: Wish) -> Substitution:
    """Put `wish.person` in the member's place: room, bed and companions stay.

    Raises DomainError when it is too late, Invalid (`person`, `needs`, `declared`) when they may not.
    """
    registration = _held(member)
    held = outcomes.placements([registration]).get(registration.id, [])
    _in_time(registration.programme, held)
    left, unit = member.person, member.person.unit
    _may(registration, left, wish.person, [placement.offering for placement in held])
    _declared(registration, wish)
    _room_fits(member, wish, held)
    nomination = nominations.of_person(registration.programme, left)
    if nomination is not None and nomination.state == "confirmed":
        nominations.hand_over(nomination, wish.person, actor, wish.reason)
    _write(member, left, wish, held)
    made = Substitution(
        registration=registration,
        unit=unit,
        left=left,
        came=wish.person,
        reason=wish.reason,
        at=clock.now(),
        by_id=actor.id,
    )
    db.session.add(made)
    _report(actor, made, held)
    return made


def _held(member: Member) -> Registration:
    """Withdrawing, replacing and rooms wait for each other."""
    query = select(Registration).where(Registration.id == member.registration_id)
    found = db.session.scalars(
        query.with_for_update(key_share=True).execution_options(populate_existing=True)
    ).one()
    if found.state != "submitted" or not member.active:
        raise DomainError(_("这份报名已经退出，不能换人。"))
    return found


def _in_time(programme: Programme, held: Sequence[Placement]) -> None:
    last = last_day(programme, held)
    if last is None:
        raise DomainError(_("这份报名没有安排上，不用换人。"))
    if clock.today() > last:
        raise DomainError(_("最晚 %(day)s 可以换人，现在来不及了。去不了的请本人退出。", day=words.day(last)))


def _may(registration: Registration, left: Person, came: Person, wanted: Sequence[Offering]) -> None:
    """Of the same unit, free, eligible and not away at the time."""
    if came.id == left.id:
        raise Invalid(_("请选另一位职工"), "person")
    if came.unit_id != left.unit_id:
        raise Invalid(_("只能换成同一单位的职工（%(unit)s）", unit=left.unit.name), "person")
    programme = registration.programme
    member = party_checks.active_member(programme, came)
    if member is not None:
        raise Invalid(
            _("%(name)s 已在报名 %(reference)s 里", name=came.name, reference=member.registration.reference),
            "person",
        )
    found = [each for each in eligibility.reasons(came, programme) if each.rule != nominations.RULE]
    if found:
        why = words.clauses(reason.message for reason in found)
        raise Invalid(_("%(name)s 不符合条件：%(why)s", name=came.name, why=why), "person")
    if programme.overlap == "forbid" and (clashes := commitments.clashes([came], wanted, programme)):
        raise Invalid(words.clauses(clash.words for clash in clashes), "person")


def _declared(registration: Registration, wish: Wish) -> None:
    if registration.declarations and not wish.declared:
        raise Invalid(_("这个院区要健康申报，请向接替的人逐项核实后勾选"), "declared")


def _room_fits(member: Member, wish: Wish, held: Sequence[Placement]) -> None:
    """The law's rules on rooms, with the new person in the old one's bed."""
    for placement in held:
        offering = placement.offering
        if not offering.with_beds:
            continue
        lying = [
            _with(Lying.of(place), member, wish)
            for place in occupied.beds(offering.venue, offering.starts_on, offering.ends_on)
            if place.placement.offering_id == offering.id
        ]
        found = bed_rules.broken(lying, offering.starts_on)
        if "features" in found:
            raise Invalid(_("原来的房间没有接替的人需要的设施"), "needs")
        if found:
            raise Invalid(_("接替的人住进原来的房间不符合住宿规则，请换一位同性别的职工"), "person")


def _with(lying: Lying, member: Member, wish: Wish) -> Lying:
    """In the member's bed lies who goes instead."""
    if lying.member_id != member.id:
        return lying
    return dataclasses.replace(lying, sex=wish.person.sex, needs=frozenset(wish.needs))


def _write(member: Member, left: Person, wish: Wish, held: Sequence[Placement]) -> None:
    registration = member.registration
    for placement in held:
        slots.release(left, placement.offering)
    ids = [placement.offering_id for placement in held]
    gone = delete(StayGuest).where(StayGuest.offering_id.in_(ids), StayGuest.person_id == left.id)
    db.session.execute(gone)
    db.session.execute(
        update(Participation)
        .where(Participation.registration_id == registration.id, Participation.person_id == left.id)
        .values(person_id=wish.person.id)
        .execution_options(synchronize_session=False)
    )
    member.person, member.person_id = wish.person, wish.person.id
    member.needs = sorted(set(wish.needs))
    for declaration in registration.declarations:
        declaration.declared_at = clock.now()
    registration.changed_at = clock.now()
    db.session.flush()


def _report(actor: Account, made: Substitution, held: Sequence[Placement]) -> None:
    registration = made.registration
    what = words.listed(words.offering(placement.offering) for placement in held)
    notify.tell(made.left, "stay.substituted", registration, why=made.reason)
    notify.tell(made.came, "stay.substitutes", registration, what=what)
    audit.record(
        actor,
        "stay.substitute",
        registration,
        label=registration.reference,
        unit=made.unit,
        changes={"left": ("", mask_name(made.left.name)), "came": ("", mask_name(made.came.name))},
        reason=made.reason,
    )


def published(programme: Programme) -> list[Substitution]:
    """What was changed so after the result was published: by reference and unit, without names."""
    query = (
        select(Substitution)
        .join(Registration, Substitution.registration_id == Registration.id)
        .where(Registration.programme_id == programme.id)
        .options(joinedload(Substitution.registration), joinedload(Substitution.unit))
    )
    return list(db.session.scalars(query.order_by(Substitution.id)))


def replaceable(programme: Programme, within: ColumnElement[bool]) -> list[tuple[Member, list[Placement]]]:
    """Members who hold a place, of units `within` (a condition on Unit), with what they hold."""
    members = db.session.scalars(
        select(Member)
        .join(Person, Member.person_id == Person.id)
        .join(Unit, Person.unit_id == Unit.id)
        .where(Member.programme_id == programme.id, Member.active, within)
        .options(joinedload(Member.person).joinedload(Person.unit), joinedload(Member.registration))
        .order_by(Unit.path, Member.registration_id, Member.position)
    ).all()
    held = outcomes.placements(
        list({member.registration_id: member.registration for member in members}.values())
    )
    return [(member, held[member.registration_id]) for member in members if member.registration_id in held]


def placed(
    programme: Programme, member_id: int, within: ColumnElement[bool]
) -> tuple[Member, list[Placement]]:
    """One of these. Raises NotFound."""
    for member, held in replaceable(programme, within):
        if member.id == member_id:
            return member, held
    raise NotFound(_("没有这位职工的安排，或不在您负责的单位范围内。"))
