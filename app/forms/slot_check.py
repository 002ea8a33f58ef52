"""What somebody who has not signed in knows of their registration: its reference and a phone."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, ValidationError
from wtforms.validators import DataRequired

from app.identity import IdentityFault, parse_phone


class SlotCheckForm(FlaskForm):  # type: ignore[misc]
    reference = StringField(
        _l("编号"),
        [DataRequired(_l("请填写报名编号，例如 LY-7K3M-92QF-8"))],
        description=_l("报名成功时给您的编号，短信里也有。大小写和横线不用管。"),
    )
    phone = StringField(
        _l("手机号码"),
        [DataRequired(_l("请填写报名时用的手机号码"))],
        description=_l("报名人或同行人登记的手机号码都可以。"),
    )

    def validate_phone(self, field: StringField) -> None:
        try:
            parse_phone(field.data or "")
        except IdentityFault as fault:
            raise ValidationError(fault.message) from fault
