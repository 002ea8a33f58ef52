"""A quiz that somebody is answering, and a league with fixtures."""

from __future__ import annotations

from app.models import LeagueMatch
from app.services.league import played, teams
from tests import factories
from tests.leagues import LeagueCity
from tests.quizzes import QuizCity, question
from tests.routes.sites import Part
from tests.routes.whole_site import WholeSite

PREFIXES = ("console_quiz", "quiz.", "console_league", "league.")


class Contests:
    """One programme that has both: their addresses are then of one programme."""

    def __init__(self) -> None:
        self.league = LeagueCity().planned()
        quiz = QuizCity()
        quiz.quiz.programme_id = self.league.programme.id
        self.league.programme.features = ["league", "quiz"]
        factories.save(quiz.quiz, self.league.programme)
        self.question = question(code="T9001")

    def values(self) -> dict[str, object]:
        programme = self.league.programme
        match: LeagueMatch = played.of_programme(programme)[0]
        team = teams.every(programme)[0]
        return {
            "programme_id": programme.id,
            "slug": programme.slug,
            "match_id": match.id,
            "team_id": team.id,
            "reference": team.registration.reference,
            "code": self.question.code,
            "position": 1,
            "number": 1,
        }


def part(whole: WholeSite) -> Part:
    return Part(PREFIXES, Contests().values())
