"""Seats, minimums, quotas, wants and calendar days: the rules that count people and know no beds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from app.scheduling.contract.problem import Offering, Party, Problem, Quota
from app.scheduling.formulation.claims import Claim
from app.scheduling.formulation.matrix import MatrixBuilder

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
    values = _Values(pairs, by_offering)
    for quota in sorted(problem.quotas, key=lambda q: q.id):
        claims.append(_write_quota(problem, build, quota, values, opened))
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
    values: _Values,
    opened: Mapping[str, int],
) -> Claim:
    """The quota's rows: for each value that it speaks of, in each offering or over the run."""
    named = quota.value is not None or quota.minimum
    rows: list[int] = []
    for oid, by_value in values.counted(quota.group, quota.scope).items():
        for value in _values(problem, quota) if named else sorted(by_value):
            rows += _between(build, by_value.get(value, []), quota, opened.get(oid))
    what = {"kind": "quota", "quota": quota.id} | ({} if quota.value is None else {"value": quota.value})
    return Claim(what, rows=rows)


def _values(problem: Problem, quota: Quota) -> list[str]:
    """The values that a least number is asked of: the one named, or each that occurs among the parties."""
    if quota.value is not None:
        return [quota.value]
    return sorted({p.groups[quota.group] for p in problem.parties if quota.group in p.groups})


class _Values:
    """People of each value of a group, worked out once for all quotas that speak of it."""

    def __init__(self, pairs: Sequence[Placeable], by_offering: Mapping[str, Entries]) -> None:
        self._pairs, self._by_offering = pairs, by_offering
        self._found: dict[tuple[str, str], dict[str, dict[str, Entries]]] = {}

    def counted(self, group: str, scope: str) -> dict[str, dict[str, Entries]]:
        """By offering (over the run: "" for all of them), then by value."""
        if (group, scope) not in self._found:
            everybody = {"": [(column, pair.size) for column, pair in enumerate(self._pairs)]}
            scopes = everybody if scope == "run" else self._by_offering
            self._found[group, scope] = {oid: self._by_value(group, each) for oid, each in scopes.items()}
        return self._found[group, scope]

    def _by_value(self, group: str, entries: Iterable[tuple[int, float]]) -> dict[str, Entries]:
        by_value: dict[str, Entries] = defaultdict(list)
        for column, size in entries:
            value = self._pairs[column].party.groups.get(group)
            if value is not None:
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
