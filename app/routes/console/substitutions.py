"""Somebody else of the same unit goes: by the unit's coordinator, until the day before."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock
from app.forms.console.stays import ReplaceForm
from app.models import Person, Programme
from app.routes.console.attempt import done, shown
from app.services import people_search, programmes
from app.services.eligibility import track_words
from app.services.stays import substitution
from app.services.stays.substitution import Wish

blueprint = Blueprint(
    "console_substitutions", __name__, url_prefix="/console/programmes/<int:programme_id>/substitutions"
)


@blueprint.get("/")
@access.coordinator
def index(programme_id: int) -> ResponseReturnValue:
    """Who of one's units has a place, and until when they may be replaced."""
    programme = _with_stays(programme_id)
    found = substitution.replaceable(programme, access.scope().units())
    return render_template(
        "console/substitutions/index.html",
        programme=programme,
        rows=[(member, held, substitution.last_day(programme, held)) for member, held in found],
        made=substitution.published(programme) if access.scope().whole_city else [],
        day=clock.today(),
    )


@blueprint.route("/<int:member_id>", methods=["GET", "POST"])
@access.coordinator
def replace(programme_id: int, member_id: int) -> ResponseReturnValue:
    """Choose who goes instead; what stands against it is said before anything is changed."""
    programme = _with_stays(programme_id)
    member, held = substitution.placed(programme, member_id, access.scope().units())
    text = request.args.get("q", "").strip()
    people = people_search.colleagues(member.person, text)
    form = ReplaceForm([(person.id, _line(person)) for person in people])

    def act() -> None:
        chosen = people_search.load(form.person.data or 0, access.scope().units())
        wish = Wish(chosen, form.needs.data or (), bool(form.declared.data), form.why())
        substitution.replace(access.actor(), member, wish)

    if done(form, act):
        flash(_("已换人，两位都已通知。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template(
        "console/substitutions/replace.html",
        form=form,
        programme=programme,
        member=member,
        held=held,
        last=substitution.last_day(programme, held),
        asked=text,
        people=people,
        declares=bool(member.registration.declarations),
    )
    return shown(form, page)


def _line(person: Person) -> str:
    sex = _("女") if person.sex == "F" else _("男")
    return f"{person.name}（{sex}，{track_words(person.track)}）"


def _with_stays(programme_id: int) -> Programme:
    programme = programmes.load(programme_id)
    if "stay" not in programme.features:
        abort(404)
    if programme.state == "draft" and not access.scope().whole_city:
        abort(404)
    return programme
