"""How a programme's classes count hours, are assessed and certify."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app import words
from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import Account, Assessment, Offering, Programme, TrainingRule
from app.services import audit, changes, programmes


def of(programme: Programme) -> TrainingRule:
    """What the programme has set; else the usual, not yet in the database."""
    query = select(TrainingRule).where(TrainingRule.programme_id == programme.id)
    found = db.session.scalar(query)
    return found or TrainingRule(
        programme_id=programme.id,
        hour_minutes=45,
        least_share=80,
        assessed="none",
        theory_weight=30,
        pass_mark=60,
        certificate="",
        certificate_en="",
        valid_years=None,
    )


def is_set(programme: Programme) -> bool:
    """Whether a coordinator has saved them."""
    return of(programme).id is not None


def save(actor: Account, programme: Programme, values: Mapping[str, Any]) -> None:
    """Write the rules, by column.

    Raises Invalid when marks that people have would come to mean something else.
    """
    programmes.hold(programme)
    rule = of(programme)
    if rule.id is not None and _marked(programme):
        for name in ("assessed", "theory_weight"):
            if values[name] != getattr(rule, name):
                raise Invalid(_("已经登记了成绩，考核方式和占比不能再改"), name)
    db.session.add(rule)
    changed = changes.apply(rule, values)
    audit.record(actor, "class.rules", rule, label=programme.title, changes=changed)


def _marked(programme: Programme) -> bool:
    query = select(Assessment.id).join(Offering, Assessment.offering_id == Offering.id)
    return db.session.scalar(query.where(Offering.programme_id == programme.id).limit(1)) is not None


def hours(minutes: int, rule: TrainingRule) -> str:
    """Credit hours with at most one decimal, what is less than a tenth left out: 8, 2.6"""
    tenths = minutes * 10 // rule.hour_minutes
    return f"{tenths / 10:.1f}".removesuffix(".0")


def mark_words(points: int) -> str:
    """Hundredths of a mark as people read them: 79.4"""
    return f"{points / 100:.2f}".rstrip("0").rstrip(".")


def assessed_words(rule: TrainingRule) -> str:
    """How marks are made."""
    if rule.assessed == "two":
        return str(
            _(
                "理论占 %(theory)s%%，实操占 %(practice)s%%，合计 %(pass)s 分及格",
                theory=rule.theory_weight,
                practice=100 - rule.theory_weight,
                **{"pass": rule.pass_mark},
            )
        )
    if rule.assessed == "one":
        return str(_("一个成绩，%(mark)s 分及格", mark=rule.pass_mark))
    return str(_("不考核"))


def facts(programme: Programme) -> list[tuple[str, str]]:
    """What everybody may know of it: (term, words)."""
    rule = of(programme)
    found = [
        (
            _("学时"),
            _("每 %(minutes)s 分钟计 1 学时，按签到的半天累计，保留一位小数", minutes=rule.hour_minutes),
        ),
        (_("考核"), assessed_words(rule)),
    ]
    if rule.certificate:
        asked = [_("到课率不低于 %(share)s%%", share=rule.least_share)] if rule.least_share else []
        asked += [_("考核及格")] if rule.assessed != "none" else []
        said = _(
            "%(name)s：%(asked)s", name=words.in_language(rule, "certificate"), asked=words.listed(asked)
        )
        found.append((_("证书"), said if asked else words.in_language(rule, "certificate")))
    return found


def require_certificate(rule: TrainingRule) -> None:
    """Raises DomainError when the classes certify nothing."""
    if not rule.certificate:
        raise DomainError(_("还没有写明发什么证书。请先在“学时和发证”里填写证书名称。"))
