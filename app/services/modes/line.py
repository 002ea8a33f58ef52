"""What modes share that give places one by one: what is given back goes to whoever waits next."""

from __future__ import annotations

from app.models import Programme, Registration
from app.services import capacity, places, waiting
from app.services.modes.mode import Mode


class OneByOne(Mode):
    """Places are claimed by each party, and there is a waitlist."""

    in_line = True

    def release(self, registration: Registration) -> None:
        """What it held or was offered goes to the next."""
        capacity.hold(registration.programme)
        waiting.leave(registration)
        places.take_back(registration)
        waiting.fill(registration.programme)

    def fill(self, programme: Programme) -> int:
        return waiting.fill(programme)
