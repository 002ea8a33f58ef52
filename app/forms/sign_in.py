"""A phone, then the code that was sent to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.forms.console.fields import Words, needed
from app.plain_text import compact


class PhoneForm(FlaskForm):  # type: ignore[misc]
    phone = Words(_l("手机号码"), [needed(_l("请填写手机号码"))])


class CodeForm(FlaskForm):  # type: ignore[misc]
    code = Words(
        _l("验证码"), [needed(_l("请填写短信里的 6 位验证码"))], filters=[lambda text: compact(text or "")]
    )
