"""One season already published, one open for sign-up, one just closed; and who may sign up for each."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from app.extensions import db
from app.models import EligibilityRule, Offering, Programme, Quota, Venue
from app.services.demo import timetable
from app.services.demo.dates import at, monday_from, season
from app.services.demo.wording import Words, words_of

TIER_WEIGHTS = {"1": 8, "2": 4, "3": 2, "4": 1}
SURNAMES = "赵钱孙李周吴郑王冯陈"


@dataclass(frozen=True)
class Calendar:
    """Days counted from today: sign-up's window, results, and the first week."""

    opens: int
    closes: int
    results: int
    first_week: int
    weeks: int


PUBLISHED = Calendar(opens=-40, closes=-14, results=-4, first_week=10, weeks=3)
CLOSED = Calendar(opens=-25, closes=-2, results=7, first_week=35, weeks=12)
OPEN = Calendar(opens=-5, closes=20, results=30, first_week=126, weeks=4)


def publishable(venues: dict[str, Venue], rng: random.Random, workers: int) -> Programme:
    """Small groups of model and skilled workers: more want to come than there are seats."""
    programme = _programme("model-workers", PUBLISHED, "closed", 3, 2)
    seats = max(6, workers // 200)
    for monday in _mondays(PUBLISHED):
        for slug in ("shinan", "jimo", "tcm"):
            # the hot spring takes larger groups: there it is the employers' quota that binds
            room_for = 2 * seats if slug == "jimo" else seats
            _stay(programme, venues[slug], monday, 5, rng, seats=room_for, minimum=max(4, seats // 2))
    programme.rules = [
        _rule("tracks", "劳模和技术工人专期，本次面向劳模先进和技能人才", tracks=["model", "skilled"]),
        _rule("not_within_years", "疗休养两年内不重复安排", kind="recuperation", years=2),
    ]
    programme.quotas = [_quota("per-employer", "employer", "offering", 2)]
    return programme


def season_to_allocate(venues: dict[str, Venue], rng: random.Random, workers: int) -> Programme:
    """Twelve weeks on every campus, five nights from Monday and one from Saturday."""
    programme = _programme("front-line", CLOSED, "closed", 5, 3)
    for monday in _mondays(CLOSED):
        for venue in venues.values():
            _stay(programme, venue, monday, 5, rng, minimum=8 if workers >= 2000 else 0)
            _stay(programme, venue, monday + dt.timedelta(days=5), 1, rng, seats=40)
    programme.rules = [
        _rule("years_of_service", "在职满三年", years=3),
        _rule("not_within_years", "疗休养两年内不重复安排", kind="recuperation", years=2),
    ]
    programme.quotas = [
        _quota("per-employer", "employer", "offering", 15),
        _quota("district-share", "district", "run", max(40, workers * 17 // 100)),
    ]
    return programme


def open_for_sign_up(venues: dict[str, Venue], rng: random.Random) -> Programme:
    """Trips that grass-roots unions organise; everybody may still sign up."""
    programme = _programme("union-trips", OPEN, "open", 5, 3)
    for monday in _mondays(OPEN):
        for venue in venues.values():
            _stay(programme, venue, monday, 5, rng)
            _stay(programme, venue, monday + dt.timedelta(days=5), 1, rng)
    programme.rules = [
        _rule("years_of_service", "在职满一年", years=1),
        _rule("not_within_years", "疗休养两年内不重复安排", kind="recuperation", years=2),
    ]
    programme.quotas = [_quota("per-employer", "employer", "offering", 15)]
    return programme


def _mondays(calendar: Calendar) -> list[dt.date]:
    first = monday_from(calendar.first_week)
    return [first + dt.timedelta(weeks=week) for week in range(calendar.weeks)]


def _programme(slug: str, calendar: Calendar, state: str, choices: int, party: int) -> Programme:
    mondays = _mondays(calendar)
    words: Words = words_of(slug, *season(mondays[0], mondays[-1] + dt.timedelta(days=5)))
    programme = Programme(
        slug=slug,
        state=state,
        opens_at=at(calendar.opens, 9),
        closes_at=at(calendar.closes, 18),
        results_on=at(calendar.results, 9).date(),
        withdraw_free_until_on=mondays[0] - dt.timedelta(days=5),
        max_choices=choices,
        max_party_size=party,
        tier_weights=TIER_WEIGHTS,
        seed_source="报名截止次日公布的福利彩票“双色球”开奖号码（演示用虚构数字）",
        seed_known_at=at(calendar.closes + 1, 21),
        seed_announced_at=at(calendar.opens, 9),
        contact_phone="12351",
        **words,
    )
    db.session.add(programme)
    return programme


def _stay(
    programme: Programme, venue: Venue, first: dt.date, nights: int, rng: random.Random, **limits: Any
) -> None:
    programme.offerings.append(
        Offering(
            venue=venue,
            starts_on=first,
            ends_on=first + dt.timedelta(days=nights),
            check_in_by="14:00" if nights > 1 else "10:00",
            timetable=timetable.of_stay(venue.slug, nights),
            leader_name=f"{rng.choice(SURNAMES)}老师",
            leader_phone=f"138000001{rng.randrange(10, 100)}",
            **limits,
        )
    )


def _rule(rule: str, regulation: str, **parameters: Any) -> EligibilityRule:
    return EligibilityRule(rule=rule, parameters=parameters, regulation=f"{regulation}（演示规则）")


def _quota(code: str, group: str, scope: str, maximum: int) -> Quota:
    return Quota(code=code, group=group, scope=scope, maximum=maximum)
