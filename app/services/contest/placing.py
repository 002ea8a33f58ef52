"""Plans of heats: draft → placing → placed → published. Solving holds no transaction, in its own process."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, CursorResult, and_, func, or_, select, update

from app import clock
from app.errors import DomainError, NotFound
from app.extensions import db
from app.models import Account, Contest, HeatPlan
from app.scheduling.heats.check import check
from app.scheduling.heats.in_process import solve_in_process
from app.scheduling.heats.problem import Problem
from app.scheduling.heats.problem_file import HeatsProblemFaults, read_problem
from app.scheduling.heats.result import INFEASIBLE, Result
from app.scheduling.heats.result_file import write_result
from app.scheduling.progress import EngineFault, NoPlanYet
from app.services import audit
from app.services.contest import contests, heat_problem, heat_words
from app.unit_of_work import unit_of_work

log = structlog.get_logger()
SECONDS = 120
SILENT_FOR = dt.timedelta(seconds=SECONDS + 60)
ATTEMPTS = 3

Solver = Callable[[Problem, float, Callable[[], bool]], Result]


@dataclass(frozen=True, slots=True)
class Claim:
    """A plan that the caller alone makes, as long as `since` is what the database says."""

    plan_id: int
    since: dt.datetime
    problem: bytes


def start(actor: Account, contest: Contest) -> HeatPlan:
    """Freeze the problem of a new plan. Raises DomainError while one is made, or once one is published."""
    contests.hold(contest)
    if any(plan.state in ("draft", "placing") for plan in listed(contest)):
        raise DomainError(_("正在编组，请等这一次完成。"))
    if published(contest) is not None:
        raise DomainError(_("编组已经公布，不能再重新编。"))
    content, digest = heat_problem.file_of(contest)
    try:
        read_problem(content)
    except HeatsProblemFaults as fault:
        raise DomainError(_("场次或工位有冲突：两个项目在同一时间用同一个工位。请调整后再编组。")) from fault
    last = select(func.max(HeatPlan.number)).where(HeatPlan.programme_id == contest.programme_id)
    plan = HeatPlan(
        programme=contest.programme,
        number=(db.session.scalar(last) or 0) + 1,
        state="draft",
        problem=gzip.compress(content, mtime=0),
        problem_sha256=digest,
        started_by_id=actor.id,
        created_at=clock.now(),
    )
    db.session.add(plan)
    audit.record(actor, "heat_plan.start", plan, label=contest.programme.title)
    return plan


def listed(contest: Contest) -> list[HeatPlan]:
    """The plans of a contest, the latest first."""
    query = select(HeatPlan).where(HeatPlan.programme_id == contest.programme_id)
    return list(db.session.scalars(query.order_by(HeatPlan.number.desc())))


def load(contest: Contest, number: int) -> HeatPlan:
    """Raises NotFound."""
    for plan in listed(contest):
        if plan.number == number:
            return plan
    raise NotFound(_("没有这一次编组。"))


def published(contest: Contest) -> HeatPlan | None:
    """The plan that entrants have been told of; None before."""
    return next((plan for plan in listed(contest) if plan.state == "published"), None)


def owed() -> list[int]:
    """Plans that nobody makes: waiting, or left by somebody who has been silent for too long."""
    return list(db.session.scalars(select(HeatPlan.id).where(_owed()).order_by(HeatPlan.id)))


def work(
    plan_id: int, stopping: Callable[[], bool] = lambda: False, solver: Solver = solve_in_process
) -> bool:
    """Claim the plan, make it, store it; False when it was not to be had. Opens its own units of work."""
    with unit_of_work():
        claimed = claim(plan_id)
    if claimed is None:
        return False
    found, message = solve(claimed, stopping, solver)
    if stopping() and found is None:
        with unit_of_work():
            _update(_held(claimed), state="draft", since=None)
        return False
    with unit_of_work():
        stored = store(claimed, found, message)
    log.info("heats.placed", plan=plan_id, stored=stored, failure=message)
    return stored


def claim(plan_id: int) -> Claim | None:
    """Take a plan, or None if it is not to be had. One that ended three workers is given up."""
    since = clock.now()
    if not _update([HeatPlan.id == plan_id, _owed()], state="placing", since=since):
        return None
    plan = db.session.get_one(HeatPlan, plan_id, populate_existing=True)
    plan.attempts += 1
    if plan.attempts > ATTEMPTS:
        plan.state, plan.message = "failed", heat_words.FAULT
        return None
    return Claim(plan_id, since, gzip.decompress(plan.problem))


def store(claimed: Claim, found: Result | None, message: str = "") -> bool:
    """Write down what came out, unless somebody else has taken the plan over."""
    plan = db.session.scalar(select(HeatPlan).where(*_held(claimed)).with_for_update())
    if plan is None:
        return False
    plan.message = message
    if found is None:
        plan.state = "failed"
        return True
    plan.result = gzip.compress(write_result(found), mtime=0)
    plan.state, plan.placed_at = "placed", clock.now()
    return True


def solve(claimed: Claim, stopping: Callable[[], bool], solver: Solver) -> tuple[Result | None, str]:
    """(a plan that passes the law, "") or (None, why there is none, for the coordinator)."""
    problem = read_problem(claimed.problem)
    try:
        found = solver(problem, SECONDS, stopping)
    except NoPlanYet:
        return None, heat_words.TOO_LONG
    except EngineFault:
        log.exception("heats.fault", plan=claimed.plan_id)
        return None, heat_words.FAULT
    if found.status == INFEASIBLE:
        return None, heat_words.stored(found.obstacle)
    if check(problem, found):
        return None, heat_words.FAULT
    return found, ""


def _owed() -> ColumnElement[bool]:
    left = and_(HeatPlan.state == "placing", HeatPlan.since < clock.now() - SILENT_FOR)
    return or_(HeatPlan.state == "draft", left)


def _held(claimed: Claim) -> list[ColumnElement[bool]]:
    return [HeatPlan.id == claimed.plan_id, HeatPlan.state == "placing", HeatPlan.since == claimed.since]


def _update(conditions: list[ColumnElement[bool]], **values: object) -> bool:
    statement = update(HeatPlan).where(*conditions).values(**values)
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    return isinstance(done, CursorResult) and done.rowcount == 1
