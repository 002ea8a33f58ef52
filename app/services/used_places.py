"""Places that a party has, and whether giving one back now counts as having used it."""

from __future__ import annotations

from app import clock
from app.models import Placement, Registration
from app.services import outcomes


def of(registration: Registration) -> list[Placement]:
    """The places that this party has been given and still has."""
    return outcomes.placements([registration]).get(registration.id, [])


def counts_as_used(registration: Registration) -> bool:
    """Whether withdrawing now would count as a place used: placed, and the free days are over."""
    last_free_day = registration.programme.withdraw_free_until_on
    if last_free_day is None or clock.today() <= last_free_day:
        return False
    return bool(of(registration))
