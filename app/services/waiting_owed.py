"""Offers that nobody has answered in time, and places that have become free by time alone: each minute."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog
from sqlalchemy import or_, select

from app import clock
from app.extensions import db
from app.models import Programme, WaitlistEntry
from app.services import modes
from app.services.waiting_fill import LIVING
from app.unit_of_work import unit_of_work

log = structlog.get_logger()


def fill_owed(stop: Callable[[], bool] = lambda: False) -> int:
    """Fill every programme that is owed it; how many offers were made.

    Begins units of work of its own, one a programme: what goes wrong in one keeps no other from its turn.
    """
    made = 0
    for programme_id in [*owed(), *_due()]:
        if stop():
            break
        try:
            with unit_of_work():
                programme = db.session.get_one(Programme, programme_id)
                made += modes.of(programme).fill(programme)
        except Exception:
            log.exception("waitlist.not_filled", programme=programme_id)
    return made


def _due() -> list[int]:
    """Ids of the programmes in which their mode has something else to do by now."""
    found = [programme_id for mode in modes.every().values() for programme_id in mode.owed()]
    db.session.rollback()
    return found


def owed() -> Sequence[int]:
    """Ids of the programmes in which somebody waits, or an offer has not been answered in time."""
    late = (WaitlistEntry.state == "offered") & (WaitlistEntry.answer_by <= clock.now())
    query = (
        select(WaitlistEntry.programme_id)
        .join(Programme, WaitlistEntry.programme_id == Programme.id)
        .where(Programme.state.in_(LIVING), or_(WaitlistEntry.state == "waiting", late))
        .distinct()
        .order_by(WaitlistEntry.programme_id)
    )
    found = db.session.scalars(query).all()
    db.session.rollback()
    return found
