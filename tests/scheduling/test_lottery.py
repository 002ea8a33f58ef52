"""The draw is what anyone computes from the published entries and seed."""

from __future__ import annotations

import hashlib

import pytest

from app.scheduling.contract.lottery import draw, entries_digest


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_numbers_follow_the_published_recipe() -> None:
    ids = ["R3", "R1", "R2", "工友"]
    digest = sha("R1\nR2\nR3\n工友")
    by_key = sorted(ids, key=lambda entry: sha(f"seed\n{digest}\n{entry}"))
    assert entries_digest(ids) == digest
    assert draw(ids, "seed") == {entry: number for number, entry in enumerate(by_key, 1)}


def test_a_known_draw_never_changes() -> None:
    assert draw(["a", "b", "c", "d"], "2026-04-01") == draw(["d", "c", "b", "a"], "2026-04-01")
    assert sorted(draw(map(str, range(100)), "x").values()) == list(range(1, 101))
    assert draw(["a", "b", "c", "d"], "1") != draw(["a", "b", "c", "d"], "2")
    assert draw([], "x") == {}


@pytest.mark.parametrize("ids", [["a", "a"], ["a\nb", "c"]])
def test_a_list_that_is_not_one_is_refused(ids: list[str]) -> None:
    with pytest.raises(ValueError, match="an entry"):
        draw(ids, "x")
