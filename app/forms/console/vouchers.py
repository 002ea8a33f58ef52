"""A kind of voucher."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Regexp

from app import words
from app.forms.console.fields import (
    ConsoleForm,
    Day,
    SelectChoice,
    WholeNumber,
    Words,
    at_most,
    between,
    entered,
    needed,
)
from app.models import Offering, VoucherKind

EVERY = 0
YUAN = r"^(?!0+(\.0{1,2})?\Z)\d{1,6}(\.\d{1,2})?\Z"


class VoucherKindForm(ConsoleForm):
    title = Words(_l("券种名称"), [needed(), at_most(80)], description=_l("例如“餐饮券”“超市满减券”"))
    title_en = Words(_l("英文名称"), [at_most(120)])
    yuan = Words(_l("面值（元）"), [needed(), Regexp(YUAN, message=_l("请按 50 或 12.50 的样子填写金额"))])
    number = WholeNumber(_l("数量（张）"), [entered(), between(1, 1_000_000)])
    offering_id = SelectField(_l("给哪一期的中签人"), coerce=int)
    valid_from_on = Day(_l("从哪天起可用"), [entered()])
    valid_until_on = Day(_l("到哪天为止"), [entered()])
    place = Words(_l("在哪里用"), [at_most(200)], description=_l("写给职工看，例如：参加活动的 20 家超市"))
    place_en = Words(_l("在哪里用（英文）"), [at_most(300)])

    def __init__(self, offerings: Sequence[Offering], obj: VoucherKind | None = None) -> None:
        first: dict[str, Any] = {}
        if obj is not None:
            first = {"yuan": f"{Decimal(obj.value) / 100:.2f}", "offering_id": obj.offering_id or EVERY}
        super().__init__(obj=obj, **first)
        self.offering_id.choices = [
            SelectChoice(EVERY, gettext("每一期")),
            *(SelectChoice(each.id, words.offering(each)) for each in offerings),
        ]
        if obj is not None and not self.is_submitted():
            self.offering_id.data = obj.offering_id or EVERY

    def values(self) -> dict[str, Any]:
        """The kind's columns; money in 分."""
        found = super().values()
        value = int(Decimal(found.pop("yuan")) * 100)
        return found | {"value": value, "offering_id": found["offering_id"] or None}
