"""A way to decide is one file of `services/modes`: nobody else names one, a further one is one more file."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Programme, Registration
from app.services import kinds, modes
from app.unit_of_work import unit_of_work
from tests import factories
from tests.browser import Browser

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
# these write programmes down as data, a mode among their values
AS_DATA = ("app/services/modes/", "app/services/demo/", "app/services/standard_kinds.py", "app/models/")
# the optimiser draws lots too, and has figures under that name
OF_LOTS = {"app/services/allocation/sayings.py", "app/services/reasons.py"}
SHARED_WORDS = frozenset(("open",))  # a mode, and a state of a programme

SIXTH = '''
"""`turns`: whoever came to the fewest programmes before is served first."""

from app.services.modes import gone
from app.services.modes.mode import Mode, Setting, Todo
from app.services.standing import Standing


class Turns(Mode):
    name = "turns"
    order = 6
    label = "轮流"
    sentence = "参加得少的先参加。"
    settings = (Setting("turns_most", "每轮几组", 3, low=1, high=9),)
    stages = ("draft", "upcoming", "open", "closed", "published", "cancelled")

    def accept(self, registration):
        registration.wants = 1

    def facts(self, programme):
        return [("每轮", f"{self.settings[0].of(programme)} 组")]

    def todos(self, programme):
        return [Todo("请安排下一轮", self.desk)] if programme.state == "closed" else []

    def explain(self, registration, reader):
        if (over := gone.standing(registration)) is not None:
            return over
        pill, title, losses = ("wait", "排队中"), "已排入下一轮", ["轮次会取消。"]
        return Standing("in_turn", pill, title, may_withdraw=True, losses=losses)


MODE = Turns()
'''


@pytest.fixture
def sixth(tmp_path: Path) -> Iterator[str]:
    """One more file in the package of the modes, for the length of a test."""
    (tmp_path / "turns.py").write_text(SIXTH, encoding="utf-8")
    modes.__path__.append(str(tmp_path))
    modes.every.cache_clear()
    yield "turns"
    modes.__path__.remove(str(tmp_path))
    sys.modules.pop("app.services.modes.turns", None)
    modes.every.cache_clear()


def compared_strings(source: str) -> set[str]:
    """The strings that code compares something with, looks up or matches: what a condition is made of."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.MatchValue):
            parts = [node.value]
        elif isinstance(node, ast.Dict):
            parts = [key for key in node.keys if key is not None]
        else:
            continue
        strings = (leaf for part in parts for leaf in ast.walk(part) if isinstance(leaf, ast.Constant))
        found |= {leaf.value for leaf in strings if isinstance(leaf.value, str)}
    return found


def looks_at_a_mode(source: str) -> bool:
    """Whether code or a template compares a programme's mode, or a mode's name, with anything."""
    compared = r"\s*(?:==|!=|\bin\b|\bnot in\b|\bis\b)"
    return bool(re.search(rf"\b(?:\w+\.mode|mode\.name){compared}\s*[\"'\[({{]", source))


def test_no_code_decides_by_the_name_of_a_mode() -> None:
    names = set(modes.every()) - SHARED_WORDS
    guilty = {}
    for path in (ROOT / "app").rglob("*.py"):
        place = path.relative_to(ROOT).as_posix()
        if place.startswith((*AS_DATA, "app/scheduling/")):
            continue
        source = path.read_text(encoding="utf-8")
        if found := compared_strings(source) & (names - {"lottery"} if place in OF_LOTS else names):
            guilty[place] = found
        if looks_at_a_mode(source):
            guilty[place] = {"mode =="}
    assert guilty == {}


def test_no_route_form_or_template_names_a_mode() -> None:
    quoted = re.compile("|".join(f"[\"']{name}[\"']" for name in set(modes.every()) - SHARED_WORDS))
    code = [*(ROOT / "app/routes").rglob("*.py"), *(ROOT / "app/forms").rglob("*.py")]
    sources = {path: path.read_text(encoding="utf-8") for path in code}
    for path in TEMPLATES.rglob("*.html"):
        sources[path] = " ".join(re.findall(r"{[{%].*?[%}]}", path.read_text(encoding="utf-8"), re.DOTALL))
    assert [str(at) for at, text in sources.items() if quoted.search(text) or looks_at_a_mode(text)] == []


@pytest.mark.parametrize(
    "source", ['if programme.mode == "open":', '{% if mode.name in ("open",) %}', "{% if p.mode != 'x' %}"]
)
def test_a_condition_on_a_mode_is_seen(source: str) -> None:
    assert looks_at_a_mode(source)
    assert compared_strings('x = {"lottery": 1}\nif kind == "review": pass') == {"lottery", "review"}


def test_a_sixth_mode_is_one_file(sixth: str, client: Browser, session: Session) -> None:
    """Created, opened, entered, closed, looked at and given up, all through pages that know nothing of it."""
    with unit_of_work():
        kinds.ensure_standard()
    city, _district, union = factories.tree()
    worker, desk = factories.account(factories.person(union)), factories.account(coordinates=city)
    client.sign_in(desk)
    programme = _created(client, session, sixth)
    there = f"/console/programmes/{programme.id}"
    assert 'data-mode="turns" data-state="draft"' in client.get(there).text
    assert client.post(f"{there}/open").status_code == 302

    client.sign_in(worker)
    page = client.get(f"/programmes/{programme.slug}").text
    assert 'data-mode="turns" data-state="open"' in page
    assert "参加得少的先参加。" in page
    assert "4 组" in page
    sign_up = f"/programmes/{programme.slug}/sign-up/"
    assert client.get(sign_up).location == f"{sign_up}check"
    assert 'data-mode="turns" data-state="open"' in client.get(f"{sign_up}check").text
    assert client.post(f"{sign_up}check", data={"agreed": "y"}).location == f"{sign_up}done"
    assert 'data-state="in_turn"' in client.get(f"{sign_up}done").text
    entry = session.scalars(select(Registration)).one()
    assert "已排入下一轮" in client.get(f"/mine/{entry.reference}").text

    client.sign_in(desk)
    assert client.post(f"{there}/close", data={"reason": "人齐了"}).status_code == 302
    assert "请安排下一轮" in client.get("/console/").text
    assert 'data-mode="turns" data-state="closed"' in client.get(there).text

    client.sign_in(worker)
    assert 'data-mode="turns" data-state="closed"' in client.get(sign_up).text
    consequences = client.get(f"/mine/{entry.reference}/withdraw").text
    assert 'data-mode="turns" data-state="in_turn"' in consequences
    assert "轮次会取消。" in consequences
    assert client.post(f"/mine/{entry.reference}/withdraw").status_code == 302
    assert 'data-state="withdrawn"' in client.get(f"/mine/{entry.reference}").text


def _created(client: Browser, session: Session, name: str) -> Programme:
    assert "参加得少的先参加。" in client.get("/console/programmes/new").text
    path = f"/console/programmes/new/event/{name}"
    assert 'name="setting_turns_most"' in client.get(path).text
    programme = factories.programme()  # its window is that of the one to be written
    window = {name: f"{getattr(programme, name):%Y-%m-%dT%H:%M}" for name in ("opens_at", "closes_at")}
    numbers = {"max_choices": "1", "min_party_size": "1", "max_party_size": "1", "setting_turns_most": "4"}
    words = {"title": "轮流活动", "slug": "in-turns", "kind": "event", "reference_prefix": "LL"}
    answer = client.post(path, data={**words, **window, **numbers, "overlap": "warn"})
    assert answer.status_code == 302, answer.text
    return session.scalars(select(Programme).where(Programme.slug == "in-turns")).one()
