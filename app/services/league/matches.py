"""Matches of a league: made, moved, played, confirmed by both or by the coordinator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select, update

from app import clock
from app.errors import DomainError, Forbidden, Invalid
from app.extensions import db
from app.models import Account, League, LeagueMatch, LeagueTeam, Programme
from app.services import audit
from app.services.league import carrying, teams
from app.services.league import fixtures as fx
from app.services.league.played import label, of_programme, result_words

WALKOVER = 3  # goals
Values = Mapping[str, Any]


def plan(actor: Account, programme: Programme) -> int:
    """Fixtures of all groups, timed. Raises DomainError once there is a result, or for want of room."""
    league = teams.of(programme)
    db.session.refresh(league, with_for_update=True)
    if league.drawn_at is None:
        raise DomainError(_("请先抽签分组，再排赛程。"))
    there = of_programme(programme)
    if any(match.state != "planned" for match in there):
        raise DomainError(_("已经有比赛结果，赛程不能重排；可以逐场改时间和场地。"))
    groups = {name: [t.id for t in own] for name, own in teams.groups(programme).items()}
    made = [each for name, own in groups.items() for each in fx.round_robin(own, league.legs, name)]
    times = teams.times(league)
    try:
        found = fx.placed(made, times, league.pitches, league.match_minutes)
    except fx.NoRoom as refused:
        raise DomainError(
            _("还有 %(count)s 场排不下，请在规则里多加几个比赛时间或场地。", count=refused.missing)
        ) from None
    if broken := fx.faults(
        found, list(groups.values()), league.legs, times, league.pitches, league.match_minutes
    ):
        raise RuntimeError(f"fixtures that break {broken}")
    for match in there:
        db.session.delete(match)
    db.session.flush()
    numbers: dict[tuple[str, int], int] = {}
    for each in found:
        place = numbers[each.group, each.round] = numbers.get((each.group, each.round), 0) + 1
        db.session.add(_made(programme, each, place))
    told = {"count": ("", len(found))}
    audit.record(actor, "league.plan", programme, label=programme.title, changes=told)
    return len(found)


def _made(programme: Programme, fixture: fx.Fixture, position: int) -> LeagueMatch:
    return LeagueMatch(
        programme_id=programme.id,
        group=fixture.group,
        round=fixture.round,
        position=position,
        home_id=fixture.home,
        away_id=fixture.away,
        starts_at=fixture.starts_at,
        pitch=fixture.pitch,
    )


def move(actor: Account, league: League, match: LeagueMatch, starts_at: dt.datetime, pitch: str) -> None:
    """Another time or pitch. Raises Invalid when one of the teams or the pitch is in another match then."""
    for other in of_programme(match.programme):
        if other.id == match.id or other.starts_at is None or other.state == "void":
            continue
        if fx.overlap(other.starts_at, starts_at, league.match_minutes):
            if other.pitch == pitch:
                raise Invalid(_("这个时间，这块场地有另一场比赛"), "pitch")
            if {match.home_id, match.away_id} & {other.home_id, other.away_id} - {None}:
                raise Invalid(_("这个时间，其中一队有另一场比赛"), "starts_at")
    changed = audit.differences(match, {"starts_at": starts_at, "pitch": pitch})
    match.starts_at, match.pitch = starts_at, pitch
    audit.record(actor, "league.move", match, label=label(match), changes=changed)


def set_result(actor: Account, match: LeagueMatch, values: Values) -> None:
    """The coordinator enters or corrects a result: it stands."""
    _check(match, values)
    before = result_words(match)
    _write(match, values, "confirmed", ("planned", "reported", "disputed", "confirmed", "walkover"), actor)
    told = {"league_result": (before, result_words(match))}
    audit.record(actor, "league.result", match, label=label(match), changes=told)


def report(account: Account, match: LeagueMatch, values: Values) -> None:
    """A team's contact enters the result; it stands once the other team, or the coordinator, confirms it."""
    if side_of(match, account) is None:
        raise Forbidden(_("只有两队的联系人可以填比分。"))
    if not may_report(match):
        raise DomainError(_("比赛还没有开始，或者比分已经确认，不能再填。"))
    _check(match, values)
    _write(match, values, "reported", ("planned", "reported", "disputed"), account)
    told = {"league_result": ("", result_words(match))}
    audit.record(account, "league.report", match, label=label(match), changes=told)


def may_report(match: LeagueMatch) -> bool:
    """Has it begun, without a result that stands?"""
    begun = match.starts_at is not None and match.starts_at <= clock.now()
    return begun and match.state in ("planned", "reported", "disputed")


def confirm(account: Account, match: LeagueMatch) -> None:
    """The other team says that it is so."""
    _other_side(account, match)
    _become(match, "confirmed", ("reported",), {})
    audit.record(account, "league.confirm", match, label=label(match))


