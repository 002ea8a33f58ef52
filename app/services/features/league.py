"""A league of teams: groups drawn by lot, fixtures, results that both confirm, tables, a knock-out."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.extensions import db
from app.models import LeagueMatch, LeagueTeam, Person, Programme, Registration
from app.services.contradictions import Contradiction
from app.services.features.feature import Ahead, Feature, Link
from app.services.league import matches, played, teams
from app.services.modes.mode import Section, Todo


class LeagueFeature(Feature):
    """An entry is a team; its name and squad come from the question of kind team."""

    name = "league"
    order = 70
    label = _l("联赛")
    sentence = _l("球队抽签分组、自动排赛程，录入比分后积分榜随时更新。")

    def hindrances(self, programme: Programme) -> Sequence[Contradiction]:
        if teams.find(programme) is None:
            return [Contradiction(_("请先写好联赛规则：分几组、单循环还是双循环、场地和时间。"), "league")]
        return []

    def released(self, registration: Registration) -> None:
        query = select(LeagueTeam).where(LeagueTeam.registration_id == registration.id)
        team = db.session.scalar(query)
        if team is not None and team.withdrawn_at is None:
            matches.withdraw_team(None, team, _("球队退出报名"))

    def sections(self, programme: Programme) -> Sequence[Section]:
        league = teams.find(programme)
        if league is None:
            said = _("还没有写，开放报名前要写好。")
        else:
            said = _(
                "%(groups)s 组，%(times)s 个时间，%(pitches)s 块场地",
                groups=league.group_count,
                times=len(league.slots),
                pitches=len(league.pitches),
            )
        return [Section(_("联赛规则"), "console_league.settings", said, league is not None, needed=True)]

    def desks(self, programme: Programme) -> Sequence[Link]:
        if teams.find(programme) is None:
            return []
        return [Link(_("球队、赛程和比分"), "console_league.show", {"programme_id": programme.id})]

    def todos(self, programme: Programme) -> Sequence[Todo]:
        """Entries to accept before the draw, results to be decided on or confirmed."""
        league = teams.find(programme)
        if league is None:
            return []
        found = []
        if league.drawn_at is None and (count := len(teams.waiting(programme))):
            found.append(
                Todo(_("%(count)s 支球队等待接受", count=count), "console_league.show", pressing=False)
            )
        states = [match.state for match in played.of_programme(programme)]
        if count := states.count("disputed"):
            found.append(Todo(_("%(count)s 场比分有争议，请裁定", count=count), "console_league.show"))
        if count := states.count("reported"):
            found.append(
                Todo(_("%(count)s 场比分等待确认", count=count), "console_league.show", pressing=False)
            )
        return found

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        league = teams.find(programme)
        return teams.rule_words(league) if league is not None else []

    def links(self, programme: Programme) -> Sequence[Link]:
        if teams.find(programme) is None:
            return []
        return [Link(_("赛程和积分榜"), "league.index", {"slug": programme.slug})]

    def own_links(self, registration: Registration, reader: Person | None) -> Sequence[Link]:
        return self.links(registration.programme)

    def ahead(self, person: Person) -> Sequence[Ahead]:
        """The next matches of one's team."""
        return [
            Ahead(match.starts_at, self._words(match), Link(_("看赛程"), "league.match", self._of(match)))
            for match in played.next_of(person)
            if match.starts_at is not None
        ]

    def _words(self, match: LeagueMatch) -> str:
        return str(_("%(match)s，%(where)s", match=played.label(match), where=match.pitch))

    def _of(self, match: LeagueMatch) -> dict[str, object]:
        return {"slug": match.programme.slug, "match_id": match.id}


FEATURE = LeagueFeature()
