"""The pages of cases: the queue, one case, what the applicant sees, steps, and joining by a unit's code."""

from __future__ import annotations

import io

import pytest
from sqlalchemy.orm import Session

from app.models import AuditEntry, CaseLimit, CaseStep, Programme
from app.services import kinds
from app.services.casework import cases, handling
from app.unit_of_work import unit_of_work
from tests import cases as made
from tests import factories
from tests.browser import Browser

PDF = b"%PDF-1.7 a page"


@pytest.fixture
def office(session: Session) -> made.Office:
    return made.Office(settings={"money": "yes"})


def test_the_queue_and_one_case(client: Browser, office: made.Office, session: Session) -> None:
    case = made.applied(office.programme, office.person())
    reference = case.registration.reference
    client.sign_in(office.of_unit)
    assert reference in client.get("/cases/?view=free").text
    assert reference not in client.get("/cases/?view=mine").text
    assert "办件" in client.get("/console/").text
    assert client.get("/cases/next").location.endswith(f"/cases/{case.id}")
    page = client.get(f"/cases/{case.id}").text
    assert f'name="version" type="hidden" value="{case.version}"' in page
    assert client.post(f"/cases/{case.id}/take", data={"version": case.version}).status_code == 302
    assert reference in client.get("/cases/?view=mine").text
    stale = client.post(f"/cases/{case.id}/pass", data={"version": "1"})
    assert (stale.status_code, "刚刚有了变动" in stale.text) == (422, True)
    session.refresh(case)
    sent = {"version": case.version, "words": "请补一页"}
    assert client.post(f"/cases/{case.id}/ask", data=sent).status_code == 302
    assert reference in client.get("/cases/?view=waiting").text
    client.sign_in(factories.account(coordinates=factories.unit(office.city)))
    assert client.get(f"/cases/{case.id}").status_code == 404


def test_the_applicant_answers_and_appeals(client: Browser, office: made.Office, session: Session) -> None:
    case = made.taken(made.applied(office.programme, office.person()), office.of_unit)
    client.sign_in(office.of_unit)
    client.post(f"/cases/{case.id}/ask", data={"version": case.version, "words": "请补学籍证明"})
    mine = f"/mine/{case.registration.reference}"
    client.sign_in(case.registration.signed_up_by)
    page = client.get(mine).text
    assert 'data-state="asked"' in page
    assert "请补学籍证明" in page
    assert client.post(f"{mine}/case/answer", data={"words": ""}).status_code == 422
    wrong = {"words": "", "files": (io.BytesIO(b"GIF89a"), "x.gif")}
    assert "只接受" in client.post(f"{mine}/case/answer", data=wrong).text
    right = {"words": "好", "files": (io.BytesIO(PDF), "证明.pdf")}
    assert client.post(f"{mine}/case/answer", data=right).status_code == 302
    assert client.post(f"{mine}/case/answer", data={"words": "再来"}).status_code == 422
    assert "证明.pdf" in client.get(f"{mine}/case").text
    assert "刘" not in client.get(f"{mine}/case").text
    session.refresh(case)
    with unit_of_work():
        handling.pass_on(office.of_unit, case, "内部意见：可以", case.version)
    made.passed(case, office.of_district)
    made.decided(case, office.one, "refused")
    assert "内部意见" not in client.get(f"{mine}/case").text
    assert 'data-state="refused"' in client.get(mine).text
    assert client.post(f"{mine}/case/appeal", data={"words": "我不同意"}).status_code == 302
    assert 'data-state="appealed"' in client.get(mine).text
    client.sign_in(office.two)
    assert case.registration.reference in client.get("/cases/?view=free").text
    client.sign_in(office.one)
    assert case.registration.reference not in client.get("/cases/?view=free").text


