"""One row against every rule that needs no database, be it read from a file or corrected in a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from app.identity import IdentityFault, ResidentId, parse_passport, parse_phone, parse_resident_id
from app.plain_text import compact, visible
from app.services.roster_file.dates import parse_date
from app.services.roster_file.faults import Fault
from app.services.roster_file.fields import CHOICE_FIELDS, FIELD_LABELS
from app.services.roster_file.names import read_name
from app.services.roster_file.rows import RosterRow
from app.services.roster_file.words import read_kind, read_needs, read_sex, read_tier

MAX_TEXT = 200
FIRST_JOINED = date(1940, 1, 1)

_ERROR_CELL = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)")
_SHORTENED = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+|[0-9]{16,}\.0+", re.IGNORECASE)
_QUOTED = re.compile(r'="(.*)"|[\'‘’`](.*)')


def check_row(cells: Mapping[str, str], number: int, today: date) -> RosterRow:
    """Read one row. `cells` is what was typed by field (see fields.py), `number` the row's in the file."""
    check = _RowCheck(cells, today)
    check.run()
    kept = {name: text for name, text in cells.items() if name in FIELD_LABELS}
    return RosterRow(number, kept, check.values, check.faults, check.warnings)


def _plain(text: str) -> str:
    """`text` without what spreadsheets put around text to keep it text: ="…", a leading apostrophe."""
    plain = visible(text)
    if quoted := _QUOTED.fullmatch(plain):
        return (quoted.group(1) or quoted.group(2) or "").strip()
    return plain


class _RowCheck:
    def __init__(self, cells: Mapping[str, str], today: date) -> None:
        self.texts = {name: _plain(text) for name, text in cells.items()}
        self.today = today
        self.values: dict[str, str] = {}
        self.faults: dict[str, Fault] = {}
        self.warnings: dict[str, Fault] = {}

    def run(self) -> None:
        self._errors()
        self._keep("name", read_name(self._text("name")))
        holder = self._identity()
        self._phone()
        self._sex(holder)
        self._born_on(holder)
        self._joined_on()
        self._tier()
        self._keep("needs", read_needs(self._text("needs")))
        for name in ("unit", "department", "party", "note"):
            self._keep(name, self._text(name))
        self._choices()

    def _errors(self) -> None:
        for name, text in self.texts.items():
            if _ERROR_CELL.fullmatch(text):
                self.faults[name] = Fault("cell_error", {"found": text})

    def _text(self, name: str) -> str:
        return self.texts.get(name, "")

    def _keep(self, name: str, read: str | Fault) -> None:
        """Note what a cell means or what is wrong with it; the first fault of a cell stays."""
        if name in self.faults:
            return
        if isinstance(read, Fault):
            self.faults[name] = read
        elif len(read) > MAX_TEXT:
            self.faults[name] = Fault("text_too_long", {"limit": MAX_TEXT})
        elif read:
            self.values[name] = read

    def _identity(self) -> ResidentId | None:
        """The holder of a valid resident identity number; None for passports and faults."""
        typed = compact(self._text("identity"))
        kind = read_kind(self._text("identity_kind"), typed)
        self._keep("identity_kind", kind)
        if not typed:
            self._keep("identity", Fault("identity_missing"))
        elif _SHORTENED.fullmatch(typed):
            self._keep("identity", Fault("identity_destroyed"))
        elif kind == "passport":
            self._passport(typed)
        elif kind == "resident_id" and "identity" not in self.faults:
            return self._resident_id(typed)
        return None

    def _passport(self, typed: str) -> None:
        try:
            self._keep("identity", parse_passport(typed))
        except IdentityFault as refused:
            self._keep("identity", Fault.of(refused))

    def _resident_id(self, typed: str) -> ResidentId | None:
        try:
            holder = parse_resident_id(typed, self.today)
        except IdentityFault as refused:
            # saved as text after the damage, a number keeps its length and ends in zeros
            destroyed = refused.code == "identity_checksum" and typed.endswith("000")
            self._keep("identity", Fault("identity_destroyed") if destroyed else Fault.of(refused))
            return None
        if holder.number.endswith("000"):
            self.warnings["identity"] = Fault("identity_suspect")
        self._keep("identity", holder.number)
        return holder

    def _phone(self) -> None:
        typed = re.sub(r"\.0+$", "", compact(self._text("phone")))
        if _SHORTENED.fullmatch(typed):
            self._keep("phone", Fault("phone_destroyed", {"found": typed}))
            return
        try:
            self._keep("phone", parse_phone(typed))
        except IdentityFault as refused:
            self._keep("phone", Fault.of(refused))

    def _sex(self, holder: ResidentId | None) -> None:
        typed = self._text("sex")
        read = read_sex(typed) if typed else ""
        if holder and read and not isinstance(read, Fault) and read != holder.sex:
            read = Fault("sex_contradicts", {"expected": "男" if holder.sex == "M" else "女"})
        elif not read and self._has_passport():
            read = Fault("sex_missing")
        self._keep("sex", read or (holder.sex if holder else ""))

    def _born_on(self, holder: ResidentId | None) -> None:
        typed = self._text("born_on")
        written = parse_date(typed) if typed else None
        if holder and (not typed or (written and written.may_be(holder.born_on))):
            self._keep("born_on", holder.born_on.isoformat())
        elif holder and written:
            expected = holder.born_on.isoformat()
            self._keep("born_on", Fault("born_on_contradicts", {"expected": expected}))
        elif typed:
            self._keep("born_on", self._day(typed, date(1900, 1, 1)))
        elif self._has_passport():
            self._keep("born_on", Fault("born_on_missing"))

    def _has_passport(self) -> bool:
        return self.values.get("identity_kind") == "passport"

    def _joined_on(self) -> None:
        typed = self._text("joined_on")
        written = parse_date(typed) if typed else None
        # service is counted in years, so a month is enough
        day = written.first.isoformat() if written else typed
        self._keep("joined_on", self._day(day, FIRST_JOINED) if day else "")

    def _day(self, typed: str, earliest: date) -> str | Fault:
        written = parse_date(typed)
        if written is None or not written.is_exact:
            return Fault("date_unknown")
        if written.first > self.today:
            return Fault("date_future")
        if written.first < earliest:
            return Fault("date_too_early", {"limit": earliest.isoformat()})
        return written.first.isoformat()

    def _tier(self) -> None:
        typed = self._text("tier")
        tier = read_tier(typed)
        if typed and tier is None and "tier" not in self.faults:
            self.warnings["tier"] = Fault("tier_unknown")
        self._keep("tier", tier or "")

    def _choices(self) -> None:
        for name in CHOICE_FIELDS:
            chosen = self._text(name)
            repeated = chosen and chosen in (self.values.get(other) for other in CHOICE_FIELDS)
            self._keep(name, Fault("choice_repeated") if repeated else chosen)
