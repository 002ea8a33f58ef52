"""A league's rules, the draw, results, walk-overs, and moving a match."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField

from app import clock, plausible
from app.forms.console.fields import (
    ConsoleForm,
    Moment,
    SelectChoice,
    WholeNumber,
    Words,
    at_most,
    between,
    entered,
    lines,
    needed,
)

SIDES = ("home", "away")
MOST_GOALS = 99
_SCORER = re.compile(r"(.{1,40}?)(?: (\d{1,2}))?")


class LeagueRulesForm(ConsoleForm):
    group_count = WholeNumber(_l("分几组"), [entered(), between(1, 8)])
    legs = RadioField(
        _l("组内怎么打"),
        choices=[SelectChoice(1, _l("单循环")), SelectChoice(2, _l("双循环，主客场各一次"))],
        coerce=int,
        default=1,
    )
    advance = WholeNumber(
        _l("每组几队进淘汰赛"), [entered(), between(0, 8)], description=_l("没有淘汰赛的写 0。")
    )
    tie_order = RadioField(
        _l("积分相同先比什么"),
        choices=[
            SelectChoice("difference", _l("总净胜球")),
            SelectChoice("head_to_head", _l("相互间的成绩")),
        ],
        default="difference",
    )
    match_minutes = WholeNumber(
        _l("一场多少分钟"), [entered(), between(10, 600)], description=_l("连同中场休息和换场。")
    )
    pitches = TextAreaField(_l("比赛场地"), [needed()], description=_l("一行一块，例如：一号场。"))
    slots = TextAreaField(
        _l("开球时间"),
        [needed()],
        description=_l("一行一个，写作 2026-10-12 09:00；每个时间每块场地排一场。"),
    )

    def columns(self) -> dict[str, Any]:
        """What a League keeps."""
        plain = {
            name: self[name].data for name in ("group_count", "legs", "advance", "tie_order", "match_minutes")
        }
        times = sorted(self.times() or [])
        return plain | {"pitches": lines(self.pitches), "slots": [each.isoformat() for each in times]}

    def times(self) -> list[dt.datetime] | None:
        """Instants; None when a line cannot be read."""
        try:
            typed = [dt.datetime.fromisoformat(line) for line in lines(self.slots)]
            for each in typed:
                plausible.day(each.date().isoformat())
        except ValueError:
            return None
        return [each.replace(tzinfo=clock.CITY).astimezone(dt.UTC) for each in typed]

    def validate(self, extra_validators: Any = None) -> bool:
        sound: bool = super().validate(extra_validators)
        if self.slots.data and (
            self.times() is None or len(set(self.times() or ())) < len(lines(self.slots))
        ):
            self.slots.errors = [gettext("请一行写一个时间，写作 2026-10-12 09:00，不要重复")]
            return False
        if len(set(lines(self.pitches))) < len(lines(self.pitches)):
            self.pitches.errors = [gettext("有两块场地写得一样")]
            return False
        return sound


def of_league(league: Any) -> dict[str, Any]:
    """A league as its form shows it."""
    plain = {
        name: getattr(league, name)
        for name in ("group_count", "legs", "advance", "tie_order", "match_minutes")
    }
    times = [clock.local(dt.datetime.fromisoformat(slot)) for slot in league.slots]
    return plain | {
        "pitches": "\n".join(league.pitches),
        "slots": "\n".join(f"{each:%Y-%m-%d %H:%M}" for each in times),
    }


class DrawForm(ConsoleForm):
    seed = Words(
        _l("抽签用的公开数字"),
        [needed(), at_most(80)],
        description=_l("事先公布用哪个数字，例如某天的福利彩票开奖号码，开奖以后录入。谁都能照着重抽一遍。"),
    )


class ResultForm(ConsoleForm):
    """Goals, penalties where a knock-out match was drawn, cards, scorers."""

    home_goals = WholeNumber(_l("主队进球"), [entered(), between(0, MOST_GOALS)])
    away_goals = WholeNumber(_l("客队进球"), [entered(), between(0, MOST_GOALS)])
    home_penalties = WholeNumber(_l("主队点球（打平的淘汰赛才填）"), [between(0, MOST_GOALS)])
    away_penalties = WholeNumber(_l("客队点球"), [between(0, MOST_GOALS)])
    home_yellow = WholeNumber(_l("主队黄牌"), [between(0, 30)])
    home_red = WholeNumber(_l("主队红牌"), [between(0, 11)])
    away_yellow = WholeNumber(_l("客队黄牌"), [between(0, 30)])
    away_red = WholeNumber(_l("客队红牌"), [between(0, 11)])
    home_scorers = TextAreaField(
        _l("主队进球队员（可不填）"), description=_l("一行一人，进几个写在后面，例如：王强 2")
    )
    away_scorers = TextAreaField(_l("客队进球队员（可不填）"), description=_l("一行一人，进几个写在后面。"))

    def result(self) -> dict[str, Any]:
        """What the service takes."""
        shot = {side: self[f"{side}_penalties"].data for side in SIDES}
        return {
            **{f"{side}_goals": self[f"{side}_goals"].data for side in SIDES},
            "penalties": shot if None not in shot.values() else {},
            "cards": {
                side: [self[f"{side}_yellow"].data or 0, self[f"{side}_red"].data or 0] for side in SIDES
            },
            "scorers": [scorer for side in SIDES for scorer in self._scorers(side)],
        }

    def _scorers(self, side: str) -> Iterable[dict[str, Any]]:
        for line in lines(self[f"{side}_scorers"]):
            if (read := _SCORER.fullmatch(line)) is not None:
                yield {"side": side, "name": read[1], "goals": int(read[2] or 1)}


def of_match(match: Any) -> dict[str, Any]:
    """A result as its form shows it."""
    found: dict[str, Any] = {"home_goals": match.home_goals, "away_goals": match.away_goals}
    for side, team in (("home", match.home_id), ("away", match.away_id)):
        found[f"{side}_penalties"] = match.penalties.get(side)
        found[f"{side}_yellow"], found[f"{side}_red"] = match.cards.get(side, (None, None))
        own = [each for each in match.scorers if each["team"] == team]
        found[f"{side}_scorers"] = "\n".join(f"{each['name']} {each['goals']}" for each in own)
    return found


class MoveMatchForm(ConsoleForm):
    starts_at = Moment(_l("开球时间"), [entered()])
    pitch = SelectField(_l("场地"))

    def offer(self, pitches: Iterable[str]) -> None:
        """The league's pitches."""
        self.pitch.choices = [SelectChoice(pitch, pitch) for pitch in pitches]


class WalkOverForm(ConsoleForm):
    winner_id = RadioField(_l("判哪队胜"), coerce=int)
    reason = Words(_l("原因"), [needed(_l("请写明原因，会公开")), at_most(300)])

    def offer(self, sides: Iterable[tuple[int, str]]) -> None:
        """The two teams."""
        self.winner_id.choices = [SelectChoice(value, name) for value, name in sides]


class ReasonForm(ConsoleForm):
    reason = Words(_l("原因"), [needed(_l("请写明原因")), at_most(300)])
