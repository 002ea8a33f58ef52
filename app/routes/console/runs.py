"""Runs: what waits to be allocated, drawing, starting, watching, cancelling, publishing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from app import access, clock, jobs
from app.errors import NotFound
from app.extensions import db, htmx
from app.forms.console.fields import ConsoleForm
from app.forms.console.runs import DrawForm, StartForm, start_form
from app.models import AllocationRun, Offering, Programme
from app.routes.console.attempt import done, shown
from app.routes.console.kept import keep_private
from app.services.allocation import draw, locks, publication, runs, sayings, staleness, watching
from app.unit_of_work import unit_of_work

blueprint = Blueprint("console_runs", __name__, url_prefix="/console/runs")
keep_private(blueprint)


@blueprint.get("")
@access.city_coordinator
def index() -> ResponseReturnValue:
    found = runs.latest()
    waiting = runs.waiting()
    return render_template(
        "console/runs/index.html",
        waiting=[(programme, draw.is_drawn(programme)) for programme in waiting],
        runs=[(run, sayings.state(run)) for run in found],
    )


@blueprint.get("/programmes/<int:programme_id>")
@access.city_coordinator
def programme(programme_id: int) -> ResponseReturnValue:
    found = programme_of(programme_id)
    return _programme_page(found, DrawForm(), _start_form(found))


@blueprint.post("/programmes/<int:programme_id>/draw")
@access.city_coordinator
def draw_numbers(programme_id: int) -> ResponseReturnValue:
    found, form = programme_of(programme_id), DrawForm()
    if done(form, lambda: draw.assign_numbers(found, form.seed.data or "", access.actor())):
        flash(_("摇号完成，号码已记入每个报名。现在可以开始分配。"), "success")
        return redirect(url_for(".programme", programme_id=programme_id))
    return shown(form, _programme_page(found, form, _start_form(found, formdata=None)))


@blueprint.post("/programmes/<int:programme_id>/start")
@access.city_coordinator
def start(programme_id: int) -> ResponseReturnValue:
    found = programme_of(programme_id)
    form = _start_form(found)
    started: list[AllocationRun] = []

    def act() -> None:
        seed, seconds = form.seed.data or 1, form.time_limit_seconds.data or 60
        method, kept = form.method.data or "optimiser", form.keeps_run_id.data
        keeps_run_id = int(kept) if kept else None
        started.append(runs.start(found, access.actor(), seed, seconds, method, keeps_run_id))

    if done(form, act):
        jobs.solve_soon(started[0].id)
        return redirect(url_for(".show", run_id=started[0].id))
    return shown(form, _programme_page(found, DrawForm(formdata=None), form))


@blueprint.get("/<int:run_id>")
@access.city_coordinator
def show(run_id: int) -> ResponseReturnValue:
    run = runs.by_id(run_id)
    if htmx:
        response = make_response(render_template("console/runs/_progress.html", **watching.progress(run)))
        response.headers["Vary"] = "HX-Request"
        if run.state not in runs.UNFINISHED:
            response.headers["HX-Refresh"] = "true"
        return response
    page = make_response(render_template("console/runs/show.html", **watching.page(run)))
    page.headers["Vary"] = "HX-Request"
    return page


@blueprint.post("/<int:run_id>/stop")
@access.city_coordinator
def stop(run_id: int) -> ResponseReturnValue:
    with unit_of_work():
        runs.stop(run_id, access.actor())
    flash(_("正在停止，会保留目前最好的方案。"), "success")
    return redirect(url_for(".show", run_id=run_id))


@blueprint.post("/<int:run_id>/cancel")
@access.city_coordinator
def cancel(run_id: int) -> ResponseReturnValue:
    with unit_of_work():
        runs.cancel(run_id, access.actor())
    flash(_("正在取消这次分配。"), "success")
    return redirect(url_for(".show", run_id=run_id))


@blueprint.route("/<int:run_id>/publish", methods=["GET", "POST"])
@access.city_coordinator
def publish(run_id: int) -> ResponseReturnValue:
    run, form = runs.by_id(run_id), ConsoleForm()
    programme_id = run.programme_id
    news: list[bool] = []
    if done(form, lambda: news.append(publication.publish(run_id, programme_id, access.actor()))):
        flash(
            _("结果已公布，通知正在发出。") if news[0] else _("这次分配已经公布过，没有重复发送。"), "success"
        )
        return redirect(url_for(".show", run_id=run_id))
    if run.state not in runs.LOOKED_AT:
        raise NotFound(_("这次分配还没有可以公布的方案。"))
    page = render_template(
        "console/runs/publish.html", run=run, form=form, effect=publication.consequences(run)
    )
    return shown(form, page)


def programme_of(programme_id: int) -> Programme:
    """A programme with its offerings; raises NotFound."""
    offerings = selectinload(Programme.offerings).joinedload(Offering.venue)
    found = db.session.get(Programme, programme_id, options=[offerings, joinedload(Programme.quotas)])
    if found is None:
        raise NotFound(_("没有找到这个项目。"))
    return found


def _start_form(found: Programme, **given: Any) -> StartForm:
    return start_form([(run.id, run.number) for run in runs.with_plan(found)], **given)


def _programme_page(found: Programme, draw_form: DrawForm, start_form: StartForm) -> str:
    listed = runs.of_programme(found)
    latest = next((run for run in listed if run.state == "solved"), None)
    return render_template(
        "console/runs/programme.html",
        programme=found,
        draw_form=draw_form,
        start_form=start_form,
        drawn=draw.is_drawn(found),
        now=clock.now(),
        runs=[(run, sayings.state(run)) for run in listed],
        lock_count=len(locks.of_programme(found)),
        stale=latest is not None and found.state == "closed" and staleness.hint(latest),
    )
