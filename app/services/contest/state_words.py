"""The rules and states of a contest in words, for everybody."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app import words
from app.models import Contest, ContestEvent
from app.services.contest import shown
from app.services.contest.ranking import PRACTICE, THEORY, TIES, TIME
from app.services.contest.results import PENDING, Row


def entry(state: str) -> str:
    """Where an entry stands."""
    named = {
        "entered": _("参赛"),
        "withdrawn": _("退赛"),
        "absent": _("缺考"),
        "disqualified": _("取消资格"),
        PENDING: _("成绩待定"),
    }
    return str(named[state])


def row(of: Row) -> str:
    """Why a row has no rank."""
    return words.clauses([entry(of.status), *([of.reason] if of.reason else [])])


def part(name: str) -> str:
    return str(_("理论") if name == THEORY else _("实操"))


def tie(name: str) -> str:
    """One criterion by which equal totals are told apart."""
    named = {TIME: _("用时短的在前"), PRACTICE: _("实操分高的在前"), THEORY: _("理论分高的在前")}
    return str(named[name])


def facts(event: ContestEvent) -> list[tuple[str, str]]:
    """What entrants should know of an event: (term, words)."""
    sums = event.theory_weight + event.practice_weight
    parts = [
        _(
            "%(part)s占 %(share)s%%（满分 %(most)s）",
            part=part(name),
            share=shown.points(weight * 10000 // sums),
            most=most,
        )
        for name, weight, most in (
            (THEORY, event.theory_weight, event.theory_most),
            (PRACTICE, event.practice_weight, event.practice_most),
        )
        if weight
    ]
    limit = _("每个单位最多 %(count)s 个", count=event.unit_limit) if event.unit_limit else _("不限")
    found = [
        (_("参加方式"), _("团体") if event.team else _("个人")),
        (_("计分"), words.clauses(parts)),
        (_("同分"), ties(event.ties or TIES)),
        (_("实操时间"), _("%(count)s 分钟", count=event.minutes)),
        (_("单位限额"), limit),
    ]
    if event.certificate:
        found.append((_("须持证书"), event.certificate))
    if event.penalties:
        found.append((_("扣分"), words.clauses(penalty(each) for each in event.penalties)))
    if event.prizes:
        found.append((_("奖项"), bands(event.prizes)))
    return [(str(term), str(said)) for term, said in found]


def ties(names: Sequence[str]) -> str:
    """The whole rule."""
    said = words.listed(tie(name) for name in names)
    return str(_("%(order)s；还相同的名次并列，后面的名次空出", order=said))


def penalty(each: dict[str, object]) -> str:
    return str(_("%(what)s扣 %(points)s 分", what=words.entry(each), points=each["points"]))


def bands(prizes: Sequence[dict[str, object]]) -> str:
    """一等奖：第 1 名；二等奖：第 2–3 名"""
    said, first = [], 1
    for band in prizes:
        upto = int(str(band["upto"]))
        ranks = str(upto) if upto == first else f"{first}–{upto}"
        said.append(_("%(prize)s：第 %(ranks)s 名", prize=words.entry(band), ranks=ranks))
        first = upto + 1
    return words.clauses(said)


def team_rule(contest: Contest) -> str:
    """How teams are ranked; "" where they are not."""
    if not contest.best_of:
        return ""
    short = (
        _("不足人数的，按已有的人合计") if contest.short_teams == "counted" else _("不足人数的，不计团体名次")
    )
    rule = _(
        "队伍里成绩最好的 %(count)s 人总分相加，每人只算最好的一项；%(short)s。"
        "同分的比最好的一人，再比下一人，还相同的并列。",
        count=contest.best_of,
        short=short,
    )
    return str(rule)
