"""What is scanned or typed at a desk, a door or a till."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.forms.console.fields import ConsoleForm, Words, at_most, needed


class ScanForm(ConsoleForm):
    code = Words(_l("扫码或输入编号"), [needed(_l("请扫码，或输入编号")), at_most(60)])
