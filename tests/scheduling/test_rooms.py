"""Counts to named rooms and beds: cannot fail where the counts fit, and brings colleagues together."""

from __future__ import annotations

import random

from app.scheduling.contract.problem import Lock, Offering, Problem
from app.scheduling.formulation.patterns import first_fit
from app.scheduling.formulation.plan import Fill, Plan, Sleepers
from app.scheduling.formulation.units import Kind, RoomClass
from app.scheduling.lodging.rooms import RoomUse, name_rooms, room_uses
from app.scheduling.lodging.seating import beds_of
from tests.scheduling.towns import house, party, stay, town

DOUBLES = RoomClass("house", 2, (), ("r1", "r2", "r3"))
WOMAN = Kind(1, "F", ())


def test_intervals_never_collide() -> None:
    rng = random.Random(1)
    rooms = RoomClass("house", 1, (), tuple("abcde"))
    for _ in range(50):
        offerings, uses = _busy(rng, rooms)
        taken = {
            (room, night)
            for room, use in zip(name_rooms(uses, offerings), uses, strict=True)
            for night in offerings[use.offering].nights
        }
        assert len(taken) == sum(len(offerings[use.offering].nights) for use in uses)


def _busy(rng: random.Random, rooms: RoomClass) -> tuple[dict[str, Offering], list[RoomUse]]:
    """Stays in as many rooms as there are, night by night."""
    free = {night: len(rooms.rooms) for night in range(1, 30)}
    offerings: dict[str, Offering] = {}
    uses = []
    for k in range(40):
        first = rng.randint(1, 25)
        offering = stay(f"s{k}", first, first + rng.randint(1, 4))
        nights = range(first, first + len(offering.nights))
        if all(free[night] for night in nights):
            free.update({night: free[night] - 1 for night in nights})
            offerings[offering.id] = offering
            uses.append(RoomUse(offering.id, "F", rooms, (1,)))
    return offerings, uses


def test_private_units_have_a_room_each() -> None:
    plan = Plan((), (Sleepers("s", Kind(1, "alone", ()), DOUBLES, 2),), (), ())
    assert [use.slots for use in room_uses(plan)] == [(1,), (1,)]


def test_pattern_slots_left_over_are_dropped() -> None:
    fours = RoomClass("house", 4, (), ("r1", "r2"))
    sleepers = (Sleepers("s", Kind(3, "F", ()), fours, 1), Sleepers("s", Kind(2, "F", ()), fours, 1))
    fills = (Fill("s", "F", fours, (3, 1), 1), Fill("s", "F", fours, (2, 2), 1))
    assert sorted(use.slots for use in room_uses(Plan((), sleepers, fills, ()))) == [(2,), (3,)]


def test_first_fit_fills_with_small_units() -> None:
    assert first_fit(3, [1, 2, 1, 2]) == [[2, 1], [2, 1]]


def _women(*employers: str) -> Problem:
    groups = [{"employer": e} if e else {} for e in employers]
    parties = [party(f"p{k}", "F", "s", groups=g) for k, g in enumerate(groups)]
    return town(house(2, 2, 2), [stay("s")], parties)


def test_colleagues_share_a_room() -> None:
    problem = _women("E1", "E2", "E1", "", "E2", "")
    given = tuple((p.id, "s") for p in problem.parties)
    beds = beds_of(problem, Plan(given, (Sleepers("s", WOMAN, DOUBLES, 6),), (), ()))
    rooms = {pid: bed["m0"].room for (pid, _), bed in beds.items()}
    assert rooms["p0"] == rooms["p2"]
    assert rooms["p1"] == rooms["p4"]
    assert sorted((bed["m0"].room, bed["m0"].bed) for bed in beds.values()) == [
        (room, number) for room in ("r1", "r2", "r3") for number in (1, 2)
    ]


def test_a_locked_unit_gets_its_room() -> None:
    problem = town(house(2, 2), [stay("s")], [party("a", "F", "s")], locks=(Lock("a", "s", {"m0": "r2"}),))
    own = RoomClass("house", 2, (), ("r2",))
    plan = Plan((("a", "s"),), (Sleepers("s", Kind(1, "F", (), "r2"), own, 1),), (), ())
    assert beds_of(problem, plan)["a", "s"]["m0"].room == "r2"
