"""The ranking as a workbook: totals, points by criterion, what was decided, the answers by their labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from app import words
from app.models import Criterion, Programme
from app.services import answers_export, export
from app.services.answers_export import Table
from app.services.reviewing import criteria, decision_words, ranking
from app.services.reviewing.ranking import Row
from app.services.reviewing.scores import averages, shown


def write(programme: Programme) -> tuple[bytes, int]:
    """(xlsx, how many entries): one row each in order of rank. Of an entry that is not judged, no points."""
    rows, judged_by = ranking.of(programme).rows, criteria.listed(programme)
    entries = [row.registration for row in rows]
    answers = answers_export.table(entries, [entry.id for entry in entries])
    titles = [
        *(_("名次"), _("编号"), _("申报人"), _("单位"), _("总分"), _("分差")),
        *(words.in_language(criterion, "label") for criterion in judged_by),
        *(_("结果"), _("原因")),
        *(column.heading for column in answers.columns),
    ]
    return export.sheet(_("排名和结果"), titles, _rows(rows, judged_by, answers)), len(rows)


def _rows(rows: Sequence[Row], judged_by: Sequence[Criterion], answers: Table) -> Iterator[list[str]]:
    for row in rows:
        people = [member.person for member in row.registration.members]
        units = dict.fromkeys(words.in_language(person.unit, "name") for person in people)
        means = {criterion.id: mean for criterion, mean in averages(row.judged, judged_by)}
        yield [
            "" if row.rank is None else str(row.rank),
            row.registration.reference,
            words.listed(person.name for person in people),
            words.listed(units),
            shown(row.judged.total),
            shown(row.judged.spread),
            *(means.get(criterion.id, "") for criterion in judged_by),
            decision_words.outcome(row.outcome) if row.outcome else "",
            decision_words.of_row(row),
            *answers.row(row.registration.id),
        ]
