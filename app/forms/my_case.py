"""What an applicant writes about their case, with files."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField

from app.forms.console.fields import ConsoleForm, at_most
from app.forms.question_fields import Paragraphs


class SayForm(ConsoleForm):
    words = Paragraphs(_l("您的说明"), [at_most(2000)])
    files = MultipleFileField(
        _l("材料（可不传）"), description=_l("PDF、JPG 或 PNG，每个最大 10 MB，最多 5 个。")
    )
