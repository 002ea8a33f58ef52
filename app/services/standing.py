"""Where a registration stands, in words: what has happened, what comes next and by when, what one can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.models import AllocationRun
    from app.services.reasons import WhyNot
    from app.services.slots import Slot


@dataclass(frozen=True, slots=True)
class Action:
    """Something the reader can do now: a page about this registration. `kind`: primary, second or quiet."""

    label: str
    endpoint: str
    kind: str = "second"


@dataclass(frozen=True)
class Standing:
    """What a mode says of a registration.

    `state` is one word for programs (`data-state`), `pill` (ok, wait, no or info; words) and `title` for
    people; `said` are sentences on what has happened, `steps` (when, what) on what comes next. `slots` are
    the places it has, `reasons` why choices above them were not given, `run` the allocation that decided.
    `may_withdraw`: whether there is anything to withdraw from; `losses` what withdrawing now would mean.
    """

    state: str
    pill: tuple[str, str]
    title: str
    said: Sequence[str] = ()
    steps: Sequence[tuple[str, str]] = ()
    actions: Sequence[Action] = ()
    slots: Sequence[Slot] = ()
    reasons: Sequence[WhyNot] = ()
    run: AllocationRun | None = None
    waits_at: int | None = None
    may_withdraw: bool = False
    losses: Sequence[str] = ()
