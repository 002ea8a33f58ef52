"""What vouchers a programme has: how much each is worth, how many, when and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.errors import Invalid, NotFound
from app.extensions import db
from app.models import Account, Offering, Programme, VoucherKind
from app.services import audit, changes, programmes


def listed(programme: Programme) -> Sequence[VoucherKind]:
    """In order of their adding."""
    query = select(VoucherKind).where(VoucherKind.programme_id == programme.id)
    of_offering = joinedload(VoucherKind.offering).joinedload(Offering.venue)
    return db.session.scalars(query.options(of_offering).order_by(VoucherKind.id)).all()


def of(offering: Offering) -> Sequence[VoucherKind]:
    """What whoever has a place in the offering gets one of."""
    here = or_(VoucherKind.offering_id.is_(None), VoucherKind.offering_id == offering.id)
    query = select(VoucherKind).where(VoucherKind.programme_id == offering.programme_id, here)
    return db.session.scalars(query.order_by(VoucherKind.id)).all()


def load(programme: Programme, kind_id: int) -> VoucherKind:
    """Raises NotFound, also for another programme's."""
    found = db.session.get(VoucherKind, kind_id)
    if found is None or found.programme_id != programme.id:
        raise NotFound(_("没有这种券，可能已被删除。"))
    return found


def save(
    actor: Account | None, programme: Programme, kind: VoucherKind | None, values: Mapping[str, Any]
) -> VoucherKind:
    """Add a kind, or change one. Raises Invalid for what would take something from those who have one."""
    programmes.hold(programme)
    if values["valid_until_on"] < values["valid_from_on"]:
        raise Invalid(_("最后一天不能早于第一天"), "valid_until_on")
    offering_ids = {offering.id for offering in programme.offerings}
    if values["offering_id"] is not None and values["offering_id"] not in offering_ids:
        raise Invalid(_("请重新选择期次"), "offering_id")
    if kind is None:
        kind = VoucherKind(programme=programme, **values)
        db.session.add(kind)
        audit.record(actor, "voucher_kind.create", kind, label=kind.title)
        return kind
    if faults := _taken_from_people(kind, values):
        raise Invalid(_("已经有人领了这种券，有些内容不能这样改"), faults=faults)
    if found := changes.apply(kind, values):
        audit.record(actor, "voucher_kind.edit", kind, label=kind.title, changes=found)
    return kind


def _taken_from_people(kind: VoucherKind, values: Mapping[str, Any]) -> dict[str, str]:
    if kind.issued == 0:
        return {}
    faults = {}
    if values["number"] < kind.issued:
        faults["number"] = _("已经发出 %(count)s 张，不能少于这个数", count=kind.issued)
    if values["value"] != kind.value:
        faults["value"] = _("已经发出，面值不能再改")
    if values["offering_id"] != kind.offering_id:
        faults["offering_id"] = _("已经发出，期次不能再改")
    if values["valid_from_on"] > kind.valid_from_on:
        faults["valid_from_on"] = _("已经发出，只能提前")
    if values["valid_until_on"] < kind.valid_until_on:
        faults["valid_until_on"] = _("已经发出，只能延后")
    return faults
