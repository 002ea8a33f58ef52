"""A contest's rules and events, and where and when each event is held."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, words
from app.forms.console.contest import ContestForm, EventForm, PlaceForm, SlotsForm
from app.forms.console.fields import ConsoleForm, SelectChoice
from app.models import Contest, ContestEvent, Programme
from app.routes.console.attempt import done, shown
from app.services import venues
from app.services.contest import contests, events, state_words, steps, times
from app.services.contest import shown as figures

blueprint = Blueprint(
    "console_contest", __name__, url_prefix="/console/programmes/<int:programme_id>/contest"
)
blueprint.add_app_template_filter(figures.total, "contest_total")
blueprint.add_app_template_filter(figures.points, "contest_points")
blueprint.add_app_template_filter(figures.duration, "contest_time")
blueprint.add_app_template_filter(state_words.facts, "contest_facts")
blueprint.add_app_template_filter(state_words.entry, "contest_state")
blueprint.add_app_template_filter(state_words.row, "contest_row")
blueprint.add_app_template_filter(state_words.part, "contest_part")


@blueprint.get("")
@access.city_coordinator
def show(programme_id: int) -> ResponseReturnValue:
    """What the contest is made of, and what is next."""
    programme = contests.programme_of(programme_id)
    contest = contests.find(programme)
    if contest is None:
        return redirect(url_for(".settings", programme_id=programme_id))
    held = events.listed(programme)
    return render_template(
        "console/contest/show.html",
        programme=programme,
        contest=contest,
        events=[(event, events.entry_count(event)) for event in held],
        steps=steps.due(contest),
        team_rule=state_words.team_rule(contest),
    )


@blueprint.route("/settings", methods=["GET", "POST"])
@access.city_coordinator
def settings(programme_id: int) -> ResponseReturnValue:
    programme = contests.programme_of(programme_id)
    form = ContestForm(obj=contests.find(programme))
    if done(form, lambda: contests.set_down(access.actor(), programme, form.values())):
        flash(_("已保存竞赛规则。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    page = render_template("console/contest/settings.html", programme=programme, form=form)
    return shown(form, page)


@blueprint.route("/events/new", methods=["GET", "POST"])
@access.city_coordinator
def add(programme_id: int) -> ResponseReturnValue:
    programme = contests.of(contests.programme_of(programme_id)).programme
    form = EventForm()
    if done(form, lambda: events.add(access.actor(), programme, form.values())):
        flash(_("已添加比赛项目，请接着填写场地和场次。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    page = render_template("console/contest/event.html", programme=programme, form=form, event=None)
    return shown(form, page)


@blueprint.route("/events/<int:event_id>", methods=["GET", "POST"])
@access.city_coordinator
def edit(programme_id: int, event_id: int) -> ResponseReturnValue:
    event = _event(programme_id, event_id)
    form = EventForm(obj=event, ties=" ".join(event.ties))
    if done(form, lambda: events.edit(access.actor(), event, form.values())):
        flash(_("已保存比赛项目。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    page = render_template("console/contest/event.html", programme=event.programme, form=form, event=event)
    return shown(form, page)


@blueprint.route("/events/<int:event_id>/delete", methods=["GET", "POST"])
@access.city_coordinator
def delete(programme_id: int, event_id: int) -> ResponseReturnValue:
    event, form = _event(programme_id, event_id), ConsoleForm()
    programme = event.programme
    if done(form, lambda: events.delete(access.actor(), event)):
        flash(_("已删除比赛项目。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    page = render_template("console/contest/delete.html", programme=programme, form=form, event=event)
    return shown(form, page)


@blueprint.get("/events/<int:event_id>/times")
@access.city_coordinator
def place(programme_id: int, event_id: int) -> ResponseReturnValue:
    event = _event(programme_id, event_id)
    return _place_page(event, _place_form(event), _slots_form(event))


@blueprint.post("/events/<int:event_id>/place")
@access.city_coordinator
def put_place(programme_id: int, event_id: int) -> ResponseReturnValue:
    event = _event(programme_id, event_id)
    form = _place_form(event)

    def act() -> None:
        venue = venues.load(form.venue_id.data)
        first, count = form.first_station.data or 1, form.station_count.data or 0
        times.put_place(access.actor(), event, venue, first, count)

    if done(form, act):
        flash(_("已保存场地和工位。"), "success")
        return redirect(url_for(".place", programme_id=programme_id, event_id=event_id))
    return shown(form, _place_page(event, form, _slots_form(event, formdata=None)))


@blueprint.post("/events/<int:event_id>/slots")
@access.city_coordinator
def add_slots(programme_id: int, event_id: int) -> ResponseReturnValue:
    event = _event(programme_id, event_id)
    form = _slots_form(event)

    def act() -> None:
        assert form.starts_at.data is not None  # the form has seen to it
        times.add(
            access.actor(),
            event,
            form.starts_at.data,
            form.minutes.data or 0,
            form.pause.data or 0,
            form.count.data or 0,
        )

    if done(form, act):
        flash(_("已添加场次。"), "success")
        return redirect(url_for(".place", programme_id=programme_id, event_id=event_id))
    return shown(form, _place_page(event, _place_form(event, formdata=None), form))


@blueprint.post("/events/<int:event_id>/slots/<int:slot_id>/remove")
@access.city_coordinator
def remove_slot(programme_id: int, event_id: int, slot_id: int) -> ResponseReturnValue:
    event, form = _event(programme_id, event_id), ConsoleForm()
    if done(form, lambda: times.remove(access.actor(), event, slot_id)):
        flash(_("已删除场次。"), "success")
        return redirect(url_for(".place", programme_id=programme_id, event_id=event_id))
    forms = _place_form(event, formdata=None), _slots_form(event, formdata=None)
    return shown(form, _place_page(event, *forms, refused=form))


def contest_of(programme_id: int) -> Contest:
    """Raises NotFound for what is no contest yet."""
    return contests.of(contests.programme_of(programme_id))


def _event(programme_id: int, event_id: int) -> ContestEvent:
    programme: Programme = contest_of(programme_id).programme
    return events.load(programme, event_id)


def _place_form(event: ContestEvent, **given: object) -> PlaceForm:
    form = PlaceForm(obj=event, **given)
    form.venue_id.choices = [
        SelectChoice(venue.id, words.in_language(venue, "name")) for venue in venues.listed()
    ]
    return form


def _slots_form(event: ContestEvent, **given: object) -> SlotsForm:
    return SlotsForm(data={"minutes": event.minutes}, **given)


def _place_page(
    event: ContestEvent, place_form: PlaceForm, slots_form: SlotsForm, refused: ConsoleForm | None = None
) -> str:
    return render_template(
        "console/contest/times.html",
        programme=event.programme,
        event=event,
        place_form=place_form,
        slots_form=slots_form,
        refused=refused,
    )
