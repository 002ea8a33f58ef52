"""Who joins and leaves those who judge; while entries are judged, that changes who reads what."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app import clock
from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import Account, Programme, Reading, Reviewer
from app.services import accounts, audit, programmes
from app.services.reviewing import assigning, reviewers

SETTLED = ("noticed", "published", "cancelled")


def add(actor: Account, programme: Programme, phone: str, called: str) -> Reviewer:
    """Let the account of `phone` judge; it is made when the phone is new, and then `called` so.

    Raises Invalid (`field` phone), DomainError once the result is on public notice.
    """
    programmes.hold(programme)
    _refuse_settled(programme)
    account = accounts.of_phone(phone, called)
    if any(coordinates.unit.level == "city" for coordinates in account.coordinates):
        raise Invalid(_("市总工会经办人管全市，每一份都要回避，请换一位评审"), "phone")
    known = select(Reviewer).where(Reviewer.programme_id == programme.id, Reviewer.account_id == account.id)
    reviewer = db.session.scalar(known)
    if reviewer is not None and reviewer.left_at is None:
        raise Invalid(_("这位已经是评审"), "phone")
    if reviewer is None:
        reviewer = Reviewer(programme_id=programme.id, account=account)
        db.session.add(reviewer)
    reviewer.left_at = None
    audit.record(actor, "reviewer.add", reviewer, label=_label(programme, reviewer))
    _share_out(actor, programme)
    return reviewer


def leave(actor: Account, programme: Programme, reviewer: Reviewer, reason: str) -> None:
    """What they have not handed in goes to others; what they have handed in stands.

    Raises DomainError once the result is on public notice.
    """
    programmes.hold(programme)
    _refuse_settled(programme)
    if reviewer.left_at is not None:
        return
    unread = (Reading.reviewer_id == reviewer.id) & Reading.handed_in_at.is_(None)
    db.session.execute(delete(Reading).where(unread))
    audit.record(actor, "reviewer.leave", reviewer, label=_label(programme, reviewer), reason=reason)
    has_read = select(Reading.id).where(Reading.reviewer_id == reviewer.id).limit(1)
    if db.session.scalar(has_read) is None:
        db.session.delete(reviewer)
    else:
        reviewer.left_at = clock.now()
    db.session.flush()
    _share_out(actor, programme)


def _share_out(actor: Account, programme: Programme) -> None:
    if programme.state == "closed":
        assigning.again(actor, programme)


def _refuse_settled(programme: Programme) -> None:
    if programme.state in SETTLED:
        raise DomainError(_("结果已经公示或项目已取消，评审不能再增减。"))


def _label(programme: Programme, reviewer: Reviewer) -> str:
    return f"{programme.title} {reviewers.name(reviewer.account)}"
