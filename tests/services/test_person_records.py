"""What a coordinator records of a worker, and finding them: inside one's part of the tree alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.errors import Invalid, NotFound
from app.models import AuditEntry, Certificate, Person, Unit
from app.services import certificates, people_search, person_records
from app.services.people_search import Criteria
from app.unit_of_work import unit_of_work
from app.vault import digest
from tests import factories

PAPER = {
    "kind": "焊工（高级）",
    "number": "Q-17",
    "issued_on": dt.date(2024, 5, 1),
    "expires_on": dt.date(2027, 4, 30),
}


@pytest.fixture
def union(session: Session) -> Unit:
    return factories.tree()[2]


@pytest.fixture
def person(union: Unit) -> Person:
    return factories.person(union)


def records(person: Person, **changed: Any) -> dict[str, Any]:
    kept = {name: getattr(person, name) for name in ("tier", "track", "joined_on", "union_joined_on")}
    return {**kept, **changed}


def entries(session: Session) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def test_what_was_put_right_is_in_the_record(session: Session, person: Person) -> None:
    actor = factories.account()
    day = dt.date(2015, 7, 1)
    with unit_of_work():
        person_records.record(actor, person, records(person, union_joined_on=day, track="model"), "会员名册")
    assert (person.union_joined_on, person.track) == (day, "model")
    with unit_of_work():
        person_records.record(actor, person, records(person), "已核对")
    first, second = entries(session)
    assert (first.action, second.action) == ("person.correct", "person.confirm_tier")
    assert first.changes == {"union_joined_on": ["", "2015-07-01"], "track": ["front_line", "model"]}
    assert (first.unit_id, first.reason) == (person.unit_id, "会员名册")
    assert [each.id for each in people_search.history(person)] == [second.id, first.id]


@pytest.mark.parametrize("name", ["joined_on", "union_joined_on"])
def test_days_that_cannot_be(session: Session, person: Person, name: str) -> None:
    before = getattr(person, name)
    for day in (person.born_on, clock.today() + dt.timedelta(days=1)):
        with pytest.raises(Invalid) as refused, unit_of_work():
            person_records.record(factories.account(), person, records(person, **{name: day}), "x")
        assert set(refused.value.faults) == {name}
    with unit_of_work():
        person_records.record(factories.account(), person, records(person, **{name: clock.today()}), "x")
    assert getattr(person, name) == clock.today() != before


def test_a_certificate_is_added_changed_and_removed(session: Session, person: Person) -> None:
    actor = factories.account()
    with unit_of_work():
        certificates.save(actor, person, None, PAPER, "看过原件")
    (held,) = certificates.of(person)
    assert (held.kind, held.expires_on) == ("焊工（高级）", dt.date(2027, 4, 30))
    with unit_of_work():
        renewed = {**PAPER, "number": "Q-18", "expires_on": None}
        certificates.save(actor, person, certificates.load(person, held.id), renewed, "换发")
    with unit_of_work():
        certificates.remove(actor, person, certificates.load(person, held.id), "登记错人")
    assert certificates.of(person) == []
    written = entries(session)
    assert [each.action for each in written] == ["certificate.add", "certificate.edit", "certificate.remove"]
    assert [each.reason for each in written] == ["看过原件", "换发", "登记错人"]
    assert written[0].changes["certificate"] == ["", "焊工（高级）"]
    assert written[1].changes == {
        "expires_on": ["2027-04-30", ""],
        "certificate_number": ["****", "****"],
    }
    assert not any("Q-1" in str(each.changes) for each in written)
    assert {each.id for each in people_search.history(person)} == {each.id for each in written}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"issued_on": dt.date(1985, 3, 1)}, "issued_on"),
        ({"issued_on": dt.date(2100, 1, 1), "expires_on": None}, "issued_on"),
        ({"expires_on": dt.date(2024, 4, 30)}, "expires_on"),
    ],
)
def test_certificates_with_days_that_cannot_be(
    session: Session, person: Person, changed: dict[str, Any], fault: str
) -> None:
    with pytest.raises(Invalid) as refused, unit_of_work():
        certificates.save(factories.account(), person, None, {**PAPER, **changed}, "x")
    assert set(refused.value.faults) == {fault}
    assert certificates.of(person) == []


def test_the_same_certificate_twice(session: Session, person: Person) -> None:
    actor = factories.account()
    with unit_of_work():
        certificates.save(actor, person, None, PAPER, "x")
        certificates.save(actor, person, None, {**PAPER, "number": "Q-18"}, "x")
    with pytest.raises(Invalid) as refused, unit_of_work():
        certificates.save(actor, person, None, PAPER, "x")
    assert refused.value.field == "kind"
    second = next(each for each in certificates.of(person) if each.number == "Q-18")
    with pytest.raises(Invalid), unit_of_work():
        certificates.save(actor, person, second, PAPER, "x")
    with unit_of_work():
        certificates.save(actor, person, second, {**PAPER, "number": "Q-18", "expires_on": None}, "x")
    assert session.scalars(select(Certificate.number).order_by(Certificate.number)).all() == ["Q-17", "Q-18"]


def test_a_certificate_of_somebody_else(session: Session, person: Person, union: Unit) -> None:
    other = factories.certificate(factories.person(union))
    with pytest.raises(NotFound):
        certificates.load(person, other.id)


def test_found_by_name_reference_and_number_inside_the_scope(session: Session, union: Unit) -> None:
    wang, li = factories.person(union, name="王海燕"), factories.person(union, name="李建国")
    outside = factories.person(factories.tree()[2], name="王海燕")
    sent = factories.registration(factories.programme(), [wang], [])
    within = Unit.path.startswith(union.path)

    def found(**criteria: Any) -> list[int]:
        return [each.id for each in people_search.page(Criteria(**criteria), within, 1).items]

    assert sorted(found()) == sorted([wang.id, li.id])
    assert found(text="海燕") == found(text=sent.reference.lower()) == [wang.id]
    assert found(digests=(digest(li.identity),)) == found(digests=(digest(li.phone or ""),)) == [li.id]
    assert found(text="没有这个人") == found(text="%") == found(digests=("x",)) == []
    assert people_search.load(wang.id, within).id == wang.id
    with pytest.raises(NotFound):
        people_search.load(outside.id, within)
