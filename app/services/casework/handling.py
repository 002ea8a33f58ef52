"""What case workers do with a case until it is decided: take it, ask back, pass it on, hand it over."""

from __future__ import annotations

from flask_babel import gettext as _

from app import clock
from app.errors import DomainError, Forbidden, Invalid
from app.extensions import db
from app.models import Account, CaseFile, CaseQuestion, CaseStep
from app.services import accounts, notify
from app.services.casework import cases, journal, owners, settings, working_days


def take(actor: Account, case: CaseFile, version: int) -> None:
    """See to the case. Raises Stale when somebody was faster, Forbidden when it is not theirs to take."""
    cases.hold(case, version)
    if not owners.may_work(actor, case):
        raise Forbidden(_("这一步不由您办理。"))
    if case.state not in cases.LIVE:
        raise DomainError(_("这个办件已经办完，不需要接办。"))
    if case.owner_id is not None:
        raise DomainError(_("这个办件已经有人办理；要换人办理，请用“转交”并写明原因。"))
    case.owner_id = actor.id
    journal.write(case, "taken", actor)


def assign(actor: Account, case: CaseFile, to_id: int, reason: str, version: int) -> None:
    """Give the case to somebody whose step it is too: by its owner, or by who may act in their place.

    Raises Invalid (`to`) for anybody else.
    """
    cases.hold(case, version)
    if case.state not in cases.LIVE or not (case.owner_id == actor.id or owners.may_work(actor, case)):
        raise Forbidden(_("这个办件不能由您转交。"))
    to = next((each for each in candidates(case) if each.id == to_id), None)
    if to is None:
        raise Invalid(_("请选择这一步的一位经办人"), "to")
    if to.id == case.owner_id:
        raise Invalid(_("本来就由这位办理，请选择另一位"), "to")
    before = accounts.name(case.owner) if case.owner is not None else ""
    changes = {"case_owner": (before, accounts.name(to))}
    case.owner_id = to.id
    journal.write(case, "assigned", actor, reason, changes=changes, reason=reason, to=to.id)


def candidates(case: CaseFile) -> list[Account]:
    """Who can be given the case as it stands."""
    if case.state == "appealed":
        return owners.for_appeal(case)
    return owners.at_step(case, case.step) if case.step is not None else []


def ask(actor: Account, case: CaseFile, words: str, version: int) -> CaseQuestion:
    """Ask the applicant for something; the clock stands still until they answer or the time is up."""
    cases.hold_own(case, actor, version)
    if case.state != "open":
        raise DomainError(_("现在不能提问：申请人正在补充，或已经作出决定。"))
    now = clock.now()
    days = settings.days(case.programme, settings.ANSWER_DAYS)
    asked = CaseQuestion(
        case=case,
        asked_by_id=actor.id,
        asked_at=now,
        due_at=working_days.after(now, days),
        words=words,
        documents=[],
    )
    db.session.add(asked)
    case.days_left = working_days.between(now, case.due_at) if case.due_at is not None else None
    case.state, case.due_at = "waiting", None
    journal.write(case, "asked", actor, words, until=asked.due_at.isoformat())
    tell(case, "case.asked", until=asked.due_at.astimezone(clock.CITY).date().isoformat())
    return asked


def resume(case: CaseFile) -> None:
    """The case goes on with the working days that were left, one at the least."""
    case.due_at = working_days.after(clock.now(), max(case.days_left or 0, 1))
    case.state, case.days_left = "open", None


def pass_on(actor: Account, case: CaseFile, remark: str, version: int) -> CaseStep:
    """To the next step, whose owners then find it among what nobody has taken."""
    cases.hold_own(case, actor, version)
    if case.state != "open":
        raise DomainError(_("现在不能转下一步：申请人正在补充，或已经作出决定。"))
    after = cases.following(case)
    if after is None:
        raise DomainError(_("这是最后一步，请作出决定。"))
    before = case.step
    journal.write(
        case,
        "passed",
        actor,
        remark,
        changes={"case_step": (before.label if before else "", after.label)},
        to=after.id,
    )
    enter(case, after)
    tell(case, "case.passed", step=after.label)
    return after


def enter(case: CaseFile, step: CaseStep) -> None:
    """The case stands at the step from now on; it is its one owner's where it has one."""
    case.step, case.state, case.days_left = step, "open", None
    case.due_at = working_days.after(clock.now(), step.days)
    case.owner_id = step.worker_id if step.owner == "worker" and owners.at_step(case, step) else None


def tell(case: CaseFile, kind: str, **parameters: str) -> None:
    """Everybody in it, of what has been written by now."""
    db.session.flush()
    for member in case.registration.members:
        notify.tell(member.person, kind, case.registration, **parameters)
