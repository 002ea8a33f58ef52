"""What people send from a meeting's pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.forms.console.fields import ConsoleForm, Words, at_most, needed


class ArriveForm(ConsoleForm):
    code = Words(_l("屏幕上的签到码"), [needed(_l("请填写屏幕上的 8 位数字")), at_most(20)])
