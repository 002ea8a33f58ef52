"""What people are told of their vouchers."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

WORDS: Mapping[str, str] = {
    "vouchers.issued": _l(
        "您在“%(programme)s”领到%(what)s一张，%(until)s 前有效，编号 %(reference)s。"
        "请登录，在“我的”里打开，用的时候出示。"
    ),
}
