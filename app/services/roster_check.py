"""A roster as it stands now: every row with what is wrong in which cell, and the parties that are ready."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement

from app.models import Programme, RosterUpload, Venue
from app.services import programmes, roster_known
from app.services.roster_choices import OfferingBook
from app.services.roster_document import Document
from app.services.roster_file import CHOICE_FIELDS, RosterRow, mark_across_rows
from app.services.roster_marks import Marks, RowMarks
from app.services.roster_parties import PartiesCheck, Party, read_choices
from app.services.roster_people import PeopleCheck


@dataclass(frozen=True)
class CheckedRow:
    """`state` is ready, faulty, held, done or dropped; `note` says why it is held or was refused."""

    row: RosterRow
    state: str
    faults: Mapping[str, str] = field(default_factory=dict)
    warnings: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    reference: str = ""
    already: bool = False

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def wants_attention(self) -> bool:
        return self.state in ("faulty", "held") or bool(self.note)


@dataclass(frozen=True)
class Checked:
    """A roster checked against everything; `parties` are of the rows not signed up and not left out."""

    programme: Programme
    document: Document
    book: OfferingBook
    rows: tuple[CheckedRow, ...]
    parties: tuple[Party, ...]

    @property
    def counts(self) -> Counter[str]:
        """Rows by state."""
        return Counter(row.state for row in self.rows)

    @property
    def fields(self) -> tuple[str, ...]:
        """Columns to show: the file's own, then those of which something is said; choices stand together."""
        shown = dict.fromkeys(column.field for column in self.document.table.columns)
        shown |= dict.fromkeys(name for row in self.rows for name in (*row.faults, *row.warnings))
        ranked = [name for name in CHOICE_FIELDS if name in shown]
        return (*(name for name in shown if name not in CHOICE_FIELDS), *ranked)

    @property
    def ready(self) -> list[Party]:
        """Parties that may be signed up."""
        return [party for party in self.parties if party.is_ready]

    @property
    def without_choices(self) -> int:
        """People who wait for nothing but choices."""
        return sum(len(party.rows) for party in self.parties if party.lacks_choices and not party.faulty)

    def asking(self) -> dict[int, Venue]:
        """Campuses that ready parties chose and that ask for a health declaration, by id."""
        venues = {offering.venue_id: offering.venue for offering in self.book.open}
        return {key: venues[key] for party in self.ready for key in party.health}


def check(upload: RosterUpload, within: ColumnElement[bool], whole_city: bool) -> Checked:
    """Check all rows of `upload`; `within` is the coordinator's part of the tree (a condition on Unit)."""
    document, programme = Document.of(upload), programmes.load(upload.programme_id)
    book = OfferingBook(programme.offerings)
    marks = {row.number: Marks() for row in document.pending}
    chosen = [read_choices(row, book, programme.max_choices, marks[row.number]) for row in document.pending]
    rows = mark_across_rows(chosen)
    for row in rows:
        marks[row.number].of_file(row)
    people = PeopleCheck(programme, upload.unit, roster_known.unit_ids(within), whole_city, rows)
    people.mark(rows, marks)
    parties = PartiesCheck(programme, book, document).check(rows, people.persons, marks)
    return Checked(programme, document, book, _rows(document, parties, marks), tuple(parties))


def _rows(document: Document, parties: list[Party], marks: RowMarks) -> tuple[CheckedRow, ...]:
    held = {number: party.held for party in parties for number in party.numbers}
    resolved = {row.number: row for party in parties for row in party.rows}
    return tuple(
        _row(resolved.get(row.number, row), document, held.get(row.number, ""), marks)
        for row in document.table.rows
    )


def _row(row: RosterRow, document: Document, held: str, marks: RowMarks) -> CheckedRow:
    if reference := document.done.get(row.number):
        return CheckedRow(row, "done", reference=reference)
    if row.number in document.dropped:
        return CheckedRow(row, "dropped")
    found = marks[row.number]
    state = "faulty" if found.faults else "held" if held else "ready"
    note = held if state == "held" else document.refused.get(row.number, "") if state == "ready" else ""
    return CheckedRow(row, state, found.faults, found.warnings, note, already=found.already)
