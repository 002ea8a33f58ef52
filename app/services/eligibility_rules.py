"""The declared rules of who may sign up: each one's parameters, its words, and its check.

A check gives None, or (why not, what to do next) in words. Adding a rule is adding an entry to `RULES`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import words
from app.models import Participation, Person
from app.services.people import tier_words

Parameters = Mapping[str, Any]
Refusal = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a rule looks at, on which day."""

    person: Person
    took_part: Sequence[Participation]
    on: dt.date


@dataclass(frozen=True, slots=True)
class Rule:
    """`parameters` maps each name to its shape: count, counts, text, texts or sex."""

    label: str
    parameters: Mapping[str, str]
    describe: Callable[[Parameters], str]
    refuse: Callable[[Subject, Parameters], Refusal | None]


def years_before(day: dt.date, years: int) -> dt.date:
    """The same calendar day so many years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _not_within_years(subject: Subject, given: Parameters) -> Refusal | None:
    since = years_before(subject.on, int(given["years"]))
    kind = given.get("kind", "recuperation")
    used = [p.took_place_on for p in subject.took_part if p.kind == kind and p.took_place_on > since]
    if not used:
        return None
    last = max(used)
    again = years_before(last, -int(given["years"]))
    return (
        _(
            "%(years)s 年内已经参加过一次（%(last)s）",
            years=given["years"],
            last=f"{last.year}-{last.month:02d}",
        ),
        _("从 %(day)s 起可以再次报名。", day=again.isoformat()),
    )


def _years_of_service(subject: Subject, given: Parameters) -> Refusal | None:
    joined = subject.person.joined_on
    if joined is None:
        return (
            _("还没有登记参加工作的日期，无法确认工龄是否满 %(years)s 年", years=given["years"]),
            _("请联系本单位工会经办人补登，补登后即可报名。"),
        )
    if joined <= years_before(subject.on, int(given["years"])):
        return None
    return (
        _("工龄还不满 %(years)s 年", years=given["years"]),
        _("从 %(day)s 起可以报名。", day=years_before(joined, -int(given["years"])).isoformat()),
    )


def _tiers(subject: Subject, given: Parameters) -> Refusal | None:
    if subject.person.tier in {int(tier) for tier in given["tiers"]}:
        return None
    return (
        _("这个项目面向：%(tiers)s", tiers=_tier_names(given)),
        _("登记的类别如果不对，请联系本单位工会经办人更正。"),
    )


def _tier_names(given: Parameters) -> str:
    return words.listed(tier_words(int(tier)) for tier in given["tiers"])


def track_words(track: str) -> str:
    """A service track as people read it."""
    names = {
        "front_line": _("一线职工"),
        "model": _("劳模先进"),
        "skilled": _("技能人才"),
        "new_form": _("新就业形态劳动者"),
    }
    return str(names.get(track, track))


def _tracks(subject: Subject, given: Parameters) -> Refusal | None:
    if subject.person.track in given["tracks"]:
        return None
    return (
        _("这个项目面向：%(tracks)s", tracks=_track_names(given)),
        _("登记的类别如果不对，请联系本单位工会经办人更正。"),
    )


def _track_names(given: Parameters) -> str:
    return words.listed(track_words(track) for track in given["tracks"])


def _age(subject: Subject, given: Parameters) -> Refusal | None:
    born = subject.person.born_on
    youngest, oldest = given.get("min"), given.get("max")
    if youngest is not None and born > years_before(subject.on, int(youngest)):
        return _("还不满 %(age)s 周岁", age=youngest), _("可以看看其他项目。")
    if oldest is not None and born <= years_before(subject.on, int(oldest) + 1):
        return _("已超过 %(age)s 周岁", age=oldest), _("可以看看其他项目，或咨询本单位工会经办人。")
    return None


def _age_words(given: Parameters) -> str:
    youngest, oldest = given.get("min"), given.get("max")
    if youngest is not None and oldest is not None:
        return str(_("年龄 %(low)s 至 %(high)s 周岁", low=youngest, high=oldest))
    if youngest is not None:
        return str(_("年满 %(age)s 周岁", age=youngest))
    return str(_("不超过 %(age)s 周岁", age=oldest))


def _sex(subject: Subject, given: Parameters) -> Refusal | None:
    if subject.person.sex == given["sex"]:
        return None
    return (
        _("这个项目面向%(sex)s职工", sex=words.sex(given["sex"])),
        _("登记的性别如果不对，请联系本单位工会经办人更正。"),
    )


def _units(subject: Subject, given: Parameters) -> Refusal | None:
    unit, codes = subject.person.unit, set(given["codes"])
    while unit is not None:
        if unit.code in codes:
            return None
        unit = unit.parent  # type: ignore[assignment]
    return (
        _("这个项目面向指定的单位，您登记的单位不在其中"),
        _("单位如果登记得不对，请联系本单位工会经办人更正。"),
    )


RULES: Mapping[str, Rule] = {
    "not_within_years": Rule(
        _l("若干年内不重复参加"),
        {"kind": "text", "years": "count"},
        lambda given: _("%(years)s 年内没有参加过同类活动", years=given["years"]),
        _not_within_years,
    ),
    "years_of_service": Rule(
        _l("工龄"),
        {"years": "count"},
        lambda given: _("参加工作满 %(years)s 年", years=given["years"]),
        _years_of_service,
    ),
    "tiers": Rule(
        _l("优先级"),
        {"tiers": "counts"},
        lambda given: _("面向：%(who)s", who=_tier_names(given)),
        _tiers,
    ),
    "tracks": Rule(
        _l("人员类别"),
        {"tracks": "texts"},
        lambda given: _("面向：%(who)s", who=_track_names(given)),
        _tracks,
    ),
    "age": Rule(_l("年龄"), {"min": "count", "max": "count"}, _age_words, _age),
    "sex": Rule(
        _l("性别"),
        {"sex": "sex"},
        lambda given: _("面向%(sex)s职工", sex=words.sex(given["sex"])),
        _sex,
    ),
    "units": Rule(
        _l("所属单位"),
        {"codes": "texts"},
        lambda given: _("面向指定单位的职工"),
        _units,
    ),
}
