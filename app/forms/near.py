"""Where somebody stands, as their phone says."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FloatField, HiddenField
from wtforms.validators import InputRequired, NumberRange

_WORDS = _l("没有取得有效的位置，请改选区市")


class NearForm(FlaskForm):  # type: ignore[misc]
    latitude = FloatField(_l("纬度"), [InputRequired(_WORDS), NumberRange(-90, 90, _WORDS)])
    longitude = FloatField(_l("经度"), [InputRequired(_WORDS), NumberRange(-180, 180, _WORDS)])
    kind = HiddenField()
