"""Options as lines of text: Chinese | English. What an option is called may change, its value stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def options_text(options: Sequence[Any]) -> str:
    """Options as lines."""
    return "\n".join(" | ".join(filter(None, (each["zh"], each.get("en")))) for each in options)


def options_of(given: Sequence[str], former: Sequence[Any]) -> list[dict[str, str]]:
    """The options of these lines; one that was there before keeps its value.

    It is known by its words. Where as many lines are there as before, the others were only renamed, in order.
    """
    parts = [line.replace("｜", "|").partition("|") for line in given]
    pairs = [(zh.strip(), en.strip()) for zh, _bar, en in parts]
    by_words = {each["zh"]: str(each["value"]) for each in former}
    kept = {zh: by_words[zh] for zh, _en in pairs if zh in by_words}
    if len(pairs) == len(former):
        left = [str(each["value"]) for each in former if str(each["value"]) not in kept.values()]
        kept |= dict(zip((zh for zh, _en in pairs if zh not in kept), left, strict=False))
    taken = {str(each["value"]) for each in former}
    return [{"value": kept.get(zh) or _new_value(taken), "zh": zh, "en": en} for zh, en in pairs]


def _new_value(taken: set[str]) -> str:
    number = len(taken) + 1
    while f"o{number}" in taken:
        number += 1
    taken.add(f"o{number}")
    return f"o{number}"
