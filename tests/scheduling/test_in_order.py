"""Serving in order: against a slow serving by the law, and each rule of the procedure by itself."""

from __future__ import annotations

import os
import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.scheduling.contract.check import check
from app.scheduling.contract.problem import Lock, Problem, Quota
from app.scheduling.contract.result import ObjectiveValue
from app.scheduling.finish import finished
from app.scheduling.formulation.plan import Plan
from app.scheduling.progress import CannotServe
from app.scheduling.ways.in_order import in_order_plan, serve_in_order
from tests.scheduling.bruteforce import Assignment, any_overlap, counts_hold, name_beds
from tests.scheduling.instances import problems
from tests.scheduling.towns import course, house, party, stay, town

EXAMPLES = int(os.environ.get("ENGINE_EXAMPLES", "60"))
thorough = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="ENGINE_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def without_least(problem: Problem) -> Problem:
    offerings = tuple(replace(o, minimum=0) for o in problem.offerings)
    return replace(problem, offerings=offerings, quotas=tuple(replace(q, minimum=0) for q in problem.quotas))


def served_slowly(problem: Problem) -> Assignment | None:
    """One party after the other, every bed tried for each choice; None when the locks do not fit."""
    placed: Assignment = {p.id: () for p in problem.parties}
    days = problem.offerings_by_id()
    locked = {lock.party for lock in problem.locks}
    for p in sorted(problem.parties, key=lambda p: (p.id not in locked, p.tier, p.lottery, p.id)):
        named = sorted(lock.offering for lock in problem.locks if lock.party == p.id and lock.offering)
        for oid in named if p.id in locked else p.choices:
            trial = {**placed, p.id: (*placed[p.id], oid)}
            free = not any_overlap([days[o] for o in trial[p.id]]) and len(trial[p.id]) <= p.wants
            if free and counts_hold(problem, trial) and name_beds(problem, trial) is not None:
                placed = trial
            elif p.id in locked:
                return None
    return placed


def law(problem: Problem, plan: Plan) -> list[str]:
    values = tuple(ObjectiveValue(o.name, v, v) for o, v in zip(problem.objectives, plan.values, strict=True))
    return [str(v) for v in check(problem, finished(problem, plan, values, 1, ""))]


@thorough
@given(problems())
def test_as_serving_one_after_the_other_by_trying_every_bed(drawn: Problem) -> None:
    problem = without_least(drawn)
    slow = served_slowly(problem)
    nothing = {lock.party for lock in problem.locks if lock.offering is None}
    assume(not nothing & {lock.party for lock in problem.locks if lock.offering is not None})
    if slow is None:
        with pytest.raises(CannotServe):
            in_order_plan(problem)
        return
    assert set(in_order_plan(problem).given) == {(p, o) for p, offerings in slow.items() for o in offerings}


@thorough
@given(problems(), st.integers(0, 99))
def test_it_keeps_the_law_in_whatever_order_the_file_stands(problem: Problem, seed: int) -> None:
    rng = random.Random(seed)
    try:
        plan = in_order_plan(problem)
    except CannotServe:
        return
    assert law(problem, plan) == []
    parties = [replace(p, members=tuple(rng.sample(p.members, len(p.members)))) for p in problem.parties]
    shuffled = replace(
        problem,
        parties=tuple(rng.sample(parties, len(parties))),
        offerings=tuple(rng.sample(problem.offerings, len(problem.offerings))),
        quotas=tuple(rng.sample(problem.quotas, len(problem.quotas))),
        venues=tuple(
            replace(v, rooms=tuple(rng.sample(v.rooms, len(v.rooms))))
            for v in rng.sample(problem.venues, len(problem.venues))
        ),
        locks=tuple(rng.sample(problem.locks, len(problem.locks))),
    )
    assert in_order_plan(shuffled) == plan


def test_tier_before_lottery_before_id() -> None:
    parties = [
        party("a", "F", "s", tier=2, lottery=1),
        party("b", "F", "s", lottery=3),
        party("c", "F", "s", lottery=2),
        party("d", "F", "s", lottery=2),
    ]
    problem = town(house(), [course("s", seats=2)], parties)
    assert in_order_plan(problem).given == (("c", "s"), ("d", "s"))


def test_the_best_choices_that_fit_until_there_are_enough() -> None:
    offerings = [course("s", 6, 7), course("t", 7), course("u", 8, seats=0), course("v", 9), course("w", 10)]
    problem = town(house(), offerings, [party("a", "F", "s", "t", "u", "v", "w", wants=2)])
    assert in_order_plan(problem).given == (("a", "s"), ("a", "v"))


def test_locked_parties_come_before_all() -> None:
    parties = [party("a", "F", "s", lottery=1), party("b", "F", "t", lottery=2)]
    problem = town(house(1), [stay("s"), stay("t")], parties, locks=(Lock("b", "t"),))
    assert in_order_plan(problem).given == (("b", "t"),)
    with pytest.raises(CannotServe, match="b is locked to t and does not fit"):
        in_order_plan(replace(problem, locks=(Lock("a", "s"), Lock("b", "t"))))
    with pytest.raises(CannotServe, match="contradict"):
        in_order_plan(replace(problem, locks=(Lock("b", "s"), Lock("b", None))))


def test_the_emptiest_is_cancelled_and_its_people_let_another_run() -> None:
    """Two courses ask for three; one has one, the other two, until the one's person comes over."""
    parties = [party("a", "F", "s", "t"), party("b", "F", "t"), party("c", "F", "t")]
    problem = town(house(), [course("s", minimum=3), course("t", minimum=3)], parties)
    served = serve_in_order(problem)
    assert served.cancelled == ("s",)
    assert {o for _, o in served.plan.given} == {"t"}
    kept = serve_in_order(replace(problem, offerings=(course("s", minimum=1), course("t", minimum=2))))
    assert kept.cancelled == ()


def test_an_offering_that_a_lock_keeps_running_is_not_cancelled() -> None:
    problem = town(house(), [course("s", minimum=2)], [party("a", "F", "s")], locks=(Lock("a", "s"),))
    with pytest.raises(CannotServe, match="s has too few people"):
        in_order_plan(problem)


def test_a_quotas_least_number_is_served_first_and_only_so_many() -> None:
    east = {"district": "east"}
    parties = [party("a", "F", "s", lottery=1), party("b", "F", "s", lottery=2)]
    parties += [party("y", "F", "s", lottery=3, groups=east), party("z", "F", "s", lottery=4, groups=east)]
    least = Quota("q", "district", "run", minimum=1)
    problem = town(house(), [course("s", seats=2)], parties, quotas=(least,))
    served = serve_in_order(problem)
    assert served.plan.given == (("a", "s"), ("y", "s"))
    assert served.reserved == (("q", "east"),)
    with pytest.raises(CannotServe, match="quota q: 2 people of east fit, at least 3"):
        in_order_plan(replace(problem, quotas=(replace(least, minimum=3),)))


def test_a_quotas_least_number_in_an_offering_is_kept_or_it_is_cancelled() -> None:
    parties = [party("a", "F", "s"), party("b", "F", "t", groups={"district": "east"})]
    quota = Quota("q", "district", "offering", minimum=1)
    served = serve_in_order(town(house(), [course("s"), course("t")], parties, quotas=(quota,)))
    assert served.plan.given == (("b", "t"),)
    assert served.cancelled == ("s",)
