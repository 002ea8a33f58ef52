"""The year's view as a workbook: sums, months, districts, what is counted, with the workbook's own charts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from flask_babel import gettext as _

from app import words
from app.services import measures
from app.services.districts import District
from app.services.year_figures import Figure, Group, Split

PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CHART_ROWS = 18
Row = Sequence[str | float]


def of(year: int, groups: Sequence[Group], shown: Sequence[District]) -> bytes:
    """The workbook of a year as xlsx, with the columns of the districts that are `shown`."""
    target = io.BytesIO()
    figures = [(group, figure) for group in groups for figure in group.figures]
    with xlsxwriter.Workbook(target, {"in_memory": True, **PLAIN}) as book:
        _sums(book, year, figures)
        _months(book, figures)
        _districts(book, figures, shown)
        _definitions(book, figures)
    return target.getvalue()


Figures = Sequence[tuple[Group, Figure]]


def _sums(book: Any, year: int, figures: Figures) -> None:
    titles = [_("实事"), _("指标"), _("单位"), _("目标"), _("本站统计"), _("站外填报"), _("合计"), _("完成")]
    rows = [[*_named(group, f), *_split(f, f.whole), f.share] for group, f in figures]
    for row, (_group, figure) in zip(rows, figures, strict=True):
        row.insert(3, measures.plain(figure.target.number, figure.target.unit))
    sheet = _sheet(book, _("总表"), titles, rows, widths={0: 26, 1: 26})
    sheet.set_column(7, 7, 10, book.add_format({"num_format": "0.0%"}))
    if rows:
        title = _("%(year)s 年十件实事完成情况", year=year)
        chart = _chart(book, "bar", title, sheet.name, len(rows), names=1, values=[(7, _("完成"))])
        chart.set_size({"width": 760, "height": 40 + 26 * len(rows)})
        chart.set_y_axis({"reverse": True})
        sheet.insert_chart(len(rows) + 3, 0, chart)


def _months(book: Any, figures: Figures) -> None:
    titles = [_("实事"), _("指标"), _("单位"), *(_("%(month)s 月", month=m) for m in range(1, 13))]
    rows = [
        [*_named(group, f), *(_plain(f, f.by_month[month].total) for month in range(1, 13))]
        for group, f in figures
    ]
    sheet = _sheet(book, _("按月"), titles, rows, widths={0: 26, 1: 26})
    _one_chart_a_row(book, sheet, figures, first=3, last=14, kind="column")


def _districts(book: Any, figures: Figures, shown: Sequence[District]) -> None:
    titles = [_("实事"), _("指标"), _("单位"), *(each.words for each in shown), _("不分区市")]
    rows = [
        [*_named(group, f), *(_plain(f, f.of(each).total) for each in shown), _plain(f, _nowhere(f).total)]
        for group, f in figures
    ]
    sheet = _sheet(book, _("按区市"), titles, rows, widths={0: 26, 1: 26})
    _one_chart_a_row(book, sheet, figures, first=3, last=2 + len(shown), kind="bar")


def _definitions(book: Any, figures: Figures) -> None:
    titles = [_("指标"), _("怎么统计"), _("来源原文"), _("说明")]
    rows = [
        [words.in_language(f.target, "label"), f.definition, f.target.source, _kept_back(f)]
        for _group, f in figures
    ]
    _sheet(book, _("口径"), titles, rows, widths={0: 26, 1: 70, 2: 60, 3: 40})


def _kept_back(figure: Figure) -> str:
    return str(_("含保密事项：一个区市少于 5 的不单列，合在“不分区市”里。")) if figure.kept_back else ""


def _named(group: Group, figure: Figure) -> list[str | float]:
    pledge = words.in_language(group.pledge, "title") if group.pledge else str(_("其他事项"))
    return [pledge, words.in_language(figure.target, "label"), measures.unit_words(figure.target.unit)]


def _split(figure: Figure, split: Split) -> list[float]:
    return [_plain(figure, split.counted), _plain(figure, split.reported), _plain(figure, split.total)]


def _nowhere(figure: Figure) -> Split:
    return next((split for district, split in figure.by_district if district is None), Split())


def _plain(figure: Figure, number: int) -> float:
    return measures.plain(number, figure.target.unit)


def _sheet(book: Any, name: str, titles: Sequence[str], rows: Iterable[Row], widths: dict[int, int]) -> Any:
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, titles, book.add_format({"bold": True, "bottom": 1}))
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, row)
    for column, width in widths.items():
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 2)
    return sheet


def _chart(
    book: Any, kind: str, title: str, sheet: str, count: int, names: int, values: list[tuple[int, str]]
) -> Any:
    chart = book.add_chart({"type": kind})
    for column, name in values:
        chart.add_series(
            {
                "name": name,
                "categories": [sheet, 1, names, count, names],
                "values": [sheet, 1, column, count, column],
            }
        )
    chart.set_title({"name": title})
    chart.set_legend({"none": len(values) == 1})
    return chart


def _one_chart_a_row(book: Any, sheet: Any, figures: Figures, first: int, last: int, kind: str) -> None:
    """Under the table, two charts beside each other, each of one row."""
    for number, (_group, figure) in enumerate(figures):
        chart = book.add_chart({"type": kind})
        row = number + 1
        chart.add_series(
            {"categories": [sheet.name, 0, first, 0, last], "values": [sheet.name, row, first, row, last]}
        )
        chart.set_title({"name": words.in_language(figure.target, "label")})
        chart.set_legend({"none": True})
        below = len(figures) + 3 + CHART_ROWS * (number // 2)
        sheet.insert_chart(below, 0 if number % 2 == 0 else 6, chart)
