"""Programmes: list, write, and the steps of their life."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock
from app.forms.console.mode_settings import ModeForm, Shape, StartForm
from app.forms.console.programmes import CloseForm, ConfirmForm, ProgrammeForm, ReasonForm, programme_form
from app.models import AuditEntry, Programme
from app.routes.console.attempt import done, shown
from app.services import (
    eligibility,
    features,
    kinds,
    matters,
    modes,
    offering_guard,
    offering_tallies,
    privacy,
    programme_overview,
    programme_todos,
    programmes,
    sign_up_window,
)
from app.services.modes import Mode
from app.words import in_language

# what is done there is done with people in sight
DESKS_OF_PEOPLE = (
    "console_lottery.show",
    "console_review.index",
    "console_runs.programme",
    "console_waitlist.show",
)

blueprint = Blueprint("console_programmes", __name__, url_prefix="/console/programmes")


@blueprint.get("/")
@access.coordinator
def index() -> ResponseReturnValue:
    scope = access.scope()
    return render_template(
        "console/programmes/index.html",
        programmes=programmes.listed(drafts=scope.whole_city),
        counts=programmes.counts(scope.units(), access.actor(), scope.whole_city),
        offering_counts=offering_tallies.counts(),
        kind_labels={kind.code: in_language(kind, "label") for kind in kinds.known()},
        modes=modes.every(),
        whole_city=scope.whole_city,
        now=clock.now(),
    )


@blueprint.get("/<int:programme_id>")
@access.coordinator
def show(programme_id: int) -> ResponseReturnValue:
    scope = access.scope()
    programme = programmes.load(programme_id)
    if programme.state == "draft" and not scope.whole_city:
        abort(404)
    mode = modes.of(programme)
    todos = programme_todos.of(programme) if scope.whole_city else []
    own_desk = scope.whole_city and mode.desk != "console_programmes.show"
    sees = privacy.may_see_people(access.actor(), programme)
    if not sees and mode.desk in DESKS_OF_PEOPLE:
        todos, own_desk = [todo for todo in todos if todo.endpoint != mode.desk], False
    return render_template(
        "console/programmes/show.html",
        programme=programme,
        offering_count=offering_tallies.counts().get(programme.id, 0),
        facts=programme_overview.facts(programme),
        sections=programme_overview.sections(programme) if scope.whole_city else [],
        desks=[link for feature in features.of(programme) for link in feature.desks(programme)],
        todos=todos,
        sees=sees,
        mode=mode,
        desk=mode.desk if own_desk else None,
        rules=eligibility.describe(programme),
        count=programmes.counts(scope.units(), access.actor(), scope.whole_city).get(programme.id),
        whole_city=scope.whole_city,
        now=clock.now(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access.city_coordinator
def start() -> ResponseReturnValue:
    """Of which kind it is and how it decides; the page for the rest depends on both."""
    offered = _kinds()
    known = dict(offered)
    kind = request.args.get("kind", "")
    usual = kinds.defaults(kind).get("mode", "") if kind in known else ""
    first = {"kind": kind, "mode": usual if usual in modes.every() else ""}
    form = StartForm(offered, _ways(), **first)
    if form.validate_on_submit():
        way = form.mode.data or _usual(form.kind.data)
        return redirect(url_for(".new", kind_code=form.kind.data, mode_name=way))
    return shown(form, render_template("console/programmes/start.html", form=form, offered=offered))


@blueprint.route("/new/<kind_code>/<mode_name>", methods=["GET", "POST"])
@access.city_coordinator
def new(kind_code: str, mode_name: str) -> ResponseReturnValue:
    mode = modes.every().get(mode_name) or abort(404)
    if kind_code not in dict(_kinds()):
        abort(404)
    form = programme_form(_shape(mode), **_first_values(kind_code))
    created: list[Programme] = []

    def act() -> None:
        created.append(programmes.create(access.actor(), form.values() | {"mode": mode_name}))

    if done(form, act):
        flash(_("已建立。接下来请看还缺什么，填好以后开放报名。"), "success")
        return redirect(url_for(".show", programme_id=created[0].id))
    return _form_page(form, None, mode)


@blueprint.route("/<int:programme_id>/edit", methods=["GET", "POST"])
@access.city_coordinator
def edit(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    mode = modes.of(programme)
    form = programme_form(_shape(mode), programme)
    version = form.known_version()
    if done(form, lambda: programmes.edit(access.actor(), programme, form.values(), version)):
        flash(_("已保存。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    # what somebody else saved is shown once; saving again is then a decision
    others = programmes.saved_since(programme, version) if version != programme.version else []
    form.refresh_version(programme.version)
    return _form_page(form, programme, mode, others)


@blueprint.route("/<int:programme_id>/mode", methods=["GET", "POST"])
@access.city_coordinator
def decide_otherwise(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    form = ModeForm(_ways(), mode=programme.mode)
    if done(form, lambda: programmes.decide_otherwise(access.actor(), programme, form.mode.data)):
        flash(_("决定方式已改。请核对它需要的内容。"), "success")
        return redirect(url_for(".edit", programme_id=programme_id))
    return shown(form, render_template("console/programmes/mode.html", programme=programme, form=form))


def _kinds() -> list[tuple[str, str]]:
    return [(kind.code, in_language(kind, "label")) for kind in kinds.offered()]


def _ways() -> list[tuple[str, str]]:
    """The modes with what each of them means, for choosing."""
    return [
        (name, _("%(label)s：%(sentence)s", label=mode.label, sentence=mode.sentence))
        for name, mode in modes.every().items()
    ]


def _usual(kind: str) -> str:
    usual = kinds.defaults(kind).get("mode", "")
    return usual if usual in modes.every() else next(iter(modes.every()))


def _shape(mode: Mode) -> Shape:
    return Shape(_kinds(), mode.needs, mode.uses_tiers, mode.settings, _features(), matters.options())


def _features() -> list[tuple[str, str]]:
    return [
        (name, _("%(label)s：%(sentence)s", label=feature.label, sentence=feature.sentence))
        for name, feature in features.every().items()
    ]


def _first_values(kind: str) -> dict[str, Any]:
    """What a kind's new programmes begin with, by field."""
    usual = kinds.defaults(kind)
    columns = ("max_choices", "min_party_size", "max_party_size", "overlap", "reference_prefix", "features")
    settings = {f"setting_{name}": value for name, value in usual["settings"].items()}
    return {name: usual[name] for name in columns} | settings | {"kind": kind}


