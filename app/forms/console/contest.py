"""What a coordinator writes of a contest: rules, events, places and times, lots, answers, awards."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

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
from app.forms.console.programmes import ReasonForm
from app.forms.contest import MarkForm

PRIZE = re.compile(r"(\d{1,4})\s+([^|｜]+?)\s*(?:[|｜]\s*(.*))?")
PENALTY = re.compile(r"([A-Za-z0-9]{1,8})\s+(\d{1,3}(?:\.\d{1,2})?)\s+([^|｜]+?)\s*(?:[|｜]\s*(.*))?")
TIES = {
    "time practice theory": _l("先比用时，再比实操，再比理论"),
    "practice time theory": _l("先比实操，再比用时，再比理论"),
    "practice theory time": _l("先比实操，再比理论，再比用时"),
    "theory practice time": _l("先比理论，再比实操，再比用时"),
}
STATES = {
    "entered": _l("照常参赛"),
    "absent": _l("缺考"),
    "withdrawn": _l("退赛"),
    "disqualified": _l("取消资格"),
}
PRIZE_HELP = _l("每行一个，从前到后：到第几名、奖项、|、英文。例如：3 二等奖 | Second prize")


class Prizes(TextAreaField):
    """Bands of ranks, a line each, as a list of {"upto", "zh", "en"}."""

    def bands(self) -> list[dict[str, Any]]:
        found = [PRIZE.fullmatch(line) for line in lines(self)]
        return [{"upto": int(m[1]), "zh": m[2], "en": m[3] or ""} for m in found if m]

    def _value(self) -> str:
        if isinstance(self.data, str):
            return self.data
        given: list[dict[str, Any]] = self.data or []
        return "\n".join(f"{b['upto']} {b['zh']} | {b['en']}" for b in given)

    def pre_validate(self, form: Any) -> None:
        for line in lines(self):
            if not PRIZE.fullmatch(line):
                raise ValidationError(gettext("这一行看不懂：%(line)s", line=line))


class Penalties(TextAreaField):
    """What points are taken off for, a line each, as a list of {"code", "points", "zh", "en"}."""

    def rows(self) -> list[dict[str, Any]]:
        found = [PENALTY.fullmatch(line) for line in lines(self)]
        return [{"code": m[1], "points": float(m[2]), "zh": m[3], "en": m[4] or ""} for m in found if m]

    def _value(self) -> str:
        if isinstance(self.data, str):
            return self.data
        given: list[dict[str, Any]] = self.data or []
        return "\n".join(f"{p['code']} {p['points']:g} {p['zh']} | {p['en']}" for p in given)

    def pre_validate(self, form: Any) -> None:
        for line in lines(self):
            if not PENALTY.fullmatch(line):
                raise ValidationError(gettext("这一行看不懂：%(line)s", line=line))


class ContestForm(ConsoleForm):
    best_of = WholeNumber(
        _l("团体成绩取最好的几人"),
        [entered(), between(0, 50)],
        default=3,
        description=_l("总分相加；填 0 表示不计团体"),
    )
    short_teams = RadioField(
        _l("不足人数的队伍"),
        choices=[
            SelectChoice("counted", _l("按已有的人合计")),
            SelectChoice("unranked", _l("不计团体名次")),
        ],
        default="counted",
    )
    team_prizes = Prizes(_l("团体奖项"), [at_most(2000)], description=PRIZE_HELP)
    appeal_hours = WholeNumber(_l("成绩公布后几小时内可以申诉"), [entered(), between(1, 720)], default=48)
    rest_minutes = WholeNumber(_l("同一选手两次上场至少间隔几分钟"), [entered(), between(0, 1440)], default=0)
    heat_judges = WholeNumber(
        _l("每场几名裁判"),
        [entered(), between(2, 20)],
        default=2,
        description=_l("每项成绩要两名裁判各自登记，至少两名"),
    )
    bring = TextAreaField(
        _l("选手要带什么"), [at_most(600)], description=_l("公布编组以后，选手在手机上能看到")
    )
    bring_en = TextAreaField(_l("选手要带什么（英文）"), [at_most(900)])

    def values(self) -> dict[str, Any]:
        found = super().values()
        texts = {name: found[name] or "" for name in ("bring", "bring_en")}
        return {**found, **texts, "team_prizes": self.team_prizes.bands()}


class EventForm(ConsoleForm):
    title = Words(_l("名称"), [needed(), at_most(80)], description=_l("例如：焊条电弧焊（职工组）"))
    title_en = Words(_l("英文名称"), [at_most(120)])
    team = BooleanField(_l("由队伍整体参加"))
    theory_weight = WholeNumber(_l("理论权重"), [entered(), between(0, 100)], default=30)
    practice_weight = WholeNumber(_l("实操权重"), [entered(), between(0, 100)], default=70)
    theory_most = WholeNumber(_l("理论满分"), [entered(), between(1, 1000)], default=100)
    practice_most = WholeNumber(_l("实操满分"), [entered(), between(1, 1000)], default=100)
    minutes = WholeNumber(_l("实操时间（分钟）"), [entered(), between(1, 1440)], default=60)
    unit_limit = WholeNumber(_l("每个单位最多报几个"), [between(1, 1000)], description=_l("不填表示不限"))
    certificate = Words(
        _l("须持证书"), [at_most(80)], description=_l("和“职工”里登记的证书名称一致；不填表示不要求")
    )
    ties = SelectField(_l("总分相同"), choices=[SelectChoice(v, w) for v, w in TIES.items()])
    penalties = Penalties(
        _l("扣分项"),
        [at_most(3000)],
        description=_l("每行一个：代号、扣几分、名称、|、英文。例如：K1 2 未戴护目镜 | No goggles"),
    )
    prizes = Prizes(_l("奖项"), [at_most(2000)], description=PRIZE_HELP)

    def values(self) -> dict[str, Any]:
        found = super().values()
        return {
            **found,
            "ties": str(found["ties"]).split(),
            "penalties": self.penalties.rows(),
            "prizes": self.prizes.bands(),
        }


class PlaceForm(ConsoleForm):
    venue_id = SelectField(_l("场地"), coerce=int)
    first_station = WholeNumber(_l("第一个工位号"), [entered(), between(1, 9999)], default=1)
    station_count = WholeNumber(_l("工位数"), [entered(), between(1, 500)])


class SlotsForm(ConsoleForm):
    starts_at = Moment(_l("第一场开始"), [entered()])
    minutes = WholeNumber(_l("每场几分钟"), [entered(), between(5, 1440)])
    pause = WholeNumber(_l("两场之间几分钟"), [entered(), between(0, 1440)], default=15)
    count = WholeNumber(_l("连续几场"), [entered(), between(1, 30)], default=1)


class JudgeForm(ConsoleForm):
    """Somebody by phone; they sign in with it."""

    phone = StringField(_l("手机号码"), [needed()], description=_l("裁判用这个号码登录"))
    called = Words(_l("姓名"), [needed(), at_most(60)])


class AnnounceForm(ConsoleForm):
    seed_source = Words(
        _l("用哪个公开的数字"), [needed(), at_most(200)], description=_l("例如：某月某日“双色球”开奖号码")
    )
    seed_known_at = Moment(_l("什么时候揭晓"), [entered()])


class StandingForm(ReasonForm):
    state = RadioField(_l("参赛情况"), choices=[SelectChoice(v, w) for v, w in STATES.items()])


class SettleForm(MarkForm):
    """What counts where two marks differ, and why."""

    reason = Words(_l("裁定的原因"), [needed(_l("请写明原因，会记入操作记录")), at_most(300)])


class AppealAnswerForm(ConsoleForm):
    """Yes or no, with the reason; the marks themselves are changed on a page of their own kind."""

    upheld = RadioField(
        _l("申诉是否成立"), choices=[SelectChoice("no", _l("不成立")), SelectChoice("yes", _l("成立"))]
    )
    answer = TextAreaField(_l("答复"), [needed(), at_most(2000)], description=_l("申诉人能看到"))
    part = SelectField(
        _l("要改的成绩"),
        choices=[
            SelectChoice("", _l("不改成绩")),
            SelectChoice("theory", _l("理论")),
            SelectChoice("practice", _l("实操")),
        ],
    )
    points = StringField(_l("改为几分"), [at_most(10)], description=_l("扣分项和用时照原来的，不填表示不改"))


class AwardForm(ConsoleForm):
    year = WholeNumber(_l("年份"), [entered(), between(1950, 2100)])
    contest = Words(_l("竞赛"), [needed(), at_most(120)])
    contest_en = Words(_l("竞赛（英文）"), [at_most(160)])
    event = Words(_l("比赛项目"), [at_most(80)])
    event_en = Words(_l("比赛项目（英文）"), [at_most(120)])
    prize = Words(_l("奖项"), [needed(), at_most(60)])
    prize_en = Words(_l("奖项（英文）"), [at_most(80)])
    rank = WholeNumber(_l("名次"), [between(1, 9999)])
    winner = Words(_l("获奖人或队伍"), [needed(), at_most(80)])
    unit = Words(_l("单位"), [at_most(120)])
    team = BooleanField(_l("是队伍"))
    phone = StringField(
        _l("获奖人手机（选填）"), [at_most(20)], description=_l("填了就记到本人名下，不会公开")
    )

    def values(self) -> dict[str, Any]:
        """Without the phone, which is not a column."""
        return {name: value for name, value in super().values().items() if name != "phone"}
