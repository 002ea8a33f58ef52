"""Everything that happened to a case, in order; what was said stands in it encrypted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.extensions import db
from app.models import Account, CaseEvent, CaseFile
from app.services import audit

# kinds of events that are also kept in the record of changes, under this action
RECORDED: Mapping[str, str] = {
    "taken": "case.take",
    "assigned": "case.assign",
    "asked": "case.ask",
    "answered": "case.answer",
    "lapsed": "case.lapse",
    "passed": "case.pass",
    "decided": "case.decide",
    "appealed": "case.appeal",
    "appeal_decided": "case.decide_appeal",
    "reopened": "case.reopen",
}


def write(
    case: CaseFile,
    kind: str,
    account: Account | None = None,
    words: str | None = None,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    reason: str = "",
    **facts: Any,
) -> CaseEvent:
    """Add an event; the record of changes has it too, with `changes` and `reason`, but without the words."""
    event = CaseEvent(
        case=case,
        at=clock.now(),
        kind=kind,
        account_id=account.id if account else None,
        step_id=case.step_id,
        facts=facts,
        words=words or None,
    )
    db.session.add(event)
    if (action := RECORDED.get(kind)) is not None:
        reference = case.registration.reference
        audit.record(
            account, action, case, label=reference, unit=case.unit, changes=changes or {}, reason=reason
        )
    return event


def of(case: CaseFile) -> list[CaseEvent]:
    query = select(CaseEvent).where(CaseEvent.case_id == case.id)
    loaded = query.options(joinedload(CaseEvent.step), joinedload(CaseEvent.account))
    return list(db.session.scalars(loaded.order_by(CaseEvent.at, CaseEvent.id)))


def named(kind: str) -> str:
    """What happened, in a few words."""
    words = {
        "handed_in": _("提交申请"),
        "changed": _("修改申请"),
        "taken": _("接办"),
        "assigned": _("转交经办人"),
        "asked": _("请申请人补充"),
        "answered": _("申请人已补充"),
        "lapsed": _("没有按时补充"),
        "passed": _("进入下一步"),
        "decided": _("作出决定"),
        "appealed": _("申请复核"),
        "appeal_decided": _("复核决定"),
        "reopened": _("重新办理"),
        "overdue": _("超过办理期限"),
        "withdrawn": _("退出申请"),
        "final": _("办结"),
    }
    return str(words[kind])
