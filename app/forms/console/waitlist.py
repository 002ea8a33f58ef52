"""Moving somebody in the line: where to, and why."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.forms.console.fields import ConsoleForm, WholeNumber, Words, at_most, between, entered, needed


class MoveForm(ConsoleForm):
    place = WholeNumber(_l("移到第几位"), [entered(), between(1, 100_000)])
    reason = Words(
        _l("原因"),
        [needed(_l("请写明调整的原因，会记入操作记录")), at_most(300)],
        description=_l("会记入操作记录，例如：登记时间有误。"),
    )
