"""Every text of ours has English beside it, with the same placeholders."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
METHODS = [("app/**.py", "python"), ("templates/**.html", "jinja2")]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _source_texts() -> set[str]:
    found = set()
    for *_, message, _comments, _context in extract_from_dir(ROOT, METHODS, keywords=KEYWORDS):
        found.add(message[0] if isinstance(message, tuple) else message)
    return found


def _english() -> dict[str, str]:
    with (ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    first = {m.id[0] if isinstance(m.id, tuple) else m.id: m.string for m in catalogue if m.id}
    return {key: text[0] if isinstance(text, tuple) else text for key, text in first.items()}


def test_every_text_is_translated() -> None:
    english = _english()
    assert sorted(text for text in _source_texts() if not english.get(text)) == []


def test_placeholders_agree_and_no_chinese_is_left() -> None:
    for text, translation in _english().items():
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(translation)), text
        assert not CHINESE.search(translation) or "中文" in translation, text
