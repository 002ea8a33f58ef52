"""A league for everybody: fixtures, results, tables; for a team's contact: its result."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.errors import Forbidden, NotFound
from app.extensions import htmx
from app.forms.console.league import ReasonForm, ResultForm, of_match
from app.models import LeagueMatch, Programme
from app.routes.console.attempt import done, shown
from app.services import catalogue
from app.services.league import knock_out, matches, played, standings, teams
from app.unit_of_work import unit_of_work

blueprint = Blueprint("league", __name__, url_prefix="/programmes/<slug>/league")
blueprint.add_app_template_filter(played.result_words, "match_result")
blueprint.add_app_template_filter(played.when_words, "match_when")
blueprint.add_app_template_filter(played.label, "match_label")


@blueprint.get("")
@access.public
def index(slug: str) -> ResponseReturnValue:
    """Tables first, then what is to come, what has been, scorers and the rules."""
    programme = catalogue.find(slug)
    return render_template("league/index.html", **_shown(programme))


@blueprint.get("/screen")
@access.public
def screen(slug: str) -> ResponseReturnValue:
    """Large, for a screen in a hall; it looks for news by itself."""
    programme = catalogue.find(slug)
    return render_template("league/_board.html" if htmx else "league/screen.html", **_shown(programme))


@blueprint.get("/entries.txt")
@access.public
def entries(slug: str) -> ResponseReturnValue:
    """The names that were drawn from, sorted, one a line."""
    programme = _drawn(slug)
    return _text(sorted(t.name for t in teams.every(programme) if t.number), f"{slug}-entries.txt")


@blueprint.get("/numbers.txt")
@access.public
def numbers(slug: str) -> ResponseReturnValue:
    """Number, tab, name: what the draw gave."""
    programme = _drawn(slug)
    drawn = sorted((t.number, t.name) for t in teams.every(programme) if t.number)
    return _text([f"{number}\t{name}" for number, name in drawn], f"{slug}-numbers.txt")


@blueprint.route("/matches/<int:match_id>", methods=["GET", "POST"])
@access.signed_in
def match(slug: str, match_id: int) -> ResponseReturnValue:
    """A match; its teams' contacts enter the result here."""
    programme, found = _match(slug, match_id)
    side = matches.side_of(found, access.actor())
    form = ResultForm(data=of_match(found))
    if form.is_submitted() and side is None:
        raise Forbidden(_("只有两队的联系人可以填比分。"))
    if done(form, lambda: matches.report(access.actor(), found, form.result())):
        flash(_("比分已提交，等对方确认。"), "success")
        return redirect(url_for(".match", slug=slug, match_id=match_id))
    return shown(form, _match_page(programme, found, form, ReasonForm()))


@blueprint.post("/matches/<int:match_id>/confirm")
@access.signed_in
def confirm(slug: str, match_id: int) -> ResponseReturnValue:
    _programme, found = _match(slug, match_id)
    with unit_of_work():
        matches.confirm(access.actor(), found)
    flash(_("已确认，积分榜已更新。"), "success")
    return redirect(url_for(".match", slug=slug, match_id=match_id))


@blueprint.post("/matches/<int:match_id>/dispute")
@access.signed_in
def dispute(slug: str, match_id: int) -> ResponseReturnValue:
    programme, found = _match(slug, match_id)
    form = ReasonForm()
    if done(form, lambda: matches.dispute(access.actor(), found, form.reason.data or "")):
        flash(_("已提出异议，由赛事经办人裁定。"), "success")
        return redirect(url_for(".match", slug=slug, match_id=match_id))
    return shown(form, _match_page(programme, found, ResultForm(formdata=None, data=of_match(found)), form))


def _match(slug: str, match_id: int) -> tuple[Programme, LeagueMatch]:
    programme = catalogue.find(slug)
    teams.of(programme)
    return programme, played.load(programme, match_id)


def _match_page(programme: Programme, found: LeagueMatch, form: ResultForm, reason: ReasonForm) -> str:
    account = access.actor()
    side = matches.side_of(found, account)
    by = found.reported_by
    reported = matches.side_of(found, by) if by is not None else None
    return render_template(
        "league/match.html",
        programme=programme,
        match=found,
        form=form,
        reason=reason,
        side=side,
        may_report=side is not None and matches.may_report(found),
        may_confirm=side is not None and found.state == "reported" and reported != side,
    )


def _shown(programme: Programme) -> dict[str, Any]:
    league = teams.of(programme)
    found = played.of_programme(programme)
    over = [each for each in found if each.state not in ("planned", "void")]
    last = [each for each in found if not each.group]
    return {
        "programme": programme,
        "league": league,
        "rules": teams.rule_words(league),
        "groups": standings.of(programme),
        "coming": [each for each in found if each.state == "planned" and each.group][:40],
        "over": sorted(over, key=lambda each: (each.starts_at is not None, each.starts_at), reverse=True)[
            :60
        ],
        "rounds": [
            (knock_out.round_words(number, last[-1].round), [each for each in last if each.round == number])
            for number in sorted({each.round for each in last})
        ],
        "scorers": standings.scorers(programme),
        "teams": teams.every(programme),
    }


def _drawn(slug: str) -> Programme:
    programme = catalogue.find(slug)
    if teams.of(programme).drawn_at is None:
        raise NotFound(_("还没有抽签。"))
    return programme


def _text(lines: list[str], filename: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Response("".join(f"{line}\n" for line in lines), mimetype="text/plain", headers=headers)
