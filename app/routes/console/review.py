"""Where a review stands, and the steps from readings to the final result."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock
from app.forms.console.programmes import ConfirmForm, ReasonForm
from app.forms.console.review import SettleForm
from app.models import Programme
from app.routes.console.attempt import done, shown
from app.routes.console.kept import keep_private
from app.routes.console.review_frame import judged
from app.services import export, modes
from app.services.reviewing import (
    assigning,
    deciding,
    decision_words,
    notice,
    ranking,
    readings,
    reviewers,
    scores,
    settings,
    workbook,
)
from app.unit_of_work import unit_of_work

blueprint = Blueprint("console_review", __name__, url_prefix="/console/programmes/<int:programme_id>/review")
keep_private(blueprint)
blueprint.add_app_template_filter(scores.shown, "points")
blueprint.add_app_template_filter(decision_words.outcome, "review_outcome")
blueprint.add_app_template_filter(decision_words.in_words, "review_reason")


@blueprint.get("/")
@access.city_coordinator
def index(programme_id: int) -> ResponseReturnValue:
    return _desk(judged(programme_id), ConfirmForm())


@blueprint.post("/assign")
@access.city_coordinator
def assign(programme_id: int) -> ResponseReturnValue:
    """Give every entry the readers that it lacks."""
    programme, form, counts = judged(programme_id), ConfirmForm(), [0]
    if done(form, lambda: counts.append(assigning.again(access.actor(), programme))):
        flash(_("已分派 %(count)s 份。", count=counts[-1]), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _desk(programme, form)


@blueprint.get("/ranking")
@access.city_coordinator
def ranked(programme_id: int) -> ResponseReturnValue:
    return _ranking(judged(programme_id), ConfirmForm())


@blueprint.post("/export")
@access.city_coordinator
def export_ranking(programme_id: int) -> ResponseReturnValue:
    """The ranking with everybody's answers, as a workbook; that it was taken out is kept."""
    programme = judged(programme_id)
    content, count = workbook.write(programme)
    with unit_of_work():
        export.record(access.actor(), count)
    name = f"ranking-{programme.slug}-{clock.today():%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "no-store"}
    return Response(content, mimetype=export.XLSX, headers=headers)


@blueprint.post("/propose")
@access.city_coordinator
def propose(programme_id: int) -> ResponseReturnValue:
    """Decide on every entry as the ranking has it."""
    programme, form = judged(programme_id), ConfirmForm()
    if done(form, lambda: modes.of(programme).decide(programme, access.actor(), {"step": "propose"})):
        flash(_("已拟定结果，核对后请公示。"), "success")
        return redirect(url_for(".ranked", programme_id=programme_id))
    return _ranking(programme, form)


@blueprint.route("/ties", methods=["GET", "POST"])
@access.city_coordinator
def settle(programme_id: int) -> ResponseReturnValue:
    """Which of those with equal totals are granted."""
    programme = judged(programme_id)
    edge = ranking.of(programme).edge
    form = SettleForm([(row.registration.id, decision_words.named(row)) for row in edge])
    if done(form, lambda: deciding.settle(access.actor(), programme, form.granted.data or [], form.why())):
        flash(_("已记录取舍。"), "success")
        return redirect(url_for(".ranked", programme_id=programme_id))
    page = render_template("console/review/ties.html", programme=programme, form=form, edge=edge)
    return shown(form, page)


@blueprint.route("/discard", methods=["GET", "POST"])
@access.city_coordinator
def discard(programme_id: int) -> ResponseReturnValue:
    programme, form = judged(programme_id), ReasonForm()
    if done(form, lambda: deciding.discard(access.actor(), programme, form.why())):
        flash(_("拟定的结果已作废，可以重新拟定。"), "success")
        return redirect(url_for(".ranked", programme_id=programme_id))
    return shown(form, render_template("console/review/discard.html", programme=programme, form=form))


@blueprint.route("/notice", methods=["GET", "POST"])
@access.city_coordinator
def start_notice(programme_id: int) -> ResponseReturnValue:
    programme, form = judged(programme_id), ConfirmForm()
    if done(form, lambda: modes.of(programme).decide(programme, access.actor(), {"step": "notice"})):
        flash(_("已开始公示，并通知了申报人。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template(
        "console/review/notice.html",
        programme=programme,
        form=form,
        ranking=ranking.of(programme),
        days=settings.of(programme, "notice_days"),
        until=notice.ends_at(programme, clock.now()),
    )
    return shown(form, page)


@blueprint.route("/final", methods=["GET", "POST"])
@access.city_coordinator
def finish(programme_id: int) -> ResponseReturnValue:
    programme, form = judged(programme_id), ConfirmForm()
    if done(form, lambda: modes.of(programme).decide(programme, access.actor(), {"step": "final"})):
        flash(_("结果已生效，并通知了申报人。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template(
        "console/review/final.html",
        programme=programme,
        form=form,
        ranking=ranking.of(programme),
        unanswered=notice.unanswered(programme),
    )
    return shown(form, page)


def _desk(programme: Programme, form: ConfirmForm) -> ResponseReturnValue:
    found = ranking.of(programme)
    page = render_template(
        "console/review/index.html",
        programme=programme,
        form=form,
        mode=modes.of(programme),
        todos=modes.of(programme).todos(programme),
        ranking=found,
        progress=readings.progress(programme),
        lacks=assigning.lacking(programme, [(row.registration, row.judged) for row in found.rows]),
        wide=sum(row.judged.wide for row in found.rows),
        named=reviewers.name,
        over=programme.state == "noticed" and not notice.takes_objections(programme),
    )
    return shown(form, page)


def _ranking(programme: Programme, form: ConfirmForm) -> ResponseReturnValue:
    page = render_template(
        "console/review/ranking.html",
        programme=programme,
        form=form,
        ranking=ranking.of(programme),
        places=settings.of(programme, "places"),
        reason=decision_words.of_row,
    )
    return shown(form, page)
