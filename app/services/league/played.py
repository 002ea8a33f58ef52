"""Matches as they stand: found, named, put into words, and who won."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import NotFound
from app.extensions import db
from app.models import LeagueMatch, LeagueTeam, Person, Programme
from app.services.league import teams


def of_programme(programme: Programme) -> list[LeagueMatch]:
    """All of them: groups by time and round, then the knock-out."""
    query = (
        select(LeagueMatch)
        .where(LeagueMatch.programme_id == programme.id)
        .options(joinedload(LeagueMatch.home), joinedload(LeagueMatch.away))
    )
    return sorted(db.session.scalars(query), key=_in_order)


def _in_order(match: LeagueMatch) -> tuple[object, ...]:
    never = dt.datetime.max.replace(tzinfo=dt.UTC)
    return match.group == "", match.round, match.starts_at or never, match.group, match.position


def load(programme: Programme, match_id: int) -> LeagueMatch:
    """Raises NotFound."""
    found = db.session.get(LeagueMatch, match_id)
    if found is None or found.programme_id != programme.id:
        raise NotFound(_("这个联赛没有这场比赛。"))
    return found


def label(match: LeagueMatch) -> str:
    """甲队 – 乙队; a place that is still open is a dash."""
    return " – ".join(team.name if team is not None else "…" for team in (match.home, match.away))


def result_words(match: LeagueMatch) -> str:
    """2:1, 1:1（点球 4:3）, or nothing."""
    if match.home_goals is None or match.away_goals is None:
        return ""
    said = f"{match.home_goals}:{match.away_goals}"
    if match.penalties:
        shot = f"{match.penalties['home']}:{match.penalties['away']}"
        said += str(_("（点球 %(score)s）", score=shot))
    return said


def winner(match: LeagueMatch) -> LeagueTeam | None:
    """Who won; None of a draw, or while nothing stands."""
    if not match.counts or match.home_goals is None or match.away_goals is None:
        return None
    sides = (match.home_goals, match.away_goals)
    if sides[0] == sides[1] and match.penalties:
        sides = (match.penalties["home"], match.penalties["away"])
    return None if sides[0] == sides[1] else match.home if sides[0] > sides[1] else match.away


def next_of(person: Person) -> list[LeagueMatch]:
    """Matches that are to come of the teams that somebody is in, in order of time."""
    ids = [team.id for team in teams.of_person(person)]
    if not ids:
        return []
    query = (
        select(LeagueMatch)
        .where(
            or_(LeagueMatch.home_id.in_(ids), LeagueMatch.away_id.in_(ids)),
            LeagueMatch.state == "planned",
            LeagueMatch.starts_at >= clock.now(),
        )
        .options(
            joinedload(LeagueMatch.home), joinedload(LeagueMatch.away), joinedload(LeagueMatch.programme)
        )
    )
    return list(db.session.scalars(query.order_by(LeagueMatch.starts_at)))


def when_words(match: LeagueMatch) -> str:
    """10月12日 09:00 一号场"""
    if match.starts_at is None:
        return str(_("时间待定"))
    return f"{words.moment(match.starts_at)} {match.pitch}".strip()
