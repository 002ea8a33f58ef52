"""148 entrants of 24 teams on 12 stations: the site's own plan, each rule checked without the solver."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.models import HeatSlot
from app.scheduling.heats.check import RULES, Case, check
from app.scheduling.heats.problem import Problem
from app.scheduling.heats.result import Result
from app.services.contest import contests, entering, events, heat_view, judges, lots, placing, teams
from app.unit_of_work import unit_of_work
from tests import factories
from tests.services.contests import DAY, EVENT, SEED

TEAMS, ENTRANTS, STATIONS, HEATS = 24, 148, 12, 13


@pytest.fixture
def database() -> str:
    """The plan is the same whatever keeps it."""
    return "sqlite"


class Welding:
    """20 teams of six and four of seven, each of a unit of its own; of four of these there are judges too."""

    def __init__(self) -> None:
        city = factories.unit()
        district = factories.unit(city)
        self.units = [factories.unit(district) for _ in range(TEAMS)]
        self.actor = factories.account(coordinates=city)
        self.programme = factories.programme(mode="open", features=["contest"], max_party_size=7)
        parties = [
            factories.registration(
                self.programme, [factories.person(unit) for _ in range(6 + (k < 4))], [], self.actor
            )
            for k, unit in enumerate(self.units)
        ]
        venue = factories.venue(rooms=())
        with unit_of_work():
            self.contest = contests.set_down(self.actor, self.programme, {"heat_judges": 2})
            self.event = events.add(self.actor, self.programme, EVENT)
            self.event.venue_id, self.event.station_count = venue.id, STATIONS
            for k in range(HEATS):
                start = clock.now() + 20 * DAY + k * dt.timedelta(minutes=75)
                slot = HeatSlot(starts_at=start, ends_at=start + dt.timedelta(minutes=60))
                self.event.slots.append(slot)
            for party in parties:
                teams.name(self.contest, party, f"第{party.id}队")
                for member in party.members:
                    entering.enter(self.actor, self.event, party, member.person)
        self._lots()

    def _lots(self) -> None:
        accounts = [factories.account(factories.person(unit)) for unit in self.units[:4]]
        accounts += [factories.account() for _ in range(4)]
        with unit_of_work():
            for account in accounts:
                judges.appoint(self.actor, self.programme, account)
            lots.announce(self.actor, self.contest, "双色球", clock.now() + DAY)
            self.programme.state = "closed"
        with unit_of_work():
            lots.freeze(self.actor, self.contest)
        with clock.as_of(clock.now() + 2 * DAY), unit_of_work():
            lots.draw(self.actor, self.contest, SEED)

    def placed(self) -> tuple[Problem, Result]:
        """By the engine in a process of its own, as the site has it done."""
        with unit_of_work():
            plan_id = placing.start(self.actor, self.contest).id
        assert placing.work(plan_id)
        (plan,) = placing.listed(self.contest)
        problem, result = heat_view.files(plan)
        assert plan.state == "placed"
        assert result is not None
        assert all(rule.broken == 0 for rule in heat_view.kept(plan))
        return problem, result


def test_148_entrants_on_12_stations(session: Session) -> None:
    problem, result = Welding().placed()
    assert (len(problem.entrants), len(problem.stations), len(problem.slots)) == (ENTRANTS, STATIONS, HEATS)
    assert len({entrant.team for entrant in problem.entrants}) == TEAMS
    assert check(problem, result) == []
    case = Case(problem, result)
    for name, rule in RULES.items():
        assert list(rule(case)) == [], name
    _counted_by_hand(problem, result)


def _counted_by_hand(problem: Problem, result: Result) -> None:
    """The same once more, with nothing of the engine's but its file."""
    seats, duties = result.seats, result.duties
    team = {entrant.id: entrant.team for entrant in problem.entrants}
    unit = {entrant.id: entrant.unit for entrant in problem.entrants}
    assert sorted(seat.entrant for seat in seats) == sorted(team)
    assert len({(seat.slot, seat.station) for seat in seats}) == ENTRANTS
    sizes = Counter(seat.slot for seat in seats)
    assert set(sizes.values()) == {11, 12}
    assert len(sizes) == HEATS
    # six or seven of a team, thirteen heats: never two in one
    assert set(Counter((seat.slot, team[seat.entrant]) for seat in seats).values()) == {1}
    assert set(Counter(duty.slot for duty in duties).values()) == {2}
    assert len({(duty.judge, duty.slot) for duty in duties}) == 2 * HEATS
    own = {judge.id: set(judge.units) for judge in problem.judges}
    assert sum(map(bool, own.values())) == 4
    for duty in duties:
        assert not own[duty.judge] & {unit[seat.entrant] for seat in seats if seat.slot == duty.slot}
