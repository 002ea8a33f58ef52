"""A league from the entries to the final, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Forbidden, Invalid
from app.scheduling.contract.lottery import draw
from app.services import features, registration
from app.services.features.league import FEATURE
from app.services.league import fixtures, knock_out, matches, played, standings, teams
from app.unit_of_work import unit_of_work
from tests.leagues import HOUR, LeagueCity, score


@pytest.fixture
def league(session: Session) -> LeagueCity:
    return LeagueCity().planned()


def table(league: LeagueCity) -> list[tuple[str, int]]:
    return [(row.team.name, row.row.points) for row in standings.of(league.programme)[0].rows]


def test_entries_are_accepted_and_drawn_as_anybody_can_repeat(session: Session) -> None:
    league = LeagueCity(6, group_count=2)
    assert [name for _sent, name, _squad in teams.waiting(league.programme)] == [
        f"球队{n}" for n in range(1, 7)
    ]
    assert "6 支球队等待接受" in str(FEATURE.todos(league.programme)[0].words)
    league.drawn("公开数字")
    numbers = draw([f"球队{n}" for n in range(1, 7)], "公开数字")
    for name, own in teams.groups(league.programme).items():
        assert [team.number for team in own] == sorted(numbers[team.name] for team in own)
        assert {(team.number - 1) % 2 for team in own if team.number} == {"AB".index(name)}
    with pytest.raises(DomainError, match="不能重抽"), unit_of_work():
        teams.draw_groups(league.desk, league.programme, "另一个")


def test_the_same_name_twice_is_refused(session: Session) -> None:
    league = LeagueCity(2)
    league.accept_all()
    twin = LeagueCity(1)
    for sent, _name, _squad in teams.waiting(twin.programme):
        sent.programme_id = league.programme.id
    session.commit()
    (waiting,) = teams.waiting(league.programme)
    with pytest.raises(DomainError, match="已有一支球队叫"), unit_of_work():
        teams.accept(league.desk, league.programme, waiting[0].reference)


def test_fixtures_keep_their_rules_and_are_not_made_anew_after_a_result(league: LeagueCity) -> None:
    found = [
        fixtures.Fixture(m.group, m.round, m.home_id or 0, m.away_id or 0, m.starts_at, m.pitch)
        for m in league.matches()
    ]
    own = [[team.id for team in each] for each in teams.groups(league.programme).values()]
    times = teams.times(league.league)
    assert fixtures.faults(found, own, 1, times, league.league.pitches, 90) == []
    with unit_of_work():
        assert matches.plan(league.desk, league.programme) == 6
    league.result(league.matches()[0], 1, 0)
    with pytest.raises(DomainError, match="赛程不能重排"), unit_of_work():
        matches.plan(league.desk, league.programme)


def test_too_few_times_are_said_in_words(session: Session) -> None:
    league = LeagueCity(pitches=["一号场"]).drawn()
    league.league.slots = league.league.slots[:3]
    session.commit()
    with pytest.raises(DomainError, match="还有 3 场排不下"), unit_of_work():
        matches.plan(league.desk, league.programme)


def test_both_teams_make_a_result_stand(league: LeagueCity) -> None:
    match = league.matches()[0]
    home, away = league.contact(match.home), league.contact(match.away)
    with pytest.raises(DomainError, match="还没有开始"), unit_of_work():
        matches.report(home, match, score(2, 1))
    assert match.starts_at is not None
    with clock.as_of(match.starts_at + 2 * HOUR):
        others = next(a for a in league.contacts.values() if a not in (home, away))
        with pytest.raises(Forbidden), unit_of_work():
            matches.report(others, match, score(2, 1))
        with unit_of_work():
            matches.report(home, match, score(2, 1))
        assert {points for _name, points in table(league)} == {0}
        with pytest.raises(Forbidden, match="另一队"), unit_of_work():
            matches.confirm(home, match)
        with unit_of_work():
            matches.confirm(away, match)
        assert sorted(points for _name, points in table(league)) == [0, 0, 0, 3]
        with pytest.raises(DomainError, match="不能再填"), unit_of_work():
            matches.report(home, match, score(9, 0))


def test_a_disputed_result_is_the_coordinators(league: LeagueCity) -> None:
    match = league.matches()[0]
    assert match.starts_at is not None
    with clock.as_of(match.starts_at + 2 * HOUR):
        with unit_of_work():
            matches.report(league.contact(match.away), match, score(0, 5))
        with unit_of_work():
            matches.dispute(league.contact(match.home), match, "最后一球越位")
        assert "1 场比分有争议" in str(FEATURE.todos(league.programme)[0].words)
        league.result(match, 0, 4)
    assert match.home is not None
    assert dict(table(league))[match.home.name] == 0
    assert league.reload(match).state == "confirmed"


def test_walk_overs_and_corrections(league: LeagueCity) -> None:
    match = league.matches()[0]
    with unit_of_work():
        matches.walk_over(league.desk, match, match.away_id or 0, "主队没有到场")
    assert played.result_words(league.reload(match)) == "0:3"
    league.result(match, 1, 1)
    assert sorted(points for _name, points in table(league)) == [0, 0, 1, 1]
    with pytest.raises(Invalid), unit_of_work():
        matches.walk_over(league.desk, match, 999_999, "不是这两队")


@pytest.mark.parametrize(("before", "state"), [(1, "void"), (2, "walkover")])
def test_a_team_that_leaves(league: LeagueCity, before: int, state: str) -> None:
    team = teams.every(league.programme)[0]
    own = [match for match in league.matches() if team.id in (match.home_id, match.away_id)]
    for match in own[:before]:
        league.result(match, 1, 1)
    with unit_of_work():
        matches.withdraw_team(league.desk, team, "队员不够")
    assert [league.reload(match).state for match in own][before:] == [state] * (3 - before)
    assert standings.of(league.programme)[0].rows[-1].team.id == team.id
    counted = [match for match in own if match.counts]
    assert len(counted) == (0 if before == 1 else 3)


def test_leaving_the_programme_takes_the_team_out(league: LeagueCity) -> None:
    team = teams.every(league.programme)[0]
    with unit_of_work():
        registration.withdraw(team.registration, league.contact(team))
    assert team.withdrawn_at is not None


def test_moving_a_match_sees_what_is_there(league: LeagueCity) -> None:
    one, other = league.matches()[:2]
    assert one.starts_at is not None
    assert other.starts_at is not None
    with pytest.raises(Invalid, match="这块场地"), unit_of_work():
        matches.move(league.desk, league.league, one, other.starts_at, other.pitch)
    later = next(m for m in league.matches() if m.round == 2 and {m.home_id, m.away_id} & {one.home_id})
    assert later.starts_at is not None
    free = next(pitch for pitch in league.league.pitches if pitch != later.pitch)
    with pytest.raises(Invalid) as refused, unit_of_work():
        matches.move(league.desk, league.league, one, later.starts_at + dt.timedelta(minutes=30), free)
    assert refused.value.field in ("starts_at", "pitch")
    with unit_of_work():
        matches.move(league.desk, league.league, one, one.starts_at + 200 * 24 * HOUR, free)


def test_a_result_that_cannot_be(league: LeagueCity) -> None:
    match = league.matches()[0]
    for values, field in (
        (score(1, 1, penalties={"home": 3, "away": 2}), "home_penalties"),
        (score(1, 0, scorers=[{"side": "home", "name": "王强", "goals": 2}]), "home_scorers"),
    ):
        with pytest.raises(Invalid) as refused, unit_of_work():
            matches.set_result(league.desk, match, values)
        assert refused.value.field == field


def test_scorers_are_counted(league: LeagueCity) -> None:
    first, second = league.matches()[:2]
    league.result(first, 2, 0, scorers=[{"side": "home", "name": "王强", "goals": 2}])
    league.result(second, 1, 1, scorers=[{"side": "away", "name": "李勇", "goals": 1}])
    found = standings.scorers(league.programme)
    assert [(name, goals) for name, _team, goals in found] == [("王强", 2), ("李勇", 1)]


def test_from_the_groups_to_the_final(session: Session) -> None:
    league = LeagueCity(4, group_count=2, advance=2).planned()
    with pytest.raises(DomainError, match="还有比赛没有结果"), unit_of_work():
        knock_out.start(league.desk, league.programme)
    for match in league.matches():
        league.result(match, 2, 0)
    with unit_of_work():
        knock_out.start(league.desk, league.programme)
    first, second, final = [match for match in league.matches() if not match.group]
    best = [group.rows[0].team.id for group in standings.of(league.programme)]
    assert {first.home_id, second.home_id} == set(best)
    with pytest.raises(Invalid, match="点球"), unit_of_work():
        matches.set_result(league.desk, first, score(1, 1))
    league.result(first, 1, 1, penalties={"home": 3, "away": 4})
    league.result(second, 0, 1)
    assert (league.reload(final).home_id, final.away_id) == (first.away_id, second.away_id)
    league.result(first, 2, 1)  # corrected while the final has not been played
    assert league.reload(final).home_id == first.home_id
    league.result(final, 3, 2)
    won = played.winner(league.reload(final))
    assert won is not None
    assert won.id == first.home_id
    with pytest.raises(DomainError, match="下一轮已经有结果"):
        league.result(first, 0, 1)
    with pytest.raises(DomainError, match="淘汰赛已经排好"):
        league.result(league.matches()[0], 0, 1)


def test_the_next_match_stands_in_my_matters(league: LeagueCity) -> None:
    team = teams.every(league.programme)[0]
    person = league.contact(team).person
    assert person is not None
    found = features.ahead(person)
    own = [match for match in league.matches() if team.id in (match.home_id, match.away_id)]
    assert [each.at for each in found] == [match.starts_at for match in own]
    assert team.name in found[0].words
