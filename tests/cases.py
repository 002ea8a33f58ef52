"""Programmes with cases, and cases at some step, for tests."""

from __future__ import annotations

from typing import Any

from app import clock
from app.models import Account, CaseFile, CaseLimit, CaseReason, CaseStep, CaseWorker, Person, Programme, Unit
from app.services import registration
from app.services.casework import cases, deciding, handling
from app.services.casework.deciding import Verdict
from app.services.party_plan import MemberPlan, PartyPlan
from app.unit_of_work import unit_of_work
from tests import factories

STEPS = (("unit", 3, False), ("district", 5, False), ("city", 10, True))
OF_CITY = (("city", 2, False), ("city", 3, True))


def programme(workers: list[Account] | None = None, **values: Any) -> Programme:
    """Open, through the unit, its district and the city, which decides; a private one in the city alone."""
    made = factories.programme(mode="casework", max_party_size=1, **values)
    way = OF_CITY if made.private else STEPS
    for position, (owner, days, may_end) in enumerate(way, 1):
        label = f"第{position}步"
        step = CaseStep(programme=made, position=position, label=label, owner=owner, days=days, checks=[])
        step.may_end = may_end
        factories.save(step)
    for position, outcome in enumerate(("granted", "partly", "refused"), 1):
        reason = CaseReason(programme=made, position=position, outcome=outcome, label=f"理由{position}")
        factories.save(reason)
    for account in workers or []:
        factories.save(CaseWorker(programme=made, account=account, appointed_at=clock.now()))
    return made


def limit(of: Programme, most: int, measure: str = "cases", unit: Unit | None = None) -> CaseLimit:
    made = CaseLimit(programme=of, unit=unit, measure=measure, most=most, taken=0)
    factories.save(made)
    return made


def applied(of: Programme, person: Person, by: Account | None = None, **answers: Any) -> CaseFile:
    """The case of an application just sent."""
    account = by or factories.account(person)
    with unit_of_work():
        sent = registration.sign_up(of, account, PartyPlan([MemberPlan(person)], [], answers=answers))
        found = cases.of(sent)
    assert found is not None
    return found


def taken(case: CaseFile, actor: Account) -> CaseFile:
    with unit_of_work():
        handling.take(actor, case, case.version)
    return case


def passed(case: CaseFile, actor: Account) -> CaseFile:
    """Taken and passed on to the next step."""
    taken(case, actor)
    with unit_of_work():
        handling.pass_on(actor, case, "", case.version)
    return case


def verdict(of: Programme, outcome: str, amount: int = 0, words: str = "") -> Verdict:
    reason = next(each for each in deciding.reasons(of) if each.outcome == outcome)
    return Verdict(outcome, reason.id, words or ("写明" if outcome == "partly" else ""), amount)


def decided(case: CaseFile, actor: Account, outcome: str, amount: int = 0) -> CaseFile:
    """Taken, where nobody has it, and decided; under appeal, finally."""
    if case.owner_id is None:
        taken(case, actor)
    with unit_of_work():
        act = deciding.decide_appeal if case.state == "appealed" else deciding.decide
        act(actor, case, verdict(case.programme, outcome, amount), case.version)
    return case


class Office:
    """A city with a unit, its district and the city's two case workers; `person` works in the unit."""

    def __init__(self, **values: Any) -> None:
        self.city, self.district, self.unit = factories.tree()
        self.of_unit = factories.account(coordinates=self.unit)
        self.of_district = factories.account(coordinates=self.district)
        self.of_city = factories.account(coordinates=self.city)
        self.one, self.two = factories.account(), factories.account()
        self.programme = programme([self.one, self.two], **values)

    def person(self) -> Person:
        return factories.person(self.unit)

    def at_city(self) -> CaseFile:
        """A case that has come to the step at which it is decided."""
        case = applied(self.programme, self.person())
        if self.programme.private:
            return passed(case, self.one)
        return passed(passed(case, self.of_unit), self.of_district)
