"""A draw at the desk: the frozen list, the public figure, and what came of it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock
from app.errors import NotFound
from app.forms.console.runs import DrawForm
from app.models import Programme
from app.plausible import whole_number
from app.routes.console.attempt import done, shown
from app.routes.console.kept import keep_private
from app.services import lottery_desk, modes, programmes, waiting
from app.services.allocation import drawn_record

blueprint = Blueprint("console_lottery", __name__, url_prefix="/console/programmes/<int:programme_id>/draw")
keep_private(blueprint)

SHOWN = ("offered", "placed", "waiting", "lapsed")


@blueprint.get("")
@access.city_coordinator
def show(programme_id: int) -> ResponseReturnValue:
    return _page(_drawn_here(programme_id), DrawForm(formdata=None))


@blueprint.post("")
@access.city_coordinator
def draw(programme_id: int) -> ResponseReturnValue:
    programme, form = _drawn_here(programme_id), DrawForm()
    given = {"seed": form.seed.data or ""}
    if done(form, lambda: modes.of(programme).decide(programme, access.actor(), given)):
        flash(_("摇号完成，每个人都会收到号码，中签的等待确认。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return shown(form, _page(programme, form))


def _drawn_here(programme_id: int) -> Programme:
    """A programme whose mode is decided on this desk. Raises NotFound for any other."""
    programme = programmes.load(programme_id)
    if modes.of(programme).desk != f"{blueprint.name}.show":
        raise NotFound(_("这个项目不在这里摇号。请从项目列表里重新选择。"))
    return programme


def _page(programme: Programme, form: DrawForm) -> str:
    page = lottery_desk.page(programme, request.args.get("page", 1, type=whole_number))
    frozen = bool(programme.entries_digest)
    known = programme.seed_known_at
    return render_template(
        "console/lottery/show.html",
        programme=programme,
        form=form,
        mode=modes.of(programme),
        figures=drawn_record.figures(programme) if frozen else None,
        may_draw=programme.state == "closed" and (known is None or known <= clock.now()),
        page=page,
        had=lottery_desk.had(page.items),
        results=lottery_desk.results(programme) if programme.state == "published" else [],
        counts={state: waiting.count(programme, state) for state in SHOWN},
    )
