"""From bytes to typed fields: what is wrong with a file is noted with its place, never raised half-way."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import re
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

# Sums of such numbers stay exact in the 64-bit integers that every solver works in.
LARGEST = 2**31 - 1
LARGEST_SUM = 2**62
LARGEST_FILE = 2**30
_GZIP_MAGIC = b"\x1f\x8b"
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that breaks the format: `where` like `parties[3].choices[1]`."""

    where: str
    what: str

    def __str__(self) -> str:
        return " ".join(f"{self.where}: {self.what}".split())  # one line, whatever an id holds


class FileFaults(ValueError):
    """A file that cannot be used; `faults` holds every fault found, in the file's order."""

    def __init__(self, faults: Collection[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class _Doubled(dict[str, Any]):
    """An object in which a name stands twice; JSON readers differ on which one counts."""

    names: tuple[str, ...] = ()


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    doubled = _Doubled(plain)
    names = [name for name, _ in pairs]
    doubled.names = tuple(sorted({name for name in names if names.count(name) > 1}))
    return doubled


def uncompressed(data: bytes) -> bytes:
    """The bytes themselves, or what they hold if they are gzip; raises `FileFaults`."""
    if not data.startswith(_GZIP_MAGIC):
        return data
    try:
        plain = gzip.GzipFile(fileobj=io.BytesIO(data)).read(LARGEST_FILE + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise FileFaults([Fault("file", f"broken gzip: {error}")]) from None
    if len(plain) > LARGEST_FILE:
        raise FileFaults([Fault("file", f"more than {LARGEST_FILE} bytes when uncompressed")])
    return plain


def decode(data: bytes) -> dict[str, Any]:
    """The object that a file holds; raises `FileFaults` if it is not one JSON object in UTF-8."""
    plain = uncompressed(data)
    try:
        content = json.loads(plain.decode("utf-8-sig"), object_pairs_hook=_pairs)
    except UnicodeDecodeError as error:
        raise FileFaults([Fault("file", f"not UTF-8 at byte {error.start}")]) from None
    except json.JSONDecodeError as error:
        what = f"not JSON: {error.msg} at line {error.lineno} column {error.colno}"
        raise FileFaults([Fault("file", what)]) from None
    except RecursionError:
        raise FileFaults([Fault("file", "nested too deeply")]) from None
    except ValueError:  # Python refuses to convert numbers of some thousand digits
        raise FileFaults([Fault("file", "holds a number that is far too long")]) from None
    if not isinstance(content, dict):
        raise FileFaults([Fault("file", f"must hold an object, not {kind_of(content)}")])
    return content


def kind_of(value: object) -> str:
    """What a JSON value is, in words for a fault."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return f"the text {value[:40]!r}" if value else "an empty text"
    if isinstance(value, (int, float)):
        return f"the number {value}"[:60]
    return "a list" if isinstance(value, list) else "an object"


@dataclass(slots=True)
class Shape:
    """Takes fields out of JSON objects; a field that is wrong gives a stand-in and leaves a fault."""

    faults: list[Fault] = field(default_factory=list)

    def fault(self, where: str, what: str) -> None:
        """Note what is wrong at a place."""
        self.faults.append(Fault(where, what))

    def wrong(self, where: str, expected: str, value: object) -> None:
        """Note that something else was expected."""
        self.fault(where, f"must be {expected}, not {kind_of(value)}")

    def mapping(
        self, value: object, where: str, known: Collection[str] | None = None
    ) -> dict[str, Any] | None:
        """The object, its names checked against `known`; None if it is none."""
        if not isinstance(value, dict):
            self.wrong(where, "an object", value)
            return None
        if isinstance(value, _Doubled):
            for name in value.names:
                self.fault(where, f"has the field {name!r} twice")
        if known is not None:
            for name in value:
                if name not in known:
                    self.fault(where, f"has an unknown field {name!r}")
        return value

    def has(self, source: dict[str, Any], name: str, where: str) -> bool:
        """Whether a required field is there."""
        if name not in source:
            self.fault(join(where, name), "is missing")
        return name in source

    def objects(
        self, source: dict[str, Any], name: str, where: str, known: Collection[str], required: bool = False
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each object of the list `name`, with its place."""
        for place, value in self.values(source, name, where, required):
            found = self.mapping(value, place, known)
            if found is not None:
                yield place, found

    def values(
        self, source: dict[str, Any], name: str, where: str, required: bool = False
    ) -> Iterator[tuple[str, Any]]:
        """Each value of the list `name`, with its place."""
        if name not in source:
            if required:
                self.has(source, name, where)
            return
        found, place = source[name], join(where, name)
        if not isinstance(found, list):
            self.wrong(place, "a list", found)
            return
        for index, value in enumerate(found):
            yield f"{place}[{index}]", value

    def text(self, value: object, where: str) -> str:
        """A text that is not empty and can be written again; "" if it is none."""
        if not isinstance(value, str) or not value:
            self.wrong(where, "a text that is not empty", value)
            return ""
        if not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value):
            self.fault(where, "holds half of a surrogate pair")
            return ""
        return value

    def required_text(self, source: dict[str, Any], name: str, where: str) -> str:
        """The text that must stand under `name`."""
        return self.text(source[name], join(where, name)) if self.has(source, name, where) else ""

    def texts(self, source: dict[str, Any], name: str, where: str, required: bool = False) -> tuple[str, ...]:
        """Every text of the list `name`; none if it is left out."""
        found = source.get(name)
        if type(found) is list and all(type(value) is str and value and value.isascii() for value in found):
            return tuple(found)  # nearly always: nothing to find fault with
        return tuple(self.text(value, place) for place, value in self.values(source, name, where, required))

    def integer(self, value: object, where: str, least: int = 0, most: int = LARGEST) -> int:
        """An integer from `least` to `most`; `least` if it is none. True and 1.0 are none."""
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong(where, "an integer", value)
        elif value < least:
            self.fault(where, f"must be at least {least}, is {kind_of(value)}")
        elif value > most:
            self.fault(where, f"must be at most {most}")
        else:
            return value
        return least

    def flag(self, source: dict[str, Any], name: str, where: str) -> bool:
        """True or false; false if left out."""
        value = source.get(name, False)
        if not isinstance(value, bool):
            self.wrong(join(where, name), "true or false", value)
        return value is True

    def date(self, source: dict[str, Any], name: str, where: str) -> dt.date | None:
        """A day written YYYY-MM-DD and nothing else; None if it is none."""
        if not self.has(source, name, where):
            return None
        value = source[name]
        try:
            if isinstance(value, str) and _DATE.fullmatch(value):
                return dt.date.fromisoformat(value)
        except ValueError:
            pass
        self.wrong(join(where, name), "a day written YYYY-MM-DD", value)
        return None


def join(where: str, name: str) -> str:
    """The place of a field; "" is the file's own object."""
    return f"{where}.{name}" if where else name
