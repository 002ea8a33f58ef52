"""Districts as places are told by: the name of a district's federation without the word for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import words
from app.models import Person, Unit
from app.services import unit_search

_FEDERATION, _FEDERATION_EN = "总工会", " Federation"


@dataclass(frozen=True, slots=True)
class District:
    """`name` is what `Venue.district` holds."""

    unit_id: int
    name: str
    name_en: str

    @property
    def words(self) -> str:
        """In the reader's language."""
        return words.in_language(self, "name")


def of_unit(unit: Unit) -> District:
    """The district that a federation's unit stands for."""
    return District(unit.id, unit.name.removesuffix(_FEDERATION), unit.name_en.removesuffix(_FEDERATION_EN))


def known() -> Sequence[District]:
    """In the order in which their federations were set up."""
    return [of_unit(unit) for unit in unit_search.districts()]


def of_person(person: Person | None) -> str:
    """The name of the district of somebody's unit; "" where there is none."""
    unit: Unit | None = person.unit if person is not None else None
    while unit is not None and unit.level != "district":
        unit = unit.parent
    return of_unit(unit).name if unit is not None else ""