def test_a_decision_on_the_page(client: Browser, office: made.Office, session: Session) -> None:
    case = made.taken(office.at_city(), office.one)
    client.sign_in(office.one)
    path = f"/cases/{case.id}/decide"
    reason = made.verdict(office.programme, "granted").reason_id
    given = {"version": case.version, "outcome": "granted", "reason": reason, "words": "好"}
    wrong = client.post(path, data={**given, "amount": "一千"})
    assert wrong.status_code == 422
    assert "请填写金额" in wrong.text
    assert client.post(path, data={**given, "amount": "1,200.50"}).status_code == 302
    session.refresh(case)
    assert (case.outcome, case.amount) == ("granted", 120050)
    assert "1,200.50" in client.get(f"/cases/{case.id}").text


def test_steps_reasons_and_limits_are_written_before_opening(client: Browser, session: Session) -> None:
    with unit_of_work():
        kinds.ensure_standard()
    city, district, _unit = factories.tree()
    programme = factories.programme(mode="casework", state="draft", max_party_size=1)
    client.sign_in(factories.account(coordinates=city))
    here = f"/console/programmes/{programme.id}"
    refused = client.post(f"{here}/open")
    for words in ("还没有办理步骤", "至少各写一条理由"):
        assert words in refused.text
    step = {
        "label": "审定",
        "owner": "city",
        "worker_id": 0,
        "days": 5,
        "checks": "看学籍｜Enrolment\n看凭证",
    }
    assert client.post(f"{here}/case-steps/new", data={**step, "may_end": "y"}).status_code == 302
    for outcome in ("granted", "refused"):
        client.post(f"{here}/case-steps/reasons", data={"outcome": outcome, "label": f"因为{outcome}"})
    for phone in ("13900008881", "13900008882"):
        client.post(f"{here}/case-workers/", data={"phone": phone, "called": "某人"})
    limit = {"unit_code": district.code, "cases": 3, "money": "20,000"}
    assert client.post(f"{here}/case-steps/limits", data=limit).status_code == 302
    assert client.post(f"{here}/case-steps/limits", data={"unit_code": "没有", "cases": 3}).status_code == 422
    assert client.post(f"{here}/open").status_code == 302
    written = session.query(CaseStep).one()
    assert written.checks == [{"zh": "看学籍", "en": "Enrolment"}, {"zh": "看凭证", "en": ""}]
    most = {each.measure: each.most for each in session.query(CaseLimit)}
    assert most == {"cases": 3, "money": 2_000_000}
    assert client.post(f"{here}/case-steps/new", data={**step, "may_end": "y"}).status_code == 422
    actions = {entry.action for entry in session.query(AuditEntry)}
    assert {"case_step.create", "case_reason.create", "case_limit.create", "case_worker.appoint"} <= actions


def test_joining_by_a_units_code(client: Browser, session: Session) -> None:
    office = made.Office()
    programme: Programme = office.programme
    programme.features = ["joining"]
    step = session.query(CaseStep).filter_by(programme_id=programme.id, owner="unit").one()
    step.may_end = True
    session.commit()
    person = factories.person(factories.unit(office.district))
    worker = factories.account(person)
    assert office.unit.name in client.get(f"/join/{office.unit.code}").text
    assert "/sign-in" in client.post(f"/join/{office.unit.code}").location
    client.sign_in(worker)
    assert client.get("/join/nobody").status_code == 404
    assert programme.slug in client.post(f"/join/{office.unit.code}").location
    case = made.applied(programme, person, by=worker)
    assert case.unit_id == office.unit.id
    made.decided(case, office.of_unit, "granted")
    session.refresh(person)
    assert (person.unit_id, person.union_joined_on is not None) == (office.unit.id, True)
    assert "已经是工会会员" in client.post(f"/join/{office.unit.code}", follow_redirects=True).text
    client.sign_in(office.of_unit)
    assert "data:image/svg" in client.get(f"/console/join/units/{office.unit.code}").text
    other = factories.unit(office.district)
    assert client.get(f"/console/join/units/{other.code}").status_code == 403
    assert cases.of(case.registration) is not None
