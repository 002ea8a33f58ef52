"""The parties of a roster: what they choose, whether they fit, and who waits for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from app import clock, words
from app.errors import Invalid
from app.models import Offering, Person, Programme, Room
from app.services import answering, commitments, party_checks, question_sets
from app.services.party_plan import MemberPlan, PartyPlan
from app.services.roster_choices import OfferingBook
from app.services.roster_document import Document
from app.services.roster_file import CHOICE_FIELDS, RosterRow, group_parties
from app.services.roster_marks import Marks, RowMarks

TOGETHER = "1"


@dataclass(frozen=True)
class Party:
    """Rows that are signed up together; `choices` are offering ids, best first.

    `health` is the declaration that the chosen campuses ask for, {venue id: {question id: False}}.
    `faulty` are the numbers of rows to be corrected, `chooses` says whether there is anything to choose.
    """

    label: str
    rows: tuple[RosterRow, ...]
    choices: tuple[int, ...]
    health: Mapping[int, Mapping[str, bool]]
    faulty: tuple[int, ...] = ()
    chooses: bool = True

    @property
    def is_ready(self) -> bool:
        return not self.lacks_choices and not self.faulty

    @property
    def lacks_choices(self) -> bool:
        return self.chooses and not self.choices

    @property
    def held(self) -> str:
        """Why the sound rows have to wait; empty: they need not."""
        if self.faulty:
            rows = words.listed(self.faulty)
            return str(_("与第 %(rows)s 行同组，那里改好后一起报名", rows=rows))
        return str(_("还没有志愿，请统一选择志愿")) if self.lacks_choices else ""

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(row.number for row in self.rows)


def read_choices(row: RosterRow, book: OfferingBook, most: int, marks: Marks) -> RosterRow:
    """The row with offering ids as values of its choices; what names none is marked and left out."""
    values = {name: value for name, value in row.values.items() if name not in CHOICE_FIELDS}
    taken: set[int] = set()
    for rank, name in enumerate((n for n in CHOICE_FIELDS if n in row.values), 1):
        chosen = book.read(row.values[name])
        if rank > most:
            marks.fault(name, _("最多选 %(count)s 个志愿，请把这一格留空", count=most))
        elif isinstance(chosen, str):
            marks.fault(name, chosen)
        elif chosen in taken:
            marks.fault(name, _("与前面的志愿重复，请改选其他期次或留空"))
        else:
            taken.add(chosen)
            values[name] = str(chosen)
    return replace(row, values=values)


class PartiesCheck:
    def __init__(self, programme: Programme, book: OfferingBook, document: Document) -> None:
        self.programme, self.book, self.document = programme, book, document
        self.common = tuple(c for c in document.choices if c in book.labels)
        venues = {o.venue_id: o.venue for o in book.open}
        self.questions = question_sets.current(programme)
        self.rooms: list[Room] = [r for venue in venues.values() for r in venue.rooms if not r.closed]

    def check(self, rows: Sequence[RosterRow], persons: dict[int, Person], marks: RowMarks) -> list[Party]:
        """Every party, its faults marked in the cells of its rows."""
        done = self.document.done_labels
        parties = []
        for found in group_parties(rows):
            choices = tuple(int(value) for value in found.choices) or self.common
            chooses = bool(self.book.offerings)
            party = Party(found.label, found.rows, choices, self._health(choices), chooses=chooses)
            self._as_a_whole(party, done, marks)
            if not _faulty(party, marks):
                self._asked(party, persons, marks)
            if choices and not _faulty(party, marks):
                self._fits(party, persons, marks)
            parties.append(party)
        self._in_calendar(parties, persons, marks)
        return [replace(party, faulty=_faulty(party, marks)) for party in parties]

    def _in_calendar(self, parties: list[Party], persons: dict[int, Person], marks: RowMarks) -> None:
        """What overlaps something that somebody holds elsewhere is said, or stands against it."""
        wanted = [self.book.offerings[each] for each in sorted({each for p in parties for each in p.choices})]
        known = [person for person in persons.values() if person.id is not None]
        found: dict[tuple[int | None, int], str] = {}
        for clash in commitments.clashes(known, wanted, self.programme):
            found.setdefault((clash.person.id, clash.offering.id), clash.words)
        for party in parties if found else ():
            for number in party.numbers:
                person_id = persons[number].id if number in persons else None
                said = [found[person_id, each] for each in party.choices if (person_id, each) in found]
                if said and self.programme.overlap == "forbid":
                    marks[number].fault("choice_1", words.clauses(said))
                elif said:
                    marks[number].warn("choice_1", words.clauses(said))

    def _health(self, choices: Sequence[int]) -> dict[int, dict[str, bool]]:
        venues = {venue.id: venue for venue in (self.book.offerings[chosen].venue for chosen in choices)}
        return {
            venue.id: {question["id"]: False for question in venue.health_questions}
            for venue in venues.values()
            if venue.asks_health
        }

    def _as_a_whole(self, party: Party, done: frozenset[str], marks: RowMarks) -> None:
        least, most, size = self.programme.min_party_size, self.programme.max_party_size, len(party.rows)
        fault = ""
        if party.label.casefold() in done:
            fault = _("同行组“%(party)s”已经报名，不能再加人，请改用其他组号或留空", party=party.label)
        elif size > most:
            fault = _(
                "同行组“%(party)s”有 %(size)s 人，一起报名的最多 %(most)s 人，请分成几组",
                party=party.label,
                size=size,
                most=most,
            )
        elif size < least:
            fault = _("至少要 %(count)s 人一起报名（含本人）", count=least)
        for row in party.rows if fault else ():
            marks[row.number].fault("party", fault)

    def _asked(self, party: Party, persons: dict[int, Person], marks: RowMarks) -> None:
        """A roster answers no questions: who has to answer one signs up in person."""
        people = [persons[row.number] for row in party.rows]
        asked = answering.visible(self.questions, {}, people, clock.today())
        if not (owed := [words.in_language(each, "label") for each in asked if each.required]):
            return
        fault = _("报名时要回答：%(what)s。名单不能代填，请本人报名", what=words.clauses(owed))
        marks[party.rows[0].number].fault("name", fault)

    def _fits(self, party: Party, persons: dict[int, Person], marks: RowMarks) -> None:
        chosen: list[Offering] = [self.book.offerings[chosen] for chosen in party.choices]
        with_nights = [offering for offering in chosen if offering.with_beds and offering.night_count > 0]
        plan = party_plan(party, [persons[row.number] for row in party.rows], self.document)
        try:
            party_checks.check_fits(plan, with_nights, self.rooms)
        except Invalid as refused:
            for row in party.rows:
                marks[row.number].fault("choice_1", refused.message)


def party_plan(party: Party, persons: Sequence[Person], document: Document) -> PartyPlan:
    """What the party asks for; people sleep in one room only where the file's title says so."""
    together = TOGETHER if document.shares_rooms and len(party.rows) > 1 else None
    members = [
        MemberPlan(person, sorted(row.needs), together)
        for row, person in zip(party.rows, persons, strict=True)
    ]
    return PartyPlan(members, party.choices, party.health)


def _faulty(party: Party, marks: RowMarks) -> tuple[int, ...]:
    return tuple(row.number for row in party.rows if marks[row.number].faults)
