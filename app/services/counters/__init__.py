"""What the site can count of a year by itself: one module a way of counting, behind `counter.Counter`.

A module of this package that has a `COUNTER` is one; a target names the one that measures it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from app.services.counters.counter import Counted, Counter

__all__ = ["Counted", "Counter", "every"]


@cache
def every() -> Mapping[str, Counter]:
    """The counters by name."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    found = [module.COUNTER for module in modules if hasattr(module, "COUNTER")]
    return {counter.name: counter for counter in found}
