"""Answers as columns of a workbook: one for each question, in every version in which it was put."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import words
from app.extensions import db
from app.models import Answer, Programme, Registration
from app.services import answer_words, question_sets

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Column:
    """`heading` names the question, and the versions where there are several; `question_ids` are its rows."""

    heading: str
    question_ids: tuple[int, ...]


def export_columns(programme: Programme) -> list[Column]:
    """The questions of all versions in order; one whose words have changed has a column for each wording."""
    versions = question_sets.versions(programme)
    found: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
    for asked in reversed(versions):
        for question in asked.questions:
            label = words.in_language(question, "label")
            ids, numbers = found.setdefault((question.key, label), ([], []))
            ids.append(question.id)
            numbers.insert(0, asked.version)
    several = len(versions) > 1
    return [
        Column(_with_versions(label, numbers) if several else label, tuple(ids))
        for (_key, label), (ids, numbers) in found.items()
    ]


def _with_versions(label: str, numbers: Sequence[int]) -> str:
    return str(_("%(label)s（第 %(versions)s 版）", label=label, versions=words.listed(numbers)))


@dataclass(frozen=True)
class Table:
    """Columns of several programmes, and what each registration answered, by registration id."""

    columns: Sequence[Column]
    answers: Mapping[int, Mapping[int, str]]

    def row(self, registration_id: int) -> list[str]:
        """One text a column; empty where it was not asked or not answered."""
        given = self.answers.get(registration_id, {})
        return [next((given[i] for i in column.question_ids if i in given), "") for column in self.columns]


NO_ANSWERS = Table((), {})


def table(registrations: Sequence[Registration], readable: Collection[int]) -> Table:
    """What these registrations answered; only of those whose ids are `readable`."""
    programmes = {each.programme_id: each.programme for each in registrations}
    columns = []
    for programme in programmes.values():
        title = words.in_language(programme, "title") if len(programmes) > 1 else ""
        for column in export_columns(programme):
            heading = f"{title} · {column.heading}" if title else column.heading
            columns.append(Column(heading, column.question_ids))
    ids = sorted(set(readable) & {each.id for each in registrations}) if columns else []
    return Table(columns, _answers(ids))


def _answers(ids: Sequence[int]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for start in range(0, len(ids), CHUNK):
        query = select(Answer).where(Answer.registration_id.in_(ids[start : start + CHUNK]))
        for answer in db.session.scalars(query.options(joinedload(Answer.question))):
            text = answer_words.in_words(answer.question, answer.value)
            found.setdefault(answer.registration_id, {})[answer.question_id] = text
    return found
