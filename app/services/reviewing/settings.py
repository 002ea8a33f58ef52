"""What a programme of reviews sets of its own."""

from __future__ import annotations

import datetime as dt

from app.models import Programme

# name: (default, least, most). Reviewers have `review_days` from the closing of sign-up. Those further apart
# than `wide_spread` percent of the scale call one more. `places` 0: whoever reaches the pass mark is granted;
# the mark is of 100.
RANGES = {
    "readers_each": (2, 2, 9),
    "review_days": (14, 1, 180),
    "wide_spread": (20, 0, 100),
    "places": (0, 0, 100_000),
    "pass_mark": (0, 0, 100),
    "notice_days": (5, 1, 60),
}


def due_at(programme: Programme) -> dt.datetime:
    """Until when the reviewers are asked to have handed in."""
    return programme.closes_at + dt.timedelta(days=of(programme, "review_days"))


def of(programme: Programme, name: str) -> int:
    """What the programme has set, or the default."""
    return int(programme.settings.get(name, RANGES[name][0]))
