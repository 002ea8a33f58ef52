"""Rules about what lies behind somebody: service, union membership, places used before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import words
from app.services import kinds
from app.services.eligibility_rules.days import years_before
from app.services.eligibility_rules.rule import HISTORY, Parameters, Refusal, Rule, Subject


def _years_of_service(subject: Subject, given: Parameters) -> Refusal | None:
    joined = subject.person.joined_on
    if joined is None:
        return (
            _("还没有登记参加工作的日期，无法确认工龄是否满 %(years)s 年", years=given["years"]),
            _("请联系本单位工会经办人补登，补登后即可报名。"),
        )
    if joined <= years_before(subject.on, given["years"]):
        return None
    return (
        _("工龄还不满 %(years)s 年", years=given["years"]),
        _("从 %(day)s 起可以报名。", day=years_before(joined, -given["years"]).isoformat()),
    )


def _union_member(subject: Subject, given: Parameters) -> Refusal | None:
    joined, years = subject.person.union_joined_on, given.get("years", 0)
    if joined is None or joined > subject.on:
        return (
            _("还没有登记为工会会员"),
            _("已经入会的，请联系本单位工会经办人补登入会日期；还没有入会的，可以先申请入会。"),
        )
    if joined <= years_before(subject.on, years):
        return None
    return (
        _("入会还不满 %(years)s 年", years=years),
        _("从 %(day)s 起可以报名。", day=years_before(joined, -years).isoformat()),
    )


def _union_words(given: Parameters) -> str:
    if years := given.get("years"):
        return str(_("入会满 %(years)s 年的工会会员", years=years))
    return str(_("工会会员"))


def _kinds(given: Parameters) -> Sequence[str]:
    """What a rule that names no kinds means is the programme's own."""
    if "kinds" in given:
        return list(given["kinds"])
    return [given.get("kind") or given["programme_kind"]]


def _kind_names(codes: Sequence[str]) -> str:
    return words.listed(kinds.label(code) for code in codes)


def _not_within_years(subject: Subject, given: Parameters) -> Refusal | None:
    since, wanted = years_before(subject.on, given["years"]), _kinds(given)
    used = [p.took_place_on for p in subject.took_part if p.kind in wanted and p.took_place_on > since]
    if not used:
        return None
    last = max(used)
    return (
        _(
            "%(years)s 年内已经参加过一次（%(last)s）",
            years=given["years"],
            last=f"{last.year}-{last.month:02d}",
        ),
        _("从 %(day)s 起可以再次报名。", day=years_before(last, -given["years"]).isoformat()),
    )


def _not_within_words(given: Parameters) -> str:
    wanted = _kinds(given)
    if wanted == [given["programme_kind"]]:
        return str(_("%(years)s 年内没有参加过同类活动", years=given["years"]))
    return str(_("%(years)s 年内没有参加过：%(kinds)s", years=given["years"], kinds=_kind_names(wanted)))


def _completed(subject: Subject, given: Parameters) -> Refusal | None:
    done = [each for each in subject.took_part if each.took_place_on < subject.on]
    wanted = given.get("kinds", ())
    if any(
        each.kind in wanted or (each.programme and each.programme == given.get("programme")) for each in done
    ):
        return None
    return (
        _("还没有参加过：%(what)s", what=_completed_what(given)),
        _("请先参加，结束后即可报名；参加过但没有登记的，请联系本单位工会经办人。"),
    )


def _completed_what(given: Parameters) -> str:
    """Kinds by their names, an earlier programme by its title."""
    named = [kinds.label(code) for code in given.get("kinds", ())]
    if "programme" in given:
        named.append(given.get("label") or given["programme"])
    return words.listed(named)


RULES: Mapping[str, Rule] = {
    "not_within_years": Rule(
        _l("若干年内不重复参加"),
        {"kinds": "texts?", "kind": "text?", "years": "count"},
        _not_within_words,
        _not_within_years,
        HISTORY,
    ),
    "completed": Rule(
        _l("参加过以前的项目"),
        {"kinds": "texts?", "programme": "text?"},
        lambda given: _("参加过：%(what)s", what=_completed_what(given)),
        _completed,
        HISTORY,
        sound=lambda given: "kinds" in given or "programme" in given,
    ),
    "years_of_service": Rule(
        _l("工龄"),
        {"years": "count"},
        lambda given: _("参加工作满 %(years)s 年", years=given["years"]),
        _years_of_service,
    ),
    "union_member": Rule(
        _l("工会会员"),
        {"years": "count?"},
        _union_words,
        _union_member,
    ),
}
