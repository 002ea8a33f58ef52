"""What people are told, by kind of notice. Each module of the package brings some of WORDS.

Parameters beside %(programme)s and %(reference)s, which every notice has, stand in the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

WORDS: Mapping[str, str] = {
    kind: words
    for found in iter_modules(__path__)
    for kind, words in import_module(f"{__name__}.{found.name}").WORDS.items()
}
