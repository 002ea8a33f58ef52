"""The empty roster that coordinators may start from."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from flask_babel import gettext as _

from app import words
from app.services.roster_file.fields import CHOICE_FIELDS, FIELD_LABELS, main_title
from app.services.roster_file.limits import MAX_PEOPLE

_FIELDS = ("name", "identity_kind", "identity", "phone", "department", "joined_on", "party", "needs")
_WIDTHS = {"identity": 24, "phone": 16, "joined_on": 16, "party": 12}
_HEADER_ROW = 1
_FIRST_ROW = _HEADER_ROW + 1
_LAST_ROW = _HEADER_ROW + MAX_PEOPLE


def template_workbook(offerings: Sequence[str]) -> bytes:
    """An .xlsx with one instruction row and the header; all cells text, choices picked from `offerings`."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("名单"))
        _write_columns(book, sheet)
        _write_lists(book, sheet, offerings)
        sheet.freeze_panes(_FIRST_ROW, 1)
    return output.getvalue()


def _titles() -> list[str]:
    choices = [str(FIELD_LABELS[name]) for name in CHOICE_FIELDS]
    return [*map(main_title, _FIELDS), *choices, main_title("note")]


def _write_columns(book: Any, sheet: Any) -> None:
    text = book.add_format({"num_format": "@"})
    heading = book.add_format({"bold": True, "border": 1, "bg_color": "#F3E9DC", "align": "center"})
    notice = book.add_format({"text_wrap": True, "valign": "top"})
    titles = _titles()
    for column, title in enumerate(titles):
        name = _FIELDS[column] if column < len(_FIELDS) else ""
        sheet.set_column(column, column, _WIDTHS.get(name, 14), text)
        sheet.write_string(_HEADER_ROW, column, title, heading)
    sheet.set_row(0, 64)
    sheet.merge_range(0, 0, 0, len(titles) - 1, _instructions(), notice)


def _instructions() -> str:
    text: str = _(
        "每人一行，从表头下一行开始填写。姓名、身份证号（或护照号）、手机号必填，各列已设为文本格式，请勿改动。"
        "一起出行的人在“同行组”填同一个编号；单独出行的留空。同行组的志愿在一行填写即可。"
        "参加工作日期写作 2019-03-01。"
    )
    return text


def _write_lists(book: Any, sheet: Any, offerings: Sequence[str]) -> None:
    _offer(sheet, _FIELDS.index("identity_kind"), [_("身份证"), _("护照")])
    _offer(sheet, _FIELDS.index("needs"), [_("无障碍"), _("电梯"), words.listed([_("无障碍"), _("电梯")])])
    if not offerings:
        return
    # a list inside a cell's rule may have 255 characters in all, so the offerings get a sheet of their own
    listed = book.add_worksheet(_("可选期次"))
    listed.set_column(0, 0, 48)
    for row, offering in enumerate(offerings):
        listed.write_string(row, 0, offering)
    source = f"='{listed.get_name()}'!$A$1:$A${len(offerings)}"
    for rank in range(len(CHOICE_FIELDS)):
        _offer(sheet, len(_FIELDS) + rank, source)


def _offer(sheet: Any, column: int, source: list[str] | str) -> None:
    rule = {"validate": "list", "source": source, "error_type": "warning"}
    sheet.data_validation(_FIRST_ROW, column, _LAST_ROW, column, rule)
