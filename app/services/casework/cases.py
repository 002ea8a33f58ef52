"""A case begins when an application is handed in, and ends when it is withdrawn or final."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.errors import DomainError, Forbidden, NotFound, Stale
from app.extensions import db
from app.models import (
    Account,
    CaseDecision,
    CaseFile,
    CaseQuestion,
    CaseStep,
    JoinIntent,
    Member,
    Person,
    Programme,
    Registration,
    Unit,
)
from app.services.casework import journal, limits, owners, settings, working_days

LIVE = ("open", "waiting", "appealed")


def steps(programme: Programme) -> Sequence[CaseStep]:
    """In the order in which a case goes through them."""
    query = select(CaseStep).where(CaseStep.programme_id == programme.id)
    return db.session.scalars(query.order_by(CaseStep.position, CaseStep.id)).all()


def of(registration: Registration) -> CaseFile | None:
    return db.session.scalar(select(CaseFile).where(CaseFile.registration_id == registration.id))


def begin(registration: Registration) -> CaseFile:
    """Open the case of an application that was sent, or see that one sent again has not been taken up.

    Raises DomainError once somebody works on it: what they look at must not change under their hands.
    """
    case = of(registration)
    if case is not None:
        if case.owner_id is not None or case.state != "open" or _moved(case):
            raise DomainError(_("已经开始办理，申请不能再改。要补充材料，请等经办人提问，或联系咨询电话。"))
        journal.write(case, "changed", registration.signed_up_by)
        return case
    first = steps(registration.programme)[0]
    now = clock.now()
    case = CaseFile(
        registration=registration,
        programme_id=registration.programme_id,
        unit=_unit(registration),
        step=first,
        due_at=working_days.after(now, first.days),
        opened_at=now,
        held={},
    )
    db.session.add(case)
    db.session.flush()
    journal.write(case, "handed_in", registration.signed_up_by)
    return case


def _moved(case: CaseFile) -> bool:
    return any(event.kind not in ("handed_in", "changed", "overdue") for event in journal.of(case))


def _unit(registration: Registration) -> Unit:
    """Whose case it is: the unit whose code was scanned, else the applicant's own."""
    scanned = select(JoinIntent).where(
        JoinIntent.account_id == registration.signed_up_by_id,
        JoinIntent.programme_id == registration.programme_id,
    )
    intent = db.session.scalar(scanned)
    if intent is None:
        return registration.lead.person.unit
    unit = intent.unit
    db.session.delete(intent)
    return unit


def withdraw(registration: Registration) -> None:
    """Its case ends, and what it was granted is free again. Raises DomainError once it is final."""
    case = of(registration)
    if case is None:
        return
    if case.state == "final":
        raise DomainError(_("申请已经办结，不能再退出。"))
    db.session.refresh(case, with_for_update=True)
    limits.give_back(case)
    open_question = update(CaseQuestion).where(
        CaseQuestion.case_id == case.id, CaseQuestion.closed_at.is_(None)
    )
    db.session.execute(open_question.values(closed_at=clock.now()))
    case.state, case.closed_at, case.due_at, case.appeal_until = "withdrawn", clock.now(), None, None
    journal.write(case, "withdrawn")


def load(case_id: int, account: Account) -> CaseFile:
    """A case that the account may see. Raises NotFound: what others may not see is not to be told apart."""
    people = selectinload(Registration.members).joinedload(Member.person).joinedload(Person.unit)
    query = select(CaseFile).where(CaseFile.id == case_id)
    loaded = query.options(
        joinedload(CaseFile.registration).options(people, joinedload(Registration.signed_up_by)),
        joinedload(CaseFile.programme),
        joinedload(CaseFile.unit),
        joinedload(CaseFile.step),
    )
    found = db.session.scalar(loaded)
    if found is None or not owners.may_see(account, found):
        raise NotFound(_("没有这个办件，或不由您办理。"))
    return found


def hold(case: CaseFile, version: int) -> None:
    """Others who act on the case wait until we are done. Raises Stale when somebody has acted meanwhile."""
    db.session.refresh(case, with_for_update=True)
    if case.version != version:
        raise Stale(_("这个办件刚刚有了变动，您的操作没有执行。请看过现在的情况再办。"))


def hold_own(case: CaseFile, account: Account, version: int) -> None:
    """The same for who works on it. Raises Forbidden for everybody but its owner."""
    hold(case, version)
    if case.owner_id != account.id or not owners.may_work(account, case):
        raise Forbidden(_("这个办件现在不由您办理，请先接办，或请经办人转交给您。"))


def question(case: CaseFile) -> CaseQuestion | None:
    """What the applicant is asked and has not answered yet."""
    waiting = (CaseQuestion.case_id == case.id) & CaseQuestion.closed_at.is_(None)
    return db.session.scalar(select(CaseQuestion).where(waiting))


def questions(case: CaseFile) -> Sequence[CaseQuestion]:
    query = select(CaseQuestion).where(CaseQuestion.case_id == case.id)
    return db.session.scalars(query.order_by(CaseQuestion.id)).all()


def decisions(case: CaseFile) -> Sequence[CaseDecision]:
    """The first one first; the last one holds."""
    query = select(CaseDecision).where(CaseDecision.case_id == case.id)
    loaded = query.options(joinedload(CaseDecision.reason))
    return db.session.scalars(loaded.order_by(CaseDecision.number)).all()


def following(case: CaseFile) -> CaseStep | None:
    """The step after the one where it stands; None: there is none."""
    listed = list(steps(case.programme))
    place = listed.index(case.step) if case.step in listed else -1
    return listed[place + 1] if 0 <= place < len(listed) - 1 else None


def finish(case: CaseFile) -> None:
    """Nothing more can be done about it; where the programme says so, its people may apply again."""
    case.state, case.due_at, case.appeal_until, case.closed_at = "final", None, None, clock.now()
    journal.write(case, "final")
    if settings.is_set(case.programme, settings.AGAIN, "yes"):
        over = update(Member).where(Member.registration_id == case.registration_id)
        db.session.execute(over.values(active=False))
