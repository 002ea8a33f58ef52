"""Between marks and the forms in which people type them."""

from __future__ import annotations

from typing import Any

from app import words
from app.forms.contest import MarkForm
from app.models import ContestEvent
from app.services.contest import shown
from app.services.contest.marking import PRACTICE, Value


def form_of(kind: type[MarkForm], event: ContestEvent, part: str, value: Value | None = None) -> Any:
    """The form of a part of an event, with what is known filled in."""
    penalties = [(each["code"], _words(each)) for each in event.penalties]
    given: dict[str, Any] = {}
    if value is not None:
        given = {"points": shown.points(value.points), "absent": value.absent}
        given |= {"time": shown.duration(value.seconds)} if part == PRACTICE else {}
        given |= {f"penalty_{code}": often for code, often in value.penalties.items()}
    return kind.of(penalties, timed=part == PRACTICE, **given)


def typed(form: MarkForm) -> Value | None:
    """What was typed; None, with the faults on the form, for what cannot be read."""
    points = shown.typed_points(form.points.data or "")
    timed = (form.time.data or "") if form.time is not None else ""
    seconds = shown.typed_duration(timed) if timed.strip() else None
    if not form.refuse_unreadable(points, seconds):
        return None
    if form.absent.data:
        return Value(absent=True)
    return Value(points or 0, seconds, form.often())


def _words(penalty: dict[str, Any]) -> str:
    return f"{penalty['code']} {words.entry(penalty)} (-{penalty['points']:g})"
