"""Who is granted, in order of the totals, within places and quotas; ties at an edge are left to people."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

GRANTED, REFUSED, EDGE, LATER = "granted", "refused", "edge", "later"


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `maximum` entries of one unit by one quota; without a quota, of all together."""

    maximum: int
    quota: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry with its total, and the caps that it counts against."""

    id: int
    total: int
    caps: Sequence[Cap]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`outcome`: granted, refused, edge (people decide) or later (after an edge that is not decided yet).

    `cap` is what stands against a refused one; None: the pass mark.
    """

    outcome: str
    cap: Cap | None = None


def ranks(candidates: Sequence[Candidate]) -> dict[int, int]:
    """The rank of each: one more than there are with a higher total, so equal totals share one."""
    totals = sorted(each.total for each in candidates)
    return {each.id: 1 + len(totals) - bisect_right(totals, each.total) for each in candidates}


def verdicts(
    candidates: Sequence[Candidate], pass_mark: int, decided: Mapping[int, str]
) -> dict[int, Verdict]:
    """What follows for each from the totals; `decided` are the outcomes of ties that people have settled.

    Those with equal totals are granted together or not at all. Where they do not all fit, those who compete
    are the edge, and whoever comes after waits until it is decided.
    """
    used: Counter[Cap] = Counter()
    found: dict[int, Verdict] = {}
    waiting = False
    for total, group in groupby(sorted(candidates, key=lambda each: -each.total), lambda each: each.total):
        tied = list(group)
        if total < pass_mark:
            found |= {each.id: Verdict(REFUSED) for each in tied}
        elif waiting:
            found |= {each.id: Verdict(LATER) for each in tied}
        else:
            found |= dict(_of_tied(tied, used, decided))
            used.update(cap for each in tied if found[each.id].outcome == GRANTED for cap in each.caps)
            waiting = any(found[each.id].outcome == EDGE for each in tied)
    return found


def _of_tied(
    tied: Sequence[Candidate], before: Mapping[Cap, int], decided: Mapping[int, str]
) -> Iterator[tuple[int, Verdict]]:
    used = Counter(before)
    for each in tied:
        if each.id in decided:
            yield each.id, Verdict(decided[each.id])
            used.update(each.caps if decided[each.id] == GRANTED else ())
    fitting = []
    for each in (each for each in tied if each.id not in decided):
        if (cap := full(each.caps, used)) is not None:
            yield each.id, Verdict(REFUSED, cap)
        else:
            fitting.append(each)
    wanted = Counter(cap for each in fitting for cap in each.caps)
    short = {cap for cap, count in wanted.items() if used[cap] + count > cap.maximum}
    for each in fitting:
        yield each.id, Verdict(EDGE if short.intersection(each.caps) else GRANTED)


def full(caps: Sequence[Cap], used: Mapping[Cap, int]) -> Cap | None:
    """The first of `caps` that has no room for one more."""
    return next((cap for cap in caps if used.get(cap, 0) >= cap.maximum), None)


def settles(
    edge: Sequence[Candidate], granted: Collection[int], used: Mapping[Cap, int]
) -> Cap | Candidate | None:
    """None: granting these of the `edge` fits and leaves no room unused.

    Else the cap that they are above, or a candidate for whom there is still room.
    """
    now = Counter(used)
    for each in edge:
        if each.id in granted:
            now.update(each.caps)
    above = next((cap for each in edge for cap in each.caps if now[cap] > cap.maximum), None)
    if above is not None:
        return above
    return next((each for each in edge if each.id not in granted and full(each.caps, now) is None), None)
