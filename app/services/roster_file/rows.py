"""A roster as it was read: rows with what was typed, what it means, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.services.roster_file.faults import Fault
from app.services.roster_file.fields import CHOICE_FIELDS

Faults = Mapping[str, Fault]


def _faults_to_json(faults: Faults) -> dict[str, Any]:
    return {name: fault.to_json() for name, fault in faults.items()}


def _faults_from_json(data: Mapping[str, Any]) -> dict[str, Fault]:
    return {name: Fault.from_json(fault) for name, fault in data.items()}


@dataclass(frozen=True)
class RosterRow:
    """One person of a roster; mappings are by field name.

    `number` is the row's number as the spreadsheet shows it, from 1. `cells` is what was typed; `values`
    what it means: dates as YYYY-MM-DD, `sex` F or M, `tier` in digits, `needs` as sorted words with spaces
    between. Sex and birth date are filled in from an identity number. `values` lacks what is blank or faulty.
    `warnings` do not hold a row back.
    """

    number: int
    cells: Mapping[str, str] = field(repr=False)
    values: Mapping[str, str] = field(repr=False)
    faults: Faults
    warnings: Faults = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        return not self.faults

    @property
    def choices(self) -> tuple[str, ...]:
        """Offerings as named in the file, best first."""
        return tuple(self.values[name] for name in CHOICE_FIELDS if name in self.values)

    @property
    def needs(self) -> frozenset[str]:
        """Room features: step_free, lift."""
        return frozenset(self.values.get("needs", "").split())

    def date(self, name: str) -> date | None:
        """`born_on` or `joined_on`; None if it is not known."""
        return date.fromisoformat(self.values[name]) if name in self.values else None

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "cells": dict(self.cells),
            "values": dict(self.values),
            "faults": _faults_to_json(self.faults),
            "warnings": _faults_to_json(self.warnings),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RosterRow:
        return cls(
            data["number"],
            data["cells"],
            data["values"],
            _faults_from_json(data["faults"]),
            _faults_from_json(data["warnings"]),
        )


@dataclass(frozen=True)
class Column:
    """A column of the file that we use: its field, and its title as typed."""

    field: str
    title: str


@dataclass(frozen=True)
class RosterTable:
    """A whole roster. With any fault of the file there are no rows."""

    columns: tuple[Column, ...]
    rows: tuple[RosterRow, ...]
    file_faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Fields to show: the file's own columns, then those it lacks but a fault speaks of."""
        shown = dict.fromkeys(column.field for column in self.columns)
        return tuple(shown | dict.fromkeys(name for row in self.rows for name in row.faults))

    def to_json(self) -> dict[str, Any]:
        """Holds identity numbers and phones: keep it only encrypted."""
        return {
            "columns": [[column.field, column.title] for column in self.columns],
            "rows": [row.to_json() for row in self.rows],
            "file_faults": [fault.to_json() for fault in self.file_faults],
            "notes": [note.to_json() for note in self.notes],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RosterTable:
        return cls(
            tuple(Column(*column) for column in data["columns"]),
            tuple(RosterRow.from_json(row) for row in data["rows"]),
            tuple(Fault.from_json(fault) for fault in data["file_faults"]),
            tuple(Fault.from_json(note) for note in data["notes"]),
        )
