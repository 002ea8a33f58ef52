"""Somebody's calendar for a program that subscribes to it: whoever has the address may read it."""

from __future__ import annotations

from flask import Blueprint, Response

from app import access
from app.extensions import limiter
from app.services import calendar_feed

blueprint = Blueprint("calendar_feed", __name__, url_prefix="/calendar")


@blueprint.get("/<token>.ics")
@access.public
@limiter.limit("60 per minute")
def show(token: str) -> Response:
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return Response(calendar_feed.body(token), content_type="text/calendar; charset=utf-8", headers=headers)
