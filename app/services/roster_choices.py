"""Which offering a roster means by “市南院区 10月12日”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _

from app import words
from app.models import Offering
from app.plain_text import compact

_DAY = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?")
_CODE = re.compile(r"编号[:：]?(\d+)")


@dataclass(frozen=True)
class Option:
    """An offering to choose from: `label` is what stands in the file, `text` the same for the reader."""

    id: int
    label: str
    text: str


class OfferingBook:
    """The offerings of a programme by what rosters call them, in either language; none that is cancelled.

    `labels` are what is kept with a roster, `texts` the same for the reader.
    """

    def __init__(self, offerings: Sequence[Offering]) -> None:
        self.offerings = {offering.id: offering for offering in offerings}
        self.open = [offering for offering in offerings if not offering.cancelled]
        self.texts = _labels(self.open)
        with force_locale("zh"):
            self.labels = _labels(self.open)
        with force_locale("en"):
            english = _labels(self.open)
        known = (english, self.labels)
        self._ids = {_plain(label): chosen for labels in known for chosen, label in labels.items()}
        self._read: dict[str, int | str] = {}

    def options(self) -> list[Option]:
        return [Option(chosen, label, self.texts[chosen]) for chosen, label in self.labels.items()]

    def read(self, text: str) -> int | str:
        """The offering's id, or in words why none is meant; campus and first day will do."""
        if text not in self._read:
            self._read[text] = self._find(_plain(text))
        return self._read[text]

    def _find(self, plain: str) -> int | str:
        if plain in self._ids:
            return self._ids[plain]
        if code := _CODE.search(plain):
            named = [o for o in self.offerings.values() if o.id == int(code.group(1))]
        else:
            named = _named(list(self.offerings.values()), plain)
        found = [offering for offering in named if not offering.cancelled]
        if len(found) == 1:
            return found[0].id
        if found:
            return str(_("有几期都是这个地点和日期，请从列表里选一期"))
        return str(_("这一期已经取消，请改选其他期次") if named else _("没有找到这一期，请从列表里选择"))


def _labels(offerings: Sequence[Offering]) -> dict[int, str]:
    """市南院区 10月12日–17日; two alike are told apart by their number."""
    plain = {o.id: words.offering(o) for o in offerings}
    alike = {label for label in plain.values() if list(plain.values()).count(label) > 1}
    return {
        chosen: str(_("%(label)s（编号 %(code)s）", label=label, code=chosen)) if label in alike else label
        for chosen, label in plain.items()
    }


def _plain(text: str) -> str:
    return re.sub(r"[–—−~至到]", "-", compact(text)).replace("(", "").replace(")", "").lower()


def _named(offerings: Sequence[Offering], plain: str) -> list[Offering]:
    """Offerings at the campus that `plain` names, on the days that it names."""
    here = [o for o in offerings if _venue(o) in plain]
    longest = max((len(_venue(o)) for o in here), default=0)
    here = [o for o in here if len(_venue(o)) == longest]
    for name in {_venue(o) for o in here}:
        plain = plain.replace(name, "")
    if not here:
        part = re.sub(r"[-\s]", "", re.sub(r"-?\d{1,2}日", "", _DAY.sub("", plain)))
        here = [o for o in offerings if part and part in _venue(o)]
        here = here if len({o.venue_id for o in here}) == 1 else []
    return [offering for offering in here if _on(offering, plain)]


def _venue(offering: Offering) -> str:
    return _plain(offering.venue.name)


def _on(offering: Offering, plain: str) -> bool:
    day = _DAY.search(plain)
    if day is None:
        return False
    year, month, number = day.groups()
    start = offering.starts_on
    if (start.month, start.day) != (int(month), int(number)) or (year and start.year != int(year)):
        return False
    last = re.match(r"-(?:(\d{1,2})月)?(\d{1,2})日?", plain[day.end() :])
    return last is None or offering.ends_on.day == int(last.group(2))
