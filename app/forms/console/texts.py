"""A notice or a consent, in both languages."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired

from app.forms.console.fields import ConsoleForm, SelectChoice, Words, at_most, needed
from app.models import ProgrammeText

KINDS = {
    "notice": _l("告知：显示在项目页面上"),
    "consent": _l("同意书：报名前要阅读并勾选同意"),
}


class TextForm(ConsoleForm):
    """`version` is the one that stood on the page."""

    version = HiddenField()
    title = Words(_l("标题"), [needed(), at_most(120)])
    title_en = Words(_l("标题（英文）"), [at_most(160)])
    body = TextAreaField(_l("正文"), [needed(), at_most(8000)], description=_l("空一行分段"))
    body_en = TextAreaField(_l("正文（英文）"), [at_most(12000)])

    def __init__(self, text: ProgrammeText | None = None, **kwargs: Any) -> None:
        super().__init__(obj=text, **kwargs)

    def knows(self, text: ProgrammeText) -> bool:
        """Whether what was on the page is the version `text`."""
        return str(self.version.data or "") == str(text.version)

    def refresh_version(self, text: ProgrammeText) -> None:
        """From now on the page knows the version `text`."""
        self.version.data, self.version.raw_data = str(text.version), None

    def values(self) -> dict[str, Any]:
        """The text's columns; line ends as one sign."""
        values = super().values()
        del values["version"]
        bodies = {name: (values[name] or "").replace("\r\n", "\n").strip() for name in ("body", "body_en")}
        return values | bodies


class NewTextForm(TextForm):
    kind = RadioField(
        _l("用途"),
        [InputRequired(_l("请选择告知或同意书"))],
        choices=[SelectChoice(value, label) for value, label in KINDS.items()],
    )

    def values(self) -> dict[str, Any]:
        """The columns without the kind, which never changes."""
        values = super().values()
        del values["kind"]
        return values
