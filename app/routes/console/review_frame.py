"""What the console's pages of a review share: programmes that are judged, and no others."""

from __future__ import annotations

from flask_babel import gettext as _

from app.errors import NotFound
from app.models import Programme
from app.services import modes, programmes


def judged(programme_id: int) -> Programme:
    """A programme whose mode needs criteria. Raises NotFound for any other."""
    programme = programmes.load(programme_id)
    if "criteria" not in modes.of(programme).needs:
        raise NotFound(_("这个项目不用评审决定。请从项目列表里重新选择。"))
    return programme
