"""A league's pages: for everybody, for a team's contact, for the coordinator."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.scheduling.contract.lottery import draw
from app.services.league import played, teams
from tests import factories as make
from tests.browser import Browser
from tests.leagues import HOUR, LeagueCity


@pytest.fixture
def league(session: Session) -> LeagueCity:
    return LeagueCity().planned()


def home(league: LeagueCity) -> str:
    return f"/programmes/{league.programme.slug}/league"


def desk(league: LeagueCity) -> str:
    return f"/console/programmes/{league.programme.id}/league/"


def test_everybody_sees_tables_fixtures_and_the_draw(league: LeagueCity, client: Browser) -> None:
    league.result(league.matches()[0], 3, 1, scorers=[{"side": "home", "name": "王强", "goals": 3}])
    page = client.get(home(league)).text
    for words in ("积分榜", "接下来的比赛", "已经打完的比赛", "3:1", "射手榜", "王*", "单循环"):
        assert words in page
    assert "王强" not in page
    assert home(league) in client.get(f"/programmes/{league.programme.slug}").text
    assert "最新结果" in client.get(f"{home(league)}/screen").text
    part = client.get(f"{home(league)}/screen", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    entries = client.get(f"{home(league)}/entries.txt").text.split()
    numbers = draw(entries, league.league.seed)
    drawn = [f"{number}\t{name}" for name, number in sorted(numbers.items(), key=lambda each: each[1])]
    assert client.get(f"{home(league)}/numbers.txt").text.splitlines() == drawn


def test_both_contacts_and_nobody_else(
    league: LeagueCity, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    match = league.matches()[0]
    assert match.starts_at is not None
    at = match.starts_at + 2 * HOUR
    monkeypatch.setattr(clock, "now", lambda: at)
    address = f"{home(league)}/matches/{match.id}"
    sent = {
        "home_goals": "2",
        "away_goals": "2",
        "home_yellow": "1",
        "home_scorers": "王强 2",
        "away_scorers": "李勇",
    }
    client.sign_in(make.account(make.person(league.union)))
    assert "填比分" not in client.get(address).text
    assert client.post(address, data=sent).status_code == 403
    client.sign_in(league.contact(match.home))
    assert client.post(address, data={**sent, "home_goals": ""}).status_code == 422
    assert "比比分还多" in client.post(address, data={**sent, "home_goals": "1"}).text
    assert client.post(address, data=sent).status_code == 302
    assert client.post(f"{address}/confirm").status_code == 403
    client.sign_in(league.contact(match.away))
    assert "对方填的比分是 2:2" in client.get(address).text
    assert client.post(f"{address}/dispute", data={"reason": ""}).status_code == 422
    assert client.post(f"{address}/confirm").status_code == 302
    assert client.post(f"{address}/confirm").status_code == 409
    assert league.reload(match).state == "confirmed"


def test_the_desk_from_the_rules_to_the_fixtures(session: Session, client: Browser) -> None:
    league = LeagueCity(4)
    client.sign_in(league.desk)
    settings = f"{desk(league)}settings"
    assert "一号场" in client.get(settings).text
    sent = {
        "group_count": "1",
        "legs": "2",
        "advance": "2",
        "tie_order": "head_to_head",
        "match_minutes": "80",
    }
    times = "\n".join(f"2030-10-{day:02d} {hour}:00" for day in range(1, 20) for hour in ("09", "14"))
    sent |= {"pitches": "东场\n西场", "slots": times}
    for change, said in (
        ({"slots": "明天早上"}, "请一行写一个时间"),
        ({"pitches": "东场\n东场"}, "写得一样"),
        ({"advance": "3"}, "2、4、8 或 16 队"),
    ):
        refused = client.post(settings, data={**sent, **change})
        assert refused.status_code == 422
        assert said in refused.text
    assert client.post(settings, data=sent).status_code == 302
    assert "等待接受的球队" in client.get(desk(league)).text
    for registration, _name, _squad in teams.waiting(league.programme):
        assert client.post(f"{desk(league)}teams/{registration.reference}/accept").status_code == 302
    assert "请填写" in client.post(f"{desk(league)}draw", data={"seed": ""}).text
    assert client.post(f"{desk(league)}draw", data={"seed": "12"}).status_code == 302
    assert client.post(f"{desk(league)}plan").status_code == 302
    assert len(played.of_programme(league.programme)) == 12
    assert "规则不能再改" in client.post(settings, data={**sent, "legs": "1"}).text


def test_results_walk_overs_and_moves_at_the_desk(league: LeagueCity, client: Browser) -> None:
    client.sign_in(league.desk)
    first, second, *_others = league.matches()
    address = f"{desk(league)}matches/{first.id}"
    assert client.get(address).status_code == 200
    assert client.post(address, data={"home_goals": "1", "away_goals": ""}).status_code == 422
    assert client.post(address, data={"home_goals": "1", "away_goals": "0"}).status_code == 302
    assert "1:0" in client.get(desk(league)).text
    walk_over = f"{desk(league)}matches/{second.id}/walk-over"
    assert client.post(walk_over, data={"winner_id": str(second.home_id)}).status_code == 422
    assert (
        client.post(walk_over, data={"winner_id": str(second.home_id), "reason": "没来"}).status_code == 302
    )
    assert second.starts_at is not None
    taken = {"starts_at": f"{clock.local(second.starts_at):%Y-%m-%dT%H:%M}", "pitch": second.pitch}
    refused = client.post(f"{address}/move", data=taken)
    assert refused.status_code == 422
    assert "另一场比赛" in refused.text
    assert client.post(f"{address}/move", data={**taken, "starts_at": "2031-05-01T09:00"}).status_code == 302
    team = teams.every(league.programme)[0]
    leaving = f"{desk(league)}teams/{team.id}/withdraw"
    assert "打满一半场次" in client.get(leaving).text
    assert client.post(leaving, data={"reason": ""}).status_code == 422
    assert client.post(leaving, data={"reason": "队员不够"}).status_code == 302
    assert "已退出" in client.get(desk(league)).text


def test_other_coordinators_look_and_do_nothing(league: LeagueCity, client: Browser) -> None:
    client.sign_in(make.account(coordinates=league.union))
    page = client.get(desk(league)).text
    assert "积分榜" in page
    assert "重排赛程" not in page
    assert client.post(f"{desk(league)}plan").status_code == 403
