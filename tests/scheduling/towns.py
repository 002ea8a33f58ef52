"""Short ways to write small problems for the solver's tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app.scheduling.contract.check import check
from app.scheduling.contract.problem import Member, Offering, Party, Problem, Room, Venue
from app.scheduling.contract.result import Result
from app.scheduling.solve import Options, solve


def day(number: int) -> dt.date:
    return dt.date(2026, 4, number)


def house(*beds: int, **features: set[str]) -> Venue:
    """Rooms r1, r2 … of so many beds; `r2={"lift"}` gives that room features."""
    rooms = (Room(f"r{k}", b, frozenset(features.get(f"r{k}", set()))) for k, b in enumerate(beds, 1))
    return Venue("house", tuple(rooms))


def stay(name: str, first: int = 6, last: int = 8, **fields: Any) -> Offering:
    return Offering(name, "house", day(first), day(last), beds=True, **fields)


def course(name: str, first: int = 6, last: int | None = None, **fields: Any) -> Offering:
    return Offering(name, "house", day(first), day(last or first), **fields)


def party(name: str, sexes: str, *choices: str, group: bool = True, **fields: Any) -> Party:
    """A member for each letter of `sexes`, all in one room unless `group` is False."""
    member = {k: fields.pop(k) for k in ("needs", "private") if k in fields}
    label = "r" if group and len(sexes) > 1 else None
    members = tuple(Member(f"m{k}", sex, room_group=label, **member) for k, sex in enumerate(sexes))
    return Party(name, members, choices, **fields)


def town(venue: Venue, offerings: list[Offering], parties: list[Party], **fields: Any) -> Problem:
    return Problem("town", (venue,), tuple(offerings), tuple(parties), **fields)


def solved(problem: Problem) -> Result:
    """The engine's result, which must keep the law and be proven."""
    result = solve(problem, Options(time_limit=30.0))
    assert check(problem, result) == []
    assert result.status in ("optimal", "infeasible")
    return result


def given(problem: Problem) -> set[tuple[str, str]]:
    """Who is given what."""
    return {(p.party, p.offering) for p in solved(problem).placements}
