"""Rows that count people, as sets of pairs that lie within one another or apart: what a flow can keep.

A pair of a party and an offering is an arc. On the side of the parties stand the party itself, sets of its
pairs (those that share a day) and sets of whole parties (a quota over the run); on the side of the offerings
the offering itself and sets of its pairs (a quota in it). Where on each side any two sets are apart or one is
within the other, they form a tree, and every row is the capacity of an arc of a network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.scheduling.formulation.assign import Model
from app.scheduling.formulation.matrix import Ints

ROOT = -1


@dataclass(frozen=True, slots=True)
class Side:
    """A tree of sets: each one's parent (or ROOT), its least and its most; `owner` is each pair's own set.

    The first `groups` sets hold several parties or offerings, the next ones are these, the last are parts.
    """

    groups: int
    parent: Ints
    lower: Ints
    upper: Ints
    owner: Ints


@dataclass(frozen=True, slots=True)
class Seats:
    """The rows as capacities: both sides, and the most of each pair."""

    parties: Side
    offerings: Side
    by_pair: Ints


@dataclass(frozen=True, slots=True)
class _Set:
    columns: Ints
    lower: int
    upper: int


def seats_of(model: Model) -> Seats | None:
    """The model's rows as a network's capacities; None when there is a row that no flow keeps."""
    m, pairs = model.matrix, len(model.pairs)
    counts = np.diff(m.rows.indptr)
    if not pairs or len(m.lower) != pairs or not counts.all() or (m.rows.data != 1).any():
        return None
    lower = np.maximum(m.row_lower, 0).astype(np.int64)
    upper = np.minimum(m.row_upper, counts).astype(np.int64)
    by_pair, single = m.upper.astype(np.int64), (counts == 1) & (lower == 0)
    np.minimum.at(by_pair, m.rows.indices[m.rows.indptr[:-1][single]], upper[single])
    sides, left = [], ~single
    for ends, many in ((model.party, len(model.wants)), (model.block[:pairs], len(model.offerings))):
        end = np.where(left, _whole(model, ends), -1)
        mine = end >= 0
        least, most = np.zeros(many, dtype=np.int64), np.bincount(ends, minlength=many)
        np.maximum.at(least, end[mine], lower[mine])
        np.minimum.at(most, end[mine], upper[mine])
        sides.append((ends, least, most))
        left &= ~mine
    within, across, of_one = _others(model, np.flatnonzero(left), lower, upper)
    parties, offerings = _tree(across, *sides[0], of_one), _tree([], *sides[1], within)
    return None if parties is None or offerings is None else Seats(parties, offerings, by_pair)


def _whole(model: Model, ends: Ints) -> Ints:
    """For each row, the end (party or offering) of which it has all pairs and no others, or -1."""
    rows = model.matrix.rows
    counts = np.diff(rows.indptr)
    first = ends[rows.indices[rows.indptr[:-1]]]
    number = np.repeat(np.arange(len(counts)), counts)
    others = np.bincount(number, ends[rows.indices] != first[number], len(counts))
    whole: Ints = np.where((others == 0) & (counts == np.bincount(ends)[first]), first, -1)
    return whole


def _others(model: Model, rows: Ints, lower: Ints, upper: Ints) -> tuple[list[_Set], list[_Set], list[_Set]]:
    """The other rows: those within one offering, those of several parties and those of one; largest first."""
    within: list[_Set] = []
    across: list[_Set] = []
    of_one: list[_Set] = []
    starts = model.matrix.rows.indptr
    for row in sorted(rows.tolist(), key=lambda row: (starts[row] - starts[row + 1], row)):
        columns = model.matrix.rows.indices[starts[row] : starts[row + 1]]
        blocks, parties = model.block[columns], model.party[columns]
        one = (parties == parties[0]).all()
        kind = within if (blocks == blocks[0]).all() else of_one if one else across
        kind.append(_Set(columns, int(lower[row]), int(upper[row])))
    return within, across, of_one


def _tree(groups: Sequence[_Set], ends: Ints, least: Ints, most: Ints, parts: Sequence[_Set]) -> Side | None:
    """The sets as a tree, the ends between the groups of them and their parts; None when two overlap."""
    owner = np.full(len(ends), ROOT)
    above = _hang(groups, owner, 0)
    lowest, highest = np.full(len(least), len(groups)), np.full(len(least), ROOT)
    np.minimum.at(lowest, ends, owner)
    np.maximum.at(highest, ends, owner)
    if above is None or (lowest[ends] != highest[ends]).any():
        return None
    owner = ends + len(groups)
    below = _hang(parts, owner, len(groups) + len(least))
    if below is None:
        return None
    parent = np.concatenate([above, highest, below]).astype(np.int64)
    lower = np.concatenate([[s.lower for s in groups], least, [s.lower for s in parts]]).astype(np.int64)
    upper = np.concatenate([[s.upper for s in groups], most, [s.upper for s in parts]]).astype(np.int64)
    return Side(len(groups), parent, lower, upper, owner)


def _hang(sets: Sequence[_Set], owner: Ints, first: int) -> list[int] | None:
    """Each set's parent, the sets numbered from `first`; `owner` is brought up to date. None: two overlap."""
    parents = []
    for number, each in enumerate(sets, first):
        over = owner[each.columns]
        if (over != over[0]).any():
            return None
        parents.append(int(over[0]))
        owner[each.columns] = number
    return parents
