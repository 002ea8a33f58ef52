"""What parties call themselves in a contest, and how entries are called in lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import words
from app.errors import Invalid
from app.extensions import db
from app.models import Contest, ContestEntry, ContestTeam, Programme, Registration


def of(registration: Registration) -> ContestTeam | None:
    """None for a party that has no name."""
    return db.session.scalar(select(ContestTeam).where(ContestTeam.registration_id == registration.id))


def by_registration(programme: Programme) -> dict[int, ContestTeam]:
    """All teams of a contest by registration id."""
    found = db.session.scalars(select(ContestTeam).where(ContestTeam.programme_id == programme.id))
    return {team.registration_id: team for team in found}


def name(contest: Contest, registration: Registration, called: str, category: str = "") -> None:
    """Call the party so; an empty name ends it. Raises Invalid (`team_name`) for a name that another has."""
    team = of(registration)
    if not called:
        if team is not None:
            db.session.delete(team)
            db.session.flush()
        return
    try:
        with db.session.begin_nested():
            if team is None:
                team = ContestTeam(programme_id=contest.programme_id, registration_id=registration.id)
                team.name, team.category = called, category
                db.session.add(team)
            team.name, team.category = called, category
            db.session.flush()
    except IntegrityError as error:
        raise Invalid(_("已有队伍叫“%(name)s”，请换一个队名", name=called), "team_name") from error


class Names:
    """How a contest's entries and teams are called: read once for a page."""

    def __init__(self, programme: Programme) -> None:
        self._teams = by_registration(programme)

    def of_entry(self, entry: ContestEntry) -> str:
        """The person's name; for a team's entry the team's."""
        if entry.person is not None:
            return entry.person.name
        team = self._teams.get(entry.registration_id)
        return team.name if team else words.in_language(entry.unit, "name")

    def of_team(self, entry: ContestEntry) -> str:
        """The team, or the unit of somebody who is in none."""
        team = self._teams.get(entry.registration_id)
        return team.name if team else words.in_language(entry.unit, "name")

    def category(self, entry: ContestEntry) -> str:
        team = self._teams.get(entry.registration_id)
        return team.category if team else ""

    def team_key(self, entry: ContestEntry) -> str:
        """The same for all who count for one team: those of a named party, else those of a unit."""
        return f"t{entry.registration_id}" if entry.registration_id in self._teams else f"u{entry.unit_id}"

    def by_key(self, entries: Iterable[ContestEntry]) -> Mapping[str, ContestEntry]:
        """One entry of each team, to name it by."""
        return {self.team_key(entry): entry for entry in entries}
