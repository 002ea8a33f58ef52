"""A unit enrols its own people for a stop: by ticking them, page by page."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import select

from app import clock, words
from app.errors import DomainError, Invalid
from app.extensions import db
from app.identity import mask_name
from app.models import Account, CheckIn, Choice, LectureStop, Member, Offering, Person, Registration
from app.services import commitments, notify, participants, programmes, registration
from app.services.lectures import ordering
from app.services.party_plan import MemberPlan, PartyPlan


def enrolled(stop: LectureStop) -> set[int]:
    """Ids of the people who are to come."""
    if stop.offering is None:
        return set()
    return {member.person_id for member in participants.of_offering(stop.offering)}


def stop_of(offering: Offering) -> LectureStop | None:
    """The stop that the offering is."""
    return db.session.scalar(select(LectureStop).where(LectureStop.offering_id == offering.id))


def enrol(actor: Account, stop: LectureStop, wanted: Collection[int], shown: Collection[Person]) -> int:
    """Of the people `shown` those `wanted` (ids) come, the others do not; how many come in all now.

    Raises DomainError when it is not confirmed or over, Invalid (`wanted`) with each person who cannot; then
    nothing is written.
    """
    programmes.hold(stop.programme)
    offering = stop.offering
    if stop.state != "confirmed" or offering is None or stop.held_on is None:
        raise DomainError(_("这一站还没有确定，确定以后再登记听课人。"))
    if stop.held_on < clock.today():
        raise DomainError(_("这一站已经讲完，不能再改听课人。"))
    before, faults = enrolled(stop), []
    for person in shown:
        try:
            if person.id in wanted and person.id not in before:
                _add(actor, offering, person)
            elif person.id not in wanted and person.id in before:
                _remove(actor, offering, person)
        except DomainError as error:
            faults.append(_("%(name)s：%(why)s", name=mask_name(person.name), why=error.message))
    if faults:
        raise Invalid(words.clauses(faults), "wanted")
    now = enrolled(stop)
    ordering.record(actor, "lecture.enrol", stop, {"people": (len(before), len(now))})
    return len(now)


def check(people: Collection[Person], offerings: Collection[Offering]) -> None:
    """Raises Invalid (`choices`) for who wants to come to another unit's stop, or to none."""
    if not offerings:
        raise Invalid(_("送课上门要选一站。本单位还没有的，请单位工会经办人预约。"), "choices")
    for offering in offerings:
        stop = stop_of(offering)
        if stop is not None and any(not stop.unit.contains(person.unit) for person in people):
            unit = words.in_language(stop.unit, "name")
            raise Invalid(_("这一站在%(unit)s，只面向本单位职工。请选本单位的一站。", unit=unit), "choices")


def _add(actor: Account, offering: Offering, person: Person) -> None:
    """A further choice of somebody who has signed up already; else a registration of their own."""
    check([person], [offering])
    had = _registration(offering, person)
    if had is None:
        plan = PartyPlan([MemberPlan(person)], [offering.id])
        registration.sign_up(offering.programme, actor, plan)
        return
    if any(commitments.overlap(offering, choice.offering) for choice in had.choices):
        raise DomainError(_("当时已登记同一项目的另一站"))
    commitments.check(offering.programme, [member.person for member in had.members], [offering])
    had.choices.append(Choice(offering=offering, rank=1 + max((c.rank for c in had.choices), default=0)))
    had.changed_at = clock.now()
    notify.tell(person, "registration.changed", had)


def _remove(actor: Account, offering: Offering, person: Person) -> None:
    here = (CheckIn.offering_id == offering.id) & (CheckIn.person_id == person.id)
    if db.session.scalar(select(CheckIn.id).where(here).limit(1)) is not None:
        raise DomainError(_("已经签到，不能去掉"))
    had = _registration(offering, person)
    if had is None:
        return
    others = [choice for choice in had.choices if choice.offering_id != offering.id]
    if not others:
        registration.withdraw(had, actor, _("单位调整听课人"))
        return
    had.choices = others
    had.changed_at = clock.now()
    notify.tell(person, "registration.changed", had)


def _registration(offering: Offering, person: Person) -> Registration | None:
    query = (
        select(Registration)
        .join(Member, Member.registration_id == Registration.id)
        .where(
            Registration.programme_id == offering.programme_id, Member.person_id == person.id, Member.active
        )
    )
    return db.session.scalar(query)
