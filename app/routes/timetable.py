"""When a programme's meetings are, for everybody, and how to come to one of them."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock
from app.errors import NotFound
from app.services import catalogue
from app.services.meetings import guests, timetable

blueprint = Blueprint("timetable", __name__, url_prefix="/programmes/<slug>/meetings")


@blueprint.get("")
@access.public
def index(slug: str) -> ResponseReturnValue:
    """What is ahead; links to online meetings are for those who take part."""
    programme = catalogue.find(slug)
    if programme.private:
        raise NotFound(_("这个项目没有公开的安排。"))
    coming = timetable.coming_of(programme)
    return render_template(
        "meeting/timetable.html",
        programme=programme,
        coming=coming,
        free={each.id: guests.free(each) for each in coming if guests.is_open(each)},
        now=clock.now(),
    )
