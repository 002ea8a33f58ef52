"""What the addresses of each part of the site lead to, beside what every part has: one module a part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.routes.whole_site import WholeSite


@dataclass(frozen=True)
class Part:
    """Endpoints that begin with one of `prefixes`, and for each part of their addresses something there."""

    prefixes: tuple[str, ...]
    values: Mapping[str, object]


def of(whole: WholeSite) -> list[Part]:
    """Every module has `part(whole)`, which makes what its addresses lead to."""
    return [import_module(f"{__name__}.{found.name}").part(whole) for found in iter_modules(__path__)]
