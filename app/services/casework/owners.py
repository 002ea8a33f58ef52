"""Who may see a case, work on it, decide on an appeal, and who stands above whoever is late.

A step belongs to a unit, a district, the city (its case workers, or its coordinators where there are none) or
one case worker. Coordinators further up may act in the place of one below. In a private programme only
case workers see anything. Nobody works on a case of their own.
"""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.models import Account, CaseDecision, CaseFile, CaseStep, Coordinator, Programme, Unit
from app.services import case_workers, privacy


def is_own(account: Account, case: CaseFile) -> bool:
    """Whether the account is in the case, or brought it without acting for the unit."""
    registration = case.registration
    if account.person_id in {member.person_id for member in registration.members}:
        return True
    acts = any(each.unit.contains(case.unit) for each in account.coordinates)
    return registration.signed_up_by_id == account.id and not acts


def may_see(account: Account, case: CaseFile) -> bool:
    if is_own(account, case):
        return False
    if privacy.works_on(account, case.programme):
        return True
    return not case.programme.private and any(each.unit.contains(case.unit) for each in account.coordinates)


def may_work(account: Account, case: CaseFile) -> bool:
    """Whether the account may take the case where it stands now."""
    if not may_see(account, case):
        return False
    if case.state == "appealed":
        return account.id in {each.id for each in for_appeal(case)}
    return case.step is not None and may_work_at(account, case, case.step)


def may_work_at(account: Account, case: CaseFile, step: CaseStep) -> bool:
    works = privacy.works_on(account, case.programme)
    if case.programme.private:
        return works and (step.worker_id is None or step.worker_id == account.id or _left(step))
    levels = {each.unit.level for each in account.coordinates if each.unit.contains(case.unit)}
    if step.owner == "unit":
        return bool(levels)
    if step.owner == "district":
        return bool(levels & {"district", "city"})
    if step.owner == "worker":
        return step.worker_id == account.id or (works and _left(step))
    return works or ("city" in levels and not case_workers.active(case.programme))


def _left(step: CaseStep) -> bool:
    """Whether the one case worker whose step it is no longer works on the programme."""
    return step.worker_id is not None and step.worker_id not in {
        each.id for each in case_workers.active(step.programme)
    }


def at_step(case: CaseFile, step: CaseStep) -> list[Account]:
    """Whose step it is, of the level that it names; the next level up where that has nobody."""
    if step.owner == "worker" and step.worker is not None and not _left(step):
        found = [step.worker]
    elif case.programme.private or step.owner in ("city", "worker"):
        found = _of_city(case)
    else:
        found = _nearest(case.unit if step.owner == "unit" else _district_of(case.unit))
    return [each for each in found if not is_own(each, case)]


def for_appeal(case: CaseFile) -> list[Account]:
    """Who may decide on an appeal: of the city, and nobody who has decided the case before."""
    deciders = set(
        db.session.scalars(select(CaseDecision.decided_by_id).where(CaseDecision.case_id == case.id))
    )
    return [each for each in _of_city(case) if each.id not in deciders and not is_own(each, case)]


def superiors(case: CaseFile) -> list[Account]:
    """Who is told besides when the case is late."""
    step = case.step
    if case.programme.private or case.state == "appealed" or step is None or step.owner in ("city", "worker"):
        above = case_workers.active(case.programme) or ([] if case.programme.private else city_coordinators())
    elif step.owner == "district":
        above = city_coordinators()
    else:
        parent = case.unit.parent
        above = _nearest(parent) if parent is not None else city_coordinators()
    return [each for each in above if each.id != case.owner_id and not is_own(each, case)]


def _of_city(case: CaseFile) -> list[Account]:
    found = case_workers.active(case.programme)
    return found if found or case.programme.private else city_coordinators()


def city_coordinators() -> list[Account]:
    return _coordinators(Unit.level == "city")


def _nearest(unit: Unit | None) -> list[Account]:
    """The coordinators of the unit, or of the first above it that has any."""
    while unit is not None:
        if found := _coordinators(Unit.id == unit.id):
            return found
        unit = unit.parent
    return []


def _coordinators(where: object) -> list[Account]:
    query = select(Account).join(Coordinator, Coordinator.account_id == Account.id)
    query = query.join(Unit, Coordinator.unit_id == Unit.id).where(where, ~Account.blocked)  # type: ignore[arg-type]
    return list(db.session.scalars(query.distinct().order_by(Account.id)))


def _district_of(unit: Unit) -> Unit:
    here: Unit | None = unit
    while here is not None and here.level != "district":
        here = here.parent
    return here or unit


def role(step: CaseStep) -> str:
    """Whose step it is, as the applicant reads it: never a name."""
    named = {
        "unit": _("单位工会"),
        "district": _("区市总工会"),
        "city": _("市总工会"),
        "worker": _("市总工会"),
    }
    return str(named[step.owner])


def offered(programme: Programme) -> dict[str, str]:
    """Whose a step of the programme can be, in words."""
    named = {
        "unit": _("申请人所在单位的工会"),
        "district": _("申请人所在区市的总工会"),
        "city": _("市总工会的专办人员"),
        "worker": _("一位专办人员"),
    }
    private = ("unit", "district") if programme.private else ()
    return {name: str(said) for name, said in named.items() if name not in private}
