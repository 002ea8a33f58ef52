"""A welding contest that is over, a labour contest that is open, and one whose heats are published."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app import clock
from app.models import Person
from app.services import sign_up_window
from app.services.contest import appeals, awards, board, closing, lots
from app.services.demo import contested
from app.services.demo.acts.stage import Stage
from app.services.demo.contested import DAY, HOUR, Held
from app.services.demo.sketches.sketch import Sketch

ORDER = 60
TEAMS, LARGE_TEAMS = 24, 4  # 20 teams of six and four of seven: 148 entrants

PRIZES = [
    {"upto": 1, "zh": "一等奖", "en": "First prize"},
    {"upto": 3, "zh": "二等奖", "en": "Second prize"},
    {"upto": 8, "zh": "三等奖", "en": "Third prize"},
]
RULES: dict[str, Any] = {
    "best_of": 3,
    "short_teams": "counted",
    "team_prizes": PRIZES,
    "appeal_hours": 48,
    "rest_minutes": 30,
    "heat_judges": 2,
    "bring": "身份证、焊接面罩、劳保鞋和手套；焊条和试件由赛场提供。请提前 30 分钟到检录处。",
    "bring_en": "Identity card, welding mask, safety shoes, gloves; rods are there. Come 30 minutes early.",
}
PENALTIES = [
    {"code": "K1", "zh": "未戴护目镜", "en": "No goggles", "points": 2},
    {"code": "K2", "zh": "工位没有清理", "en": "Station not cleared", "points": 1},
]
BASE: dict[str, Any] = {
    "team": False,
    "theory_weight": 30,
    "practice_weight": 70,
    "theory_most": 100,
    "practice_most": 100,
    "minutes": 90,
    "unit_limit": 3,
    "certificate": "",
    "penalties": PENALTIES,
    "ties": ["time", "practice", "theory"],
    "prizes": PRIZES,
}
WELDING = (
    ("焊条电弧焊", "Stick welding"),
    ("熔化极气体保护焊", "MIG/MAG welding"),
    ("钨极氩弧焊", "TIG welding"),
)
LUGONG = Sketch(
    slug="lugong-cup-welding",
    mode="open",
    kind="competition",
    stage="closed",
    prefix="LG",
    title="“鲁工杯”焊接技能竞赛",
    title_en="“Lugong Cup” welding contest",
    summary="来自 6 个省、18 个城市的 24 支队伍、148 名焊工同场比武，设个人奖和团体奖。",
    summary_en="148 welders in 24 teams from 18 cities of 6 provinces; prizes for people and for teams.",
    body="理论占 30%，实操占 70%；团体成绩取每队最好的三人。姓名、单位和成绩均为演示数据。",
    body_en="Theory counts 30 %, practice 70 %; teams by their best three. Names and marks are invented.",
    party=7,
    features=("contest",),
)
ZHENCHAO = Sketch(
    slug="zhenchao-cup",
    mode="open",
    kind="competition",
    stage="open",
    prefix="ZC",
    title="“振超杯”劳动竞赛",
    title_en="“Zhenchao Cup” labour contest",
    summary="港口装卸班组赛和个人单项赛，面向各单位班组，小微企业和新就业形态劳动者也可以组队。",
    summary_en="Port crews and single events; small firms and new-form workers may make up teams too.",
    body="报名后选择比赛项目；班组赛由队伍整体参加，个人赛每单位限报三人。",
    body_en="Choose events after signing up. Crews enter as a whole; single events take three of a unit.",
    party=5,
    features=("contest",),
)
LATHE = Sketch(
    slug="lathe-contest",
    mode="open",
    kind="competition",
    stage="closed",
    prefix="SK",
    title="数控车工技能竞赛",
    title_en="CNC turning contest",
    summary="报名已截止，抽签和编组已公布。",
    summary_en="Entry has closed; lots are drawn and heats published.",
    body="理论占 30%，实操占 70%。上场时间和工位，登录后在“我的”里查看。",
    body_en="Theory counts 30 %, practice 70 %. Sign in to see your time and station.",
    party=4,
    features=("contest",),
)
EARLIER = (
    (1, "一等奖", "First prize", 1, "林建国", "港务服务有限公司工会"),
    (1, "二等奖", "Second prize", 2, "徐海峰", "轨道装备厂工会"),
    (2, "一等奖", "First prize", 1, "宋志强", "船舶修造有限公司工会"),
    (3, "一等奖", "First prize", 1, "高明远", "机械制造有限公司工会"),
)


def act(stage: Stage) -> None:
    welding, lathe = _welding(stage), _lathe(stage)
    contested.place([welding, lathe])
    _finish(welding)
    _open_one(stage)
    for ago, prize, prize_en, rank, winner, unit in EARLIER:
        year = clock.today().year - ago
        named = {
            "contest": f"{year} 年职工焊接技能竞赛（演示）",
            "contest_en": f"Welding contest {year} (demonstration)",
        }
        won = {"prize": prize, "prize_en": prize_en, "rank": rank, "winner": winner, "unit": unit}
        awards.add(
            stage.staff.city, {"year": year, "event": "焊条电弧焊", "event_en": "Stick welding"} | named | won
        )


def _welding(stage: Stage) -> Held:
    """148 entrants of 24 teams in three events on the same twelve stations; fewer in a small city."""
    own = [BASE | {"title": zh, "title_en": en} for zh, en in WELDING]
    held = contested.write(stage, LUGONG, RULES, own, (-75, -50))
    count = TEAMS if stage.share >= 0.5 else TEAMS // 3
    start = clock.local(held.programme.closes_at) + 7 * DAY
    contested.equip(
        held, stage.venues["craft-college"], 12, start, (5, 4, 4) if count == TEAMS else (2, 2, 2)
    )
    _live(held, [6 + (k < LARGE_TEAMS) for k in range(count)])
    return held


def _lathe(stage: Stage) -> Held:
    """24 entrants on eight stations in days to come, the fixed worker among them."""
    title = {"title": "数控车工", "title_en": "CNC turning"}
    held = contested.write(
        stage, LATHE, RULES | {"bring": BRING, "bring_en": BRING_EN}, [BASE | title], (-30, -6)
    )
    start = clock.local(clock.now()) + 5 * DAY
    contested.equip(
        held, stage.venues["craft-college"], 8, start.replace(minute=0, second=0, microsecond=0), (3,)
    )
    assert stage.worker.person is not None
    _live(held, [3] * 8, stage.worker.person)
    return held


BRING = "身份证、劳保鞋、护目镜和自备量具；刀具由赛场提供。请提前 30 分钟到检录处。"
BRING_EN = "Identity card, safety shoes, goggles and your own gauges; tools are there. Come 30 minutes early."


def _live(held: Held, sizes: list[int], first: Person | None = None) -> None:
    """Opened, entered by a team of each of as many unions, closed and drawn."""
    stage, programme = held.stage, held.programme
    unions = stage.population.tree.unions[: len(sizes)]
    with clock.as_of(programme.opens_at - HOUR):
        sign_up_window.open_sign_up(held.city, programme)
    contested.appoint(held)
    parties = [
        [stage.population.worker(unit=unit) for _ in range(n)] for unit, n in zip(unions, sizes, strict=True)
    ]
    if first is not None:
        parties[0][0] = first
    for party in contested.sign_up(held, parties):
        contested.enter(held, party)
    with clock.as_of(programme.closes_at):
        sign_up_window.close_sign_up(held.city, programme)
    contested.draw(held)


def _finish(held: Held) -> None:
    """Marks, an appeal that was answered, the final result with certificates and awards."""
    contested.mark(held)
    known = held.programme.closes_at + 20 * DAY
    with clock.as_of(known):
        closing.make_provisional(held.city, held.contest)
        board.switch(held.city, held.contest)
    entry = lots.frozen(held.contest)[3]
    with clock.as_of(known + DAY):
        lead = entry.registration.signed_up_by
        appeal = appeals.raise_(lead, held.contest, entry, "我的实操用时好像记多了，请复核原始记录。")
    with clock.as_of(known + DAY + HOUR):
        why = "已调取原始记录和录像复核，用时记录无误，维持原成绩。"
        appeals.answer(held.city, held.contest, appeal, why, False, None)
    with clock.as_of(known + 3 * DAY):
        closing.make_final(held.city, held.contest)


def _open_one(stage: Stage) -> None:
    """Crews and single entrants; some have entered, and there is time to."""
    rules = RULES | {"bring": "身份证、安全帽和反光背心。", "bring_en": "Identity card, helmet and vest."}
    crew = BASE | {"title": "集装箱装卸班组赛", "title_en": "Container crews", "team": True, "unit_limit": 2}
    own = [
        crew | {"theory_weight": 0, "practice_weight": 100},
        BASE | {"title": "桥吊司机", "title_en": "Crane drivers", "minutes": 45},
        BASE | {"title": "叉车司机", "title_en": "Forklift drivers", "minutes": 30},
    ]
    held = contested.write(stage, ZHENCHAO, rules, own, (-4, 12))
    with clock.as_of(held.programme.opens_at - HOUR):
        sign_up_window.open_sign_up(held.city, held.programme)
        known: dt.datetime = held.programme.closes_at + 2 * DAY
        lots.announce(held.city, held.contest, contested.SOURCE, known)
    unions = stage.population.tree.unions[20:26]
    parties = [[stage.population.worker(unit=unit) for _ in range(4)] for unit in unions]
    for party in contested.sign_up(held, parties):
        contested.enter(held, party)
