"""Which pages the form of a programme has: only those for which there is something to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from app.services import answering, party

if TYPE_CHECKING:
    from app.routes.sign_up_frame import Frame


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """A page of the form. `done`: it lacks nothing; `begun`: something has been filled in there."""

    name: str
    url: str
    done: Callable[[], bool] = _always
    begun: bool = False


def steps_of(frame: Frame) -> Iterator[Step]:
    """The steps of this programme for this party, in order; the last is the check before sending."""
    programme, answers = frame.programme, frame.answers
    if programme.max_party_size > 1:
        enough = partial(_enough, frame)
        yield Step("companions", frame.url("sign_up_companions.index"), enough, bool(answers.companions))
    if frame.sleeps:
        slept = bool(answers.needs or answers.rooms)
        yield Step("rooms", frame.url("sign_up_companions.rooms"), begun=slept)
    if frame.chooses:
        picked = bool(frame.chosen)
        yield Step("choices", frame.url("sign_up_choices.index"), lambda: picked, bool(answers.choices))
    if frame.asks:
        answered = partial(_answered, frame)
        yield Step("questions", frame.url("sign_up_questions.index"), answered, bool(answers.answers))
    for venue in frame.asking:
        ask = frame.url("sign_up_health.ask", venue_id=venue.id)
        yield Step(f"health-{venue.id}", ask, partial(party.is_declared, venue, answers))
    yield Step("check", frame.url("sign_up_check.index"))


def _enough(frame: Frame) -> bool:
    return len(frame.names) >= frame.programme.min_party_size


def _answered(frame: Frame) -> bool:
    return answering.is_complete(frame.programme, frame.answers.answers, frame.people)
