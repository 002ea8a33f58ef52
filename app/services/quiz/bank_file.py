"""The bank as a workbook, there and back. A fault is said of its cell; with any fault nothing is taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from app.errors import Invalid
from app.models import Account, QuizQuestion
from app.plain_text import compact, visible
from app.services import audit, export
from app.services.quiz import bank, pages
from app.services.roster_file.faults import Unreadable
from app.services.roster_file.workbook import is_workbook, read_workbook

MOST_ROWS = 2000
LONGEST = 600
COLUMNS = (
    *("编号", "题型", "主题", "题目", "选项A", "选项B", "选项C", "选项D", "选项E", "选项F"),
    *("答案", "解析", "依据", "题目（英文）", "选项（英文，用竖线隔开）", "解析（英文）"),
)
FIELDS = (
    *("code", "kind", "topic", "words", "a", "b", "c", "d", "e", "f"),
    *("right", "explanation", "source", "words_en", "options_en", "explanation_en"),
)
KINDS = {"单选": "single", "单选题": "single", "多选": "multiple", "多选题": "multiple"} | dict.fromkeys(
    ("判断", "判断题"), "true_false"
)
KIND_WORDS = {"single": "单选", "multiple": "多选", "true_false": "判断"}
TRUE, FALSE = frozenset("对是√正T") | {"正确"}, frozenset("错否×误F") | {"错误"}


@dataclass
class Row:
    """A row of the file: its `number` there, its cells by field, and what is wrong with which."""

    number: int
    cells: Mapping[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def write(questions: Sequence[QuizQuestion]) -> bytes:
    """The bank, or an empty one to be filled in, as xlsx."""
    return export.sheet("题库", COLUMNS, map(_cells, questions))


def _cells(question: QuizQuestion) -> list[str]:
    options = [option["zh"] for option in question.options]
    english = [option.get("en", "") for option in question.options]
    if question.kind == "true_false":
        right = "对" if question.right == [0] else "错"
    else:
        right = "".join(bank.LETTERS[place] for place in question.right)
    return [
        *(question.code, KIND_WORDS[question.kind], question.topic, question.words),
        *options,
        *[""] * (bank.MOST_OPTIONS - len(options)),
        *(right, question.explanation, question.source, question.words_en),
        *("|".join(english) if any(english) else "", question.explanation_en),
    ]


def read(data: bytes) -> list[Row]:
    """The rows of an uploaded workbook, each looked at by itself. Raises Invalid for the file as a whole."""
    if not is_workbook(data):
        raise Invalid(_("请上传 Excel 工作簿（.xlsx），可以先下载现在的题库照着填。"), "file")
    try:
        sheets = read_workbook(data)
    except Unreadable as refused:
        raise Invalid(str(refused.fault.message), "file") from None
    for sheet in sheets:
        for number, titles in enumerate(sheet.rows[:5]):
            if {"题型", "题目", "答案"} <= {compact(title) for title in titles}:
                return _rows(sheet.rows, number)
    raise Invalid(_("没有找到表头，应有“题型”“题目”“答案”等列，请照下载的题库填写。"), "file")


def _rows(lines: Sequence[Sequence[str]], header: int) -> list[Row]:
    places = {compact(title): place for place, title in enumerate(lines[header])}
    columns = {name: places.get(compact(title)) for name, title in zip(FIELDS, COLUMNS, strict=True)}
    found = []
    for number, line in enumerate(lines[header + 1 :], header + 2):
        cells = {
            name: visible(line[place]) if place is not None and place < len(line) else ""
            for name, place in columns.items()
        }
        if any(cells.values()):
            found.append(_row(Row(number, cells)))
    if not found:
        raise Invalid(_("表头下面没有题目。"), "file")
    if len(found) > MOST_ROWS:
        raise Invalid(_("一次最多导入 %(most)s 道题，请分成几个文件。", most=MOST_ROWS), "file")
    return found


def _row(row: Row) -> Row:
    cells = row.cells
    kind = KINDS.get(compact(cells["kind"]))
    if kind is None:
        row.faults["kind"] = _("请写单选、多选或判断")
        return row
    for name, text in cells.items():
        if len(text) > LONGEST:
            row.faults[name] = _("最多 %(max)d 个字", max=LONGEST)
    options = [cells[letter.lower()] for letter in bank.LETTERS]
    while options and not options[-1]:
        options.pop()
    for place, option in enumerate(options):
        if not option and kind != "true_false":
            row.faults[bank.LETTERS[place].lower()] = _("这个选项空着，后面的选项请往前移")
    english = [part.strip() for part in cells["options_en"].split("|")] if cells["options_en"] else []
    english += [""] * (len(options) - len(english))
    values = {name: cells[name] for name in ("topic", "words", "explanation", "source")}
    values |= {name: cells[name] for name in ("words_en", "explanation_en")}
    pairs = [{"zh": zh, "en": en} for zh, en in zip(options, english, strict=False)]
    row.values = values | {"kind": kind, "options": pairs, "right": _right(kind, cells["right"])}
    _check(row)
    return row


def _right(kind: str, text: str) -> list[int]:
    typed = compact(text).upper()
    if kind == "true_false":
        return [0] if typed in TRUE else [1] if typed in FALSE else []
    letters = re.sub(r"[^A-Z]", "", typed)
    return [bank.LETTERS.find(letter) for letter in letters]


def _check(row: Row) -> None:
    try:
        row.values = bank.checked(row.values)
    except Invalid as refused:
        for name, words in refused.faults.items():
            row.faults.setdefault("a" if name == "options" else name, words)


def check_together(rows: Sequence[Row]) -> None:
    """What rows are only beside one another and beside the bank: unknown codes, questions that are there."""
    there = {question.code: question for question in bank.every()}
    by_words = {question.words: question.code for question in there.values()}
    seen: dict[str, int] = {}
    for row in rows:
        code, words = row.cells["code"], row.cells["words"]
        if code and code not in there:
            row.faults["code"] = _("题库里没有这个编号，新题请留空")
        elif not code and words in by_words:
            row.faults["words"] = _("题库里已有同样的题：%(code)s", code=by_words[words])
        for name, text in (("code", code), ("words", words)):
            if text and (before := seen.setdefault(f"{name} {text}", row.number)) != row.number:
                row.faults[name] = _("与第 %(number)s 行重复", number=before)


def take(actor: Account, rows: Sequence[Row]) -> tuple[int, int]:
    """(new, changed) once the rows are in the bank. Raises Invalid if any has a fault: nothing is taken."""
    check_together(rows)
    if any(row.faults for row in rows):
        raise Invalid(_("有的单元格要核对，改好以后再上传；这一次什么都没有导入。"), "file")
    there = {question.code: question for question in bank.every()}
    new = changed = 0
    for row in rows:
        before = there.get(row.cells["code"])
        differs = before is not None and bool(audit.differences(before, row.values))
        if before is None or differs:
            bank.save(actor, before, row.values)
        new, changed = new + (before is None), changed + differs
    return new, changed


def kinds() -> list[tuple[str, str]]:
    """The kinds of questions, for a form."""
    return [(kind, pages.kind_words(kind)) for kind in KIND_WORDS]
