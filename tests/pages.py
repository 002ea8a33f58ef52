"""What every page must keep: a title, one h1, unique ids, labelled fields, nothing inline."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
UNLABELLED = frozenset(("hidden", "submit", "button", "image", "reset"))


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()
        self.labels: set[str] = set()
        self.fields: list[tuple[str, str]] = []
        self.references: list[str] = []
        self.lang = ""
        self.title = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.seen[tag] += 1
        if "id" in values:
            self.ids[values["id"]] += 1
        self._nothing_inline(tag, values)
        self._field(tag, values)
        self.references += (
            values.get("aria-describedby", "").split() + values.get("aria-labelledby", "").split()
        )
        if tag == "html":
            self.lang = values.get("lang", "")
        if tag == "label":
            self.labels.add(values.get("for", ""))
        if tag == "img" and "alt" not in values:
            self.faults.append("an image without alt")
        if tag == "form" and "form" in self.open:
            self.faults.append("a form inside a form")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(
                f"</{tag}> closes {self.open[-1] if self.open else 'nothing'} (line {self.getpos()[0]})"
            )
            if tag not in self.open:
                return
            while self.open[-1] != tag:
                self.open.pop()
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "title":
            self.title += data

    def _nothing_inline(self, tag: str, values: dict[str, str]) -> None:
        if "style" in values or tag == "style":
            self.faults.append(f"inline style on <{tag}>")
        if tag == "script" and "src" not in values and values.get("type") != "application/json":
            self.faults.append("inline script")
        self.faults += [f"inline handler {name}" for name in values if name.startswith(("on", "hx-on"))]

    def _field(self, tag: str, values: dict[str, str]) -> None:
        if tag not in ("input", "select", "textarea") or values.get("type") in UNLABELLED:
            return
        if "aria-label" not in values and "aria-labelledby" not in values and "label" not in self.open:
            self.fields.append((tag, values.get("id", "")))


def faults_of_page(html: str) -> list[str]:
    """Everything that is wrong with a whole page, in words; an empty list is a good page."""
    page = _Page()
    page.feed(html)
    page.close()
    faults = list(page.faults)
    faults += [f"<{tag}> is never closed" for tag in page.open]
    faults += [f"id {name!r} stands {count} times" for name, count in page.ids.items() if count > 1]
    faults += [
        f"<{tag} id={name!r}> has no label"
        for tag, name in page.fields
        if name not in page.labels or not name
    ]
    faults += [f"refers to missing id {name!r}" for name in set(page.references) if name not in page.ids]
    if page.seen["h1"] != 1:
        faults.append(f"{page.seen['h1']} h1")
    if page.seen["main"] != 1:
        faults.append(f"{page.seen['main']} main")
    if not page.title.strip():
        faults.append("no title")
    if page.lang not in ("zh-CN", "zh", "en"):
        faults.append(f"lang {page.lang!r}")
    return faults
