"""A league for tests: four teams, or more, with contacts; two pitches, weekend mornings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app import clock
from app.extensions import db
from app.models import Account, Answer, League, LeagueMatch, LeagueTeam, Programme
from app.services.league import matches, played, teams
from app.unit_of_work import unit_of_work
from tests import factories as make

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def score(home: int, away: int, **values: Any) -> dict[str, Any]:
    return {"home_goals": home, "away_goals": away, "penalties": {}, "cards": {}, "scorers": [], **values}


class LeagueCity:
    def __init__(self, count: int = 4, **rules: Any) -> None:
        self.city, self.district, self.union = make.tree()
        self.desk = make.account(coordinates=self.city)
        self.programme: Programme = make.programme(mode="open", kind="event", features=["league"])
        asked = make.question(self.programme, "team", kind="team", label="球队")
        self.contacts: dict[str, Account] = {}
        for number in range(count):
            contact = make.account(make.person(self.union))
            sent = make.registration(self.programme, [contact.person], [], by=contact)
            value = {"name": f"球队{number + 1}", "members": ["王强", "李勇"]}
            make.save(Answer(registration_id=sent.id, question_id=asked.id, value=value))
            self.contacts[value["name"]] = contact
        start = clock.now().replace(hour=1, minute=0, second=0, microsecond=0) + 2 * DAY
        slots = [(start + week * 7 * DAY + hour * HOUR).isoformat() for week in range(12) for hour in (0, 3)]
        self.league = League(
            **{"programme_id": self.programme.id, "pitches": ["一号场", "二号场"], "slots": slots, **rules}
        )
        make.save(self.league)

    def accept_all(self) -> None:
        for registration, _name, _squad in teams.waiting(self.programme):
            with unit_of_work():
                teams.accept(self.desk, self.programme, registration.reference)

    def drawn(self, seed: str = "05 11 16 20 25 31 + 04") -> LeagueCity:
        self.accept_all()
        with unit_of_work():
            teams.draw_groups(self.desk, self.programme, seed)
        return self

    def planned(self) -> LeagueCity:
        self.drawn()
        with unit_of_work():
            matches.plan(self.desk, self.programme)
        return self

    def matches(self) -> list[LeagueMatch]:
        return played.of_programme(self.programme)

    def result(self, match: LeagueMatch, home: int, away: int, **values: Any) -> None:
        with unit_of_work():
            matches.set_result(self.desk, match, score(home, away, **values))

    def contact(self, team: LeagueTeam | None) -> Account:
        assert team is not None
        return self.contacts[team.name]

    def reload(self, match: LeagueMatch) -> LeagueMatch:
        db.session.refresh(match)
        return match
