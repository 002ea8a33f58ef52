"""A case worker's queue: what is theirs, what nobody has taken, what is late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app import clock, words
from app.extensions import db
from app.models import (
    Account,
    CaseDecision,
    CaseFile,
    CaseStep,
    CaseWorker,
    Coordinator,
    Member,
    Person,
    Programme,
    Registration,
    Unit,
)
from app.services.casework import cases
from app.services.references import normal

PER_PAGE = 30
SOON = dt.timedelta(days=2)
VIEWS = ("mine", "free", "late", "waiting", "live", "done")


@dataclass(frozen=True, slots=True)
class Criteria:
    """`view` is one of VIEWS; `reference` a whole one, however it is spelt."""

    view: str = "mine"
    programme_id: int | None = None
    reference: str = ""


def view_words(view: str) -> str:
    named = {
        "mine": _("我的"),
        "free": _("没人接办"),
        "late": _("超期"),
        "waiting": _("等申请人"),
        "live": _("在办"),
        "done": _("已办"),
    }
    return str(named[view])


def page(account: Account, criteria: Criteria, number: int) -> Pagination:
    """One page of the cases that the account may see, the most urgent first."""
    query = _seen(account).where(*_conditions(account, criteria))
    people = selectinload(Registration.members).joinedload(Member.person).joinedload(Person.unit)
    query = query.options(
        joinedload(CaseFile.registration).options(people),
        joinedload(CaseFile.programme),
        joinedload(CaseFile.step),
        joinedload(CaseFile.owner),
        joinedload(CaseFile.unit),
    )
    urgent = (CaseFile.due_at.is_(None), CaseFile.due_at, CaseFile.id)
    newest = (CaseFile.closed_at.desc(), CaseFile.id.desc())
    ordered = query.order_by(*(newest if criteria.view == "done" else urgent))
    return db.paginate(ordered, page=number, per_page=PER_PAGE, error_out=False)


def counts(account: Account, programme_id: int | None = None) -> Mapping[str, int]:
    """How many cases each view has."""
    found = {}
    for view in VIEWS:
        query = _seen(account).where(*_conditions(account, Criteria(view, programme_id)))
        found[view] = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return found


def next_id(account: Account, after: int | None = None) -> int | None:
    """The most urgent case that waits for the account: their own first, then what nobody has taken."""
    for view in ("mine", "free"):
        query = _seen(account).where(*_conditions(account, Criteria(view)))
        query = query.where(CaseFile.state.in_(("open", "appealed")), CaseFile.id != (after or 0))
        ordered = query.with_only_columns(CaseFile.id).order_by(CaseFile.due_at, CaseFile.id)
        if (found := db.session.scalar(ordered.limit(1))) is not None:
            return found
    return None


def programmes(account: Account) -> list[tuple[int, str]]:
    """(id, title) of those in which the account may see cases."""
    ids = _seen(account).with_only_columns(CaseFile.programme_id).distinct()
    query = select(Programme).where(Programme.id.in_(ids)).order_by(Programme.id)
    return [(each.id, words.in_language(each, "title")) for each in db.session.scalars(query)]


def urgency(case: CaseFile) -> tuple[str, str]:
    """How the deadline stands, as a pill: (kind, words)."""
    if case.due_at is None:
        return "info", ""
    if case.due_at <= clock.now():
        return "no", str(_("已超期"))
    if case.due_at - clock.now() <= SOON:
        return "wait", str(_("快到期"))
    return "ok", str(_("按期"))


def _seen(account: Account) -> Select[CaseFile]:
    """Cases of programmes on which the account works, and of its part of the tree; never its own."""
    paths = [each.unit.path for each in account.coordinates]
    within = or_(false(), *(Unit.path.startswith(path, autoescape=True) for path in paths))
    in_it = exists().where(
        Member.registration_id == CaseFile.registration_id, Member.person_id == account.person_id
    )
    query = (
        select(CaseFile)
        .join(Programme, CaseFile.programme_id == Programme.id)
        .join(Unit, CaseFile.unit_id == Unit.id)
        .join(Registration, CaseFile.registration_id == Registration.id)
        .outerjoin(CaseStep, CaseFile.step_id == CaseStep.id)
        .where(or_(CaseFile.programme_id.in_(_worked_on(account)), and_(~Programme.private, within)))
        .where(or_(Registration.signed_up_by_id != account.id, within))
    )
    return query if account.person_id is None else query.where(~in_it)


def _conditions(account: Account, criteria: Criteria) -> list[ColumnElement[bool]]:
    live = CaseFile.state.in_(cases.LIVE)
    by_view = {
        "mine": live & (CaseFile.owner_id == account.id),
        "free": live & CaseFile.owner_id.is_(None) & _for_me(account),
        "late": live & (CaseFile.due_at <= clock.now()),
        "waiting": CaseFile.state == "waiting",
        "live": live,
        "done": ~live,
    }
    found = [by_view.get(criteria.view, live)]
    if criteria.programme_id:
        found.append(CaseFile.programme_id == criteria.programme_id)
    if criteria.reference:
        found.append(Registration.reference == (normal(criteria.reference) or criteria.reference))
    return found


def _for_me(account: Account) -> ColumnElement[bool]:
    """At a step of the account's own level, or of one below that has nobody; an appeal is the city's."""
    units = [each.unit for each in account.coordinates]
    own = [unit.id for unit in units]
    works = CaseFile.programme_id.in_(_worked_on(account))
    unattended = ~exists().where(Coordinator.unit_id == CaseFile.unit_id)
    districts = [
        Unit.path.startswith(unit.path, autoescape=True) for unit in units if unit.level == "district"
    ]
    without_workers = ~exists().where(
        CaseWorker.programme_id == CaseFile.programme_id, CaseWorker.left_at.is_(None)
    )
    of_city: ColumnElement[bool] = works
    if any(unit.level == "city" for unit in units):
        of_city = or_(works, without_workers & ~Programme.private)
    at_step = or_(
        (CaseStep.owner == "unit") & or_(CaseFile.unit_id.in_(own), unattended),
        (CaseStep.owner == "district") & or_(false(), *districts),
        (CaseStep.owner == "city") & of_city,
        (CaseStep.owner == "worker") & or_(CaseStep.worker_id == account.id, of_city),
    )
    mine = (CaseDecision.case_id == CaseFile.id) & (CaseDecision.decided_by_id == account.id)
    of_others = of_city & ~exists().where(mine)
    return or_((CaseFile.state == "appealed") & of_others, (CaseFile.state != "appealed") & at_step)


def _worked_on(account: Account) -> Select[int]:
    return select(CaseWorker.programme_id).where(
        CaseWorker.account_id == account.id, CaseWorker.left_at.is_(None)
    )
