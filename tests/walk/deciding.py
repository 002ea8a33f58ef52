"""How places are decided in each mode, as its coordinator does it. Each goes on from the end of sign-up."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models import Account, CaseFile, CaseReason, Programme
from app.services import modes, sign_up_window, waiting
from app.services.allocation import draw, keeper, outcome, publication, runs
from app.services.casework import cases, deciding, handling, settings
from app.services.casework.deciding import Stop, Verdict
from app.services.demo.judged import judge

HOUR = dt.timedelta(hours=1)
FIGURE = "05 11 16 20 25 31 + 04"
TIME_LIMIT = 20
MONEY = 50_000


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


def _handle(programme: Programme, actor: Account) -> dt.datetime:
    """Each case goes from step to step, by whoever may take it, and is granted where its step may end it."""
    at = programme.opens_at + 2 * HOUR
    granting = next(each for each in deciding.reasons(programme) if each.outcome == "granted")
    for case in db.session.scalars(select(CaseFile).where(CaseFile.programme_id == programme.id)):
        while case.state == "open":
            at += HOUR
            with clock.as_of(at):
                worker = handling.candidates(case)[0]
                if case.owner_id is None:
                    handling.take(worker, case, case.version)
                worker = db.session.get_one(Account, case.owner_id)
                if case.step is not None and case.step.may_end and cases.following(case) is None:
                    deciding.decide(worker, case, _verdict(programme, granting), case.version)
                else:
                    handling.pass_on(worker, case, "核对无误", case.version)
            db.session.flush()
    return at + HOUR


def _verdict(programme: Programme, granting: CaseReason) -> Verdict:
    """Granted, with money or a stop of the vehicle where the programme has them."""
    money = settings.is_set(programme, settings.MONEY, "yes")
    stop = Stop(clock.today() + dt.timedelta(days=200), "园区东门", 1)
    vehicles = settings.days(programme, settings.VEHICLES)
    amount = MONEY if money else 0
    return Verdict("granted", granting.id, "符合条件", amount, stop if vehicles else None)


def _review(programme: Programme, actor: Account) -> dt.datetime:
    _close(programme, actor)
    judge(programme, actor, "published", random.Random(programme.slug))
    assert programme.notice_ends_at is not None
    return programme.notice_ends_at + dt.timedelta(days=1, hours=1)


_WAYS: Mapping[str, Callable[[Programme, Account], dt.datetime]] = {
    "first_come": _close,
    "open": _close,
    "lottery": _draw,
    "ranked": _rank,
    "review": _review,
    "casework": _handle,
}
