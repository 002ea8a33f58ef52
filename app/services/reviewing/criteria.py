"""What entries are judged by. People prepare by the criteria: they stay once sign-up has opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Account, Criterion, Programme
from app.services import audit, changes, programmes

MOST = 20


def listed(programme: Programme) -> list[Criterion]:
    """In the order in which they are judged."""
    query = select(Criterion).where(Criterion.programme_id == programme.id)
    return list(db.session.scalars(query.order_by(Criterion.position, Criterion.id)))


def load(programme: Programme, criterion_id: int) -> Criterion:
    """Raises NotFound, also for a criterion of another programme."""
    for criterion in listed(programme):
        if criterion.id == criterion_id:
            return criterion
    raise NotFound(_("没有这条评审标准，可能已被删除。"))


def save(
    actor: Account, programme: Programme, criterion: Criterion | None, values: Mapping[str, Any]
) -> None:
    """Add a criterion, or change `criterion`; `values` by column. Raises Invalid, DomainError once open."""
    programmes.hold(programme)
    _refuse_fixed(programme)
    if values["most"] <= values["least"]:
        raise Invalid(_("最高分要大于最低分"), "most")
    action = "criterion.edit" if criterion else "criterion.create"
    known = listed(programme)
    if any(other.label == values["label"] and other is not criterion for other in known):
        raise Invalid(_("已经有同名的评审标准，请换一个名称"), "label")
    if criterion is None:
        if len(known) >= MOST:
            raise DomainError(_("评审标准最多 %(most)s 条，请合并一些。", most=MOST))
        position = max((other.position for other in known), default=0) + 1
        criterion = Criterion(programme_id=programme.id, position=position, label="", weight=1)
        criterion.least, criterion.most = 0, 10
    found = changes.apply(criterion, values)
    db.session.add(criterion)
    if found:
        audit.record(actor, action, criterion, label=_label(programme, criterion), changes=found)


def delete(actor: Account, programme: Programme, criterion: Criterion) -> None:
    """Raises DomainError once sign-up has opened."""
    programmes.hold(programme)
    _refuse_fixed(programme)
    audit.record(actor, "criterion.delete", criterion, label=_label(programme, criterion))
    db.session.delete(criterion)


def move_up(actor: Account, programme: Programme, criterion: Criterion) -> None:
    """One place towards the front; the first stays where it is."""
    programmes.hold(programme)
    _refuse_fixed(programme)
    order = listed(programme)
    here = order.index(criterion)
    if not here:
        return
    order[here - 1], order[here] = order[here], order[here - 1]
    for position, each in enumerate(order, 1):
        each.position = position
    moved = {"order": (here + 1, here)}
    audit.record(actor, "criterion.edit", criterion, label=_label(programme, criterion), changes=moved)


def _refuse_fixed(programme: Programme) -> None:
    if programme.state != "draft":
        raise DomainError(_("报名已经开放，申报人是按公布的标准准备的，评审标准不能再改。"))


def _label(programme: Programme, criterion: Criterion) -> str:
    return f"{programme.title} {criterion.label}"
