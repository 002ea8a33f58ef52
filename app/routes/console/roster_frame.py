"""What all pages of a roster share: whose it is, and how it stands."""

from __future__ import annotations

from flask import Blueprint

from app import access
from app.models import Programme, RosterUpload
from app.services import party_checks, roster_check, roster_uploads
from app.services.party_checks import SignUpClosed
from app.services.roster_check import Checked

blueprint = Blueprint("console_roster", __name__, url_prefix="/console/roster")


def own(upload_id: int) -> RosterUpload:
    """The signed-in coordinator's own upload. Raises NotFound."""
    return roster_uploads.load(access.actor(), upload_id, access.scope().units())


def checked(upload: RosterUpload) -> Checked:
    scope = access.scope()
    return roster_check.check(upload, scope.units(), scope.whole_city)


def closed_words(programme: Programme) -> str:
    """Why nobody can be signed up now; empty: they can."""
    try:
        party_checks.check_window(programme)
    except SignUpClosed as refused:
        return refused.message
    return ""
