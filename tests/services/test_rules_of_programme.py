"""A programme's rules as a whole: what is wrong with them, whom they let through, and changing them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Invalid
from app.models import AuditEntry, EligibilityRule, Programme
from app.services import (
    eligibility,
    party_checks,
    passing,
    policy,
    policy_view,
    programmes,
    rule_contradictions,
    sign_up_window,
)
from app.services.party_checks import NotEligible
from app.services.party_plan import MemberPlan, PartyPlan
from app.services.registration import sign_up
from app.unit_of_work import unit_of_work
from tests import factories


def values(parameters: dict[str, Any], **changed: str) -> dict[str, Any]:
    every = {"effect": "block", "message": "", "message_en": "", "regulation": ""}
    return {"parameters": parameters, **every, **changed}


def faults(programme: Programme) -> list[str]:
    found = rule_contradictions.find(programme)
    assert all(each.page == "policy" for each in found)
    return [each.message for each in found]


@pytest.fixture
def draft(session: Session) -> Programme:
    return factories.programme(state="draft")


@pytest.mark.parametrize(
    ("name", "parameters", "said"),
    [
        ("os.system", {"command": "true"}, "不是系统里的条件"),
        ("tiers", {"tiers": "all"}, "不完整或不对"),
        ("units", {"codes": ["NOBODY"]}, "NOBODY"),
        ("completed", {"programme": "nowhere-2020"}, "nowhere-2020"),
        ("document", {"question": "proof"}, "proof"),
        ("document", {"question": "heart"}, "类型不对"),
        ("health_question", {"question": "dizzy"}, "改成必答"),
    ],
)
def test_a_rule_that_cannot_be_applied_keeps_it_shut(
    draft: Programme, name: str, parameters: dict[str, Any], said: str
) -> None:
    factories.question(draft, "heart", kind="yes_no")
    factories.question(draft, "dizzy", kind="yes_no", required=False)
    factories.rule(draft, name, **parameters)
    (fault,) = faults(draft)
    assert said in fault
    found, _through = sign_up_window.hindrances(programmes.load(draft.id))
    assert fault in [each.message for each in found]
    with pytest.raises(Invalid, match="还不能开放报名"), unit_of_work():
        sign_up_window.open_sign_up(factories.account(), programmes.load(draft.id))
    (shown,) = policy_view.rules(draft)
    assert (list(shown.faults), shown.editable) == ([fault], name != "os.system")


def test_rules_that_can_be_applied(draft: Programme) -> None:
    factories.question(draft, "proof", kind="file", required=False)
    factories.question(draft, "heart", kind="yes_no")
    factories.rule(draft, "document", question="proof")
    factories.rule(draft, "health_question", question="heart")
    factories.rule(draft, "units", codes=[factories.tree()[1].code])
    factories.rule(draft, "completed", programme=factories.programme().slug)
    assert faults(draft) == []
    assert faults(factories.programme()) == []


def test_a_programme_does_not_ask_for_itself(draft: Programme) -> None:
    factories.rule(draft, "completed", programme=draft.slug)
    assert len(faults(draft)) == 1


def test_every_fault_at_once(draft: Programme) -> None:
    for name in ("eval", "exec"):
        factories.rule(draft, name)
    factories.rule(draft, "units", codes=["NOBODY"])
    assert len(faults(draft)) == 3


def test_each_rule_is_counted_by_itself(draft: Programme) -> None:
    union = factories.tree()[2]
    people = [factories.person(union, tier=tier) for tier in (1, 2, 3, 4)]
    for person in people[:3]:
        factories.certificate(person, "焊工")
    factories.certificate(people[0], "电工")
    welder, electrician = (factories.rule(draft, "certificate", kind=kind) for kind in ("焊工", "电工"))
    mild = factories.rule(draft, "tiers", tiers=[1, 2])
    mild.effect = "warn"
    through = passing.of_all_known(draft)
    assert (through.known, through.passing, through.unjudged) == (4, 1, False)
    assert through.stopped == {welder.id: 1, electrician.id: 3}
    assert through.warned == {mild.id: 2}
    assert [each.rule_id for each in through.rules] == [welder.id, electrician.id, mild.id]
    assert "焊工" in through.rules[0].words


def test_what_depends_on_answers_stops_nobody_before_anybody_has_answered(draft: Programme) -> None:
    factories.person(factories.tree()[2])
    factories.question(draft, "proof", kind="file")
    factories.rule(draft, "document", question="proof")
    through = passing.of_all_known(draft)
    assert (through.known, through.passing, through.unjudged) == (1, 1, True)


def test_saving_a_rule(session: Session, draft: Programme) -> None:
    actor = factories.account()
    with unit_of_work():
        given = values({"years": 3}, effect="warn", message="请慎重", regulation="办法")
        policy.save_rule(actor, draft, None, "union_member", given)
    (rule,) = programmes.load(draft.id).rules
    assert (rule.rule, rule.effect, rule.message) == ("union_member", "warn", "请慎重")
    entry = session.query(AuditEntry).one()
    assert (entry.action, entry.changes["effect"][1]) == ("rule.create", "warn")


@pytest.mark.parametrize(
    ("name", "parameters", "field"),
    [
        ("certificate", {}, None),
        ("union_member", {"years": "3"}, None),
        ("units", {"codes": ["NOBODY"]}, "codes"),
        ("document", {"question": "proof"}, "question"),
        ("tiers'; drop table", {}, None),
    ],
)
def test_what_cannot_be_applied_is_not_saved(
    session: Session, draft: Programme, name: str, parameters: dict[str, Any], field: str | None
) -> None:
    with pytest.raises(Invalid) as refused, unit_of_work():
        policy.save_rule(factories.account(), draft, None, name, values(parameters))
    assert refused.value.field == field
    assert session.query(EligibilityRule).count() == 0


def test_a_warning_may_come_after_people_have_signed_up_and_a_refusal_may_not(session: Session) -> None:
    programme, actor = factories.programme(), factories.account()
    factories.registration(programme, [factories.person(factories.tree()[2], tier=4)], [])
    with pytest.raises(DomainError, match="1 人"), unit_of_work():
        policy.save_rule(actor, programme, None, "tiers", values({"tiers": [1]}))
    with unit_of_work():
        policy.save_rule(actor, programme, None, "tiers", values({"tiers": [1]}, effect="warn"))
    (rule,) = programmes.load(programme.id).rules
    with pytest.raises(DomainError), unit_of_work():
        policy.save_rule(actor, programme, rule, "tiers", values({"tiers": [1]}))
    session.expire_all()
    assert rule.effect == "warn"


def answered(programme: Programme, key: str, value: Any) -> PartyPlan:
    person = factories.person(factories.tree()[2])
    return PartyPlan([MemberPlan(person)], [], answers={key: value})


def test_answers_that_a_rule_refuses_are_not_sent(session: Session) -> None:
    programme = factories.programme()
    factories.question(programme, "heart", kind="yes_no", label="有心脏病史吗")
    factories.rule(programme, "health_question", question="heart")
    plan = answered(programme, "heart", True)
    with pytest.raises(NotEligible, match="有心脏病史吗"):
        party_checks.check_eligible(programme, [plan.members[0].person], plan.answers)
    with pytest.raises(NotEligible), unit_of_work():
        sign_up(programme, factories.account(plan.members[0].person), plan)
    with unit_of_work():
        plan = answered(programme, "heart", False)
        sent = sign_up(programme, factories.account(plan.members[0].person), plan)
    assert eligibility.of_registrations([sent], programme) == {}


def test_what_was_answered_is_judged_again_with_the_rules_as_they_stand(session: Session) -> None:
    programme = factories.programme()
    factories.question(programme, "heart", kind="yes_no", label="有心脏病史吗")
    with unit_of_work():
        plan = answered(programme, "heart", True)
        sent = sign_up(programme, factories.account(plan.members[0].person), plan)
    rule = factories.rule(programme, "health_question", question="heart")
    person = sent.lead.person
    (found,) = eligibility.of_registrations([sent], programme)[person.id]
    assert (found.rule, found.blocks) == ("health_question", True)
    assert [each.id for each in passing.signed_up_but_stopped(programme)] == [sent.lead.id]
    rule.effect = "warn"
    session.commit()
    assert passing.signed_up_but_stopped(programme) == []
    assert [(each.person.id, each.reason.rule) for each in eligibility.warnings_of(sent)] == [
        (person.id, "health_question")
    ]


def test_the_day_of_the_judgement_can_be_given(session: Session) -> None:
    programme, person = factories.programme(), factories.person(factories.tree()[2])
    factories.certificate(person, "焊工", expires_on=clock.today())
    factories.rule(programme, "certificate", kind="焊工")
    assert eligibility.reasons(person, programme) == []
    later = clock.today() + dt.timedelta(days=1)
    assert [each.rule for each in eligibility.reasons(person, programme, later)] == ["certificate"]
