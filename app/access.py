"""Who may call what. Every endpoint carries one of these decorators; one without is refused to everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import ColumnElement, or_, select
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Account, CaseWorker, Unit

P = ParamSpec("P")
R = TypeVar("R")

# Flask's own file serving, which has no secrets
OPEN_ENDPOINTS = frozenset({"static"})


@dataclass(frozen=True, slots=True)
class Scope:
    """The parts of the tree in which a coordinator acts, by path."""

    paths: tuple[str, ...]
    whole_city: bool

    def covers(self, unit: Unit) -> bool:
        return any(unit.path.startswith(path) for path in self.paths)

    def units(self) -> ColumnElement[bool]:
        """A condition on `Unit` for queries: inside this scope."""
        return or_(*(Unit.path.startswith(path, autoescape=True) for path in self.paths))


def actor() -> Account:
    """The signed-in account."""
    return cast(Account, current_user._get_current_object())


def reader_id() -> int | None:
    """The id of the person who reads a public page, where they have signed in and confirmed who they are."""
    return actor().person_id if current_user.is_authenticated else None


def scope() -> Scope:
    """Where the signed-in coordinator acts; empty for everybody else."""
    units = [c.unit for c in actor().coordinates]
    return Scope(tuple(u.path for u in units), any(u.level == "city" for u in units))


def require_scope(unit: Unit) -> None:
    """Refuse with 403 what stands outside the coordinator's part of the tree."""
    if not scope().covers(unit):
        abort(403)


def _declare(name: str, guard: Callable[[], Response | None]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            refusal = guard()
            return view(*args, **kwargs) if refusal is None else cast(R, refusal)

        cast(Any, guarded).access = name
        return guarded

    return decorate


def _sign_in_first() -> Response | None:
    return None if current_user.is_authenticated else cast(Response, current_app.login_manager.unauthorized())  # type: ignore[attr-defined]


def _confirmed_first() -> Response | None:
    if (refusal := _sign_in_first()) is not None:
        return refusal
    if actor().person is None:
        return redirect(url_for("identity.confirm", next=request.path))
    return None


def _coordinators_only() -> Response | None:
    if (refusal := _sign_in_first()) is not None:
        return refusal
    return None if scope().paths else abort(403)


def works_cases(account: Account) -> bool:
    """Whether the account has cases to see to: a coordinator's, or of a programme whose case worker it is."""
    mine = select(CaseWorker.id).where(CaseWorker.account_id == account.id, CaseWorker.left_at.is_(None))
    return bool(account.coordinates) or db.session.scalar(mine.limit(1)) is not None


def _case_workers_only() -> Response | None:
    if (refusal := _sign_in_first()) is not None:
        return refusal
    return None if works_cases(actor()) else abort(403)


def _city_only() -> Response | None:
    if (refusal := _sign_in_first()) is not None:
        return refusal
    return None if scope().whole_city else abort(403)


public = _declare("public", lambda: None)
"""Anybody, signed in or not."""

signed_in = _declare("signed_in", _sign_in_first)
"""Anybody who has signed in."""

worker = _declare("worker", _confirmed_first)
"""Signed in and confirmed who they are; the others are taken there first."""

coordinator = _declare("coordinator", _coordinators_only)
"""A coordinator of any unit; what they see is for the view to narrow with `scope()`."""

case_worker = _declare("case_worker", _case_workers_only)
"""A coordinator, or somebody who works on a programme's cases; which of them, the services see to."""

city_coordinator = _declare("city_coordinator", _city_only)
"""A coordinator of the city federation."""


def init_app(app: Flask) -> None:
    @app.before_request
    def refuse_undeclared() -> None:
        if request.endpoint is None or request.endpoint in OPEN_ENDPOINTS:
            return
        if not hasattr(app.view_functions[request.endpoint], "access"):
            abort(403)
