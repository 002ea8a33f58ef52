"""What every mode says of an entry that no longer counts."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from app import words
from app.extensions import db
from app.models import Placement, Registration
from app.services import party_checks
from app.services.standing import Action, Standing


def standing(registration: Registration) -> Standing | None:
    """Withdrawn, or its programme called off; None: it still counts."""
    if registration.state == "withdrawn":
        return _withdrawn(registration)
    if registration.programme.state == "cancelled":
        said = [_("项目不再举办，这次报名不计入参加次数，您可以报其他项目。")]
        return Standing("cancelled", ("no", _("项目已取消")), _("这个项目已取消"), said)
    return None


def _withdrawn(registration: Registration) -> Standing:
    at = registration.withdrawn_at
    said = [_("%(at)s 退出。", at=words.moment(at))] if at is not None else []
    had_a_place = select(Placement.id).where(Placement.registration_id == registration.id).limit(1)
    if db.session.scalar(had_a_place) is not None:
        said.append(_("您的位置已经交回，会给别的职工。"))
        return Standing("given_back", ("info", _("已退出")), _("已退出安排"), said)
    actions = []
    if party_checks.is_open(registration.programme):
        said.append(_("在报名截止前可以重新报名。"))
        actions.append(Action(_("重新报名"), "mine.change", "primary"))
    return Standing("withdrawn", ("info", _("已退出")), _("已退出报名"), said, actions=actions)
