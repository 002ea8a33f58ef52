"""A union nominates a worker; the level above confirms or sends back; both give a reason for a no."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Account, Nomination, Person, Programme, Unit
from app.services import audit, eligibility, notify, once, party_checks
from app.services.eligibility import Ineligible
from app.services.nominating import places, rounds

RULE = "nominated"
IN_FORCE = ("nominated", "confirmed")


def against(person: Person, programme: Programme) -> list[Ineligible]:
    """What keeps somebody from being nominated: every rule but that of the nomination itself."""
    found = eligibility.reasons(person, programme)
    return [reason for reason in found if reason.rule != RULE]


def nominate(actor: Account, programme: Programme, person: Person, merit: str, *, level: str) -> Nomination:
    """Send `person` on behalf of their union; by a district or the city (`level`) it is confirmed at once.

    Raises DomainError when it is too late or no place is left, Invalid when the person may not.
    """
    stage = rounds.stage(programme, rounds.of(programme))
    if level not in rounds.LEVELS[stage]:
        raise DomainError(_("现在不能提名：%(why)s", why=rounds.stage_words(programme, rounds.of(programme))))
    if found := against(person, programme):
        why = words.clauses(reason.message for reason in found)
        raise Invalid(_("%(name)s 不符合条件，不能提名：%(why)s", name=person.name, why=why))
    if of_person(programme, person) is not None:
        raise Invalid(_("%(name)s 已经提名，不用再提", name=person.name))
    made = Nomination(
        programme=programme,
        person=person,
        unit=person.unit,
        state="nominated" if level == "grassroots" else "confirmed",
        merit=merit,
        uses=places.claim(programme, person.unit),
        nominated_by_id=actor.id,
        nominated_at=clock.now(),
    )
    _keep(made, person)
    if made.state == "confirmed":
        made.decided_by_id, made.decided_at = actor.id, clock.now()
        _tell_confirmed(made)
    _record(actor, "nomination.add", made)
    return made


def _keep(made: Nomination, person: Person) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        # two of their unit at the same moment: the database's own guard
        raise Invalid(_("%(name)s 已经提名，不用再提", name=person.name)) from error


def confirm(actor: Account, nomination: Nomination) -> None:
    """The level above agrees; the worker is told to rank. Raises DomainError when it was decided already."""
    if rounds.stage(nomination.programme, rounds.of(nomination.programme)) == "over":
        raise DomainError(_("报名已经截止，不能再确认提名。"))
    _decide(actor, nomination, "confirmed", ("nominated",))
    _tell_confirmed(nomination)
    _record(actor, "nomination.confirm", nomination, before="nominated")


def send_back(actor: Account, nomination: Nomination, reason: str) -> None:
    """The level above does not agree; the place is free again."""
    _decide(actor, nomination, "sent_back", ("nominated",), reason)
    places.release(nomination.uses)
    _end(actor, nomination, "nomination.send_back", "nominated", reason)


def withdraw(actor: Account, nomination: Nomination, reason: str) -> None:
    """It is taken back. Raises DomainError once the worker has signed up: that is for them to undo first."""
    member = party_checks.active_member(nomination.programme, nomination.person)
    if member is not None:
        reference = member.registration.reference
        raise DomainError(_("本人已经报名（%(reference)s），请先退出报名，再撤回提名。", reference=reference))
    before = nomination.state
    _decide(actor, nomination, "withdrawn", IN_FORCE, reason)
    places.release(nomination.uses)
    _end(actor, nomination, "nomination.withdraw", before, reason)


def hand_over(nomination: Nomination, person: Person, actor: Account, reason: str) -> Nomination:
    """Somebody of the same unit goes instead: the place, and what it counts on, are theirs now."""
    _decide(actor, nomination, "withdrawn", ("confirmed",), reason)
    made = Nomination(
        programme=nomination.programme,
        person=person,
        unit=nomination.unit,
        state="confirmed",
        merit=nomination.merit,
        uses=list(nomination.uses),
        nominated_by_id=actor.id,
        nominated_at=clock.now(),
        decided_by_id=actor.id,
        decided_at=clock.now(),
    )
    _keep(made, person)
    return made


def of_person(programme: Programme, person: Person) -> Nomination | None:
    """The nomination in force of somebody; None where there is none."""
    return db.session.scalar(
        select(Nomination).where(
            Nomination.programme_id == programme.id,
            Nomination.person_id == person.id,
            Nomination.state.in_(IN_FORCE),
        )
    )


def latest(programme: Programme, person: Person) -> Nomination | None:
    """The last that became of nominating somebody."""
    query = select(Nomination).where(
        Nomination.programme_id == programme.id, Nomination.person_id == person.id
    )
    return db.session.scalar(query.order_by(Nomination.id.desc()).limit(1))


def load(programme: Programme, nomination_id: int, within: ColumnElement[bool]) -> Nomination:
    """Raises NotFound, also for one outside `within` (a condition on Unit)."""
    found = db.session.scalar(
        select(Nomination)
        .join(Unit, Nomination.unit_id == Unit.id)
        .where(Nomination.id == nomination_id, Nomination.programme_id == programme.id, within)
        .options(joinedload(Nomination.person).joinedload(Person.unit), joinedload(Nomination.unit))
    )
    if found is None:
        raise NotFound(_("没有这条提名，或不在您负责的单位范围内。"))
    return found


def _decide(
    actor: Account, nomination: Nomination, to: str, since: tuple[str, ...], answer: str = ""
) -> None:
    """Once, whoever is faster."""
    done = once.written(
        update(Nomination)
        .where(Nomination.id == nomination.id, Nomination.state.in_(since))
        .values(state=to, answer=answer, decided_by_id=actor.id, decided_at=clock.now())
    )
    db.session.expire(nomination)
    if not done:
        raise DomainError(_("这条提名刚刚已经办理，请刷新后再看。"))


def _end(actor: Account, nomination: Nomination, action: str, before: str, reason: str) -> None:
    title = nomination.programme.title
    notify.tell(nomination.person, "nomination.ended", programme=title, why=reason)
    _record(actor, action, nomination, before=before, reason=reason)


def _tell_confirmed(nomination: Nomination) -> None:
    programme = nomination.programme
    notify.tell(
        nomination.person,
        "nomination.confirmed",
        programme=programme.title,
        unit=nomination.unit.name,
        until=f"{clock.local(programme.closes_at):%Y-%m-%d %H:%M}",
    )


def _record(
    actor: Account, action: str, nomination: Nomination, *, before: str = "", reason: str = ""
) -> None:
    audit.record(
        actor,
        action,
        nomination,
        label=f"{nomination.programme.title} · {nomination.unit.name}",
        unit=nomination.unit,
        changes={"state": (before, nomination.state)},
        reason=reason,
    )
