"""One city for all journeys, and real browsers that look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.city import City
from tests.e2e.serving import browsing, served_city, visitor

WORKERS = 300


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The site, its job consumer and a demonstration city of a few hundred workers."""
    with served_city(tmp_path_factory.mktemp("city"), WORKERS) as served:
        yield served


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


Opener = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, city: City) -> Iterator[Opener]:
    """Opens a page of a fresh visitor: `open_page(phone=True, scripts=False)`."""
    contexts: list[BrowserContext] = []

    def opened(*, phone: bool = True, scripts: bool = True) -> Page:
        contexts.append(visitor(chromium, city, phone=phone, scripts=scripts))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()
