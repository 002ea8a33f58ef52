"""A programme taken in from a file, or copied to another year."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, StringField
from wtforms.validators import Regexp

from app.forms.console.fields import ConsoleForm, Day, Words, at_most, entered, needed


class UploadForm(ConsoleForm):
    file = FileField(
        _l("项目文件"),
        [FileRequired(_l("请选择项目文件"))],
        description=_l("从这里或别的城市下载的 .json 文件，不超过 400 KB。先检查，确认以前什么都不写入。"),
    )


class NamedForm(ConsoleForm):
    """Under which title and address the new draft stands."""

    title = Words(_l("项目名称"), [needed(), at_most(120)])
    slug = StringField(
        _l("网址名"),
        [
            needed(),
            at_most(80),
            Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", message=_l("只用小写字母、数字和短横线，如 autumn-2026")),
        ],
        description=_l("出现在网址里，每个项目要用自己的。例如 autumn-2027"),
    )


class ImportForm(NamedForm):
    """`content` is the file that was looked at: nothing of it is kept until this is sent."""

    content = HiddenField()

    def file_bytes(self) -> bytes:
        """The file as it was uploaded."""
        return str(self.content.data or "").encode("utf-8", "replace")


def carried(data: bytes) -> str:
    """A sound file as a field carries it: without line ends, which browsers lengthen and JSON can spare."""
    return data.decode("utf-8-sig").replace("\r", "").replace("\n", "")


class CopyForm(NamedForm):
    first_on = Day(
        _l("新的第一天"),
        [entered()],
        description=_l("第一期的第一天；没有期次的项目，是开始报名的那一天。所有日期和时间一起按整周移动。"),
    )

    def __init__(self, **first: Any) -> None:
        super().__init__(data=first)

    def first_day(self) -> dt.date:
        """What was entered, once it is sound."""
        return cast(dt.date, self.first_on.data)
