"""Rules about who somebody is: tier, track, age, sex, unit."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import words
from app.services.eligibility_rules.days import fixed, years_before
from app.services.eligibility_rules.rule import SIGN_UP, Parameters, Refusal, Rule, Subject
from app.services.people import tier_words


def _tiers(subject: Subject, given: Parameters) -> Refusal | None:
    if subject.person.tier in given["tiers"]:
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
        "national_model": _("全国劳模"),
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
    day = fixed(given) or subject.signed_up_on or subject.on
    born = subject.person.born_on
    youngest, oldest = given.get("min"), given.get("max")
    if youngest is not None and born > years_before(day, youngest):
        if fixed(given):
            return _("到 %(day)s 还不满 %(age)s 周岁", day=day, age=youngest), _("可以看看其他项目。")
        return _("还不满 %(age)s 周岁", age=youngest), _("可以看看其他项目。")
    if oldest is not None and born <= years_before(day, oldest + 1):
        advice = _("可以看看其他项目，或咨询本单位工会经办人。")
        if fixed(given):
            return _("到 %(day)s 已超过 %(age)s 周岁", day=day, age=oldest), advice
        return _("已超过 %(age)s 周岁", age=oldest), advice
    return None


def _age_words(given: Parameters) -> str:
    youngest, oldest = given.get("min"), given.get("max")
    if youngest is not None and oldest is not None:
        range_words = _("年龄 %(low)s 至 %(high)s 周岁", low=youngest, high=oldest)
    elif youngest is not None:
        range_words = _("年满 %(age)s 周岁", age=youngest)
    else:
        range_words = _("不超过 %(age)s 周岁", age=oldest)
    if day := fixed(given):
        return str(_("%(age)s（以 %(day)s 的年龄为准）", age=range_words, day=day))
    return str(range_words)


def _a_range(given: Parameters) -> bool:
    youngest, oldest = given.get("min"), given.get("max")
    if youngest is None or oldest is None:
        return youngest is not None or oldest is not None
    return bool(youngest <= oldest)


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
    "age": Rule(
        _l("年龄"),
        {"min": "count?", "max": "count?", "on": "day?"},
        _age_words,
        _age,
        SIGN_UP,
        sound=_a_range,
    ),
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
