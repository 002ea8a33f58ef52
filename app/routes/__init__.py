"""Pages, one file a group. Worker pages live under `/`, the console under `/console/`.

Every module with a `blueprint` is a group of pages; a further one is one new file.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

from flask import Blueprint, Flask

# a production site does not have these at all
DEVELOPMENT_MODULES = frozenset({"app.routes.development"})


def init_app(app: Flask) -> None:
    """Register every module's `blueprint`."""
    # a blueprint may have its pages in several modules: all are imported before any is registered
    for blueprint in dict.fromkeys(_blueprints(app.config["DEVELOPMENT"])):
        app.register_blueprint(blueprint)


def _blueprints(development: bool) -> Iterator[Blueprint]:
    for found in walk_packages(__path__, f"{__name__}."):
        if development or found.name not in DEVELOPMENT_MODULES:
            blueprint = getattr(import_module(found.name), "blueprint", None)
            if blueprint is not None:
                yield blueprint
