"""From the list of entrants to published heats: lots, judges, the engine's plan."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock, jobs
from app.extensions import htmx
from app.forms.console.contest import AnnounceForm, JudgeForm
from app.forms.console.fields import ConsoleForm
from app.forms.console.programmes import ReasonForm
from app.forms.console.runs import DrawForm
from app.models import Contest
from app.routes.console.attempt import done, shown
from app.routes.console.contest import contest_of
from app.services.contest import events, heat_view, heat_words, heats, judges, lots, placing

blueprint = Blueprint(
    "console_contest_heats", __name__, url_prefix="/console/programmes/<int:programme_id>/heats"
)


@blueprint.get("")
@access.city_coordinator
def show(programme_id: int) -> ResponseReturnValue:
    contest = contest_of(programme_id)
    if htmx:
        response = make_response(render_template("console/contest/_plans.html", **_plans(contest)))
        response.headers["Vary"] = "HX-Request"
        return response
    return _page(contest)


@blueprint.post("/announce")
@access.city_coordinator
def announce(programme_id: int) -> ResponseReturnValue:
    contest, form = contest_of(programme_id), AnnounceForm()

    def act() -> None:
        assert form.seed_known_at.data is not None  # the form has seen to it
        lots.announce(access.actor(), contest, form.seed_source.data or "", form.seed_known_at.data)

    if done(form, act):
        flash(_("已公布抽签用的数字，任何人都能看到。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return shown(form, _page(contest, announce_form=form))


@blueprint.post("/freeze")
@access.city_coordinator
def freeze(programme_id: int) -> ResponseReturnValue:
    contest, form = contest_of(programme_id), ConsoleForm()
    if done(form, lambda: lots.freeze(access.actor(), contest)):
        flash(_("参赛名单已固定，参赛号和名单摘要已公开。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return shown(form, _page(contest, refused=form))


@blueprint.post("/draw")
@access.city_coordinator
def draw(programme_id: int) -> ResponseReturnValue:
    contest, form = contest_of(programme_id), DrawForm()
    if done(form, lambda: lots.draw(access.actor(), contest, form.seed.data or "")):
        flash(_("抽签完成，任何人都可以重算。现在可以编组。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return shown(form, _page(contest, draw_form=form))


@blueprint.post("/judges")
@access.city_coordinator
def add_judge(programme_id: int) -> ResponseReturnValue:
    contest, form = contest_of(programme_id), JudgeForm()

    def act() -> None:
        judges.add(access.actor(), contest.programme, form.phone.data or "", form.called.data or "")

    if done(form, act):
        flash(_("已添加裁判。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return shown(form, _page(contest, judge_form=form))


@blueprint.route("/judges/<int:judge_id>/remove", methods=["GET", "POST"])
@access.city_coordinator
def remove_judge(programme_id: int, judge_id: int) -> ResponseReturnValue:
    contest, form = contest_of(programme_id), ReasonForm()
    judge = judges.load(contest.programme, judge_id)
    if done(form, lambda: judges.leave(access.actor(), contest.programme, judge_id, form.why())):
        flash(_("已移除裁判，登记过的成绩仍然有效。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    page = render_template(
        "console/contest/remove_judge.html",
        programme=contest.programme,
        form=form,
        judge=judge,
        name=judges.name(judge),
    )
    return shown(form, page)


@blueprint.post("/place")
@access.city_coordinator
def place(programme_id: int) -> ResponseReturnValue:
    contest, form = contest_of(programme_id), ConsoleForm()
    started: list[int] = []

    def act() -> None:
        plan = placing.start(access.actor(), contest)
        started.append(plan.id)

    if done(form, act):
        jobs.place_soon(started[0])
        flash(_("已开始编组，通常几秒钟，排好后在下面查看。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return shown(form, _page(contest, refused=form))


@blueprint.get("/plans/<int:plan_number>")
@access.city_coordinator
def plan(programme_id: int, plan_number: int) -> ResponseReturnValue:
    """The plan to be looked at: who is where when, and the rules that it keeps."""
    contest = contest_of(programme_id)
    return _plan_page(contest, plan_number, ConsoleForm(formdata=None))


@blueprint.post("/plans/<int:plan_number>/publish")
@access.city_coordinator
def publish(programme_id: int, plan_number: int) -> ResponseReturnValue:
    contest, form = contest_of(programme_id), ConsoleForm()
    found = placing.load(contest, plan_number)
    if done(form, lambda: heats.publish(access.actor(), contest, found)):
        flash(_("编组已公布，选手会收到上场时间和工位。"), "success")
        return redirect(url_for(".plan", programme_id=programme_id, plan_number=plan_number))
    return shown(form, _plan_page(contest, plan_number, form))


def _plan_page(contest: Contest, number: int, form: ConsoleForm) -> str:
    found = placing.load(contest, number)
    return render_template(
        "console/contest/plan.html",
        programme=contest.programme,
        plan=found,
        boards=heat_view.boards(contest, found),
        kept=heat_view.kept(found),
        failure=heat_words.of(contest, found.message) if found.state == "failed" else "",
        form=form,
    )


def _plans(contest: Contest) -> dict[str, object]:
    found = placing.listed(contest)
    return {
        "programme": contest.programme,
        "plans": [(p, heat_words.of(contest, p.message) if p.state == "failed" else "") for p in found],
        "running": any(p.state in ("draft", "placing") for p in found),
        "published": any(p.state == "published" for p in found),
    }


def _page(contest: Contest, **forms: ConsoleForm) -> str:
    announced = {"seed_source": contest.seed_source, "seed_known_at": contest.seed_known_at}
    given = {
        "announce_form": AnnounceForm(formdata=None, data=announced),
        "draw_form": DrawForm(formdata=None),
        "judge_form": JudgeForm(formdata=None),
        "refused": None,
    }
    known = contest.seed_known_at
    return render_template(
        "console/contest/heats.html",
        contest=contest,
        events=[(event, events.entry_count(event)) for event in events.listed(contest.programme)],
        judges=[(j, judges.name(j), judges.units_in_words(j)) for j in judges.listed(contest.programme)],
        is_known=known is not None and known <= clock.now(),
        is_closed=contest.programme.state in ("closed", "noticed", "published"),
        **_plans(contest),
        **(given | forms),
    )
