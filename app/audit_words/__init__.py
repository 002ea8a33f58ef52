"""How the record of changes reads: actions, subjects, fields and values in words.

Each module of the package brings some of ACTIONS, SUBJECTS, FIELDS and VALUES.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

_MODULES = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]


def _all(name: str) -> Mapping[str, str]:
    return {key: words for module in _MODULES for key, words in getattr(module, name, {}).items()}


ACTIONS = _all("ACTIONS")
SUBJECTS = _all("SUBJECTS")
FIELDS = _all("FIELDS")
VALUES = _all("VALUES")


def action(name: str) -> str:
    return str(ACTIONS.get(name, name))


def subject(table: str) -> str:
    return str(SUBJECTS.get(table, table))


def field(name: str) -> str:
    return str(FIELDS.get(name, name))


def value(text: str) -> str:
    return str(VALUES.get(text, text))
