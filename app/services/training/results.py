"""How far everybody in a class has come: half-days, credit hours, marks, and whether that suffices."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models import Assessment, Certificate, Meeting, Member, Offering, Person, TrainingRule
from app.services import participants
from app.services.training import attendance, classes, marks, rules


@dataclass(frozen=True, slots=True)
class Result:
    """Of one person in a class: `came` of `planned` half-days, of which `held` have begun; credit `minutes`.

    `lacks`: why there is no certificate, in sentences; empty when they have reached it.
    """

    member: Member
    came: int
    held: int
    planned: int
    minutes: int
    mark: Assessment | None
    certificate: Certificate | None
    lacks: tuple[str, ...]

    @property
    def person(self) -> Person:
        return self.member.person


@dataclass(frozen=True, slots=True)
class Register:
    """A class with everybody in it; `came`: half-days by person id."""

    offering: Offering
    rule: TrainingRule
    half_days: Sequence[Meeting]
    came: dict[int, set[int]]
    results: Sequence[Result]

    @property
    def is_over(self) -> bool:
        return over(self.half_days)


def over(half_days: Sequence[Meeting]) -> bool:
    """Whether the last half-day has ended."""
    return bool(half_days) and all(each.ends_at <= clock.now() for each in half_days)


def of(offering: Offering) -> Register:
    """Everybody who takes part, by unit and name."""
    rule, half_days = rules.of(offering.programme), classes.half_days(offering)
    came, marked, issued = attendance.came(offering), marks.latest(offering), certificates(offering, rule)
    found = [
        _result(
            rule,
            half_days,
            member,
            came.get(member.person_id, set()),
            marked.get(member.person_id),
            issued.get(member.person_id),
        )
        for member in participants.of_offering(offering)
    ]
    return Register(offering, rule, half_days, came, found)


def certificates(offering: Offering, rule: TrainingRule) -> dict[int, Certificate]:
    """What the programme has certified and not revoked, by person id."""
    query = select(Certificate).where(
        Certificate.programme_id == offering.programme_id,
        Certificate.kind == rule.certificate,
        Certificate.revoked_at.is_(None),
    )
    return {each.person_id: each for each in db.session.scalars(query)}


def _result(
    rule: TrainingRule,
    half_days: Sequence[Meeting],
    member: Member,
    came: Collection[int],
    mark: Assessment | None,
    certificate: Certificate | None,
) -> Result:
    there = [each for each in half_days if each.id in came]
    begun = [each for each in half_days if each.starts_at <= clock.now()]
    return Result(
        member,
        len(there),
        len(begun),
        len(half_days),
        sum(each.credit_minutes for each in there),
        mark,
        certificate,
        tuple(lacks(rule, half_days, len(there), mark)),
    )


def lacks(rule: TrainingRule, half_days: Sequence[Meeting], came: int, mark: Assessment | None) -> list[str]:
    """Why there is no certificate yet, or at all; empty: everything that is asked for is there."""
    found = []
    if not over(half_days):
        found.append(_("课程还没有上完。"))
    if came * 100 < rule.least_share * len(half_days):
        found.append(
            _(
                "到课 %(came)s 个半天，共 %(all)s 个，低于要求的 %(share)s%%。",
                came=came,
                all=len(half_days),
                share=rule.least_share,
            )
        )
    if rule.assessed != "none" and mark is None:
        found.append(_("还没有考核成绩。"))
    if rule.assessed != "none" and mark is not None and mark.points < rule.pass_mark * 100:
        scored = rules.mark_words(mark.points)
        found.append(_("成绩 %(scored)s 分，及格线 %(pass)s 分。", scored=scored, **{"pass": rule.pass_mark}))
    return [str(said) for said in found]
