"""The bench's own instances: each is a problem of the kind that its name says, the same for the same seed."""

from __future__ import annotations

import json
from functools import cache

import pytest

from app.scheduling.contract.problem import Problem
from app.scheduling.contract.problem_file import read_problem
from app.scheduling.formulation.assign import formulate
from app.scheduling.solving.flow import seats_of
from bench.families import FAMILIES

PEOPLE = 600


@cache
def drawn(name: str, seed: int = 1) -> Problem:
    return read_problem(json.dumps(FAMILIES[name](PEOPLE, seed)).encode())


@pytest.mark.parametrize("name", FAMILIES)
def test_each_family_draws_a_sound_problem_of_the_size_asked(name: str) -> None:
    problem = drawn(name)
    people = sum(len(party.members) for party in problem.parties)
    assert PEOPLE <= people <= PEOPLE + 105  # the last party, and a guide for each day
    assert FAMILIES[name](PEOPLE, 1) == FAMILIES[name](PEOPLE, 1)
    assert drawn(name, 2).parties != problem.parties
    assert all(party.choices for party in problem.parties)


@pytest.mark.parametrize("name", FAMILIES)
def test_only_the_families_of_single_people_and_nested_quotas_are_flows(name: str) -> None:
    flows = {"plain", "plain-quotas", "tiers-seats"}
    assert (seats_of(formulate(drawn(name))[0]) is not None) == (name in flows)


def test_locks_to_rooms_hold_together() -> None:
    problem = drawn("overlaps")
    stays = problem.offerings_by_id()
    taken: dict[tuple[str, int], set[str]] = {}
    for lock in problem.locks:
        for room in set(lock.rooms.values()):
            assert lock.offering is not None
            for night in stays[lock.offering].nights:
                taken.setdefault((room, night), set()).add(lock.party)
    assert taken
    assert all(len(parties) == 1 for parties in taken.values())


def test_every_day_that_must_take_place_has_its_guide() -> None:
    problem = drawn("days-held")
    assert {lock.offering for lock in problem.locks} == {offering.id for offering in problem.offerings}


def test_strict_tiers_come_one_after_the_other() -> None:
    weighed = [objective.tier_weights for objective in drawn("tiers-beds").objectives[:4]]
    assert weighed == [{1: 1}, {2: 1}, {3: 1}, {4: 1}]
