"""Amounts of money as people write them."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext
from wtforms import StringField

from app.plain_text import half_width

YUAN = re.compile(r"\d{1,9}(\.\d{1,2})?")


class Yuan(StringField):
    """An amount of money as people write it, kept in 分; None: nothing was typed."""

    data: Any  # an int or None

    def process_data(self, value: int | None) -> None:
        self.data = value

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = re.sub(r"[,\s]", "", half_width(valuelist[0])) if valuelist else ""
        self.data = None
        if not typed:
            return
        if not YUAN.fullmatch(typed):
            raise ValueError(gettext("请填写金额，例如 1200 或 1200.50"))
        whole, _dot, rest = typed.partition(".")
        self.data = int(whole) * 100 + int(rest.ljust(2, "0") or 0)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data / 100:.2f}".removesuffix(".00")
