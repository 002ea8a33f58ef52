"""Envy that is justified: against looking at every pair by the law, and one case for each condition."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from app.scheduling.contract.problem import Lock, Party, Problem, Quota
from app.scheduling.progress import CannotServe
from app.scheduling.reasons.envy import justified_envy
from app.scheduling.ways.in_order import in_order_plan
from tests.scheduling.bruteforce import Assignment, any_overlap, counts_hold, name_beds
from tests.scheduling.instances import problems
from tests.scheduling.towns import course, house, party, stay, town

EXAMPLES = int(os.environ.get("ENGINE_EXAMPLES", "50"))
thorough = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="ENGINE_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def upside_down(problem: Problem) -> Problem:
    """The last come first."""
    lots = max(p.lottery for p in problem.parties)
    parties = (replace(p, tier=4 - p.tier, lottery=lots - p.lottery) for p in problem.parties)
    return replace(problem, parties=tuple(parties))


def pairs_seen(problem: Problem, placed: Assignment) -> int:
    """Every party, every wish, everybody behind: the law says whether they could change."""
    locked = {lock.party for lock in problem.locks}
    free = [p for p in problem.parties if p.id not in locked]
    return sum(
        (one.tier, one.lottery) < (other.tier, other.lottery) and could(problem, placed, one, other, wish)
        for one in free
        for wish in wishes(one, placed[one.id])
        for other in free
        if wish in placed[other.id]
    )


def wishes(one: Party, mine: tuple[str, ...]) -> list[str]:
    full = len(mine) >= one.wants
    worst = max((one.choices.index(o) for o in mine), default=0) if full else len(one.choices)
    return [c for c in one.choices[:worst] if c not in mine]


def could(problem: Problem, placed: Assignment, one: Party, other: Party, wish: str) -> bool:
    by_id, mine = problem.offerings_by_id(), placed[one.id]
    lower = [o for o in mine if one.choices.index(o) > one.choices.index(wish)]
    clashing = [o for o in mine if any_overlap([by_id[o], by_id[wish]])]
    if len(clashing) > 1 or not set(clashing) <= set(lower):
        return False
    least = [max(mine, key=one.choices.index)] if len(mine) >= one.wants else []
    gone = clashing or least
    trial = {
        **placed,
        one.id: (*(o for o in mine if o not in gone), wish),
        other.id: tuple(o for o in placed[other.id] if o != wish),
    }
    return counts_hold(problem, trial) and name_beds(problem, trial) is not None


@thorough
@given(problems())
def test_as_looking_at_every_pair(problem: Problem) -> None:
    try:
        plan = in_order_plan(upside_down(problem))
    except CannotServe:
        assume(False)
    placed = {p.id: tuple(o for q, o in plan.given if q == p.id) for p in problem.parties}
    assert justified_envy(problem, plan.given).pairs == pairs_seen(problem, placed)


@thorough
@given(problems())
def test_served_in_order_nobody_envies(drawn: Problem) -> None:
    """Without least numbers: those cancel offerings, and give places to people of one value first."""
    offerings = tuple(replace(o, minimum=0) for o in drawn.offerings)
    quotas = tuple(replace(q, minimum=0) for q in drawn.quotas)
    problem = replace(drawn, offerings=offerings, quotas=quotas)
    assume(len({(p.tier, p.lottery) for p in problem.parties}) == len(problem.parties))
    try:
        plan = in_order_plan(problem)
    except CannotServe:
        assume(False)
    assert justified_envy(problem, plan.given).pairs == 0


def envy(problem: Problem, *given_: tuple[str, str]) -> int:
    return justified_envy(problem, given_).pairs


def two(**second: Any) -> list[Party]:
    return [party("a", "F", "s", "t", lottery=2), party("b", "F", "s", **{"lottery": 3, **second})]


def test_only_of_those_behind() -> None:
    place = [course("s", seats=1), course("t")]
    assert envy(town(house(), place, two()), ("a", "t"), ("b", "s")) == 1
    assert envy(town(house(), place, two()), ("b", "s")) == 1
    assert envy(town(house(), place, two(lottery=1)), ("b", "s")) == 0
    assert envy(town(house(), place, two(lottery=1, tier=2)), ("b", "s")) == 1
    assert envy(town(house(), place, two()), ("a", "s")) == 0


@pytest.mark.parametrize(
    ("sexes", "justified"), [("F", 1), ("FF", 1), ("M", 0), ("MM", 1)], ids=["one", "two", "bed", "room"]
)
def test_only_where_there_would_be_room(sexes: str, justified: int) -> None:
    """There is one twin room: if a man stays in it when another goes, a woman cannot come."""
    parties = [party("a", "F", "s", lottery=1), party("b", sexes, "s", lottery=2)]
    parties += [party("c", "M", "s", lottery=0)] if sexes == "M" else []
    given_ = [(p.id, "s") for p in parties[1:]]
    assert envy(town(house(2), [stay("s")], parties), *given_) == justified


def test_not_where_a_rule_forbids_the_change() -> None:
    place = [course("s", seats=1), course("t", minimum=1)]
    parties = [*two(), party("c", "F", "t", lottery=4)]
    changed = [("a", "t"), ("b", "s"), ("c", "t")]
    assert envy(town(house(), place, parties), *changed) == 1
    assert envy(town(house(), [place[0], course("t", minimum=2)], parties), *changed) == 0
    assert envy(town(house(), place, parties, locks=(Lock("b", "s"),)), *changed) == 0
    east = [replace(p, groups={"district": "east"}) if p.id == "b" else p for p in parties]
    least = Quota("q", "district", "run", minimum=1)
    assert envy(town(house(), place, east, quotas=(least,)), *changed) == 0


def test_a_full_quota_lets_only_its_own_people_change() -> None:
    east = {"district": "east"}
    parties = [
        party("a", "F", "s", lottery=1, groups=east),
        party("b", "F", "s", lottery=2, groups=east),
        party("c", "F", "s", lottery=3),
    ]
    most = Quota("q", "district", "offering", maximum=1)
    problem = town(house(), [course("s", seats=2)], parties, quotas=(most,))
    assert envy(problem, ("b", "s"), ("c", "s")) == 1
    assert envy(replace(problem, quotas=()), ("b", "s"), ("c", "s")) == 2
