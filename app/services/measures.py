"""How a number of something reads: 25,000 人, 600 万元, 50 场."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import words

UNITS: Mapping[str, str] = {
    "people": _l("人"),
    "person_times": _l("人次"),
    "sessions": _l("场"),
    "classes": _l("期班"),
    "contests": _l("项"),
    "firms": _l("家"),
    "cases": _l("件"),
    "questions": _l("件次"),
    "stops": _l("站"),
    "places": _l("处"),
    "beds": _l("张床位"),
    "episodes": _l("期节目"),
    "editions": _l("届"),
    "items": _l("类"),
    "money": _l("元"),
}
FEN = 100
TEN_THOUSAND = 10_000 * FEN


def unit_words(unit: str) -> str:
    return str(UNITS.get(unit, unit))


def plain(number: int, unit: str) -> float:
    """The number as a sheet has it: money in yuan."""
    return number / FEN if unit == "money" else number


def measured(number: int, unit: str) -> str:
    """With its unit; money in 分 as yuan, or as 万元 from ten thousand on."""
    if unit != "money":
        return str(_("%(count)s %(unit)s", count=words.number(number), unit=unit_words(unit)))
    if words.is_english() or number < TEN_THOUSAND:
        return str(_("%(amount)s 元", amount=f"{number / FEN:,.0f}"))
    return f"{number / TEN_THOUSAND:,.1f}".removesuffix(".0") + " 万元"
