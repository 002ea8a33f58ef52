"""How many entries may be granted: of all, and of each unit that a quota is for."""

from __future__ import annotations

from collections.abc import Sequence

from app.models import Programme, Quota, Registration
from app.services import capacity, quota_uses
from app.services.reviewing import settings
from app.services.reviewing.granting import Cap


def quotas(programme: Programme) -> Sequence[Quota]:
    """Those that hold now: none, once they have been given back to the pool."""
    if capacity.quotas_returned(programme):
        return []
    return [quota for quota in programme.quotas if quota.maximum is not None]


def caps(registration: Registration, places: int, kept: Sequence[Quota]) -> list[Cap]:
    """What an entry counts against: all places first, then quotas in order of their making.

    It counts once against each unit that somebody in it belongs to, however many people of it there are.
    """
    found = [Cap(places)] if places else []
    units = {member.person.unit_id: member.person.unit for member in registration.members}
    for quota in kept:
        counted = (quota_uses.counted_as(quota, unit) for unit in units.values())
        codes = sorted({unit.code for unit in counted if unit is not None})
        found += [Cap(quota.maximum or 0, quota.code, code) for code in codes]
    return found


def caps_of(programme: Programme, registration: Registration) -> list[Cap]:
    """The caps of one entry."""
    return caps(registration, settings.of(programme, "places"), quotas(programme))
