"""A league at the desk: rules, teams, the draw, fixtures, results."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.league import (
    DrawForm,
    LeagueRulesForm,
    MoveMatchForm,
    ReasonForm,
    ResultForm,
    WalkOverForm,
    of_league,
    of_match,
)
from app.models import LeagueMatch, Programme
from app.routes.console.attempt import done, shown
from app.services import programmes
from app.services.league import knock_out, matches, played, standings, teams
from app.unit_of_work import unit_of_work

blueprint = Blueprint("console_league", __name__, url_prefix="/console/programmes/<int:programme_id>/league")

FIRST = {"group_count": 1, "legs": 1, "advance": 0, "match_minutes": 90}


@blueprint.get("/")
@access.coordinator
def show(programme_id: int) -> ResponseReturnValue:
    """Teams, groups and matches; the city's coordinator also acts."""
    programme = programmes.load(programme_id)
    if programme.state == "draft" and not access.scope().whole_city:
        abort(404)
    return _page(programme, DrawForm(formdata=None))


@blueprint.route("/settings", methods=["GET", "POST"])
@access.city_coordinator
def settings(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    league = teams.find(programme)
    form = LeagueRulesForm(data=of_league(league) if league is not None else FIRST)
    if done(form, lambda: teams.save(access.actor(), programme, form.columns())):
        flash(_("联赛规则已保存。"), "success")
        return redirect(url_for("console_programmes.show", programme_id=programme_id))
    page = render_template("console/league/settings.html", programme=programme, form=form, league=league)
    return shown(form, page)


@blueprint.post("/teams/<reference>/accept")
@access.city_coordinator
def accept(programme_id: int, reference: str) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    with unit_of_work():
        teams.accept(access.actor(), programme, reference)
    flash(_("球队已接受。"), "success")
    return redirect(url_for(".show", programme_id=programme_id))


@blueprint.post("/draw")
@access.city_coordinator
def draw(programme_id: int) -> ResponseReturnValue:
    programme, form = programmes.load(programme_id), DrawForm()
    if done(form, lambda: teams.draw_groups(access.actor(), programme, form.seed.data or "")):
        flash(_("已经抽签分组。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return _page(programme, form)


@blueprint.post("/plan")
@access.city_coordinator
def plan(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    with unit_of_work():
        count = matches.plan(access.actor(), programme)
    flash(_("赛程已排好，共 %(count)s 场。", count=count), "success")
    return redirect(url_for(".show", programme_id=programme_id))


@blueprint.post("/knock-out")
@access.city_coordinator
def start_knock_out(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    with unit_of_work():
        knock_out.start(access.actor(), programme)
    flash(_("淘汰赛已排好，请逐场定时间和场地。"), "success")
    return redirect(url_for(".show", programme_id=programme_id))


@blueprint.route("/matches/<int:match_id>", methods=["GET", "POST"])
@access.city_coordinator
def match(programme_id: int, match_id: int) -> ResponseReturnValue:
    """The result: entered, corrected or confirmed here, it stands."""
    programme, found = _match(programme_id, match_id)
    form = ResultForm(data=of_match(found))
    if done(form, lambda: matches.set_result(access.actor(), found, form.result())):
        flash(_("比分已生效，积分榜已更新。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return _match_page(programme, found, result=form)


@blueprint.post("/matches/<int:match_id>/move")
@access.city_coordinator
def move(programme_id: int, match_id: int) -> ResponseReturnValue:
    programme, found = _match(programme_id, match_id)
    league, form = teams.of(programme), MoveMatchForm()
    form.offer(league.pitches)

    def act() -> None:
        if form.starts_at.data is not None:
            matches.move(access.actor(), league, found, form.starts_at.data, form.pitch.data)

    if done(form, act):
        flash(_("时间和场地已改。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return _match_page(programme, found, move=form)


@blueprint.post("/matches/<int:match_id>/walk-over")
@access.city_coordinator
def walk_over(programme_id: int, match_id: int) -> ResponseReturnValue:
    programme, found = _match(programme_id, match_id)
    form = WalkOverForm()
    form.offer(_sides(found))
    if done(
        form, lambda: matches.walk_over(access.actor(), found, form.winner_id.data, form.reason.data or "")
    ):
        flash(_("已判弃权，积分榜已更新。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return _match_page(programme, found, walk_over=form)


@blueprint.route("/teams/<int:team_id>/withdraw", methods=["GET", "POST"])
@access.city_coordinator
def withdraw(programme_id: int, team_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    team, form = teams.load(programme, team_id), ReasonForm()
    if done(form, lambda: matches.withdraw_team(access.actor(), team, form.reason.data or "")):
        flash(_("球队已退出，赛程和积分榜已更新。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    page = render_template("console/league/withdraw.html", programme=programme, team=team, form=form)
    return shown(form, page)


def _match(programme_id: int, match_id: int) -> tuple[Programme, LeagueMatch]:
    programme = programmes.load(programme_id)
    return programme, played.load(programme, match_id)


def _sides(found: LeagueMatch) -> list[tuple[int, str]]:
    return [(team.id, team.name) for team in (found.home, found.away) if team is not None]


def _page(programme: Programme, form: DrawForm) -> ResponseReturnValue:
    page = render_template(
        "console/league/show.html",
        programme=programme,
        league=teams.of(programme),
        waiting=teams.waiting(programme),
        teams=teams.every(programme),
        groups=standings.of(programme),
        matches=played.of_programme(programme),
        may_act=access.scope().whole_city,
        form=form,
    )
    return shown(form, page)


def _match_page(
    programme: Programme,
    found: LeagueMatch,
    result: ResultForm | None = None,
    move: MoveMatchForm | None = None,
    walk_over: WalkOverForm | None = None,
) -> ResponseReturnValue:
    """The page with three forms, of which one may have something to put right."""
    sent = result or move or walk_over or ResultForm()
    result = result or ResultForm(formdata=None, data=of_match(found))
    if move is None:
        move = MoveMatchForm(formdata=None, obj=found)
        move.offer(teams.of(programme).pitches)
    if walk_over is None:
        walk_over = WalkOverForm(formdata=None)
        walk_over.offer(_sides(found))
    page = render_template(
        "console/league/match.html",
        programme=programme,
        match=found,
        form=result,
        move=move,
        walk_over=walk_over,
        sent=sent,
    )
    return shown(sent, page)