def dispute(account: Account, match: LeagueMatch, why: str) -> None:
    """The other team says that it is not so: the coordinator decides."""
    _other_side(account, match)
    _become(match, "disputed", ("reported",), {"note": why})
    audit.record(account, "league.dispute", match, label=label(match), reason=why)


def walk_over(actor: Account, match: LeagueMatch, winner_id: int, why: str) -> None:
    """One team did not come: the other wins by WALKOVER goals."""
    if winner_id not in (match.home_id, match.away_id):
        raise Invalid(_("请选择这场比赛的一队"), "winner_id")
    at_home = winner_id == match.home_id
    goals = {"home_goals": WALKOVER if at_home else 0, "away_goals": 0 if at_home else WALKOVER}
    cleared: dict[str, Any] = {"penalties": {}, "scorers": [], "cards": {}}
    open_states = ("planned", "reported", "disputed", "confirmed", "walkover")
    _become(match, "walkover", open_states, {**goals, **cleared, "note": why})
    audit.record(actor, "league.walkover", match, label=label(match), reason=why)


def side_of(match: LeagueMatch, account: Account) -> str | None:
    """home or away, for the contacts of the two teams."""
    if teams.speaks_for(match.home, account):
        return "home"
    return "away" if teams.speaks_for(match.away, account) else None


def _other_side(account: Account, match: LeagueMatch) -> None:
    mine = side_of(match, account)
    reported = side_of(match, match.reported_by) if match.reported_by is not None else None
    if mine is None or mine == reported:
        raise Forbidden(_("要由另一队的联系人，或者赛事经办人确认。"))


def _check(match: LeagueMatch, values: Values) -> None:
    if match.home_id is None or match.away_id is None:
        raise DomainError(_("两队还没有定，不能填比分。"))
    drawn, penalties = values["home_goals"] == values["away_goals"], values["penalties"]
    if match.group == "" and drawn and (not penalties or penalties["home"] == penalties["away"]):
        raise Invalid(_("淘汰赛打平要填点球比分，并且要分出胜负"), "home_penalties")
    if penalties and not (match.group == "" and drawn):
        raise Invalid(_("只有淘汰赛打平才有点球比分"), "home_penalties")
    for side in ("home", "away"):
        scored = sum(each["goals"] for each in values["scorers"] if each["side"] == side)
        if scored > values[f"{side}_goals"]:
            raise Invalid(_("进球队员的球数加起来比比分还多"), f"{side}_scorers")


def _write(match: LeagueMatch, values: Values, state: str, states: Sequence[str], by: Account) -> None:
    ids = {"home": match.home_id, "away": match.away_id}
    scorers = [
        {"team": ids[each["side"]], "name": each["name"], "goals": each["goals"]}
        for each in values["scorers"]
    ]
    written = {name: values[name] for name in ("home_goals", "away_goals", "penalties", "cards")}
    _become(match, state, states, {**written, "scorers": scorers, "reported_by_id": by.id, "note": ""})


def _become(match: LeagueMatch, state: str, states: Sequence[str], values: Values) -> None:
    """The state changes once, whoever comes first. Raises DomainError when somebody was faster."""
    carrying.refuse_late(match)
    db.session.flush()
    changed = (
        update(LeagueMatch)
        .where(LeagueMatch.id == match.id, LeagueMatch.state.in_(states))
        .values(state=state, **values)
        .execution_options(synchronize_session=False)
    )
    if not db.session.execute(changed).rowcount:  # type: ignore[attr-defined]
        raise DomainError(_("这场比赛刚刚有了变化，请刷新后再办。"))
    db.session.refresh(match)
    carrying.carry_on(match)


def withdraw_team(actor: Account | None, team: LeagueTeam, why: str) -> None:
    """With half of its matches played the rest are lost; with fewer none of them counts."""
    if team.withdrawn_at is not None:
        raise DomainError(_("这支球队已经退出。"))
    team.withdrawn_at, team.withdrawn_reason = clock.now(), why
    own = select(LeagueMatch).where(or_(LeagueMatch.home_id == team.id, LeagueMatch.away_id == team.id))
    found = list(db.session.scalars(own))
    in_group = [match for match in found if match.group]
    keeps = 2 * sum(match.counts for match in in_group) >= len(in_group)
    for match in found:
        if match.group and not keeps:
            match.state = "void"
        elif not match.counts:
            at_home = match.home_id != team.id
            match.state, match.note = "walkover", why
            match.home_goals, match.away_goals = (WALKOVER, 0) if at_home else (0, WALKOVER)
    unit = team.registration.lead.person.unit
    audit.record(actor, "league.withdraw", team, label=team.name, unit=unit, reason=why)
