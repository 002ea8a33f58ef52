"""How votes decide: the most win; among equals the host chooses with a reason, or the earlier proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """`first` wins by the rule, None where nobody has voted; `tied` are those with as many votes as it,
    itself among them, when there is more than one.
    """

    first: int | None
    tied: Sequence[int]


def of(counts: Mapping[int, int], proposed: Sequence[int]) -> Outcome:
    """`counts` are votes by proposal; `proposed` are all proposals, the earliest first."""
    most = max((counts.get(each, 0) for each in proposed), default=0)
    if most == 0:
        return Outcome(None, ())
    leading = [each for each in proposed if counts.get(each, 0) == most]
    return Outcome(leading[0], leading if len(leading) > 1 else ())
