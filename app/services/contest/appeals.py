"""Written appeals against a provisional result: in their time, answered once with a reason, on record."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import DomainError, Forbidden, Invalid, NotFound
from app.extensions import db
from app.models import Account, Contest, ContestAppeal, ContestEntry, ContestEvent, Programme, Registration
from app.services import audit, notify
from app.services.contest import contests, marking
from app.services.contest.marking import Value

LONGEST = 2000
# a part with the value that it is to have
Change = tuple[str, Value]


def are_taken(contest: Contest) -> bool:
    """Whether it is time for them."""
    until = contest.appeals_until
    return contest.results == "provisional" and until is not None and clock.now() < until


def may_raise(account: Account, entry: ContestEntry) -> bool:
    """The entrant themselves, or whoever leads their party."""
    person_id = account.person_id
    if person_id is None:
        return False
    lead = entry.registration.lead.person_id == person_id
    return lead or entry.person_id == person_id


def raise_(account: Account, contest: Contest, entry: ContestEntry, text: str) -> ContestAppeal:
    """Appeal against the result of an entry; the same again while it waits is kept once.

    Raises Forbidden, DomainError out of time, Invalid (`words`).
    """
    db.session.refresh(contest, with_for_update={"read": True})
    if not may_raise(account, entry):
        raise Forbidden(_("申诉由选手本人或领队提出。"))
    if not are_taken(contest):
        raise DomainError(_("现在不是申诉时间，不再受理。如有疑问，请联系单位工会经办人。"))
    if not text.strip() or len(text) > LONGEST:
        raise Invalid(_("请写明申诉的内容和理由，最多 %(most)s 个字", most=LONGEST), "words")
    for each in of_account(account, contest):
        if each.entry_id == entry.id and each.answered_at is None:
            if each.words == text:
                return each
            raise DomainError(_("这一项您已有申诉等待答复，请等答复后再提。"))
    appeal = ContestAppeal(entry=entry, raised_by=account, words=text, raised_at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(appeal)
    except IntegrityError as error:
        raise DomainError(_("这一项您已有申诉等待答复，请等答复后再提。")) from error
    audit.record(account, "contest_appeal.raise", appeal, label=marking.label(entry), unit=entry.unit)
    return appeal


def answer(
    actor: Account, contest: Contest, appeal: ContestAppeal, text: str, upheld: bool, change: Change | None
) -> None:
    """Answer once; an upheld one may change a part of the marks, with the answer as the reason.

    Raises DomainError when it is answered or the result is final, Invalid by field.
    """
    contests.hold(contest)
    db.session.refresh(appeal, ["answered_at"], with_for_update=True)
    if appeal.answered_at is not None:
        raise DomainError(_("这条申诉已经答复过，不能再改。"))
    if contest.results != "provisional":
        raise DomainError(_("成绩已经生效，不能再改。"))
    if not text.strip() or len(text) > LONGEST:
        raise Invalid(_("请写明答复，最多 %(most)s 个字", most=LONGEST), "answer")
    if change is not None and not upheld:
        raise Invalid(_("要改成绩，请选“申诉成立”"), "upheld")
    if change is not None:
        marking.overrule(actor, appeal.entry, change[0], change[1], text)
    appeal.answer, appeal.upheld = text, upheld
    appeal.answered_by_id, appeal.answered_at = actor.id, clock.now()
    label = marking.label(appeal.entry)
    said = {"upheld": ("", upheld)}
    audit.record(actor, "contest_appeal.answer", appeal, label=label, changes=said, reason=text[:300])
    if appeal.raised_by.person is not None:
        entry = appeal.entry
        notify.tell(appeal.raised_by.person, "contest.answered", entry.registration, event=entry.event.title)


def of_programme(programme: Programme) -> list[ContestAppeal]:
    """All of them, those without an answer first, the oldest first."""
    mine = _whole().where(ContestEvent.programme_id == programme.id)
    return list(db.session.scalars(mine.order_by(ContestAppeal.answered_at.is_not(None), ContestAppeal.id)))


def of_account(account: Account, contest: Contest) -> list[ContestAppeal]:
    """What the account has raised, the oldest first."""
    mine = _whole().where(ContestEvent.programme_id == contest.programme_id)
    return list(
        db.session.scalars(mine.where(ContestAppeal.raised_by_id == account.id).order_by(ContestAppeal.id))
    )


def load(programme: Programme, appeal_id: int) -> ContestAppeal:
    """Raises NotFound, also for an appeal of another contest."""
    mine = _whole().where(ContestEvent.programme_id == programme.id, ContestAppeal.id == appeal_id)
    if (found := db.session.scalar(mine)) is None:
        raise NotFound(_("没有这条申诉。"))
    return found


def until_words(contest: Contest) -> str:
    """By when; "" before the result is provisional."""
    return words.moment(contest.appeals_until) if contest.appeals_until is not None else ""


def _whole() -> Select[ContestAppeal]:
    return (
        select(ContestAppeal)
        .join(ContestAppeal.entry)
        .join(ContestEntry.event)
        .options(
            joinedload(ContestAppeal.entry).joinedload(ContestEntry.event),
            joinedload(ContestAppeal.entry).joinedload(ContestEntry.person),
            joinedload(ContestAppeal.entry).joinedload(ContestEntry.unit),
            joinedload(ContestAppeal.entry)
            .joinedload(ContestEntry.registration)
            .selectinload(Registration.members),
            joinedload(ContestAppeal.raised_by).joinedload(Account.person),
        )
    )
