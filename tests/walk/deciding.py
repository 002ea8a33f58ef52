"""How places are decided in each mode, as its coordinator does it. Each goes on from the end of sign-up."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping

from app import clock
from app.extensions import db
from app.models import Account, Programme
from app.services import modes, sign_up_window, waiting
from app.services.allocation import draw, keeper, outcome, publication, runs
from app.services.demo.judged import judge

HOUR = dt.timedelta(hours=1)
FIGURE = "05 11 16 20 25 31 + 04"
TIME_LIMIT = 20


class _Nobody:
    """Nobody watches the run."""

    def on_step(self, step: runs.Step) -> None: ...

    def should_stop(self) -> bool:
        return False


def decide(programme: Programme, actor: Account) -> dt.datetime:
    """Bring the programme to its result; when that is known."""
    return _WAYS[programme.mode](programme, actor)


def _close(programme: Programme, actor: Account) -> dt.datetime:
    with clock.as_of(programme.closes_at):
        sign_up_window.close_sign_up(actor, programme)
    return programme.closes_at + HOUR


def _draw(programme: Programme, actor: Account) -> dt.datetime:
    _close(programme, actor)
    assert programme.seed_known_at is not None
    drawn_at = programme.seed_known_at + HOUR
    with clock.as_of(drawn_at):
        modes.of(programme).decide(programme, actor, {"seed": FIGURE})
        for entry in waiting.in_order(programme):
            if entry.state == "offered":
                waiting.accept(entry)
    return drawn_at + HOUR


def _rank(programme: Programme, actor: Account) -> dt.datetime:
    _close(programme, actor)
    at = max(programme.closes_at, programme.seed_known_at or programme.closes_at) + HOUR
    with clock.as_of(at):
        if not draw.is_drawn(programme):
            draw.assign_numbers(programme, FIGURE, actor)
        run = runs.start(programme, actor, 1, TIME_LIMIT)
        db.session.flush()
        claim = keeper.claim(run.id)
        assert claim is not None
        solved = outcome.with_reasons(
            claim.problem, outcome.solve(claim.problem, claim.options, _Nobody()), lambda: False
        )
        keeper.finish(claim, solved)
        assert not solved.failed, solved.message
        db.session.flush()
        publication.publish(run.id, programme.id, actor)
        db.session.flush()
    return at + HOUR


def _review(programme: Programme, actor: Account) -> dt.datetime:
    _close_by_judge = programme.closes_at
    with clock.as_of(_close_by_judge):
        sign_up_window.close_sign_up(actor, programme)
    judge(programme, actor, "published", random.Random(programme.slug))
    assert programme.notice_ends_at is not None
    return programme.notice_ends_at + dt.timedelta(days=1, hours=1)


_WAYS: Mapping[str, Callable[[Programme, Account], dt.datetime]] = {
    "first_come": _close,
    "open": _close,
    "lottery": _draw,
    "ranked": _rank,
    "review": _review,
}
