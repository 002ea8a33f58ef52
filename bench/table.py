"""The bench's table: one line for each case, one below it for each of its objectives."""

from __future__ import annotations

from bench.draws import Json

HEAD = (
    f"{'case':<22}{'people':>8}{'parties':>9}{'offer.':>7}{'rows':>9}{'columns':>9}{'limit':>7}{'seconds':>9}"
    f"{'CPU':>7}{'MB':>7}{'first':>7}{'silence':>9}{'LP':>7}{'÷ LP':>6}  status; target"
)


def line(name: str, limit: float, target: str, problem: Json, seen: Json, lp: Json) -> str:
    """How large the case is and what it cost.

    `first`: seconds until the first plan was told; `silence`: the longest time without word from then on;
    `LP`: seconds of the bare relaxation, and how many times that the whole answer took.
    """
    people = sum(len(party["members"]) for party in problem["parties"])
    sizes = f"{people:>8,}{len(problem['parties']):>9,}{len(problem['offerings']):>7,}"
    shape = f"{_count(lp.get('rows')):>9}{_count(lp.get('columns')):>9}"
    cost = f"{limit:>7g}{_seconds(seen.get('seconds')):>9}{_seconds(seen.get('cpu')):>7}"
    heard = f"{_count(seen.get('megabytes')):>7}{_seconds(seen.get('first')):>7}"
    heard += f"{_seconds(seen.get('silence')):>9}"
    floor, took = lp.get("lp_seconds"), seen.get("seconds")
    ratio = f"{took / floor:>6.1f}" if floor and took else f"{'–':>6}"
    status = "; ".join(part for part in (seen["status"], target) if part)
    return f"{name:<22}{sizes}{shape}{cost}{heard}{_seconds(floor):>7}{ratio}  {status}"


def objectives(seen: Json, in_order: Json, cp_sat: Json) -> list[str]:
    """Value, bound and gap of each objective, and what the yardsticks reached of it."""
    lines, served = [], in_order.get("objectives", [])
    for k, (name, value, bound) in enumerate(seen.get("objectives", [])):
        gap = _gap(value, bound)
        beside = f"   in order {_of(served[k][1], value)}" if k < len(served) else ""
        if k == 0 and cp_sat:
            beside += f"   CP-SAT {_of(cp_sat.get('value'), value)}"
        lines.append(f"    {name:<15}{value:>16,}  bound {bound:>16,}  gap {gap:<10}{beside}")
    return lines


def _gap(value: int, bound: int) -> str:
    if value == bound:
        return "proven"
    return f"{100 * abs(value - bound) / abs(bound):.4f} %" if bound else "no bound"


def _of(theirs: int | None, ours: int) -> str:
    """A yardstick's value, and as a share of ours."""
    if theirs is None:
        return "no plan"
    return f"{theirs:,} ({theirs / ours:.1%})" if ours else f"{theirs:,}"


def _count(number: float | None) -> str:
    return "–" if number is None else f"{number:,.0f}"


def _seconds(number: float | None) -> str:
    return "–" if number is None else f"{number:.1f}"
