"""How places are decided: one module a mode, behind the interface of `mode.Mode`.

A module of this package that has a `MODE` is a mode; a further one is one new file.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from app.models import Person, Programme, Registration
from app.services.modes.mode import Mode
from app.services.standing import Standing

__all__ = ["Mode", "every", "explain", "of", "stage"]


@cache
def every() -> Mapping[str, Mode]:
    """The modes by name, in the order in which the console offers them."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    found = [module.MODE for module in modules if hasattr(module, "MODE")]
    return {mode.name: mode for mode in sorted(found, key=lambda mode: mode.order)}


def of(programme: Programme) -> Mode:
    """The mode that decides this programme."""
    return every()[programme.mode]


def stage(programme: Programme) -> str:
    """Where the programme stands now, as its mode has it."""
    return of(programme).stage(programme)


def explain(registration: Registration, reader: Person | None = None) -> Standing:
    """Where a registration stands, in the eyes of `reader` (None: somebody who is not named)."""
    return of(registration.programme).explain(registration, reader)
