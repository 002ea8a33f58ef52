"""What people are marked: entered once, replaced by a resit or a correction with a reason, never lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.identity import mask_name
from app.models import Account, Assessment, Member, Offering, Person, TrainingRule
from app.services import audit, notify, participants, programmes
from app.services.training import rules


@dataclass(frozen=True, slots=True)
class Given:
    """Marks as they were entered, 0 to 100: `theory` and `practice`, or `whole` where there is one."""

    theory: int | None = None
    practice: int | None = None
    whole: int | None = None

    @property
    def any(self) -> bool:
        return (self.theory, self.practice, self.whole) != (None, None, None)


def points(rule: TrainingRule, given: Given) -> int:
    """Hundredths of a mark. Raises Invalid (`theory`, `practice`, `whole`) for what is missing or no mark."""
    asked = ("theory", "practice") if rule.assessed == "two" else ("whole",)
    faults = {
        name: _("请填写 0 到 100 的整数")
        for name in asked
        if not 0 <= (value if (value := getattr(given, name)) is not None else -1) <= 100
    }
    if faults:
        raise Invalid(next(iter(faults.values())), faults=faults)
    if rule.assessed == "two":
        share = rule.theory_weight
        return (given.theory or 0) * share + (given.practice or 0) * (100 - share)
    return (given.whole or 0) * 100


def latest(offering: Offering) -> dict[int, Assessment]:
    """What counts, by person id."""
    newest = (
        select(func.max(Assessment.id))
        .where(Assessment.offering_id == offering.id)
        .group_by(Assessment.person_id)
        .scalar_subquery()
    )
    return {
        each.person_id: each
        for each in db.session.scalars(select(Assessment).where(Assessment.id.in_(newest)))
    }


def history(offering: Offering, person: Person) -> list[Assessment]:
    """All that somebody was marked in the class, the first first."""
    query = select(Assessment).where(Assessment.offering_id == offering.id, Assessment.person_id == person.id)
    return list(db.session.scalars(query.options(joinedload(Assessment.by)).order_by(Assessment.attempt)))


def member_of(offering: Offering, person_id: int) -> Member:
    """Raises NotFound for whoever does not take part."""
    person = db.session.get(Person, person_id)
    found = participants.membership(offering, person) if person is not None else None
    if found is None:
        raise NotFound(_("这个班里没有这位职工。"))
    return found


def enter(actor: Account, offering: Offering, given: Mapping[int, Given]) -> int:
    """First marks of several people, by person id; who has one keeps it. How many were written.

    Raises Invalid with a fault for each field (`theory-7`), and then writes nothing.
    """
    rule = _rule(offering)
    members = {member.person_id: member for member in participants.of_offering(offering)}
    had, written = latest(offering), dict[int, int]()
    faults: dict[str, str] = {}
    for person_id, entered in given.items():
        if person_id not in members or person_id in had or not entered.any:
            continue
        try:
            written[person_id] = points(rule, entered)
        except Invalid as error:
            faults |= {f"{name}-{person_id}": words for name, words in error.faults.items()}
    if faults:
        raise Invalid(_("有的成绩要先改好"), faults=faults)
    for person_id, count in written.items():
        _write(actor, offering, members[person_id], given[person_id], count, 1, "first", "")
    return len(written)


def again(
    actor: Account, offering: Offering, person_id: int, given: Given, kind: str, reason: str
) -> Assessment:
    """A resit or a correction takes the place of the mark that somebody has; that one stays in the history.

    Raises Invalid (a field of `given`, or `reason`), DomainError when they have none.
    """
    rule, member = _rule(offering), member_of(offering, person_id)
    had = history(offering, member.person)
    if not had:
        raise DomainError(_("还没有登记第一次成绩，不能补考或更正。"))
    if not reason.strip():
        raise Invalid(_("请写明补考或更正的原因"), "reason")
    return _write(
        actor, offering, member, given, points(rule, given), had[-1].attempt + 1, kind, reason.strip()
    )


def _rule(offering: Offering) -> TrainingRule:
    """Raises DomainError where nothing is assessed. Others who mark in the programme wait."""
    programmes.hold(offering.programme)
    rule = rules.of(offering.programme)
    if rule.assessed == "none":
        raise DomainError(_("这个项目不考核，不用登记成绩。"))
    return rule


def _write(
    actor: Account,
    offering: Offering,
    member: Member,
    given: Given,
    count: int,
    attempt: int,
    kind: str,
    reason: str,
) -> Assessment:
    made = Assessment(
        offering=offering,
        person=member.person,
        attempt=attempt,
        kind=kind,
        theory=given.theory,
        practice=given.practice,
        points=count,
        reason=reason,
        by=actor,
        at=clock.now(),
    )
    db.session.add(made)
    said = rules.mark_words(count)
    notice = "class.marked" if attempt == 1 else "class.marked_again"
    notify.tell(member.person, notice, member.registration, mark=said, why=reason)
    label = f"{mask_name(member.person.name)} {offering.title or offering.venue.name}"
    unit = member.person.unit
    audit.record(
        actor, "class.mark", made, label=label, unit=unit, changes={"mark": ("", said)}, reason=reason
    )
    return made
