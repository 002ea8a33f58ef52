"""A contest for tests: units with workers, events, judges, and its way from step to step."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app import clock
from app.models import (
    Account,
    Contest,
    ContestEntry,
    ContestEvent,
    ContestJudge,
    HeatPlan,
    HeatSlot,
    Programme,
    Registration,
)
from app.scheduling.heats.solve import solve
from app.services import sign_up_window
from app.services.contest import (
    closing,
    contests,
    entering,
    events,
    heats,
    judges,
    lots,
    marking,
    placing,
    results,
    teams,
)
from app.services.contest.marking import Value
from app.unit_of_work import unit_of_work
from tests import factories

EVENT: dict[str, Any] = {
    "title": "焊条电弧焊",
    "title_en": "Stick welding",
    "team": False,
    "theory_weight": 30,
    "practice_weight": 70,
    "theory_most": 100,
    "practice_most": 100,
    "minutes": 60,
    "unit_limit": None,
    "certificate": "",
    "penalties": [{"code": "K1", "zh": "未戴护目镜", "en": "No goggles", "points": 2}],
    "ties": ["time", "practice", "theory"],
    "prizes": [
        {"upto": 1, "zh": "一等奖", "en": "First prize"},
        {"upto": 2, "zh": "二等奖", "en": "Second prize"},
    ],
}
TEAM_PRIZES = [{"upto": 1, "zh": "一等奖", "en": "First prize"}]
SEED = "03 09 14 21 27 33 + 08"
DAY = dt.timedelta(days=1)


class ContestSite:
    """Two units with a named team of three each; one event on four stations in two heats."""

    def __init__(self, *steps: str, size: int = 3, **event: Any) -> None:
        self.city = factories.unit()
        self.district = factories.unit(self.city)
        self.unions = [factories.unit(self.district) for _ in range(2)]
        self.coordinator: Account = factories.account(coordinates=self.city)
        self.venue = factories.venue(rooms=())
        self.programme: Programme = factories.programme(
            title="焊接竞赛", mode="open", kind="competition", features=["contest"], max_party_size=7
        )
        with unit_of_work():
            self.contest: Contest = contests.set_down(
                self.coordinator, self.programme, {"team_prizes": TEAM_PRIZES, "bring": "身份证和焊接面罩"}
            )
            self.event: ContestEvent = events.add(self.coordinator, self.programme, EVENT | event)
        self.parties: list[Registration] = [
            factories.registration(self.programme, [factories.person(union) for _ in range(size)], [])
            for union in self.unions
        ]
        self.judges: list[ContestJudge] = []
        for step in steps:
            getattr(self, step)()

    def enter(self) -> None:
        """Everybody enters the event."""
        for number, party in enumerate(self.parties, 1):
            people = {member.person_id: {self.event.id} for member in party.members}
            with unit_of_work():
                teams.name(self.contest, party, f"第{number}队")
                entering.choose(party.signed_up_by, self.contest, party, people)

    def equip(self) -> None:
        """Four stations, two times, three judges of no unit, and a figure to be known tomorrow."""
        start = clock.now() + 20 * DAY
        hour = dt.timedelta(hours=1)
        self.event.venue_id, self.event.station_count = self.venue.id, 4
        self.slots = [
            HeatSlot(event=self.event, starts_at=start + k * hour, ends_at=start + k * hour + hour * 0.9)
            for k in range(2)
        ]
        factories.save(*self.slots)
        accounts = [factories.account(factories.person(self.district.parent)) for _ in range(3)]
        with unit_of_work():
            for account in accounts:
                account.person.unit = factories_unit(self)
            self.judges = [judges.appoint(self.coordinator, self.programme, a) for a in accounts]
            lots.announce(self.coordinator, self.contest, "双色球", clock.now() + DAY)

    def freeze(self) -> None:
        with unit_of_work():
            sign_up_window.close_sign_up(self.coordinator, self.programme, "测试")
        with unit_of_work():
            lots.freeze(self.coordinator, self.contest)

    def draw(self) -> None:
        with clock.as_of(clock.now() + 2 * DAY), unit_of_work():
            lots.draw(self.coordinator, self.contest, SEED)

    def place(self) -> None:
        with unit_of_work():
            plan_id = placing.start(self.coordinator, self.contest).id
        assert placing.work(plan_id, solver=lambda problem, _seconds, _stopping: solve(problem))

    def publish(self) -> None:
        with unit_of_work():
            heats.publish(self.coordinator, self.contest, self.plan)

    @property
    def plan(self) -> HeatPlan:
        return placing.listed(self.contest)[0]

    @property
    def entries(self) -> list[ContestEntry]:
        return lots.frozen(self.contest)

    def watching(self, entry: ContestEntry) -> list[ContestJudge]:
        """The two judges whose heat the entry is in."""
        seat = heats.of_entries([entry])[entry.id]
        on = judges.on_duty(seat.slot_id)
        return [judge for judge in judges.listed(self.programme) if judge.id in on]

    def mark(self, entry: ContestEntry, theory: int, practice: int, **given: Any) -> None:
        """Both judges enter the same; points are hundredths."""
        for judge in self.watching(entry):
            with unit_of_work():
                marking.enter(judge.account, entry, "theory", Value(theory))
                marking.enter(judge.account, entry, "practice", Value(practice, **given))

    def marks(self) -> None:
        """The first on the list has the best marks, and so on."""
        for place, entry in enumerate(self.entries):
            self.mark(entry, 9000 - 100 * place, 9500 - 100 * place, seconds=2000 + place)

    def provisional(self) -> None:
        with unit_of_work():
            closing.make_provisional(self.coordinator, self.contest)

    def final(self) -> None:
        with clock.as_of(clock.now() + 4 * DAY), unit_of_work():
            closing.make_final(self.coordinator, self.contest)

    def ranking(self) -> list[tuple[int | None, str]]:
        return [(row.rank, row.name) for row in results.of(self.contest).events[0].rows]


def factories_unit(site: ContestSite) -> Any:
    """A unit that no entrant is of."""
    return factories.unit(factories.unit(site.city))
