"""A programme's quiz at the desk: its rules, how far people are, the ranking, and results as a workbook."""

from __future__ import annotations

import io

from flask import Blueprint, abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.quiz import RulesForm, draws_text
from app.models import Programme
from app.routes.console.attempt import done, shown
from app.services import export, programmes
from app.services.quiz import bank, results, rules, scores, tries
from app.unit_of_work import unit_of_work

blueprint = Blueprint("console_quiz", __name__, url_prefix="/console/programmes/<int:programme_id>/quiz")

FIRST = {"seconds": 600, "tries_most": 3, "pass_mark": 60, "rank_least": 5}


@blueprint.get("/")
@access.coordinator
def show(programme_id: int) -> ResponseReturnValue:
    """Figures and ranking, as far as they are of the coordinator's part of the tree."""
    scope, programme = access.scope(), _seen(programme_id)
    quiz = rules.of(programme)
    return render_template(
        "console/quiz/show.html",
        programme=programme,
        quiz=quiz,
        facts=rules.facts(quiz),
        rule=rules.ranking_words(quiz),
        whole_city=scope.whole_city,
        figures=scores.figures(programme.id, scope.units()),
        running=tries.count_running(programme) if scope.whole_city else None,
        districts=scores.by_unit(quiz, districts=True) if scope.whole_city else [],
        units=scores.by_unit(quiz, None if scope.whole_city else results.within(scope.units())),
    )


@blueprint.route("/settings", methods=["GET", "POST"])
@access.city_coordinator
def settings(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    quiz = rules.find(programme)
    form = RulesForm(obj=quiz) if quiz is not None else RulesForm(data=FIRST)
    if quiz is not None and not form.is_submitted():
        form.draws.data = draws_text(quiz.draws)
    if done(form, lambda: rules.save(access.actor(), programme, form.columns())):
        flash(_("答题规则已保存。"), "success")
        return redirect(url_for("console_programmes.show", programme_id=programme_id))
    page = render_template(
        "console/quiz/settings.html",
        programme=programme,
        form=form,
        topics=bank.topics(),
        begun=rules.begun(programme),
    )
    return shown(form, page)


@blueprint.post("/results.xlsx")
@access.coordinator
def workbook(programme_id: int) -> ResponseReturnValue:
    """Everybody's result in the coordinator's part of the tree; that it was taken out is kept."""
    programme = _seen(programme_id)
    rules.of(programme)
    found = scores.of_units(programme.id, access.scope().units(), export.MOST)
    with unit_of_work():
        results.record(access.actor(), programme, len(found))
    return _sent(results.workbook(found), f"{programme.slug}-results.xlsx")


@blueprint.post("/units.xlsx")
@access.city_coordinator
def units_workbook(programme_id: int) -> ResponseReturnValue:
    """The ranking of the units."""
    programme = programmes.load(programme_id)
    return _sent(results.units_workbook(scores.by_unit(rules.of(programme))), f"{programme.slug}-units.xlsx")


def _seen(programme_id: int) -> Programme:
    programme = programmes.load(programme_id)
    if programme.state == "draft" and not access.scope().whole_city:
        abort(404)
    return programme


def _sent(content: bytes, name: str) -> ResponseReturnValue:
    response = send_file(io.BytesIO(content), export.XLSX, as_attachment=True, download_name=name)
    response.cache_control.no_store = True
    return response
