"""Seats, minimums, quotas, wants and calendar days: the rules that count people and know no beds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol

from app.scheduling.claims import Claim
from app.scheduling.matrix import MatrixBuilder
from app.scheduling.problem import Offering, Party, Problem, Quota

Entries = list[tuple[int, float]]


class Placeable(Protocol):
    """A column's meaning, as far as counting goes."""

    @property
    def party(self) -> Party: ...
    @property
    def offering(self) -> Offering: ...
    @property
    def size(self) -> int: ...


def write_limits(
    problem: Problem, build: MatrixBuilder, pairs: Sequence[Placeable], claims: list[Claim]
) -> dict[str, int]:
    """Write every rule that counts people; pair i is column i. Claims are added in the order of ids.

    Returns the columns that say whether an offering runs, where one is needed.
    """
    by_offering: dict[str, Entries] = {o.id: [] for o in sorted(problem.offerings, key=lambda o: o.id)}
    for column, pair in enumerate(pairs):
        by_offering[pair.offering.id].append((column, pair.size))
    for offering in sorted(problem.offerings, key=lambda o: o.id):
        if offering.seats is not None and _most(by_offering[offering.id]) > offering.seats:
            build.row(by_offering[offering.id], upper=offering.seats)
    _write_wants(build, pairs)
    opened = _write_minimums(problem, build, by_offering, claims)
    for quota in sorted(problem.quotas, key=lambda q: q.id):
        claims.append(_write_quota(problem, build, quota, pairs, by_offering, opened))
    return opened


def _most(entries: Entries) -> float:
    return sum(size for _, size in entries)


def _write_wants(build: MatrixBuilder, pairs: Sequence[Placeable]) -> None:
    """At most as many offerings as wanted, and no two that share a calendar day."""
    by_party: dict[str, list[tuple[int, Placeable]]] = defaultdict(list)
    for column, pair in enumerate(pairs):
        by_party[pair.party.id].append((column, pair))
    for mine in by_party.values():
        wants = mine[0][1].party.wants
        if len(mine) > wants:
            build.row([(column, 1) for column, _ in mine], upper=wants)
        if wants > 1:
            for columns in _clashes(mine):
                build.row([(column, 1) for column in columns], upper=1)


def _clashes(mine: Sequence[tuple[int, Placeable]]) -> list[list[int]]:
    """Sets of columns of which each pair shares a day: those present on a day on which one begins."""
    found = {
        tuple(column for column, pair in mine if day in pair.offering.days)
        for day in (pair.offering.days.start for _, pair in mine)
    }
    return [list(columns) for columns in sorted(found) if len(columns) > 1]


def _write_minimums(
    problem: Problem, build: MatrixBuilder, by_offering: Mapping[str, Entries], claims: list[Claim]
) -> dict[str, int]:
    """A column for each offering that has a least number to keep: 1 when it runs, 0 when nobody is in it."""
    every = any(q.scope == "offering" and q.minimum for q in problem.quotas)
    opened: dict[str, int] = {}
    for offering in sorted(problem.offerings, key=lambda o: o.id):
        entries = by_offering[offering.id]
        if not entries or not (every or offering.minimum):
            continue
        column = opened[offering.id] = build.column(0, 1)
        most = min(_most(entries), _most(entries) if offering.seats is None else offering.seats)
        build.row([*entries, (column, -most)], upper=0)
        if offering.minimum:
            row = build.row([*entries, (column, -offering.minimum)], lower=0)
            claims.append(Claim({"kind": "minimum", "offering": offering.id}, rows=[row]))
    return opened


def _write_quota(
    problem: Problem,
    build: MatrixBuilder,
    quota: Quota,
    pairs: Sequence[Placeable],
    by_offering: Mapping[str, Entries],
    opened: Mapping[str, int],
) -> Claim:
    """The quota's rows: for each value that it speaks of, in each offering or over the run."""
    if quota.scope == "run":
        scopes: list[tuple[Entries, int | None]] = [([(c, p.size) for c, p in enumerate(pairs)], None)]
    else:
        scopes = [(entries, opened.get(oid)) for oid, entries in by_offering.items()]
    rows: list[int] = []
    for entries, running in scopes:
        by_value = _by_value(quota, pairs, entries)
        for value in _values(problem, quota) if quota.minimum else sorted(by_value):
            rows += _between(build, by_value.get(value, []), quota, running)
    what = {"kind": "quota", "quota": quota.id} | ({} if quota.value is None else {"value": quota.value})
    return Claim(what, rows=rows)


def _values(problem: Problem, quota: Quota) -> list[str]:
    """The values that a least number is asked of: the one named, or each that occurs among the parties."""
    if quota.value is not None:
        return [quota.value]
    return sorted({p.groups[quota.group] for p in problem.parties if quota.group in p.groups})


def _by_value(quota: Quota, pairs: Sequence[Placeable], entries: Entries) -> dict[str, Entries]:
    by_value: dict[str, Entries] = defaultdict(list)
    for column, size in entries:
        value = pairs[column].party.groups.get(quota.group)
        if value is not None and quota.value in (None, value):
            by_value[value].append((column, size))
    return by_value


def _between(build: MatrixBuilder, entries: Entries, quota: Quota, running: int | None) -> list[int]:
    """The rows for one count of people; in an offering, a least number holds only where it runs."""
    rows = []
    if quota.maximum is not None and _most(entries) > quota.maximum:
        rows.append(build.row(entries, upper=quota.maximum))
    if quota.minimum and quota.scope == "run":
        rows.append(build.row(entries, lower=quota.minimum))
    elif quota.minimum and running is not None:
        rows.append(build.row([*entries, (running, -quota.minimum)], lower=0))
    return rows
