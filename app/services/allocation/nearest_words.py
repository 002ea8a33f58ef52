"""What a number in a contradiction would have to be: one sentence or two for the coordinator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app import words


def nearest(part: Mapping[str, Any]) -> str:
    """How to change this part so that a plan exists; "" when no number of it can help, or none is known."""
    found = part.get("nearest")
    if not found:
        return ""
    said = [_change(name, number) for name, number in sorted(found.items())]
    if not part.get("proven_nearest", True):
        said.append(_("这个数可行，也许还有改动更小的。"))
    if not part.get("enough", True):
        said.append(_("这样只化解这一处，别处还有矛盾。"))
    together = part.get("together")
    if together and together != found:
        for one in sorted(together.items()):
            said.append(_("如果和其他几项一起调整：%(change)s", change=_change(*one)))
    return "".join(said) if not words.is_english() else " ".join(said)


def _change(name: str, number: int) -> str:
    count = words.number(number)
    said = {
        "min": _("下限改为 %(count)s 人就能满足。", count=count),
        "max": _("上限改为 %(count)s 人就能满足。", count=count),
        "minimum": _("最少人数改为 %(count)s 人就能满足。", count=count),
        "seats": _("人数上限改为 %(count)s 人就能满足。", count=count),
    }
    return str(said[name])