def _form_page(
    form: ProgrammeForm, programme: Programme | None, mode: Mode, others: Sequence[AuditEntry] = ()
) -> ResponseReturnValue:
    page = render_template(
        "console/programmes/edit.html", form=form, programme=programme, mode=mode, others=others
    )
    return shown(form, page)


@blueprint.route("/<int:programme_id>/open", methods=["GET", "POST"])
@access.city_coordinator
def open_sign_up(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    form = ConfirmForm()
    if done(form, lambda: sign_up_window.open_sign_up(access.actor(), programme)):
        flash(_("已开放报名。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    found, through = sign_up_window.hindrances(programme)
    page = render_template(
        "console/programmes/open.html",
        programme=programme,
        form=form,
        hindrances=found,
        remarks=sign_up_window.remarks(programme),
        mode=modes.of(programme),
        through=through,
    )
    return shown(form, page)


@blueprint.route("/<int:programme_id>/close", methods=["GET", "POST"])
@access.city_coordinator
def close(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    form = CloseForm()
    if done(form, lambda: sign_up_window.close_sign_up(access.actor(), programme, form.why())):
        flash(_("报名已截止。接下来要办的写在下面。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return _step_page("close", programme, form)


@blueprint.route("/<int:programme_id>/cancel", methods=["GET", "POST"])
@access.city_coordinator
def cancel(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    form = ReasonForm()
    if done(form, lambda: sign_up_window.cancel(access.actor(), programme, form.why())):
        flash(_("项目已取消。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return _step_page("cancel", programme, form)


def _step_page(step: str, programme: Programme, form: ReasonForm) -> ResponseReturnValue:
    seen = privacy.may_see_people(access.actor(), programme)
    page = render_template(
        f"console/programmes/{step}.html",
        programme=programme,
        form=form,
        count=programmes.counts(access.scope().units(), access.actor(), True).get(programme.id),
        early=programme.closes_at > clock.now(),
        draws="draw" in modes.of(programme).needs,
        holders=offering_guard.holders_in(programme) if seen else [],
    )
    return shown(form, page)
