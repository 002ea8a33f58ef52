"""A slot as a file for the phone's calendar, wherever it is asked for."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from app.errors import NotFound
from app.models import Registration
from app.services import calendar_file
from app.services.standing import Standing


def calendar_download(registration: Registration, standing: Standing) -> Response:
    """The .ics file; raises NotFound while there is no place to write into it."""
    if not standing.slots:
        raise NotFound(_("这份报名还没有安排，暂时没有可以加入日历的内容。"))
    headers = {
        "Content-Disposition": f'attachment; filename="{registration.reference}.ics"',
        "Cache-Control": "no-store",
    }
    body = calendar_file.of(registration, standing)
    return Response(body, content_type="text/calendar; charset=utf-8", headers=headers)
