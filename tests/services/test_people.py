"""One person, known once."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from app.errors import Invalid
from app.identity import make_resident_id
from app.models import Person, Unit
from app.services import people, references
from app.unit_of_work import unit_of_work
from tests import factories as make

NUMBER = make_resident_id("370202", dt.date(1988, 5, 6), 124)


@pytest.fixture
def union(session: Session) -> Unit:
    return make.tree()[2]


def remember(union: Unit, name: str = "张小兰", identity: str = NUMBER, phone: str = "") -> Person:
    with unit_of_work():
        return people.remember(name, "resident_id", identity, phone, union)


def test_a_new_person(session: Session, union: Unit) -> None:
    person = remember(union, identity=f" {NUMBER[:6]} {NUMBER[6:]}", phone="138-1234-5678")
    assert (person.identity, person.sex, person.born_on) == (NUMBER, "F", dt.date(1988, 5, 6))
    assert (person.phone, person.tier, person.confirmed_at) == ("13812345678", 4, None)
    assert people.known("resident_id", NUMBER) == person


def test_a_known_person_is_never_written_over(session: Session, union: Unit) -> None:
    first = remember(union, phone="13812345678")
    again = remember(make.unit(union.parent), phone="13987654321")
    assert again.id == first.id
    assert (again.phone, again.unit_id) == ("13812345678", union.id)


def test_another_name_is_refused_without_saying_whose(session: Session, union: Unit) -> None:
    remember(union)
    with pytest.raises(Invalid) as refused:
        remember(union, name="别人")
    assert refused.value.field == "name"
    assert "张小兰" not in refused.value.message


def test_two_at_the_same_moment_become_one(
    session: Session, union: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = remember(union)
    real, calls = people._by_number, []

    def blind_at_first(kind: str, number: str) -> Person | None:
        calls.append(number)
        return None if len(calls) == 1 else real(kind, number)

    monkeypatch.setattr(people, "_by_number", blind_at_first)
    assert remember(union).id == first.id
    assert session.query(Person).count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"identity": "123"}, "identity"),
        ({"name": "  "}, "name"),
        ({"phone": "0532-88888888"}, "phone"),
    ],
)
def test_faults_belong_to_a_field(session: Session, union: Unit, values: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        remember(union, **values)
    assert refused.value.field == field


def test_references_are_read_back_as_people_type_them(session: Session, union: Unit) -> None:
    reference = references.new_reference(make.programme())
    assert references.normal(reference.lower().replace("-", " ")) == reference
    assert references.normal(reference.replace("1", "l").replace("0", "o")) == reference
    for place, character in enumerate(reference):
        if place > 2 and character != "-":
            other = "7" if character != "7" else "8"
            assert references.normal(reference[:place] + other + reference[place + 1 :]) is None
    assert references.normal("LY") is None
    assert references.masked("LY-7K3M-92QF-8") == "LY-7K3M-****-*"
