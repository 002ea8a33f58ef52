"""Signing a party up, changing it, withdrawing it. The caller opens the unit of work."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from app import clock
from app.errors import DomainError, Forbidden
from app.extensions import db
from app.models import (
    Account,
    Choice,
    HealthDeclaration,
    Member,
    Offering,
    Participation,
    Person,
    Programme,
    Registration,
)
from app.services import (
    answering,
    audit,
    commitments,
    drafts,
    features,
    modes,
    notify,
    privacy,
    texts,
    used_places,
)
from app.services import party_checks as checks
from app.services.party_checks import AlreadySignedUp, NotEligible, SignUpClosed
from app.services.party_plan import MemberPlan, PartyPlan
from app.services.references import new_reference

__all__ = [
    "AlreadySignedUp",
    "MemberPlan",
    "NotEligible",
    "PartyPlan",
    "SignUpClosed",
    "may_change",
    "may_withdraw",
    "new_reference",
    "sign_up",
    "withdraw",
]


def sign_up(
    programme: Programme,
    account: Account,
    plan: PartyPlan,
    replacing: Registration | None = None,
    *,
    quiet: bool = False,
) -> Registration:
    """Sign the party up, or put `plan` in the place of what `replacing` says. Its reference stays.

    `quiet`: nobody is sent a notice, for they are looking at the page that says so.
    Raises SignUpClosed, AlreadySignedUp, NotEligible or Invalid (`field` in members, answers, needs, choices,
    health).
    """
    _hold(programme)
    people = [member.person for member in plan.members]
    answers, offerings = _checked(programme, plan, people, replacing)
    registration = replacing or _new(programme, account)
    before = [choice.offering_id for choice in registration.choices]
    former = {member.person_id: member.person for member in registration.members}
    try:
        with db.session.begin_nested():
            db.session.add(registration)
            _write(registration, plan, offerings)
    except IntegrityError:
        # somebody else was faster with the same person: the database's own guard
        checks.check_free(programme, people, replacing)
        raise
    texts.keep_consents(registration, account, plan.consents)
    answering.keep(registration, answers, account)
    modes.of(programme).accept(registration)
    _report(registration, account, replacing is not None, before, quiet)
    _tell_those_left_out(registration, former)
    return registration


def _checked(
    programme: Programme, plan: PartyPlan, people: list[Person], replacing: Registration | None
) -> tuple[dict[str, Any], list[Offering]]:
    """What the party answers and chooses, once nothing stands against it any more."""
    checks.check_window(programme)
    if replacing is not None:
        _refuse_change(replacing)
    checks.check_members(programme, plan.members)
    checks.check_free(programme, people, replacing)
    answers = answering.check(programme, plan.answers, people)
    checks.check_eligible(programme, people, answers)
    offerings = checks.check_choices(programme, plan.choices)
    features.check(programme, people, offerings)
    checks.check_wants(plan.wants, modes.of(programme).wants_most(programme))
    checks.check_health(plan, offerings)
    checks.check_rooms(plan, offerings)
    commitments.check(programme, people, offerings)
    return answers, offerings


def _hold(programme: Programme) -> None:
    """Closing and publishing wait for us, and we read the state that they have left."""
    db.session.refresh(programme, with_for_update={"read": True})


def _refuse_change(sent: Registration) -> None:
    if sent.state != "submitted":
        raise DomainError(_("这份报名已经退出，请重新报名。"))
    for feature in features.of(sent.programme):
        feature.changing(sent)


def _new(programme: Programme, account: Account) -> Registration:
    return Registration(
        programme_id=programme.id,
        programme=programme,
        reference=new_reference(programme),
        state="submitted",
        signed_up_by=account,
        submitted_at=clock.now(),
    )


def _write(registration: Registration, plan: PartyPlan, offerings: list[Offering]) -> None:
    registration.changed_at = clock.now()
    registration.wants = min(plan.wants, max(len(offerings), 1))
    registration.members.clear()
    registration.choices.clear()
    registration.declarations.clear()
    db.session.flush()
    for position, member in enumerate(plan.members, 1):
        registration.members.append(_member(registration, member, position))
    for rank, offering in enumerate(offerings, 1):
        registration.choices.append(Choice(offering_id=offering.id, offering=offering, rank=rank))
    asking = {offering.venue_id for offering in offerings if offering.venue.asks_health}
    for venue_id in sorted(asking):
        registration.declarations.append(
            HealthDeclaration(venue_id=venue_id, answers=dict(plan.health[venue_id]), declared_at=clock.now())
        )
    db.session.flush()


def _member(registration: Registration, plan: MemberPlan, position: int) -> Member:
    return Member(
        programme_id=registration.programme_id,
        person=plan.person,
        position=position,
        needs=sorted(set(plan.needs)),
        room_group=plan.room_group,
        private=plan.private,
        active=True,
    )


def _report(
    registration: Registration, account: Account, changed: bool, before: list[int], quiet: bool
) -> None:
    """The audit entry, and a notice to everybody in the party unless it is to be quiet."""
    after = [choice.offering_id for choice in registration.choices]
    audit.record(
        account,
        "registration.change" if changed else "registration.send",
        registration,
        label=registration.reference,
        unit=registration.lead.person.unit,
        changes={"choices": (before, after), "members": ("", len(registration.members))},
    )
    for member in () if quiet else registration.members:
        own = account.person_id == member.person_id
        kind = "registration.changed" if changed else "registration.sent" if own else "signed_up_by_other"
        notify.tell(member.person, kind, registration, by=checks.signer_words(account))


def _tell_those_left_out(registration: Registration, former: dict[int, Person]) -> None:
    """Who was in the party and is no longer may now sign up elsewhere, and must know."""
    staying = {member.person_id for member in registration.members}
    for person_id, person in former.items():
        if person_id not in staying:
            notify.tell(person, "registration.withdrawn", registration)


def may_change(registration: Registration, account: Account) -> bool:
    """Whoever signed the party up, its lead, and the coordinators of the lead's unit.

    In a private programme only those coordinators who are its case workers.
    """
    lead = registration.lead.person
    if registration.signed_up_by_id == account.id or account.person_id == lead.id:
        return True
    if not privacy.may_see_people(account, registration.programme):
        return False
    return any(coordinates.unit.contains(lead.unit) for coordinates in account.coordinates)


def may_withdraw(registration: Registration, account: Account) -> bool:
    """Besides those who may change it, any member: nobody is held in a party by somebody else."""
    if any(member.person_id == account.person_id for member in registration.members):
        return True
    return may_change(registration, account)


def withdraw(registration: Registration, account: Account, reason: str = "") -> None:
    """Withdraw the whole party; its people may sign up again while sign-up is open.

    A place given back in time does not count as used. Raises Forbidden, or DomainError once the stay began.
    """
    _hold(registration.programme)
    # who presses twice waits here, and then finds it done
    mine = select(Registration.id).where(Registration.id == registration.id)
    # its key stays free: whoever gives it a place at this moment must not wait for us, nor we for them
    db.session.execute(mine.with_for_update(key_share=True))
    db.session.refresh(registration)
    if not may_withdraw(registration, account):
        raise Forbidden(_("请联系报名人或本单位工会经办人办理退出。"))
    if registration.state == "withdrawn":
        return
    placements = used_places.of(registration)
    if any(placement.offering.starts_on <= clock.today() for placement in placements):
        raise DomainError(_("这一期已经开始，不能再退出。请联系领队或本单位工会经办人。"))
    if not used_places.counts_as_used(registration):
        db.session.execute(delete(Participation).where(Participation.registration_id == registration.id))
    for placement in placements:
        placement.withdrawn_at = clock.now()
    registration.state = "withdrawn"
    registration.withdrawn_at = clock.now()
    registration.withdrawn_reason = reason
    db.session.execute(update(Member).where(Member.registration_id == registration.id).values(active=False))
    # first what hangs on the place: the mode gives that to the next at once
    for feature in features.of(registration.programme):
        feature.released(registration)
    modes.of(registration.programme).release(registration)
    # a draft made from it would change something that is no longer there
    drafts.discard(registration.signed_up_by, registration.programme)
    _report_withdrawal(registration, account, reason)


def _report_withdrawal(registration: Registration, account: Account, reason: str) -> None:
    audit.record(
        account,
        "registration.withdraw",
        registration,
        label=registration.reference,
        unit=registration.lead.person.unit,
        changes={"state": ("submitted", "withdrawn")},
        reason=reason,
    )
    for member in registration.members:
        notify.tell(member.person, "registration.withdrawn", registration)
