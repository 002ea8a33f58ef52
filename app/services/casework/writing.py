"""Steps, reasons and limits of a programme, as the city's coordinators write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from app import words
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Account, CaseLimit, CaseReason, CaseStep, Programme, Unit
from app.services import audit, case_workers, changes, programmes
from app.services.casework import limits, owners, settings
from app.services.contradictions import Contradiction

PAGE = "console_case_steps.index"


def step(programme: Programme, step_id: int) -> CaseStep:
    """Raises NotFound, also for a step of another programme."""
    found = db.session.get(CaseStep, step_id)
    if found is None or found.programme_id != programme.id:
        raise NotFound(_("没有这个步骤，可能已被删除。"))
    return found


def add_step(actor: Account, programme: Programme, values: Mapping[str, Any]) -> CaseStep:
    """At the end. Raises Invalid by field, DomainError once sign-up is open: people rely on the steps."""
    _hold_draft(programme)
    last = select(func.max(CaseStep.position)).where(CaseStep.programme_id == programme.id)
    made = CaseStep(programme=programme, position=(db.session.scalar(last) or 0) + 1)
    _write(programme, made, values)
    db.session.add(made)
    audit.record(actor, "case_step.create", made, label=_label(programme, made.label))
    return made


def change_step(actor: Account, programme: Programme, of: CaseStep, values: Mapping[str, Any]) -> None:
    """Once open only its words, its days and what is checked can change: not whose it is, nor what it may."""
    programmes.hold(programme)
    if programme.state != "draft" and (
        values["owner"] != of.owner or values["may_end"] != of.may_end or values["worker_id"] != of.worker_id
    ):
        raise DomainError(_("开放报名后，由谁办理和能否作决定不能再改。"))
    found = _write(programme, of, values)
    if found:
        audit.record(actor, "case_step.edit", of, label=_label(programme, of.label), changes=found)


def remove_step(actor: Account, programme: Programme, of: CaseStep) -> None:
    _hold_draft(programme)
    audit.record(actor, "case_step.delete", of, label=_label(programme, of.label))
    db.session.delete(of)


def _write(programme: Programme, of: CaseStep, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    workers = {each.id for each in case_workers.active(programme)}
    if values["owner"] == "worker" and values["worker_id"] not in workers:
        raise Invalid(_("请选择由哪位专办人员办理；还没有任命的，请先任命"), "worker_id")
    if programme.private and values["owner"] in ("unit", "district"):
        raise Invalid(_("保密项目的步骤只能由市总工会的专办人员办理"), "owner")
    wanted = {**values, "worker_id": values["worker_id"] if values["owner"] == "worker" else None}
    return changes.apply(of, wanted)


def add_reason(actor: Account, programme: Programme, values: Mapping[str, Any]) -> CaseReason:
    programmes.hold(programme)
    last = select(func.max(CaseReason.position)).where(CaseReason.programme_id == programme.id)
    made = CaseReason(programme=programme, position=(db.session.scalar(last) or 0) + 1, **values)
    db.session.add(made)
    audit.record(actor, "case_reason.create", made, label=_label(programme, made.label))
    return made


def remove_reason(actor: Account, programme: Programme, reason_id: int) -> None:
    """Raises DomainError once sign-up is open: somebody may have been decided with it."""
    _hold_draft(programme)
    found = db.session.get(CaseReason, reason_id)
    if found is None or found.programme_id != programme.id:
        raise NotFound(_("没有这条理由，可能已被删除。"))
    audit.record(actor, "case_reason.delete", found, label=_label(programme, found.label))
    db.session.delete(found)


def set_limit(actor: Account, programme: Programme, unit_code: str, measure: str, most: int) -> CaseLimit:
    """The most of `measure` (money in 分) in a unit, or without its code in the whole city.

    Raises Invalid (`most`) below what has been granted, (`unit_code`) for no unit.
    """
    programmes.hold(programme)
    unit = db.session.scalar(select(Unit).where(Unit.code == unit_code)) if unit_code else None
    if unit_code and unit is None:
        raise Invalid(_("没有这个编码的单位，请核对"), "unit_code")
    where = CaseLimit.unit_id.is_(None) if unit is None else CaseLimit.unit_id == unit.id
    same = select(CaseLimit).where(
        CaseLimit.programme_id == programme.id, CaseLimit.measure == measure, where
    )
    found = db.session.scalar(same.with_for_update())
    named = unit.name if unit is not None else "全市"
    if found is None:
        found = CaseLimit(programme=programme, unit=unit, measure=measure, most=most, taken=0)
        db.session.add(found)
        told = {"limit": ("", _said(measure, most))}
        audit.record(actor, "case_limit.create", found, label=_label(programme, named), changes=told)
        return found
    db.session.refresh(found)
    if most < found.taken:
        raise Invalid(_("已经用了 %(taken)s，不能改得更少", taken=_said(measure, found.taken)), "most")
    told = {"limit": (_said(measure, found.most), _said(measure, most))}
    found.most = most
    audit.record(actor, "case_limit.edit", found, label=_label(programme, named), changes=told)
    return found


def _said(measure: str, most: int) -> str:
    return limits.yuan(most) if measure == "money" else words.number(most)


def hindrances(programme: Programme) -> list[Contradiction]:
    """What of steps, reasons and case workers stands against opening."""
    listed = db.session.scalars(select(CaseStep).where(CaseStep.programme_id == programme.id)).all()
    outcomes = set(
        db.session.scalars(select(CaseReason.outcome).where(CaseReason.programme_id == programme.id))
    )
    found = []
    if not listed:
        found.append(Contradiction(_("还没有办理步骤，请至少添加一步。"), PAGE))
    elif not max(listed, key=lambda each: (each.position, each.id)).may_end:
        found.append(Contradiction(_("最后一步要能作出决定，请勾选。"), PAGE))
    if not {"granted", "refused"} <= outcomes:
        found.append(Contradiction(_("同意和不同意至少各写一条理由。"), PAGE))
    if programme.private and any(each.owner in ("unit", "district") for each in listed):
        found.append(Contradiction(_("保密项目的步骤只能由市总工会的专办人员办理。"), PAGE))
    if (faulty := _too_few(programme, listed)) is not None:
        found.append(faulty)
    if any(quota.scope == "offering" for quota in programme.quotas):
        found.append(Contradiction(_("逐件办理没有期次，名额请改为按整个项目计算。"), "policy"))
    return found


def _too_few(programme: Programme, listed: Sequence[CaseStep]) -> Contradiction | None:
    """An appeal is decided by somebody else than who decided: the city needs two where it decides itself."""
    workers = len(case_workers.active(programme))
    if not programme.private and workers == 0:
        workers = len(owners.city_coordinators())
    of_city = programme.private or any(each.may_end and each.owner in ("city", "worker") for each in listed)
    appeals = settings.days(programme, settings.APPEAL_DAYS) > 0
    if workers >= (2 if appeals and of_city else 1):
        return None
    message = _("专办人员不够：复核要由作决定以外的人办理，请至少任命两位。")
    return Contradiction(message, "console_case_workers.index")


def _hold_draft(programme: Programme) -> None:
    programmes.hold(programme)
    if programme.state != "draft":
        raise DomainError(_("开放报名后，职工以公布的步骤和理由为准，不能再增减。需要时请复制成一个新项目。"))


def _label(programme: Programme, name: str) -> str:
    return f"{programme.title} {name}"[:160]
