"""Sharing entries out between reviewers so that their loads are as even as the conflicts allow."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Mapping

Shares = dict[int, set[int]]


def share_out(
    wanted: Mapping[int, int],
    may: Mapping[int, Collection[int]],
    kept: Mapping[int, Collection[int]],
    fixed: Mapping[int, int],
) -> Shares:
    """The readers of each entry, `wanted` many, or as many as there are of those who `may` read it.

    `kept`: who has it now, and keeps it as far as that is even; `fixed`: what each reviewer has besides and
    keeps. The same in gives the same out. Nobody's load could be made smaller without making larger one that
    is as large already: where the conflicts allow it, loads differ by at most one.
    """
    shares: Shares = {entry: set(sorted(kept.get(entry, ()))[: wanted[entry]]) for entry in wanted}
    loads = Counter({reader: fixed.get(reader, 0) for readers in may.values() for reader in readers})
    for readers in shares.values():
        loads.update(readers)
    beside: Counter[tuple[int, int]] = Counter()
    for entry in sorted(wanted):
        free = set(may.get(entry, ())) - shares[entry]
        while len(shares[entry]) < wanted[entry] and free:
            met = {reader: sum(beside[reader, other] for other in shares[entry]) for reader in free}
            reader = min(free, key=lambda each: (loads[each], met[each], each))
            free.remove(reader)
            for other in shares[entry]:
                beside[reader, other] += 1
                beside[other, reader] += 1
            shares[entry].add(reader)
            loads[reader] += 1
    _level(shares, may, loads)
    return shares


def _level(shares: Shares, may: Mapping[int, Collection[int]], loads: Counter[int]) -> None:
    """Pass entries on from who has most, through others if need be, while that makes loads more even."""
    while path := _path(shares, may, loads):
        for giver, entry, taker in path:
            shares[entry].remove(giver)
            shares[entry].add(taker)
        loads[path[0][0]] -= 1
        loads[path[-1][2]] += 1


def _path(
    shares: Shares, may: Mapping[int, Collection[int]], loads: Counter[int]
) -> list[tuple[int, int, int]]:
    """(giver, entry, taker) one after the other, from a reviewer to one with at least two fewer."""
    has: dict[int, list[int]] = {}
    for entry in sorted(shares):
        for reader in shares[entry]:
            has.setdefault(reader, []).append(entry)
    for start in sorted(loads, key=lambda reader: (-loads[reader], reader)):
        if loads[start] < min(loads.values()) + 2:
            return []
        came: dict[int, tuple[int, int]] = {}
        queue = deque([start])
        while queue:
            giver = queue.popleft()
            for entry in has.get(giver, ()):
                for taker in sorted(set(may[entry]) - shares[entry] - came.keys() - {start}):
                    came[taker] = (giver, entry)
                    if loads[taker] <= loads[start] - 2:
                        return _back(came, start, taker)
                    queue.append(taker)
    return []


def _back(came: Mapping[int, tuple[int, int]], start: int, end: int) -> list[tuple[int, int, int]]:
    steps, here = [], end
    while here != start:
        giver, entry = came[here]
        steps.append((giver, entry, here))
        here = giver
    return steps[::-1]
