"""A case from its handing in to the decision on an appeal, and who may not do what on the way."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Forbidden, Invalid, Stale
from app.models import AuditEntry, Member, Notice
from app.services import documents, modes, registration
from app.services.casework import applicant, cases, deciding, handling, journal, overdue, working_days
from app.services.documents import Upload
from app.unit_of_work import unit_of_work
from tests import cases as made
from tests import factories

FILE = Upload("证明.pdf", "application/pdf", b"%PDF-1.7")


def kinds(case: object) -> list[str]:
    return [event.kind for event in journal.of(case)]  # type: ignore[arg-type]


def standing(case: object) -> str:
    return modes.explain(case.registration, case.registration.lead.person).state  # type: ignore[attr-defined]


def test_the_whole_way(session: Session) -> None:
    """Question back, answered with a file, refused with a reason, appealed, granted by somebody else."""
    office = made.Office(settings={"money": "yes"})
    case = made.applied(office.programme, office.person())
    person = case.registration.signed_up_by
    assert (case.state, case.step.label if case.step else "", standing(case)) == ("open", "第1步", "in_hand")
    made.taken(case, office.of_unit)
    with unit_of_work():
        handling.ask(office.of_unit, case, "请补学籍证明", case.version)
    assert (case.state, case.due_at, standing(case)) == ("waiting", None, "asked")
    with unit_of_work():
        applicant.answer(case.registration, person, "已补", [FILE])
    question = cases.questions(case)[0]
    assert (question.answer, len(question.documents)) == ("已补", 1)
    assert documents.load(question.documents[0], office.of_unit).filename == "证明.pdf"
    assert (case.state, case.owner_id) == ("open", office.of_unit.id)
    with unit_of_work():
        handling.pass_on(office.of_unit, case, "属实", case.version)
    made.passed(case, office.of_district)
    made.decided(case, office.one, "refused")
    assert standing(case) == "refused"
    with unit_of_work():
        applicant.appeal(case.registration, person, "学校盖了章", [FILE])
    assert (case.state, case.owner_id, standing(case)) == ("appealed", None, "appealed")
    with pytest.raises(Forbidden):
        made.taken(case, office.one)
    session.rollback()
    made.decided(case, office.two, "granted", 5000)
    assert (case.state, case.outcome, case.amount, standing(case)) == ("final", "granted", 5000, "granted")
    assert kinds(case) == [
        "handed_in", "taken", "asked", "answered", "passed", "taken", "passed", "taken", "decided",
        "appealed", "taken", "appeal_decided", "final",
    ]  # fmt: skip
    told = set(session.scalars(select(Notice.kind).where(Notice.person_id == person.person_id)))
    assert {"case.asked", "case.passed", "case.decided", "case.appeal_decided"} <= told
    recorded = session.scalars(select(AuditEntry.action).where(AuditEntry.subject_kind == "case_file")).all()
    assert recorded.count("case.take") == 4
    with pytest.raises(DomainError), unit_of_work():
        registration.withdraw(case.registration, person)


def test_the_clock_stands_still_while_the_applicant_is_asked(session: Session) -> None:
    office = made.Office()
    case = made.taken(made.applied(office.programme, office.person()), office.of_unit)
    left = working_days.between(clock.now(), case.due_at or clock.now())
    with unit_of_work():
        handling.ask(office.of_unit, case, "请补", case.version)
    with clock.as_of(clock.now() + dt.timedelta(days=4)), unit_of_work():
        applicant.answer(case.registration, case.registration.signed_up_by, "好了", [])
        assert case.due_at == working_days.after(clock.now(), left)


def test_the_second_of_two_is_told(session: Session) -> None:
    office = made.Office()
    case = office.at_city()
    version = case.version
    with unit_of_work():
        handling.take(office.one, case, version)
    with pytest.raises(Stale), unit_of_work():
        handling.take(office.two, case, version)
    with pytest.raises(Forbidden), unit_of_work():
        deciding.decide(office.two, case, made.verdict(office.programme, "granted"), case.version)
    assert (case.owner_id, case.outcome) == (office.one.id, None)


def test_handing_over_needs_somebody_of_the_step_and_is_kept(session: Session) -> None:
    office = made.Office()
    case = made.taken(office.at_city(), office.one)
    with pytest.raises(Invalid), unit_of_work():
        handling.assign(office.one, case, office.of_unit.id, "出差", case.version)
    with unit_of_work():
        handling.assign(office.one, case, office.two.id, "出差", case.version)
    assert case.owner_id == office.two.id
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "case.assign")).one()
    assert entry.reason == "出差"


def test_a_decision_must_fit_together(session: Session) -> None:
    office = made.Office(settings={"money": "yes"})
    case = made.taken(office.at_city(), office.one)
    granting = made.verdict(office.programme, "granted", 100)
    refusing = made.verdict(office.programme, "refused")
    wrong = [
        (made.verdict(office.programme, "granted"), "amount"),
        (deciding.Verdict("refused", refusing.reason_id, "", 100), "amount"),
        (deciding.Verdict("granted", refusing.reason_id, "", 100), "reason"),
        (deciding.Verdict("partly", made.verdict(office.programme, "partly").reason_id, "", 100), "words"),
        (deciding.Verdict("maybe", granting.reason_id, "", 100), "outcome"),
    ]
    for verdict, field in wrong:
        with pytest.raises(Invalid) as refused, unit_of_work():
            deciding.decide(office.one, case, verdict, case.version)
        assert field in refused.value.faults
    assert case.outcome is None


def test_steps_are_not_skipped_nor_decided_too_early(session: Session) -> None:
    office = made.Office()
    case = made.taken(made.applied(office.programme, office.person()), office.of_unit)
    with pytest.raises(DomainError), unit_of_work():
        deciding.decide(office.of_unit, case, made.verdict(office.programme, "granted"), case.version)
    with pytest.raises(Forbidden), unit_of_work():
        handling.pass_on(office.of_district, case, "", case.version)
    last = made.taken(office.at_city(), office.one)
    with pytest.raises(DomainError), unit_of_work():
        handling.pass_on(office.one, last, "", last.version)


def test_nobody_works_on_their_own(session: Session) -> None:
    office = made.Office()
    person = office.person()
    of_unit = factories.account(person, coordinates=office.unit)
    case = made.applied(office.programme, person, by=of_unit)
    with pytest.raises(Forbidden):
        made.taken(case, of_unit)
    session.rollback()
    assert of_unit.id not in {each.id for each in handling.candidates(case)}
    made.taken(case, office.of_unit)


def test_an_application_in_hand_is_not_changed_under_their_hands(session: Session) -> None:
    office = made.Office()
    case = made.applied(office.programme, office.person())
    sent, account = case.registration, case.registration.signed_up_by
    plan = registration.PartyPlan([registration.MemberPlan(sent.lead.person)], [])
    with unit_of_work():
        registration.sign_up(office.programme, account, plan, sent)
    assert kinds(case) == ["handed_in", "changed"]
    fresh = made.applied(office.programme, office.person())
    made.taken(fresh, office.of_unit)
    again = registration.PartyPlan([registration.MemberPlan(fresh.registration.lead.person)], [])
    with pytest.raises(DomainError), unit_of_work():
        registration.sign_up(office.programme, fresh.registration.signed_up_by, again, fresh.registration)


def test_reopened_before_it_is_final_and_not_after(session: Session) -> None:
    office = made.Office()
    case = made.decided(office.at_city(), office.one, "granted")
    with unit_of_work():
        deciding.reopen(office.two, case, "有人反映情况不实", case.version)
    assert (case.state, case.outcome, case.owner_id) == ("open", None, office.two.id)
    made.decided(case, office.two, "refused")
    assert case.appeal_until is not None
    with clock.as_of(case.appeal_until + dt.timedelta(minutes=1)):
        with unit_of_work():
            overdue.look_after(office.programme)
        assert case.state == "final"
        with pytest.raises(DomainError), unit_of_work():
            deciding.reopen(office.two, case, "再来", case.version)
        with pytest.raises(DomainError), unit_of_work():
            applicant.appeal(case.registration, case.registration.signed_up_by, "我不服", [])


@pytest.mark.parametrize("again", ["no", "yes"])
def test_applying_again_once_closed(session: Session, again: str) -> None:
    office = made.Office(settings={"again": again, "appeal_days": 0})
    case = made.decided(office.at_city(), office.one, "granted")
    assert case.state == "final"
    active = session.scalar(select(Member.active).where(Member.registration_id == case.registration_id))
    assert active is (again == "no")
    if again == "yes":
        second = made.applied(office.programme, case.registration.lead.person, case.registration.signed_up_by)
        assert second.id != case.id
