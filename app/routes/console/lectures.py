"""Mobile lectures, the unit's side: ordering a stop, answering what is asked, enrolling people."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, words
from app.forms.console.lectures import KIND_WORDS, OrderForm, PeopleForm, ReplyForm
from app.forms.console.programmes import ReasonForm
from app.models import LectureStop, Programme, Unit
from app.plausible import whole_number
from app.routes.console.attempt import done, shown
from app.services import party_checks, people_search, programmes, registrations_search
from app.services.lectures import enrolling, ordering, resources
from app.services.people_search import Criteria

blueprint = Blueprint("console_lectures", __name__, url_prefix="/console/programmes/<int:programme_id>/stops")


@blueprint.get("/")
@access.coordinator
def index(programme_id: int) -> ResponseReturnValue:
    scope, programme = access.scope(), load_programme(programme_id)
    return render_template(
        "console/lectures/index.html",
        programme=programme,
        stops=ordering.listed(programme, scope.units()),
        may_order=party_checks.is_open(programme),
        whole_city=scope.whole_city,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access.coordinator
def new(programme_id: int) -> ResponseReturnValue:
    programme = load_programme(programme_id)
    units = {unit.id: unit for unit in _units()}
    topics = [
        (
            each.id,
            _("%(name)s（%(minutes)s 分钟）", name=words.in_language(each, "name"), minutes=each.minutes),
        )
        for each in resources.listed("topic")
    ]
    form = OrderForm([(unit.id, words.in_language(unit, "name")) for unit in units.values()], topics)
    made: list[LectureStop] = []

    def act() -> None:
        values = form.order_values()
        made.append(ordering.order(access.actor(), programme, units[values.pop("unit_id")], values))

    if done(form, act):
        flash(_("预约已提交，市总工会答复后会显示在这里。"), "success")
        return redirect(url_for(".show", programme_id=programme_id, stop_id=made[0].id))
    page = render_template(
        "console/lectures/new.html",
        programme=programme,
        form=form,
        is_open=party_checks.is_open(programme),
        topics=topics,
    )
    return shown(form, page)


@blueprint.get("/<int:stop_id>")
@access.coordinator
def show(programme_id: int, stop_id: int) -> ResponseReturnValue:
    stop = load_stop(programme_id, stop_id)
    return render_template(
        "console/lectures/show.html",
        programme=stop.programme,
        stop=stop,
        count=len(enrolling.enrolled(stop)),
        whole_city=access.scope().whole_city,
    )


@blueprint.route("/<int:stop_id>/reply", methods=["GET", "POST"])
@access.coordinator
def reply(programme_id: int, stop_id: int) -> ResponseReturnValue:
    stop, form = load_stop(programme_id, stop_id), ReplyForm()
    if done(form, lambda: ordering.reply(access.actor(), stop, form.reply.data or "")):
        flash(_("已答复，等市总工会安排。"), "success")
        return redirect(url_for(".show", programme_id=programme_id, stop_id=stop_id))
    return shown(form, render_template("console/lectures/reply.html", stop=stop, form=form))


@blueprint.route("/<int:stop_id>/withdraw", methods=["GET", "POST"])
@access.coordinator
def withdraw(programme_id: int, stop_id: int) -> ResponseReturnValue:
    stop, form = load_stop(programme_id, stop_id), ReasonForm()
    if done(form, lambda: ordering.withdraw(access.actor(), stop, form.why())):
        flash(_("预约已取消。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return shown(form, render_template("console/lectures/withdraw.html", stop=stop, form=form))


@blueprint.route("/<int:stop_id>/people", methods=["GET", "POST"])
@access.coordinator
def people(programme_id: int, stop_id: int) -> ResponseReturnValue:
    """The unit's workers, page by page; who is ticked comes."""
    stop = load_stop(programme_id, stop_id)
    text, number = request.args.get("q", "").strip()[:60], request.args.get("page", 1, type=whole_number)
    within = Unit.path.startswith(stop.unit.path, autoescape=True)
    found = people_search.page(Criteria(text), within & access.scope().units(), number)
    shown_people = list(found.items)
    form = PeopleForm(
        [
            (person.id, _("%(name)s（%(year)s 年生）", name=person.name, year=person.born_on.year))
            for person in shown_people
        ],
        wanted=list(enrolling.enrolled(stop)),
    )
    count: list[int] = []

    def act() -> None:
        wanted = set(form.wanted.data or [])
        count.append(enrolling.enrol(access.actor(), stop, wanted, shown_people))

    if done(form, act):
        flash(_("已登记，这一站现在共 %(count)s 人听课，都已通知本人。", count=count[0]), "success")
        return redirect(
            url_for(".people", programme_id=programme_id, stop_id=stop_id, q=text, page=number or 1)
        )
    page = render_template(
        "console/lectures/people.html",
        stop=stop,
        form=form,
        found=found,
        text=text,
        count=len(enrolling.enrolled(stop)),
    )
    return shown(form, page)


def load_programme(programme_id: int) -> Programme:
    programme = programmes.load(programme_id)
    if programme.state == "draft" and not access.scope().whole_city:
        abort(404)
    return programme


def load_stop(programme_id: int, stop_id: int) -> LectureStop:
    return ordering.load(programme_id, stop_id, access.scope().units())


def _units() -> list[Unit]:
    """For whom the coordinator may order: unions of their part of the tree."""
    found = registrations_search.units(access.scope().units())
    return [unit for unit in found if unit.level == "grassroots"] or found


def wished(stop: LectureStop) -> str:
    """The days that the unit would like, the best first: 12月13日 周日、12月15日 周二"""
    days = [dt.date.fromisoformat(day) for day in stop.wished_days]
    return words.listed(f"{words.day(day)} {words.weekday(day)}" for day in days)


blueprint.add_app_template_filter(wished, "wished_days")
blueprint.add_app_template_filter(lambda kind: str(KIND_WORDS.get(kind, kind)), "resource_kind")
