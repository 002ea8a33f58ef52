"""How a demonstration programme is sketched: what is written of it; dates and people are filled in later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

ASSUMED = "名额、日期和条件为演示用的假定数字。"
ASSUMED_EN = "Places, dates and conditions are assumed, for this demonstration."


@dataclass(frozen=True)
class Run:
    """A dated run: `after` days from the end of sign-up, for `days` days; `hours` as ("09:00", "11:30")."""

    venue: str
    seats: int | None
    after: int = 14
    days: int = 1
    title: str = ""
    title_en: str = ""
    hours: tuple[str, str] = ("", "")
    minimum: int = 0


@dataclass(frozen=True)
class Rule:
    """One of the declared rules with its parameters."""

    rule: str
    parameters: Mapping[str, Any]
    regulation: str = ""
    effect: str = "block"


@dataclass(frozen=True)
class Ask:
    """A question: its columns beside position."""

    key: str
    kind: str
    label: str
    label_en: str
    required: bool = True
    help: str = ""
    help_en: str = ""
    options: Sequence[tuple[str, str, str]] = ()
    limits: Mapping[str, Any] = field(default_factory=dict)
    shown_if: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Sketch:
    """`stage` is where the programme stands today; `people` how many have signed up, alone or in parties.

    `quotas`: (group, scope, maximum) for every unit of that level. `judged`: criteria as (label, label_en,
    weight). `consents`: (title, title_en, body, body_en).
    """

    slug: str
    mode: str
    kind: str
    stage: str
    title: str
    title_en: str
    summary: str
    summary_en: str
    body: str
    body_en: str
    runs: Sequence[Run] = ()
    people: int = 0
    party: int = 1
    choices: int = 1
    prefix: str = "LX"
    settings: Mapping[str, Any] = field(default_factory=dict)
    rules: Sequence[Rule] = ()
    quotas: Sequence[tuple[str, str, int]] = ()
    asks: Sequence[Ask] = ()
    judged: Sequence[tuple[str, str, int]] = ()
    consents: Sequence[tuple[str, str, str, str]] = ()
    features: Sequence[str] = ()
    private: bool = False
