"""A feature is one module: what a programme does not name, it does not have; what it names, it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.models import Programme
from app.services import features, programme_overview, programme_todos
from app.services.features import Feature, Link
from app.services.modes.mode import Section, Todo
from tests import factories
from tests.browser import Browser

ROOT = Path(__file__).parents[2]


class Seventh(Feature):
    """One that the site has never heard of."""

    name = "seventh"
    order = 999
    label = "第七种"
    sentence = "测试用。"

    def sections(self, programme: Programme) -> list[Section]:
        return [Section("第七页", "console_programmes.show", "有", True)]

    def todos(self, programme: Programme) -> list[Todo]:
        return [Todo("请办第七件", "console_programmes.show")]

    def facts(self, programme: Programme) -> list[tuple[str, str]]:
        return [("第七", "七个")]

    def links(self, programme: Programme) -> list[Link]:
        return [Link("看第七页", "home.index")]


@pytest.fixture
def seventh(monkeypatch: pytest.MonkeyPatch) -> Iterator[Feature]:
    made = Seventh()
    known = dict(features.every())
    monkeypatch.setattr(features, "every", lambda: {**known, made.name: made})
    return made


def test_what_a_programme_names_it_has(seventh: Feature, session: Session, client: Browser) -> None:
    having, lacking = factories.programme(features=["seventh"]), factories.programme()
    assert "第七页" in {section.label for section in programme_overview.sections(having)}
    assert "请办第七件" in {todo.words for todo in programme_todos.of(having)}
    assert "第七页" not in {section.label for section in programme_overview.sections(lacking)}
    assert "七个" in client.get(f"/programmes/{having.slug}").get_data(as_text=True)
    assert "看第七页" not in client.get(f"/programmes/{lacking.slug}").get_data(as_text=True)


def test_names_and_words() -> None:
    for name, feature in features.every().items():
        assert re.fullmatch(r"[a-z][a-z_]*", name)
        assert name == feature.name
        assert str(feature.label)
        assert str(feature.sentence).endswith("。")


def test_no_page_of_programmes_names_a_feature() -> None:
    """Their pages ask the feature; only its own pages and services may name it."""
    shared = [ROOT / "app" / "routes" / name for name in ("home.py", "mine.py", "console/programmes.py")]
    shared += [ROOT / "templates" / name for name in ("home/programme.html", "mine/show.html")]
    named = {
        (path.name, name) for path in shared for name in features.every() if f'"{name}"' in path.read_text()
    }
    assert named == set()
