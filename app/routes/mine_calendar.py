"""The private address of one's own calendar: made, made anew, ended."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import access
from app.services import calendar_feed
from app.unit_of_work import unit_of_work

blueprint = Blueprint("mine_calendar", __name__, url_prefix="/mine/calendar")


@blueprint.post("/renew")
@access.worker
def renew() -> Response:
    with unit_of_work():
        calendar_feed.renew(access.actor())
    flash(_("日历地址已生成。如果以前生成过，旧的地址已经失效。"), "success")
    return redirect(url_for("mine.index", _anchor="calendar"))


@blueprint.post("/end")
@access.worker
def end() -> Response:
    with unit_of_work():
        calendar_feed.end(access.actor())
    flash(_("日历地址已停用。"), "success")
    return redirect(url_for("mine.index", _anchor="calendar"))
