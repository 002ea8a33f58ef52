"""What the features of programmes look like in use: each module plays one, in the order of its ORDER.

An act writes programmes as sketches and lives them through the services, as people would have done.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from app.services import references
from app.services.demo.acts.stage import Stage

__all__ = ["Stage", "play"]


def play(stage: Stage) -> None:
    """Every act; an act is a module with `ORDER` and `act(stage)`."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    acts = [module for module in modules if hasattr(module, "act")]
    for module in sorted(acts, key=lambda module: module.ORDER):
        with references.drawn_by(stage.random(module.__name__)):
            module.act(stage)
