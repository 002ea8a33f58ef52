"""Who leads a group: appointed by the city, sees the group on the phone, notes what happens on the way."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import Forbidden, Invalid
from app.extensions import db
from app.models import Account, GroupLeader, LeaderNote, Member, Offering
from app.services import accounts, audit, notify, offerings, participants


def of_offering(offering: Offering) -> GroupLeader | None:
    """Who leads it; None while nobody is appointed."""
    query = select(GroupLeader).where(GroupLeader.offering_id == offering.id)
    return db.session.scalar(query.options(joinedload(GroupLeader.account).joinedload(Account.person)))


def appoint(actor: Account, offering: Offering, phone: str, called: str) -> GroupLeader:
    """Somebody by phone, of the group or not. Raises Invalid (`phone`)."""
    return _appoint(actor, offering, accounts.of_phone(phone, called), called)


def appoint_member(actor: Account, offering: Offering, person_id: int) -> GroupLeader:
    """One of the group, by the phone that is known of them. Raises Invalid (`person`)."""
    member = next((m for m in participants.of_offering(offering) if m.person_id == person_id), None)
    if member is None:
        raise Invalid(_("请选这一期里的一位"), "person")
    if not member.person.phone:
        raise Invalid(_("这位没有登记手机号，请选别人"), "person")
    account = accounts.of_phone(member.person.phone, member.person.name)
    return _appoint(actor, offering, account, member.person.name)


def _appoint(actor: Account, offering: Offering, account: Account, called: str) -> GroupLeader:
    """The name goes to everybody of the group; a phone only where somebody has written one for the group."""
    leader = of_offering(offering) or GroupLeader(offering_id=offering.id)
    before = offering.leader_name
    leader.account = account
    db.session.add(leader)
    if offering.leader_name != called:
        offering.leader_name, offering.leader_phone = called, ""
    if account.person is not None:
        title = offering.programme.title
        notify.tell(account.person, "stay.leader", programme=title, what=offerings.label(offering))
    changes = {"leader_name": (before, called)}
    audit.record(actor, "stay.leader", leader, label=offerings.label(offering), changes=changes)
    return leader


def of_account(account: Account) -> list[Offering]:
    """The groups that the account leads, from a week before they begin until a month after."""
    today = clock.today()
    query = (
        select(Offering)
        .join(GroupLeader, GroupLeader.offering_id == Offering.id)
        .where(
            GroupLeader.account_id == account.id,
            ~Offering.cancelled,
            Offering.ends_on >= today - dt.timedelta(days=30),
        )
        .options(joinedload(Offering.programme), joinedload(Offering.venue))
        .order_by(Offering.starts_on, Offering.id)
    )
    return list(db.session.scalars(query))


def require(account: Account, offering: Offering) -> None:
    """Raises Forbidden for who does not lead this group."""
    if offering.id not in {each.id for each in of_account(account)}:
        raise Forbidden(_("您不是这一期的领队。"))


def notes(offering: Offering) -> list[LeaderNote]:
    """What was noted, the newest first."""
    query = select(LeaderNote).where(LeaderNote.offering_id == offering.id)
    return list(db.session.scalars(query.options(joinedload(LeaderNote.by)).order_by(LeaderNote.id.desc())))


def note(account: Account, offering: Offering, said: str) -> LeaderNote:
    """Write something down. Raises Invalid (`words`) for nothing."""
    if not said.strip():
        raise Invalid(_("请写点什么"), "words")
    made = LeaderNote(offering_id=offering.id, by_id=account.id, at=clock.now(), words=said.strip())
    db.session.add(made)
    return made


def candidates(offering: Offering) -> list[Member]:
    """Of the group, who can be reached by phone."""
    return [member for member in participants.of_offering(offering) if member.person.phone_digest]


def title(offering: Offering) -> str:
    return f"{words.in_language(offering.programme, 'title')} · {words.offering(offering)}"
