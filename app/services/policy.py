"""A programme's rules of eligibility and quotas, changed by the city's coordinator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from sqlalchemy import select

from app import identity, words
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Account, EligibilityRule, Member, Programme, Quota, Unit
from app.services import audit, changes, modes, passing, programmes, quota_recount, rule_contradictions

SETTLED = ("noticed", "published", "cancelled")
SHOWN = 5


def rule_of(programme: Programme, rule_id: int) -> EligibilityRule:
    """Raises NotFound."""
    for rule in programme.rules:
        if rule.id == rule_id:
            return rule
    raise NotFound(gettext("没有这条资格条件，可能已被删除。"))


def quota_of(programme: Programme, quota_id: int) -> Quota:
    """Raises NotFound."""
    for quota in programme.quotas:
        if quota.id == quota_id:
            return quota
    raise NotFound(gettext("没有这条名额，可能已被删除。"))


def units() -> list[Unit]:
    """What a quota can be for: districts first, then grass-roots unions, each by name."""
    query = select(Unit).where(Unit.level != "city").order_by(Unit.level, Unit.name)
    return list(db.session.scalars(query))


def unit_names(programme: Programme) -> dict[str, str]:
    """Names of the units that the quotas are for, by code."""
    codes = [quota.value for quota in programme.quotas if quota.value]
    return {unit.code: unit.name for unit in db.session.scalars(select(Unit).where(Unit.code.in_(codes)))}


def save_rule(
    actor: Account,
    programme: Programme,
    rule: EligibilityRule | None,
    name: str,
    values: Mapping[str, Any],
) -> None:
    """Add a rule called `name`, or change `rule`; `values` are its columns, at least the parameters.

    Raises Invalid for what cannot be applied, such as units that do not exist, DomainError when people who
    have signed up would be stopped.
    """
    programmes.hold(programme)
    _refuse_settled(programme)
    action = "rule.edit" if rule else "rule.create"
    if rule is None:
        rule = EligibilityRule(rule=name, parameters={}, regulation="", programme=programme)
        db.session.add(rule)
    found = changes.apply(rule, values)
    db.session.flush()
    if faults := rule_contradictions.faults(programme, rule):
        raise Invalid(words.sentences(faults), _field_of(name))
    _refuse_stopping(programme)
    if found:
        audit.record(actor, action, rule, label=f"{programme.title} {rule.rule}", changes=found)


def delete_rule(actor: Account, programme: Programme, rule: EligibilityRule) -> None:
    """Fewer rules let more people in: nobody loses anything."""
    _refuse_settled(programme)
    label = f"{programme.title} {rule.rule}"
    audit.record(actor, "rule.delete", rule, label=label, changes={"parameters": (rule.parameters, "")})
    db.session.delete(rule)


def save_quota(actor: Account, programme: Programme, quota: Quota | None, values: Mapping[str, Any]) -> None:
    """Add a quota, or change `quota`. Raises Invalid when its minimum is above its maximum."""
    programmes.hold(programme)
    _refuse_settled(programme)
    most = values.get("maximum")
    if most is not None and values["minimum"] > most:
        raise Invalid(gettext("“至多”不能小于“至少”"), "maximum")
    _refuse_wrong_level(values["group"], values.get("value"))
    action = "quota.edit" if quota else "quota.create"
    if quota is None:
        quota = Quota(code=_new_code(programme), group="", scope="", minimum=0, programme=programme)
    found = changes.apply(quota, values)
    db.session.add(quota)
    if found:
        quota_recount.recount(quota)
        audit.record(actor, action, quota, label=f"{programme.title} {quota.code}", changes=found)
        modes.of(programme).fill(programme)


def delete_quota(actor: Account, programme: Programme, quota: Quota) -> None:
    programmes.hold(programme)
    _refuse_settled(programme)
    limits = {"minimum": (quota.minimum, ""), "maximum": (changes.readable(quota.maximum), "")}
    audit.record(actor, "quota.delete", quota, label=f"{programme.title} {quota.code}", changes=limits)
    quota_recount.forget(quota)
    db.session.delete(quota)
    db.session.flush()
    db.session.expire(programme, ["quotas"])
    modes.of(programme).fill(programme)


def _new_code(programme: Programme) -> str:
    taken = {quota.code for quota in programme.quotas}
    return next(code for n in range(1, len(taken) + 2) if (code := f"Q{n}") not in taken)


def _refuse_settled(programme: Programme) -> None:
    if programme.state in SETTLED:
        raise DomainError(gettext("这个项目的结果已经公布或项目已取消，规则不能再改。"))


def _refuse_wrong_level(group: str, code: str | None) -> None:
    """A quota by district is for a district, one by employer for a grass-roots union."""
    level = {"district": "district", "employer": "grassroots"}[group]
    if code and db.session.scalar(select(Unit.level).where(Unit.code == code)) != level:
        raise Invalid(gettext("按区市计请选区市，按基层单位计请选基层单位"), "value")


def _field_of(name: str) -> str | None:
    """Where a form says what is wrong with what a rule of this name refers to."""
    return {"units": "codes", "document": "question", "health_question": "question"}.get(name)


def _refuse_stopping(programme: Programme) -> None:
    """Rules cannot be tightened against people who have signed up under the old ones."""
    if programme.state == "draft":
        return
    db.session.expire(programme, ["rules"])
    stopped = passing.signed_up_but_stopped(programme)
    if stopped:
        shown = words.listed(map(_named, stopped), SHOWN)
        raise DomainError(
            gettext(
                "已报名的职工中有 %(count)s 人会因此不再符合条件：%(who)s。请放宽这一条，或先与他们联系。",
                count=len(stopped),
                who=shown,
            )
        )


def _named(member: Member) -> str:
    name, reference = identity.mask_name(member.person.name), member.registration.reference
    return str(gettext("%(name)s（%(reference)s）", name=name, reference=reference))
