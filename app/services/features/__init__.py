"""What programmes may have besides sign-up: one module a feature, behind the interface of `feature.Feature`.

A module of this package that has a `FEATURE` is one; a programme names those that it has. A further one is
one new file here, with the services, pages and tables that it calls its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from app.models import Offering, Person, Programme
from app.services.features.feature import Ahead, Feature, Link

__all__ = ["Ahead", "Feature", "Link", "ahead", "check", "every", "of", "timed"]


@cache
def every() -> Mapping[str, Feature]:
    """The features by name, in the order in which the console offers them."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    found = [module.FEATURE for module in modules if hasattr(module, "FEATURE")]
    return {feature.name: feature for feature in sorted(found, key=lambda feature: feature.order)}


def of(programme: Programme) -> list[Feature]:
    """The features that the programme has, in order."""
    return [feature for name, feature in every().items() if name in programme.features]


def timed(programme: Programme) -> Feature | None:
    """The feature by which its offerings are quarter-hours; None: it has a few, that pages can list."""
    return next((feature for feature in of(programme) if feature.timed), None)


def check(programme: Programme, people: Sequence[Person], offerings: Sequence[Offering]) -> None:
    """Raises Invalid (`choices`) where a feature of the programme does not let these people sign up so."""
    for feature in of(programme):
        feature.check(people, offerings)


def ahead(person: Person) -> list[Ahead]:
    """What comes up for somebody, of every feature, in order of time."""
    found = [each for feature in every().values() for each in feature.ahead(person)]
    return sorted(found, key=lambda each: each.at)
