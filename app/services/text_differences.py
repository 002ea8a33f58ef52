"""What changed from one version of a text to the next, as pieces that a page can mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

# comparing takes the product of both lengths: what is longer is shown as a whole, gone and new
LONGEST = 600
MOST_LINES = 500

Piece = tuple[str, str]


def pieces(before: str, after: str) -> list[Piece]:
    """(what became of it: same, gone or new; the text), in reading order; paragraphs keep their line ends."""
    old, new = _lines(before), _lines(after)
    if max(len(old), len(new)) > MOST_LINES:
        return list(_whole(before == after, before, after))
    found: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, added = "".join(old[a:b]), "".join(new[c:d])
        if what == "replace" and max(len(gone), len(added)) <= LONGEST:
            found += _within(gone, added)
        else:
            found += _whole(what == "equal", gone, added)
    return found


def _lines(text: str) -> Sequence[str]:
    return text.replace("\r\n", "\n").splitlines(keepends=True)


def _within(gone: str, added: str) -> Iterator[Piece]:
    for what, a, b, c, d in SequenceMatcher(None, gone, added, autojunk=False).get_opcodes():
        yield from _whole(what == "equal", gone[a:b], added[c:d])


def _whole(same: bool, gone: str, added: str) -> Iterator[Piece]:
    if same:
        yield "same", gone
        return
    if gone:
        yield "gone", gone
    if added:
        yield "new", added
