"""The words of reading clubs."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

ACTIONS: Mapping[str, str] = {
    "book.create": _l("添加书目"),
    "book.edit": _l("修改书目"),
    "book.delete": _l("删除书目"),
    "note.decide": _l("审看读书笔记"),
    "round.open": _l("开始选书投票"),
    "round.close": _l("结束选书投票"),
    "attendance_rule.set": _l("设定出勤证书的条件"),
}
SUBJECTS: Mapping[str, str] = {
    "book": _l("书目"),
    "book_note": _l("读书笔记"),
    "book_round": _l("选书投票"),
    "attendance_rule": _l("出勤证书"),
}
FIELDS: Mapping[str, str] = {
    "author": _l("作者"),
    "offering_id": _l("哪一个读书会"),
    "meeting_id": _l("在哪一次谈"),
    "votes": _l("票数"),
    "winner": _l("当选"),
}
VALUES: Mapping[str, str] = {
    "planned": _l("计划读"),
    "reading": _l("正在读"),
    "read": _l("读完了"),
    "pending": _l("等主持人看"),
    "shown": _l("已展示"),
    "hidden": _l("未展示"),
}
