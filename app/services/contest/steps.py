"""A contest's way from entries to awards: what is done, and what its coordinator does next."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app import clock, words
from app.models import Contest
from app.services.contest import closing, judges, placing, results

HEATS, RESULTS, MARKS = (
    "console_contest_heats.show",
    "console_contest_results.show",
    "console_contest_marks.index",
)


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, on which page of the console (which takes the programme_id)."""

    words: str
    endpoint: str
    pressing: bool = True


def due(contest: Contest) -> list[Step]:
    """What is to be done now, in order."""
    if contest.results == "final":
        return []
    if contest.results == "provisional":
        return _appealed(contest)
    if contest.entries_frozen_at is None:
        return _before_freezing(contest)
    plan = placing.published(contest)
    if plan is None:
        return _before_heats(contest)
    return _marking(contest)


def _before_freezing(contest: Contest) -> list[Step]:
    if contest.seed_known_at is None:
        return [Step(_("请公布抽签用哪个公开的数字"), HEATS)]
    if contest.programme.state not in ("closed", "noticed", "published"):
        return []
    at = words.moment(contest.seed_known_at)
    return [Step(_("请在 %(at)s 以前固定参赛名单", at=at), HEATS)]


def _before_heats(contest: Contest) -> list[Step]:
    if contest.drawn_at is None:
        known = contest.seed_known_at is not None and contest.seed_known_at <= clock.now()
        return [Step(_("数字已经揭晓，请录入抽签"), HEATS)] if known else []
    if not judges.listed(contest.programme) and contest.heat_judges:
        return [Step(_("请添加裁判"), HEATS)]
    states = {plan.state for plan in placing.listed(contest)}
    if states & {"draft", "placing"}:
        return [Step(_("正在编组"), HEATS, pressing=False)]
    return [Step(_("编组已排好，请核对后公布") if "placed" in states else _("请开始编组"), HEATS)]


def _marking(contest: Contest) -> list[Step]:
    found = results.of(contest)
    differing = sum(each.differing for each in found.events)
    if differing:
        return [Step(_("%(count)s 项成绩两次登记不同，请裁定", count=differing), MARKS)]
    if found.pending:
        return [Step(_("还有 %(count)s 项成绩没有登记齐", count=found.pending), MARKS, pressing=False)]
    return [Step(_("成绩已登记齐，请公布"), RESULTS)]


def _appealed(contest: Contest) -> list[Step]:
    if waiting := closing.open_appeals(contest):
        return [Step(_("%(count)s 条申诉等待答复", count=waiting), RESULTS)]
    if contest.appeals_until is not None and contest.appeals_until <= clock.now():
        return [Step(_("申诉时间已过，请让成绩生效"), RESULTS)]
    return []
