"""Results as workbooks."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from app import clock, words
from app.errors import Invalid
from app.models import Account, Programme, QuizScore, QuizUnitTotal, Unit
from app.services import audit, export
from app.services.quiz.scores import UnitRow


def within(units: ColumnElement[bool]) -> ColumnElement[bool]:
    """A condition on the sums of units, from one on Unit."""
    return QuizUnitTotal.unit_id.in_(select(Unit.id).where(units))


def workbook(found: Sequence[QuizScore]) -> bytes:
    """One row a person. Raises Invalid when there are more than one workbook takes."""
    if len(found) > export.MOST:
        raise Invalid(
            _(
                "一次最多导出 %(most)s 人。市里请导出单位排名，个人成绩由各区市和单位导出自己的。",
                most=words.number(export.MOST),
            )
        )
    titles = [
        _("名次"),
        _("姓名"),
        _("单位"),
        _("分数"),
        _("用时（秒）"),
        _("合格"),
        _("答题次数"),
        _("交卷时间"),
    ]
    return export.sheet(_("成绩"), titles, (_row(place, each) for place, each in enumerate(found, 1)))


def _row(place: int, each: QuizScore) -> list[str]:
    return [
        *(str(place), each.person.name, words.in_language(each.unit, "name"), str(each.score)),
        *(str(each.seconds), _("合格") if each.passed else _("没有合格"), str(each.tries)),
        f"{clock.local(each.reached_at):%Y-%m-%d %H:%M}",
    ]


def units_workbook(rows: Sequence[UnitRow]) -> bytes:
    """The ranking of units, or of districts."""
    titles = [_("名次"), _("单位"), _("人数"), _("总分"), _("平均分"), _("合格人数"), _("答题次数")]
    return export.sheet(_("单位排名"), titles, map(_unit_row, rows))


def _unit_row(row: UnitRow) -> list[str]:
    found = row.figures
    numbers = (found.people, found.score_sum, found.mean, found.passed, found.tries)
    return [str(row.place or ""), words.in_language(row.unit, "name"), *map(str, numbers)]


def record(actor: Account, programme: Programme, count: int) -> None:
    """That somebody took results with names out is kept."""
    audit.record(actor, "quiz.export", programme, label=programme.title, changes={"count": ("", count)})
