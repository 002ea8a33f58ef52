"""The report as a workbook: what it counts stands above the figures, sums below the rows they are of."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from flask_babel import gettext as _

from app import clock, words
from app.models import Account
from app.services import audit
from app.services.eligibility import track_words
from app.services.stays.report import Figures, Report, definitions

MONEY = "#,##0.00"


def headings() -> list[str]:
    return [
        _("区市"),
        _("单位"),
        _("类别"),
        _("期数"),
        _("安排人数"),
        _("实到人次"),
        _("未到"),
        _("费用合计（元）"),
        _("市总工会承担（元）"),
        _("单位承担（元）"),
        _("个人承担（元）"),
    ]


def workbook(report: Report) -> bytes:
    """One sheet of the rows with their sums, one of the categories; as xlsx."""
    target = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, {"in_memory": True, **plain}) as book:
        looks = {
            "bold": book.add_format({"bold": True}),
            "money": book.add_format({"num_format": MONEY}),
            "bold_money": book.add_format({"bold": True, "num_format": MONEY}),
        }
        _units(book.add_worksheet(_("单位和类别")), report, looks)
        _tracks(book.add_worksheet(_("类别合计")), report, looks)
    return target.getvalue()


def record(actor: Account, report: Report) -> None:
    """That somebody took it out, and of which time."""
    changes = {"count": ("", f"{report.first.isoformat()} – {report.last.isoformat()}")}
    audit.record(actor, "stay.report", actor, changes=changes)


def period(report: Report) -> str:
    return str(_("%(first)s 至 %(last)s", first=report.first.isoformat(), last=report.last.isoformat()))


def gaps(report: Report) -> list[str]:
    """What the figures lack, in words; empty when nothing."""
    said = []
    if report.unrecorded:
        said.append(_("%(count)s 期没有前台登记，按安排人数计", count=report.unrecorded))
    if report.unpriced:
        said.append(_("%(count)s 期没有登记费用，按 0 计", count=report.unpriced))
    return said


def _units(page: Any, report: Report, looks: dict[str, Any]) -> None:
    row = _head(page, report, looks)
    for column, title in enumerate(headings()):
        page.write_string(row, column, title, looks["bold"])
    page.freeze_panes(row + 1, 0)
    for district in report.districts:
        name = words.in_language(district.unit, "name")
        for line in district.lines:
            row += 1
            texts = [name, words.in_language(line.unit, "name"), track_words(line.track)]
            _write(page, row, texts, line.figures, looks)
        row += 1
        _write(page, row, [name, _("小计"), ""], district.figures, looks, bold=True)
    _write(page, row + 1, [_("合计"), "", ""], report.total, looks, bold=True)
    page.set_column(0, 1, 24)
    page.set_column(2, 10, 16)


def _tracks(page: Any, report: Report, looks: dict[str, Any]) -> None:
    for column, title in enumerate([_("类别"), *headings()[3:]]):
        page.write_string(0, column, title, looks["bold"])
    row = 0
    for row, (track, figures) in enumerate(report.by_track, 1):
        _write(page, row, [track_words(track)], figures, looks)
    _write(page, row + 1, [_("合计")], report.total, looks, bold=True)
    page.set_column(0, 10, 16)


def _head(page: Any, report: Report, looks: dict[str, Any]) -> int:
    """Title, time and definitions; the row after them."""
    page.write_string(0, 0, _("疗休养情况报表"), looks["bold"])
    page.write_string(1, 0, _("时间段：%(period)s", period=period(report)))
    page.write_string(2, 0, _("生成时间：%(at)s", at=f"{clock.local(clock.now()):%Y-%m-%d %H:%M}"))
    page.write_string(3, 0, words.clauses(gaps(report)))
    for number, sentence in enumerate(definitions(), 4):
        page.write_string(number, 0, sentence)
    return 5 + len(definitions())


def _write(
    page: Any, row: int, texts: list[str], figures: Figures, looks: dict[str, Any], *, bold: bool = False
) -> None:
    for column, text in enumerate(texts):
        page.write_string(row, column, text, looks["bold"] if bold else None)
    counts = (figures.trips, figures.placed, figures.heads, figures.absent)
    for column, count in enumerate(counts, len(texts)):
        page.write_number(row, column, count, looks["bold"] if bold else None)
    money = (figures.money, figures.city, figures.unit, figures.person)
    for column, fen in enumerate(money, len(texts) + len(counts)):
        page.write_number(row, column, fen / 100, looks["bold_money" if bold else "money"])
