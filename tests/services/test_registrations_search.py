"""Finding registrations inside one's part of the tree, correcting people, taking a workbook out."""

from __future__ import annotations

import io

import openpyxl
import pytest
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.access import Scope
from app.errors import DomainError, Forbidden, Invalid, NotFound
from app.models import Account, AuditEntry, Person, Registration, Unit
from app.services import console_today, corrections, export, outcomes, registrations_search
from app.services.registrations_search import Criteria
from app.unit_of_work import unit_of_work
from tests import factories

CITY: ColumnElement[bool] = Unit.id.is_not(None)


def part(unit: Unit) -> ColumnElement[bool]:
    return Scope((unit.path,), False).units()


def party(unit: Unit, **person: object) -> Registration:
    programme = factories.programme()
    offering = factories.offering(programme, factories.venue())
    return factories.registration(programme, [factories.person(unit, **person)], [offering])


def found(session: Session, within: ColumnElement[bool] = CITY, **criteria: object) -> list[Registration]:
    query = registrations_search.search(Criteria(**criteria), within)  # type: ignore[arg-type]
    return list(session.scalars(query))


def test_by_reference_name_phone_and_identity_number(session: Session) -> None:
    union = factories.tree()[2]
    wanted, _other = party(union, name="欧阳晓东"), party(union)
    person = wanted.lead.person
    references, numbers = (wanted.reference, wanted.reference.lower()), (person.phone, person.identity)
    for typed in (*references, *numbers, "晓东", f" {person.phone} "):
        text, digests = registrations_search.term(typed or "")
        assert found(session, text=text, digests=digests) == [wanted], typed


def test_numbers_leave_only_their_digests(session: Session) -> None:
    person = party(factories.tree()[2]).lead.person
    for number in (person.phone, person.identity):
        text, digests = registrations_search.term(number or "")
        assert text == ""
        assert all(len(digest) == 64 for digest in digests)
    assert registrations_search.term("王小一") == ("王小一", ())
    assert registrations_search.term("LY-7K3M-92QF-8")[1] == ()


def test_wildcards_are_ordinary_characters(session: Session) -> None:
    party(factories.tree()[2])
    assert found(session, text="%") == []
    assert found(session, text="_") == []


def test_only_inside_the_part_of_the_tree(session: Session) -> None:
    city, district, union = factories.tree()
    inside, outside = party(union), party(factories.unit(factories.unit(city)))
    for unit in (union, district):
        assert found(session, part(unit)) == [inside]
        with pytest.raises(NotFound):
            registrations_search.load(outside.id, part(unit))
    assert len(found(session, part(city))) == 2


def test_a_mixed_party_is_seen_by_both_units(session: Session) -> None:
    city, _, union = factories.tree()
    other = factories.unit(factories.unit(city))
    people = [factories.person(union), factories.person(other)]
    mixed = factories.registration(factories.programme(), people, [])
    assert mixed in found(session, part(union))
    assert found(session, part(other)) == [mixed]


def test_filters(session: Session) -> None:
    union = factories.tree()[2]
    first, gone = party(union), party(union)
    gone.state = "withdrawn"
    session.commit()
    assert found(session, state="withdrawn") == [gone]
    assert found(session, programme_id=first.programme_id) == [first]
    assert len(found(session, unit_id=union.id)) == 2


def test_a_tier_is_unconfirmed_until_somebody_looks(session: Session) -> None:
    union = factories.tree()[2]
    own = party(union, tier=4)
    party(union, tier=2)
    actor = factories.account(coordinates=union)
    assert found(session, tier_unconfirmed=True) == [own]
    assert [todo.count for todo in console_today.for_units(part(union)) if todo.kind == "tiers"] == [1]
    person = own.lead.person
    same = {"tier": 4, "track": person.track, "unit_id": union.id}
    with unit_of_work():
        corrections.correct(actor, own.members[0], same, [], "已核对劳动合同", part(union))
    assert found(session, tier_unconfirmed=True) == []
    assert [todo for todo in console_today.for_units(part(union)) if todo.kind == "tiers"] == []


def correct(
    actor: Account, registration: Registration, within: ColumnElement[bool], **changed: object
) -> None:
    person = registration.lead.person
    values = {"tier": person.tier, "track": person.track, "unit_id": person.unit_id, **changed}
    needs = values.pop("needs", [])
    with unit_of_work():
        corrections.correct(actor, registration.members[0], values, needs, "核对更正", within)  # type: ignore[arg-type]


def test_a_correction_is_recorded_under_the_persons_unit(session: Session) -> None:
    city, district, union = factories.tree()
    other, actor = factories.unit(district), factories.account(coordinates=city)
    registration = party(union)
    correct(actor, registration, CITY, tier=1, unit_id=other.id, needs=["lift"])
    person = registration.lead.person
    assert (person.tier, person.unit.id, registration.members[0].needs) == (1, other.id, ["lift"])
    entries = {entry.action: entry for entry in session.scalars(select(AuditEntry))}
    assert set(entries) == {"person.correct", "registration.correct_needs"}
    entry = entries["person.correct"]
    assert entry.changes["unit_id"] == [union.name, other.name]
    assert entry.unit_id == union.id
    assert entry.reason == "核对更正"
    assert person.name not in entry.subject_label


def test_nobody_corrects_outside_their_part(session: Session) -> None:
    city, _, union = factories.tree()
    other = factories.unit(factories.unit(city))
    actor, registration = factories.account(coordinates=union), party(union)
    with pytest.raises(Invalid) as refused:
        correct(actor, registration, part(union), unit_id=other.id)
    assert refused.value.field == "unit_id"
    with pytest.raises(Forbidden):
        correct(actor, registration, part(other), tier=1)
    assert session.scalars(select(Person.tier)).all() == [2]


def test_needs_stay_after_publication(session: Session) -> None:
    registration = party(factories.tree()[2])
    registration.programme.state = "published"
    session.commit()
    with pytest.raises(DomainError):
        correct(factories.account(), registration, CITY, needs=["lift"])


def workbook_rows(session: Session, registrations: list[Registration]) -> list[tuple[object, ...]]:
    content = export.workbook(registrations, outcomes.placements(registrations))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return list(sheet.iter_rows(values_only=True))


def test_a_workbook_is_masked_and_computes_nothing(session: Session) -> None:
    registration = party(factories.tree()[2], name='=HYPERLINK("http://x")')
    person = registration.lead.person
    heading, row = workbook_rows(session, [registration])
    assert len(heading) == len(row)
    assert row[5] == person.name
    text = " ".join(str(cell) for cell in row)
    assert person.identity not in text
    assert (person.phone or "") not in text
    assert registration.reference in text


def test_a_workbook_has_a_limit(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MOST", 0)
    with pytest.raises(Invalid):
        export.workbook([party(factories.tree()[2])], {})


def kinds(todos: list[console_today.Todo]) -> list[str]:
    return [todo.kind for todo in todos]


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_what_the_city_has_to_do(session: Session, state: str) -> None:
    factories.programme(state=state)
    factories.programme(state="published")
    assert kinds(console_today.for_city()) == [{"draft": "draft", "closed": "pressing"}[state]]


def test_a_unit_sees_its_own_counts(session: Session) -> None:
    city, _, union = factories.tree()
    registration = party(union)
    party(factories.unit(factories.unit(city)))
    todos = {todo.programme.id: todo.count for todo in console_today.for_units(part(union)) if todo.programme}
    assert todos[registration.programme_id] == 1
    assert sum(todos.values()) == 1
