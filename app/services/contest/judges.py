"""Who judges a contest, on which heats, and whom they may not judge: their own unit."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import DomainError, Forbidden, Invalid, NotFound
from app.extensions import db
from app.identity import mask_phone
from app.models import (
    Account,
    ContestEntry,
    ContestJudge,
    Coordinator,
    HeatDuty,
    Person,
    Programme,
)
from app.services import accounts, audit
from app.services.contest import contests


def listed(programme: Programme) -> list[ContestJudge]:
    """Those who judge now, in order of their adding."""
    query = select(ContestJudge).where(
        ContestJudge.programme_id == programme.id, ContestJudge.left_at.is_(None)
    )
    query = query.options(
        joinedload(ContestJudge.account).joinedload(Account.person).joinedload(Person.unit),
        joinedload(ContestJudge.account).selectinload(Account.coordinates).joinedload(Coordinator.unit),
    )
    return list(db.session.scalars(query.order_by(ContestJudge.id)))


def add(actor: Account | None, programme: Programme, phone: str, called: str) -> ContestJudge:
    """Let the account of `phone` judge; it is made when the phone is new, and then `called` so.

    Raises Invalid (`phone`).
    """
    return appoint(actor, programme, accounts.of_phone(phone, called))


def appoint(actor: Account | None, programme: Programme, account: Account) -> ContestJudge:
    """Let the account judge. Raises Invalid (`phone`) for one that cannot, or does already."""
    contests.hold(contests.of(programme))
    if account.blocked:
        raise Invalid(_("这个账号已停用，请换一位裁判"), "phone")
    if any(coordinates.unit.level == "city" for coordinates in account.coordinates):
        raise Invalid(_("市总工会经办人管全市，每一位选手都要回避，请换一位裁判"), "phone")
    mine = (ContestJudge.programme_id == programme.id) & (ContestJudge.account_id == account.id)
    judge = db.session.scalar(select(ContestJudge).where(mine))
    if judge is not None and judge.left_at is None:
        raise Invalid(_("这位已经是裁判"), "phone")
    if judge is None:
        judge = ContestJudge(programme=programme, account=account)
        db.session.add(judge)
    judge.left_at = None
    audit.record(actor, "contest_judge.add", judge, label=f"{programme.title} {name(judge)}")
    return judge


def leave(actor: Account, programme: Programme, judge_id: int, reason: str) -> None:
    """What they have entered stands. Raises NotFound."""
    contests.hold(contests.of(programme))
    judge = load(programme, judge_id)
    label = f"{programme.title} {name(judge)}"
    audit.record(actor, "contest_judge.leave", judge, label=label, reason=reason)
    judge.left_at = clock.now()


def load(programme: Programme, judge_id: int) -> ContestJudge:
    """Raises NotFound, also for a judge of another contest."""
    for judge in listed(programme):
        if judge.id == judge_id:
            return judge
    raise NotFound(_("没有这位裁判，可能已被移除。"))


def of_account(account: Account) -> list[ContestJudge]:
    """The contests that the account judges, the latest first."""
    query = select(ContestJudge).where(ContestJudge.account_id == account.id, ContestJudge.left_at.is_(None))
    query = query.options(joinedload(ContestJudge.programme)).order_by(ContestJudge.id.desc())
    return list(db.session.scalars(query))


def require(account: Account, programme: Programme) -> ContestJudge:
    """The account's part as a judge of the contest. Raises Forbidden."""
    for judge in of_account(account):
        if judge.programme_id == programme.id:
            return judge
    raise Forbidden(_("您不是这个竞赛的裁判。如有疑问，请联系市总工会经办人。"))


def refuse_colleague(judge: ContestJudge, entry: ContestEntry) -> None:
    """Raises DomainError where somebody of the judge's own unit competes."""
    people = [entry.person] if entry.person else [member.person for member in entry.registration.members]
    if any(contests.is_of_units(person.unit, judge.account) for person in people):
        raise DomainError(_("这位选手和您同一个单位，请回避，由别的裁判登记。"))


def duties(judge: ContestJudge) -> list[HeatDuty]:
    """The judge's heats by the published plan, in order of time."""
    query = select(HeatDuty).where(HeatDuty.judge_id == judge.id).options(joinedload(HeatDuty.slot))
    return sorted(db.session.scalars(query), key=lambda duty: duty.slot.starts_at)


def on_duty(slot_id: int) -> set[int]:
    """Ids of the judges whose heat it is; none where nobody was given it."""
    return set(db.session.scalars(select(HeatDuty.judge_id).where(HeatDuty.slot_id == slot_id)))


def of_others(judge: ContestJudge) -> set[int]:
    """Ids of the times whose heats other judges watch, and this one does not."""
    query = select(HeatDuty.slot_id).join(HeatDuty.judge)
    watched = set(db.session.scalars(query.where(ContestJudge.programme_id == judge.programme_id)))
    return watched - {duty.slot_id for duty in duties(judge)}


def name(judge: ContestJudge) -> str:
    """How a coordinator knows a judge."""
    account = judge.account
    person = account.person
    return account.display_name or (person.name if person else "") or mask_phone(account.phone)


def units_in_words(judge: ContestJudge) -> str:
    """Whose entrants they never judge."""
    units = contests.units_of(judge.account)
    return words.listed(dict.fromkeys(words.in_language(unit, "name") for unit in units)) or str(_("无"))
