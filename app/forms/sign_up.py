"""The last question before a registration is sent."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired

from app.forms.console.fields import ConsoleForm


class ConsentForm(ConsoleForm):
    agreed = BooleanField(
        _l("以上内容属实，同行人都知道并同意一起报名"),
        [InputRequired(_l("请确认内容属实，再提交"))],
    )
