"""A football league of eight teams in mid-season: four rounds played, three rounds to come."""

from __future__ import annotations

import datetime as dt
import random

from app import clock
from app.models import LeagueMatch, Programme
from app.services import references, registration, sign_up_window
from app.services.demo.acts.stage import Stage
from app.services.demo.dates import at
from app.services.demo.people import account_of
from app.services.demo.sketches.sketch import Ask, Sketch
from app.services.league import matches, played, teams
from app.services.party_plan import MemberPlan, PartyPlan

ORDER = 330
NAMES = ("港口蓝鲸", "机车先锋", "啤酒城联", "橡胶新星", "纺织飞梭", "电力闪光", "地铁快线", "环卫绿茵")
SQUAD = 14
FIGURE = "02 08 15 19 26 30 + 11"
PITCHES = ("弘诚体育场一号场", "弘诚体育场二号场")
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
SKETCH = Sketch(
    slug="football-league",
    mode="open",
    kind="event",
    stage="closed",
    prefix="ZQ",
    title="职工足球超级联赛",
    title_en="Workers' football league",
    summary="八支球队单循环，每周六比赛，赛程、比分和积分榜随时看。",
    summary_en="Eight teams, all meet once, on Saturdays; fixtures, results and the table at any time.",
    body="球队由单位工会组织报名，每队 14 人。比分由两队联系人互相确认，有异议的由赛事组裁定。",
    body_en="Teams are entered by their unions. Both contacts confirm a result. The pitches are assumed.",
    asks=(Ask("team", "team", "球队名称和队员名单", "Name of the team and its players", limits={"max": 20}),),
    features=("league",),
)


def act(stage: Stage) -> None:
    """Sign-up two months ago, then the draw, the fixtures, and what has been played since."""
    programme, city = stage.write(SKETCH), stage.staff.city
    programme.opens_at, programme.closes_at = at(-75, 9), at(-50, 18)
    rng = stage.random("league")
    saturdays = [_saturday() + 7 * week * DAY for week in range(-4, 3)]
    slots = [each + hour * HOUR for each in saturdays for hour in (0, 5)]
    rules = {"group_count": 1, "legs": 1, "advance": 0, "tie_order": "head_to_head", "match_minutes": 100}
    rules |= {"pitches": list(PITCHES), "slots": [slot.astimezone(dt.UTC).isoformat() for slot in slots]}
    with clock.as_of(programme.opens_at - DAY):
        teams.save(city, programme, rules)
        sign_up_window.open_sign_up(city, programme)
    for number, name in enumerate(NAMES):
        with clock.as_of(programme.opens_at + (number + 1) * DAY), references.drawn_by(rng):
            _enter(stage, programme, name)
    with clock.as_of(programme.closes_at):
        sign_up_window.close_sign_up(city, programme)
    with clock.as_of(programme.closes_at + DAY):
        for sent, _name, _squad in teams.waiting(programme):
            teams.accept(city, programme, sent.reference)
        teams.draw_groups(city, programme, FIGURE)
        matches.plan(city, programme)
    _play(stage, programme, rng)


def _saturday() -> dt.datetime:
    """Nine o'clock on the next Saturday, today's if it is one."""
    return at((5 - clock.today().weekday()) % 7, 9)


def _enter(stage: Stage, programme: Programme, name: str) -> None:
    contact = stage.population.saved()
    squad = {contact.name: None}
    while len(squad) < SQUAD:  # no two of a team go by one name
        squad[stage.population.fake.name_male()] = None
    plan = PartyPlan([MemberPlan(contact)], [], answers={"team": {"name": name, "members": list(squad)}})
    registration.sign_up(programme, account_of(contact), plan)


def _play(stage: Stage, programme: Programme, rng: random.Random) -> None:
    """Everything before today; the last result waits for the other team."""
    timed = [(match.starts_at, match) for match in played.of_programme(programme)]
    over = [(begun, each) for begun, each in timed if begun is not None and begun + 2 * HOUR < clock.now()]
    for begun, match in over:
        with clock.as_of(begun + 2 * HOUR):
            result = _result(match, rng)
            if match is over[-1][1] and match.home is not None:
                matches.report(match.home.registration.signed_up_by, match, result)
            else:
                matches.set_result(stage.staff.city, match, result)


def _result(match: LeagueMatch, rng: random.Random) -> dict[str, object]:
    goals = {"home": rng.choice((0, 1, 1, 2, 2, 3)), "away": rng.choice((0, 0, 1, 1, 2, 3))}
    scorers = []
    for side, team in (("home", match.home), ("away", match.away)):
        if team is not None:
            names = [rng.choice(team.squad[:5]) for _ in range(goals[side])]
            scorers += [{"side": side, "name": n, "goals": names.count(n)} for n in dict.fromkeys(names)]
    cards = {side: [rng.choice((0, 0, 1, 2)), int(rng.random() < 0.08)] for side in ("home", "away")}
    counted = {"home_goals": goals["home"], "away_goals": goals["away"]}
    return {**counted, "penalties": {}, "cards": cards, "scorers": scorers}
