"""One person who passes and one who does not, for each declared rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy.orm import Session

from app import clock
from app.models import Certificate, Participation, Person, Programme
from app.services import eligibility
from app.services.eligibility_rules import is_sound, years_before
from tests import factories as make

ON = dt.date(2026, 10, 1)

CASES: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    (
        "years_of_service",
        {"years": 5},
        {"joined_on": dt.date(2021, 10, 1)},
        {"joined_on": dt.date(2021, 10, 2)},
    ),
    ("years_of_service", {"years": 5}, {"joined_on": dt.date(2001, 1, 1)}, {"joined_on": None}),
    ("union_member", {}, {"union_joined_on": ON}, {"union_joined_on": None}),
    ("union_member", {}, {"union_joined_on": ON}, {"union_joined_on": dt.date(2026, 10, 2)}),
    (
        "union_member",
        {"years": 3},
        {"union_joined_on": dt.date(2023, 10, 1)},
        {"union_joined_on": dt.date(2023, 10, 2)},
    ),
    ("tiers", {"tiers": [1, 2]}, {"tier": 2}, {"tier": 3}),
    ("tracks", {"tracks": ["model"]}, {"track": "model"}, {"track": "skilled"}),
    ("age", {"min": 18}, {"born_on": dt.date(2008, 10, 1)}, {"born_on": dt.date(2008, 10, 2)}),
    ("age", {"max": 55}, {"born_on": dt.date(1970, 10, 2)}, {"born_on": dt.date(1970, 10, 1)}),
    (
        "age",
        {"max": 55, "on": "2026-12-31"},
        {"born_on": dt.date(1971, 1, 1)},
        {"born_on": dt.date(1970, 12, 31)},
    ),
    ("sex", {"sex": "F"}, {"sex": "F"}, {"sex": "M"}),
]

Dates = tuple[dt.date, dt.date | None]
CERTIFICATES: list[tuple[dict[str, Any], Dates, Dates]] = [
    ({}, (dt.date(2020, 1, 1), ON), (dt.date(2020, 1, 1), dt.date(2026, 9, 30))),
    ({}, (ON, None), (dt.date(2026, 10, 2), None)),
    (
        {"on": "2026-12-31"},
        (dt.date(2020, 1, 1), dt.date(2026, 12, 31)),
        (dt.date(2020, 1, 1), dt.date(2026, 12, 30)),
    ),
]


def rules_broken(person: Person, rule: str, parameters: dict[str, Any]) -> list[str]:
    programme = make.programme()
    made = make.rule(programme, rule, **parameters)
    made.regulation = "办法第三条"
    found = eligibility.reasons(person, programme, ON)
    assert all(reason.message and reason.advice and reason.regulation for reason in found)
    assert all(reason.rule_id == made.id and reason.blocks for reason in found)
    assert eligibility.describe(programme)[0][0]
    many = eligibility.reasons_of_many([person], programme, ON)
    assert many.get(person.id, []) == found
    return [reason.rule for reason in found]


@pytest.mark.parametrize(("rule", "parameters", "good", "bad"), CASES)
def test_rules_about_a_person(
    session: Session, rule: str, parameters: dict[str, Any], good: dict[str, Any], bad: dict[str, Any]
) -> None:
    union = make.tree()[2]
    assert rules_broken(make.person(union, **good), rule, parameters) == []
    assert rules_broken(make.person(union, **bad), rule, parameters) == [rule]


@pytest.mark.parametrize(
    ("parameters", "kind", "day", "broken"),
    [
        ({}, "recuperation", dt.date(2023, 10, 1), False),
        ({}, "recuperation", dt.date(2023, 10, 2), True),
        ({}, "reading_club", dt.date(2026, 1, 1), False),
        ({"kinds": ["reading_club", "tour"]}, "recuperation", dt.date(2026, 1, 1), False),
        ({"kinds": ["reading_club", "tour"]}, "tour", dt.date(2026, 1, 1), True),
        ({"kind": "tour"}, "tour", dt.date(2026, 1, 1), True),
    ],
)
def test_not_within_years(
    session: Session, parameters: dict[str, Any], kind: str, day: dt.date, broken: bool
) -> None:
    person = make.person(make.tree()[2])
    make.save(Participation(person_id=person.id, kind=kind, took_place_on=day))
    given = {"years": 3, **parameters}
    assert rules_broken(person, "not_within_years", given) == ["not_within_years"] * broken


def test_a_place_held_in_the_programme_itself_does_not_stand_against_it(session: Session) -> None:
    person, programme = make.person(make.tree()[2]), make.programme()
    make.rule(programme, "not_within_years", years=3)
    held = make.registration(programme, [person], [])
    make.save(
        Participation(
            person_id=person.id,
            kind=programme.kind,
            took_place_on=clock.today(),
            registration_id=held.id,
        )
    )
    assert eligibility.reasons(person, programme) == []
    held.state = "withdrawn"  # too late to be given back: used all the same
    session.commit()
    assert [each.rule for each in eligibility.reasons(person, programme)] == ["not_within_years"]


@pytest.mark.parametrize(
    ("kind", "day", "broken"),
    [
        ("training", dt.date(2026, 9, 30), False),
        ("training", ON, True),
        ("talk", dt.date(2026, 1, 1), True),
    ],
)
def test_completed_of_a_kind(session: Session, kind: str, day: dt.date, broken: bool) -> None:
    person = make.person(make.tree()[2])
    make.save(Participation(person_id=person.id, kind=kind, took_place_on=day))
    assert rules_broken(person, "completed", {"kinds": ["training"]}) == ["completed"] * broken


def test_completed_an_earlier_programme(session: Session) -> None:
    union = make.tree()[2]
    earlier = make.programme(title="焊工初级班", kind="training")
    done, other = make.person(union), make.person(union)
    sent = make.registration(earlier, [done], [])
    for person, registration_id in ((done, sent.id), (other, None)):
        make.save(
            Participation(
                person_id=person.id,
                kind="training",
                took_place_on=dt.date(2026, 1, 1),
                registration_id=registration_id,
            )
        )
    assert rules_broken(done, "completed", {"programme": earlier.slug}) == []
    assert rules_broken(other, "completed", {"programme": earlier.slug}) == ["completed"]
    programme = make.programme()
    make.rule(programme, "completed", programme=earlier.slug)
    assert eligibility.describe(programme)[0][0] == "参加过：焊工初级班"


@pytest.mark.parametrize(("parameters", "good", "bad"), CERTIFICATES)
def test_certificates(session: Session, parameters: dict[str, Any], good: Dates, bad: Dates) -> None:
    union = make.tree()[2]
    given = {"kind": "焊工（高级）", **parameters}
    for (issued_on, expires_on), broken in ((good, False), (bad, True)):
        person = make.person(union)
        held = {"issued_on": issued_on, "expires_on": expires_on}
        make.save(Certificate(person_id=person.id, kind="焊工 (高级)", **held))
        assert rules_broken(person, "certificate", given) == ["certificate"] * broken
    other = make.person(union)
    make.save(Certificate(person_id=other.id, kind="电工", issued_on=dt.date(2020, 1, 1)))
    assert rules_broken(other, "certificate", given) == ["certificate"]


def test_units_and_everything_below_them(session: Session) -> None:
    _, district, union = make.tree()
    person = make.person(union)
    assert rules_broken(person, "units", {"codes": [district.code]}) == []
    assert rules_broken(person, "units", {"codes": ["elsewhere"]}) == ["units"]


def broken_with(programme: Programme, person: Person, answers: dict[str, Any] | None) -> list[str]:
    return [each.rule for each in eligibility.reasons(person, programme, answers=answers)]


def test_a_document_is_handed_in(session: Session) -> None:
    person, programme = make.person(make.tree()[2]), make.programme()
    make.question(programme, "proof", kind="file", label="收入证明", required=False)
    make.rule(programme, "document", question="proof")
    assert broken_with(programme, person, {"proof": {"document": 1, "filename": "a.pdf"}}) == []
    assert broken_with(programme, person, {}) == ["document"]
    assert broken_with(programme, person, None) == []  # nobody has been asked yet
    assert eligibility.describe(programme)[0][0] == "须提交材料：收入证明"


def test_a_document_that_was_not_asked_for_is_not_missing(session: Session) -> None:
    person, programme = make.person(make.tree()[2]), make.programme()
    asked = make.question(programme, "proof", kind="file", shown_if={"age_min": 55})
    make.rule(programme, "document", question="proof")
    assert broken_with(programme, person, {}) == []
    asked.required = False  # whoever sees it may skip it: then an omission cannot be told from a condition
    session.commit()
    assert broken_with(programme, person, {}) == ["document"]


def test_a_health_question_answered_with_yes(session: Session) -> None:
    person, programme = make.person(make.tree()[2]), make.programme()
    make.question(programme, "heart", kind="yes_no", label="有心脏病史吗")
    make.rule(programme, "health_question", question="heart")
    assert broken_with(programme, person, {"heart": False}) == []
    assert broken_with(programme, person, {"heart": True}) == ["health_question"]
    assert broken_with(programme, person, {}) == []
    assert broken_with(programme, person, None) == []


def test_every_rule_is_covered_here() -> None:
    covered = {rule for rule, *_ in CASES} | {"not_within_years", "units", "certificate", "completed"}
    # that of nominations is tested with them
    assert covered | {"document", "health_question", "nominated"} == set(eligibility.RULES)


def test_the_age_of_who_has_signed_up_is_that_of_the_day_of_the_sending(session: Session) -> None:
    today = clock.today()
    person = make.person(make.tree()[2], born_on=years_before(today, 56))  # 56 today
    programme = make.programme()
    make.rule(programme, "age", max=55)
    sent = make.registration(programme, [person], [], submitted_at=clock.now() - dt.timedelta(days=2))
    assert eligibility.of_registrations([sent], programme) == {}
    # who changes what they sent is not older for it; who comes along later is
    assert eligibility.reasons(person, programme) == []
    late = make.person(make.tree()[2], born_on=person.born_on)
    assert [each.rule for each in eligibility.reasons(late, programme)] == ["age"]
    sent.members[0].active = False
    session.commit()
    assert [each.rule for each in eligibility.reasons(person, programme)] == ["age"]


def test_a_warning_refuses_nobody_and_is_said_in_the_programmes_own_words(session: Session) -> None:
    union, programme = make.tree()[2], make.programme(max_party_size=2)
    make.question(programme, "heart", kind="yes_no", label="有心脏病史吗")
    mild = make.rule(programme, "age", max=55)
    mild.effect, mild.message, mild.message_en = "warn", "温泉水热，年长者请慎重", "The water is hot"
    heart = make.rule(programme, "health_question", question="heart")
    heart.effect = "warn"
    session.commit()
    young = make.person(union)
    old = make.person(union, born_on=dt.date(1950, 1, 1))
    answers = {"heart": True}
    assert eligibility.reasons(old, programme, answers=answers) == []
    assert eligibility.reasons_of_many([young, old], programme) == {}
    told = eligibility.warnings([young, old], programme, answers=answers)
    # what the party has answered is said once
    assert [(each.person, each.reason.rule) for each in told] == [
        (young, "health_question"),
        (old, "age"),
    ]
    assert told[1].reason.message == "温泉水热，年长者请慎重"
    with force_locale("en"):
        assert eligibility.warnings([old], programme)[0].reason.message == "The water is hot"
    assert eligibility.warnings([young], programme, answers={"heart": False}) == []


def test_own_words_take_the_place_of_the_rules(session: Session) -> None:
    person, programme = make.person(make.tree()[2], tier=4), make.programme()
    rule = make.rule(programme, "tiers", tiers=[1])
    default = eligibility.reasons(person, programme)[0]
    rule.message = "只限第一优先级"
    session.commit()
    (own,) = eligibility.reasons(person, programme)
    assert (own.message, own.advice) == ("只限第一优先级", default.advice)
    assert default.message != own.message


def test_one_kind_of_rule_can_stand_twice(session: Session) -> None:
    person, programme = make.person(make.tree()[2]), make.programme()
    rules = [make.rule(programme, "certificate", kind=kind) for kind in ("焊工", "电工")]
    make.save(Certificate(person_id=person.id, kind="焊工", issued_on=dt.date(2020, 1, 1)))
    found = eligibility.reasons(person, programme)
    assert [(each.rule, each.rule_id) for each in found] == [("certificate", rules[1].id)]


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("__import__", {}),
        ("tiers", {}),
        ("tiers", {"tiers": "1"}),
        ("tiers", {"tiers": []}),
        ("tiers", {"tiers": [True]}),
        ("tiers", {"tiers": [1], "code": "1"}),
        ("age", {}),
        ("age", {"min": 60, "max": 50}),
        ("age", {"min": -1}),
        ("age", {"max": 55, "on": "next year"}),
        ("age", {"max": 55, "on": "9999-12-31"}),
        ("sex", {"sex": "X"}),
        ("completed", {}),
        ("completed", {"kinds": ["x" * 201]}),
        ("certificate", {"kind": " "}),
        ("document", {"question": ["a"]}),
        ("not_within_years", {"years": 3.5}),
        ("units", {"codes": None}),
        ("units", ["codes"]),
    ],
)
def test_what_is_not_a_sound_rule_is_never_applied_and_nobody_passes_it(
    session: Session, name: str, parameters: Any
) -> None:
    assert not is_sound(name, parameters)
    programme = make.programme()
    rule = make.rule(programme, "tiers", tiers=[1])
    rule.rule, rule.parameters = name, parameters
    session.commit()
    found = eligibility.reasons(make.person(make.tree()[2], tier=1), programme)
    assert [(each.rule, each.blocks) for each in found] == [(name, True)]
    assert eligibility.describe(programme) == []


def test_the_twenty_ninth_of_february() -> None:
    assert years_before(dt.date(2028, 2, 29), 3) == dt.date(2025, 2, 28)
