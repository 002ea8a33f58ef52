"""Withdrawing: a reason helps whoever plans, and is nobody's duty."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length

from app.plain_text import visible


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    reason = StringField(
        _l("退出原因（可不填）"),
        [Length(max=200, message=_l("最多 200 字，请写短一些"))],
        filters=[lambda text: visible(text or "")],
    )
