"""Sketched programmes live until today: everything is done as people would have done it, at its time."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

from app import clock
from app.models import Account, Person, Programme, Registration
from app.services import modes, programmes, references, registration, sign_up_window, texts, waiting
from app.services.demo import judged
from app.services.demo.people import Population, account_of
from app.services.demo.sketches.sketch import Ask, Sketch
from app.services.demo.written import Written
from app.services.party_plan import MemberPlan, PartyPlan

FIGURE = "05 11 16 20 25 31 + 04"
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
IDEAS = (
    "把工具按使用次序上墙，换模时少走二十步，每班能省一刻钟。",
    "在料箱上贴颜色标签，错料从每月七次降到一次。",
    "给老设备加一个震动报警，提前发现轴承磨损。",
    "把交接班要点写成一张卡片，新人也能照着做。",
)


class Life:
    """One programme from its opening to where it stands today."""

    def __init__(self, written: Written, population: Population, coordinator: Account, seed: int) -> None:
        self.sketch: Sketch = written.sketch
        self.programme: Programme = written.programme
        self.population = population
        self.coordinator = coordinator
        self.rng = random.Random(f"{seed} {self.sketch.slug}")

    def live(self, share: float) -> None:
        """Open, sign people up, and go on to the stage of the sketch. `share` of its people sign up."""
        stage = self.sketch.stage
        if stage == "draft":
            return
        with clock.as_of(min(self.programme.opens_at, clock.now()) - HOUR):
            sign_up_window.open_sign_up(self.coordinator, programmes.load(self.programme.id))
        if stage == "upcoming":
            return
        self._sign_up(max(2, round(self.sketch.people * share)) if self.sketch.people else 0)
        if stage == "cancelled":
            with clock.as_of(clock.now() - DAY):
                sign_up_window.cancel(self.coordinator, self.programme, "演示：主办方调整安排")
        elif stage != "open":
            self._decide(stage)

    def _decide(self, stage: str) -> None:
        with clock.as_of(self.programme.closes_at):
            sign_up_window.close_sign_up(self.coordinator, self.programme)
        if self.programme.mode == "review":
            judged.judge(self.programme, self.coordinator, stage, self.rng)
        elif stage == "published" and self.programme.seed_known_at is not None:
            with clock.as_of(self.programme.seed_known_at + HOUR):
                modes.of(self.programme).decide(self.programme, self.coordinator, {"seed": FIGURE})
            self._confirm()

    def _confirm(self) -> None:
        """Two in three of those who have been offered a place have taken it, the day after."""
        offered = [entry for entry in waiting.in_order(self.programme) if entry.state == "offered"]
        for entry in offered:
            if self.rng.random() < 2 / 3 and self.programme.seed_known_at is not None:
                with clock.as_of(self.programme.seed_known_at + DAY):
                    waiting.accept(entry)

    def _sign_up(self, count: int) -> None:
        opens, until = self.programme.opens_at, min(self.programme.closes_at, clock.now())
        people = [self._person() for _ in range(count)]
        moments = sorted(opens + self.rng.random() * (until - opens) for _ in range(count))
        while people:
            size = min(len(people), self.rng.choice((1, 1, self.sketch.party)))
            party = [people.pop() for _ in range(size)]
            with clock.as_of(moments[count - len(people) - 1]), references.drawn_by(self.rng):
                self._send(party)

    def _person(self) -> Person:
        rules = {rule.rule: rule.parameters for rule in self.sketch.rules}
        tracks = rules.get("tracks", {}).get("tracks")
        return self.population.saved(track=self.rng.choice(tracks) if tracks else None)

    def _send(self, party: Sequence[Person]) -> Registration:
        offerings = [offering.id for offering in self.programme.offerings]
        self.rng.shuffle(offerings)
        plan = PartyPlan(
            [MemberPlan(person) for person in party],
            offerings[: self.rng.randint(1, self.sketch.choices)],
            answers={ask.key: self._answer(ask) for ask in self.sketch.asks if ask.kind != "file"},
            consents=[text.id for text in texts.in_force(self.programme, "consent")],
        )
        return registration.sign_up(self.programme, account_of(party[0]), plan)

    def _answer(self, ask: Ask) -> Any:
        if ask.kind == "yes_no":
            return False
        if ask.kind == "number":
            return self.rng.randrange(1, 60) * 100
        if ask.kind == "one_of":
            return self.rng.choice(ask.options)[0]
        return self.rng.choice(IDEAS)[: ask.limits.get("max", 200)]
