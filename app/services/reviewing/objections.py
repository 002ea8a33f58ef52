"""What people hold against a result while it is on public notice. Each is answered before it is final."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Account, Decision, Member, Objection, Person, Programme, Registration
from app.services import audit, notify, programmes
from app.services.reviewing import deciding, notice
from app.services.reviewing.granting import GRANTED, REFUSED

LONGEST = 2000
MOST_OPEN = 5

# an answer's verdict: nothing in it; there is, and the entry is decided so; there is, of no one entry
UNFOUNDED, UPHELD = "unfounded", "upheld"


def of_programme(programme: Programme) -> list[Objection]:
    """All of them, those without an answer first, the oldest first."""
    return list(
        db.session.scalars(
            _whole()
            .where(Objection.programme_id == programme.id)
            .order_by(Objection.answered_at.is_not(None), Objection.id)
        )
    )


def of_account(programme: Programme, account: Account) -> list[Objection]:
    """What the account itself has raised, the oldest first."""
    mine = (Objection.programme_id == programme.id) & (Objection.raised_by_id == account.id)
    return list(db.session.scalars(_whole().where(mine).order_by(Objection.id)))


def load(programme: Programme, objection_id: int) -> Objection:
    """Raises NotFound, also for an objection of another programme."""
    known = (Objection.programme_id == programme.id) & (Objection.id == objection_id)
    found = db.session.scalar(_whole().where(known))
    if found is None:
        raise NotFound(_("没有这条异议。"))
    return found


def raise_(account: Account, programme: Programme, text: str, registration_id: int | None) -> Objection:
    """Object to the decision on an entry, or to the whole (None). The same sent twice is kept once.

    Raises DomainError once the notice has ended, Invalid for words or an entry that are none.
    """
    db.session.refresh(programme, with_for_update={"read": True})
    # of two equal ones sent at once the second waits here, and finds the first
    db.session.execute(select(Account.id).where(Account.id == account.id).with_for_update())
    if not notice.takes_objections(programme):
        raise DomainError(_("现在不在公示期内，不再受理异议。如有疑问，请联系单位经办人。"))
    if not text.strip() or len(text) > LONGEST:
        raise Invalid(_("请写明异议的内容和理由，最多 %(most)s 个字", most=LONGEST), "words")
    if registration_id is not None and not _on_notice(programme, registration_id):
        raise Invalid(_("请从公示名单里选择"), "entry")
    waiting = [each for each in of_account(programme, account) if each.answered_at is None]
    for each in waiting:
        if (each.words, each.registration_id) == (text, registration_id):
            return each
    if len(waiting) >= MOST_OPEN:
        raise DomainError(_("您已有 %(most)s 条异议等待答复，请等答复后再提。", most=MOST_OPEN))
    objection = Objection(
        programme_id=programme.id,
        registration_id=registration_id,
        raised_by=account,
        words=text,
        raised_at=clock.now(),
    )
    db.session.add(objection)
    audit.record(account, "objection.raise", objection, label=programme.title)
    return objection


def answer(actor: Account, objection: Objection, text: str, verdict: str) -> None:
    """Answer once, and tell whoever raised it; `verdict` is UNFOUNDED, UPHELD, or the outcome to decide on.

    An outcome is for an objection to one entry: it is decided so, with the answer as the reason. Raises
    DomainError when it is answered already, Invalid by field, and what `deciding.change` raises.
    """
    programme = objection.programme
    programmes.hold(programme)
    db.session.refresh(objection)
    if objection.answered_at is not None:
        raise DomainError(_("这条异议已经答复过，不能再改。"))
    if programme.state != "noticed":
        raise DomainError(_("这个项目不在公示。"))
    if not text.strip() or len(text) > LONGEST:
        raise Invalid(_("请写明答复，最多 %(most)s 个字", most=LONGEST), "answer")
    if verdict not in verdicts(objection):
        raise Invalid(_("请选择异议是否成立"), "verdict")
    if verdict in deciding.OUTCOMES and objection.registration is not None:
        _decide(actor, objection.registration, verdict, text)
    objection.answer, objection.upheld = text, verdict != UNFOUNDED
    objection.answered_by, objection.answered_at = actor, clock.now()
    audit.record(
        actor,
        "objection.answer",
        objection,
        label=programme.title,
        changes={"upheld": ("", objection.upheld)},
        reason=text[:300],
    )
    if objection.raised_by.person is not None:
        notify.tell(objection.raised_by.person, "objection.answered", programme=programme.title)


def verdicts(objection: Objection) -> tuple[str, ...]:
    """What an answer can say of it."""
    if objection.registration_id is None or objection.registration is None:
        return (UNFOUNDED, UPHELD)
    if objection.registration.state != "submitted":
        return (UNFOUNDED, UPHELD)
    return (UNFOUNDED, GRANTED, REFUSED)


def counts(programme: Programme) -> tuple[int, int]:
    """(all objections, those that were upheld)."""
    mine = Objection.programme_id == programme.id
    everything = db.session.scalar(select(func.count(Objection.id)).where(mine)) or 0
    upheld = db.session.scalar(select(func.count(Objection.id)).where(mine, Objection.upheld)) or 0
    return everything, upheld


def _decide(actor: Account, registration: Registration, outcome: str, why: str) -> None:
    """An earlier objection may have had it decided so already."""
    decided = select(Decision.outcome).where(Decision.registration_id == registration.id)
    if db.session.scalar(decided) == outcome:
        return
    try:
        deciding.change(actor, registration, outcome, why[:300])
    except Invalid as refused:
        raise Invalid(refused.message, "verdict") from refused


def _on_notice(programme: Programme, registration_id: int) -> bool:
    query = (
        select(Decision.id)
        .join(Decision.registration)
        .where(Registration.id == registration_id, Registration.programme_id == programme.id)
        .where(Registration.state == "submitted")
    )
    return db.session.scalar(query) is not None


def _whole() -> Select[Objection]:
    return select(Objection).options(
        joinedload(Objection.programme),
        joinedload(Objection.raised_by).joinedload(Account.person),
        joinedload(Objection.registration)
        .selectinload(Registration.members)
        .joinedload(Member.person)
        .joinedload(Person.unit),
    )
