"""Confirming a refill: the digest of the proposal that was looked at."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Regexp

from app.forms.console.fields import ConsoleForm


class RefillForm(ConsoleForm):
    sha256 = HiddenField(
        validators=[Regexp(r"^[0-9a-f]{64}\Z", message=_l("请从本页重新确认一次递补。"))],
    )
