"""Where somebody serves: their list of desks, and the sheet of a day at one place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import ColumnElement

from app import access, clock, plausible, words
from app.errors import DomainError, Forbidden, NotFound
from app.forms.desk import ScanForm
from app.models import Programme, Unit, Venue
from app.services import attendants, features, privacy, programmes
from app.services.timed import desk, plans
from app.unit_of_work import unit_of_work

blueprint = Blueprint("desk", __name__, url_prefix="/desks")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet is of, and whom the reader may see on it (a condition on Unit)."""

    programme: Programme
    venues: Sequence[Venue]
    venue: Venue
    on: dt.date
    within: ColumnElement[bool]

    @property
    def url(self) -> str:
        return url_for(
            "desk.sheet", programme_id=self.programme.id, venue=self.venue.id, on=self.on.isoformat()
        )


@blueprint.app_context_processor
def menu() -> dict[str, Any]:
    """Whether the page's head leads to desks."""
    return {"serves": current_user.is_authenticated and attendants.serves(access.actor())}


@blueprint.get("")
@access.signed_in
def index() -> ResponseReturnValue:
    """Every programme in which one serves, with the pages that one opens there."""
    found = [
        (programme, [link for feature in features.of(programme) for link in feature.served(programme)])
        for programme in attendants.programmes_of(access.actor())
    ]
    return render_template("desk/index.html", found=found)


@blueprint.get("/<int:programme_id>/day")
@access.signed_in
def sheet(programme_id: int) -> ResponseReturnValue:
    """Who comes when and where: `venue` and `on` say which place and day."""
    return _page(_sheet(programme_id), ScanForm())


@blueprint.post("/<int:programme_id>/day")
@access.signed_in
def arrive(programme_id: int) -> ResponseReturnValue:
    """Somebody shows their code: they have come."""
    shown, form = _sheet(programme_id), ScanForm()
    if not form.validate():
        return _page(shown, form), 422
    try:
        with unit_of_work():
            here = desk.arrive(
                shown.programme, shown.venue, shown.on, form.code.data or "", access.actor(), shown.within
            )
            rooms = words.listed(f"{each.offering.from_time} {each.room.name}" for each in here)
    except DomainError as fault:
        form.refuse(DomainError(fault.message, "code"))
        return _page(shown, form), fault.status
    flash(_("已签到：%(rooms)s", rooms=rooms), "success")
    return redirect(shown.url)


@blueprint.post("/<int:programme_id>/day/<int:place_id>")
@access.signed_in
def come(programme_id: int, place_id: int) -> ResponseReturnValue:
    """Found by name on the list."""
    shown = _sheet(programme_id)
    with unit_of_work():
        place = desk.place(shown.programme, place_id, shown.within)
        desk.come(place, access.actor())
    flash(_("已签到。"), "success")
    return redirect(f"{shown.url}#place-{place_id}")


def _sheet(programme_id: int) -> Sheet:
    programme = programmes.load(programme_id)
    within = _reach(programme)
    venues = plans.venues(programme)
    if features.timed(programme) is None or not venues:
        raise NotFound(_("这个项目没有按时段预约的名单。"))
    wanted = request.args.get("venue", "")
    venue = next((each for each in venues if str(each.id) == wanted), venues[0])
    try:
        on = plausible.day(request.args.get("on", ""))
    except ValueError:
        on = clock.today()
    return Sheet(programme, venues, venue, on, within)


def _reach(programme: Programme) -> ColumnElement[bool]:
    """Whom the signed-in account may see: all for case workers, desks and the city; else their part."""
    account, scope = access.actor(), access.scope()
    privacy.require(account, programme)
    if programme.private or scope.whole_city or attendants.of(account, programme) is not None:
        return Unit.id.is_not(None)
    if not scope.paths:
        raise Forbidden(_("您不在这个项目的值守名单里。请让市总工会经办人把您的手机号加进去。"))
    return scope.units()


def _page(shown: Sheet, form: ScanForm) -> str:
    return render_template(
        "desk/sheet.html",
        shown=shown,
        programme=shown.programme,
        form=form,
        visits=desk.sheet(shown.programme, shown.venue, shown.on, shown.within),
        before=shown.on - dt.timedelta(days=1),
        after=shown.on + dt.timedelta(days=1),
        here=request.full_path,
    )
