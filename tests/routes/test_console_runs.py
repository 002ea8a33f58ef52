"""The allocation's pages: who may see them, each step, each refusal, with and without htmx."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.methods import METHOD_SENTENCES
from app.models import AllocationRun, Lock, Placement
from app.run_job import solve_run
from app.scheduling.contract import lottery
from app.services.allocation import runs
from app.unit_of_work import unit_of_work
from tests import factories, season
from tests.browser import Browser

ROOT = Path(__file__).parents[2]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def found(session: Session, client: Browser) -> season.Season:
    """A programme that is drawn, with its coordinator signed in."""
    made = season.closed()
    client.sign_in(made.coordinator)
    return made


def latest(session: Session) -> AllocationRun:
    return session.scalars(select(AllocationRun).order_by(AllocationRun.id.desc())).first()  # type: ignore[return-value]


def solved(session: Session, client: Browser, made: season.Season) -> AllocationRun:
    client.post(
        f"/console/runs/programmes/{made.programme.id}/start", data={"seed": 1, "time_limit_seconds": 20}
    )
    return season.solve(latest(session))


def test_only_the_city_sees_them(session: Session, client: Browser) -> None:
    made, run = season.solved()
    pages = [
        "/console/runs",
        f"/console/runs/programmes/{made.programme.id}",
        f"/console/runs/{run.id}",
        f"/console/runs/{run.id}/publish",
        f"/console/runs/{run.id}/unplaced",
        f"/console/runs/{run.id}/result.json.gz",
        f"/console/runs/locks/programmes/{made.programme.id}",
        f"/console/runs/locks/parties/{made.parties[0].reference}",
    ]
    for page in pages:
        assert client.get(page).status_code == 302, page
    client.sign_in(factories.account(coordinates=made.employer))
    for page in pages:
        assert client.get(page).status_code == 403, page
    client.sign_in(made.coordinator)
    for page in pages:
        assert client.get(page).status_code == 200, page


def test_a_draw_then_a_start_then_progress(session: Session, client: Browser) -> None:
    made = season.closed(drawn=False)
    client.sign_in(made.coordinator)
    page = f"/console/runs/programmes/{made.programme.id}"
    assert "开始分配</button>" not in client.get(page).text
    refused = client.post(f"{page}/draw", data={"seed": " "})
    assert (refused.status_code, "请填写摇号种子" in refused.text) == (422, True)
    assert client.post(f"{page}/draw", data={"seed": "3921.87"}).status_code == 302
    refused = client.post(f"{page}/start", data={"seed": "x", "time_limit_seconds": "1"})
    assert refused.status_code == 422
    assert "请填写整数" in refused.text
    assert "请填写 5 到 3600 之间的整数" in refused.text
    started = client.post(f"{page}/start", data={"seed": "1", "time_limit_seconds": "20"})
    assert started.status_code == 302
    watched = client.get(started.location)
    assert 'http-equiv="refresh"' in watched.text
    assert "hx-trigger" in watched.text
    again = client.post(f"{page}/start", data={"seed": "1", "time_limit_seconds": "20"})
    assert again.location == started.location


def test_the_fragment_asks_again_until_the_run_has_ended(
    session: Session, client: Browser, found: season.Season
) -> None:
    run_id = season.start(found).id
    part = client.get(f"/console/runs/{run_id}", headers=HTMX)
    assert "<html" not in part.text
    assert 'hx-trigger="every 2s"' in part.text
    assert part.headers["Vary"] == "HX-Request" or "HX-Request" in part.headers["Vary"]
    assert "HX-Refresh" not in part.headers
    solve_run(run_id, lambda: False)
    part = client.get(f"/console/runs/{run_id}", headers=HTMX)
    assert part.headers["HX-Refresh"] == "true"
    assert "hx-trigger" not in part.text


def test_cancelling(session: Session, client: Browser, found: season.Season) -> None:
    run_id = season.start(found).id
    assert client.post(f"/console/runs/{run_id}/cancel").status_code == 302
    assert "分配已取消" in client.get(f"/console/runs/{run_id}").text
    assert client.post(f"/console/runs/{run_id}/cancel").status_code == 422


def test_looking_at_a_plan(session: Session, client: Browser, found: season.Season) -> None:
    run = solved(session, client, found)
    base = f"/console/runs/{run.id}"
    page = client.get(base).text
    assert "已找到最优方案" in page
    assert "8 人" in page
    assert found.first.venue.name in client.get(f"{base}/offerings").text
    for group in ("district", "tier", "employer", "nonsense"):
        assert client.get(f"{base}/shares?group={group}").status_code == 200
    assert found.employer.name in client.get(f"{base}/shares?group=employer&q={found.employer.code}").text
    part = client.get(f"{base}/shares?group=employer&q=nobody", headers=HTMX)
    assert "<html" not in part.text
    board = client.get(f"{base}/rooms?first=2020-01-01&venue=99")
    assert "colspan" in board.text
    assert client.get(f"{base}/rooms?first={found.first.starts_on}&venue={found.venue.id}").status_code == 200
    assert client.get(f"{base}/rooms/{found.venue.rooms[0].id}").status_code == 200
    assert client.get(f"{base}/rooms/9999").status_code == 404
    assert client.get("/console/runs/9999").status_code == 404
    assert client.get(f"{base}/compare").status_code == 404


def test_everybody_without_a_place_has_reasons(
    session: Session, client: Browser, found: season.Season
) -> None:
    run = solved(session, client, found)
    base = f"/console/runs/{run.id}/unplaced"
    page = client.get(base).text
    assert "床位已满" in page or "未" in page
    for registration in found.parties:
        for member in registration.members:
            assert member.person.name not in page
    assert "没有符合条件的报名" in client.get(f"{base}?q=LY-NOBODY").text
    assert client.get(f"{base}?reason=no_bed&page=7").status_code == 200
    assert "<html" not in client.get(f"{base}?q=x", headers=HTMX).text


def test_lock_run_again_compare_publish(session: Session, client: Browser, found: season.Season) -> None:
    first = solved(session, client, found)
    party = found.parties[1]
    where = f"/console/runs/locks/parties/{party.reference}"
    assert "第 1 志愿" in client.get(where).text
    rooms = f"{where}?where={found.second.id}"
    assert "由系统安排" in client.get(rooms).text
    room = str(found.venue.rooms[2].id)
    sent = {f"room_{member.id}": room for member in party.members}
    refused = client.post(rooms, data=sent)
    assert (refused.status_code, "请写明理由" in refused.text) == (422, True)
    assert f'value="{room}" selected' in refused.text or f'selected value="{room}"' in refused.text
    assert client.post(rooms, data={**sent, "reason": "家里有老人"}).status_code == 302
    assert "需重新分配" in client.get(f"/console/runs/{first.id}").text
    assert "现在不能公布" in client.get(f"/console/runs/{first.id}/publish").text
    refused = client.post(f"/console/runs/{first.id}/publish")
    assert (refused.status_code, "锁定" in refused.text) == (422, True)
    second = solved(session, client, found)
    assert client.get(f"/console/runs/{second.id}/compare?with={first.id}").status_code == 200
    assert "公布以后" in client.get(f"/console/runs/{second.id}/publish").text
    assert client.post(f"/console/runs/{second.id}/publish").status_code == 302
    placed = len(session.scalars(select(Placement)).all())
    assert placed
    assert client.post(f"/console/runs/{second.id}/publish").status_code == 302
    assert len(session.scalars(select(Placement)).all()) == placed
    assert "已经公布" in client.get(f"/console/runs/{second.id}/publish").text


def test_lifting_a_lock(session: Session, client: Browser, found: season.Season) -> None:
    party = found.parties[0]
    base = f"/console/runs/locks/parties/{party.reference}"
    assert client.post(f"{base}?where=none", data={"reason": "本人要求"}).status_code == 302
    lock = session.scalars(select(Lock)).one()
    assert "本人要求" in client.get(f"/console/runs/locks/programmes/{found.programme.id}").text
    assert "已锁定为不安排" in client.get(base).text
    again = client.post(f"{base}?where={found.first.id}", data={"reason": "又想去了"})
    assert (again.status_code, "请先解除" in again.text) == (422, True)
    lift = f"/console/runs/locks/{lock.id}/remove"
    assert client.post(lift, data={"reason": ""}).status_code == 422
    assert client.post(lift, data={"reason": "又想去了"}).status_code == 302
    assert client.get(lift).status_code == 404
    assert client.get(f"{base}?where=99999").status_code == 404
    typed = {"reference": f" {party.reference.lower()} "}
    found_by_search = client.post("/console/runs/locks/find", data=typed)
    assert found_by_search.location.endswith(party.reference)
    assert client.post("/console/runs/locks/find", data={"reference": "LY-NONE"}).status_code == 404


def test_a_run_that_cannot_hold_says_what_contradicts(
    session: Session, client: Browser, found: season.Season
) -> None:
    couples = [party for party in found.parties if len(party.members) == 2]
    for couple in couples:
        page = f"/console/runs/locks/parties/{couple.reference}?where={found.first.id}"
        assert client.post(page, data={"reason": "照顾"}).status_code == 302
    run = solved(session, client, found)
    assert run.state == "failed"
    page = client.get(f"/console/runs/{run.id}").text
    assert "有矛盾" in page
    assert f"锁定：报名 {couples[0].reference}" in page
    assert client.get(f"/console/runs/{run.id}/offerings").status_code == 404
    assert client.get(f"/console/runs/{run.id}/publish").status_code == 404


def test_anybody_can_replay_what_is_published(session: Session, client: Browser) -> None:
    made, run = season.solved()
    base = f"/programmes/{made.programme.slug}/published"
    assert client.get(base).status_code == 404
    assert client.get(f"{base}/problem.json.gz").status_code == 404
    season.publish(made, run)
    assert made.programme.entries_digest in client.get(base).text
    problem = gzip.decompress(client.get(f"{base}/problem.json.gz").data)
    result = json.loads(gzip.decompress(client.get(f"{base}/result.json.gz").data))
    assert result["format"] == "allocation-result/1"
    entries = client.get(f"{base}/entries.txt").text.split()
    assert lottery.entries_digest(entries) == made.programme.entries_digest
    drawn = lottery.draw(entries, made.programme.seed)
    assert client.get(f"{base}/numbers.txt").text.splitlines() == [
        f"{number}\t{entry}" for entry, number in drawn.items()
    ]
    lots = {party["lottery"] for party in json.loads(problem)["parties"]}
    assert lots == set(drawn.values())


def test_another_way_to_decide_from_the_choice_to_the_record(
    session: Session, client: Browser, found: season.Season
) -> None:
    page = f"/console/runs/programmes/{found.programme.id}"
    assert client.get(page).text.count('name="method"') == len(METHOD_SENTENCES)
    asked = {"seed": "1", "time_limit_seconds": "20"}
    assert client.post(f"{page}/start", data={**asked, "method": "by_hand"}).status_code == 422
    assert client.post(f"{page}/start", data={**asked, "method": "in_order"}).status_code == 302
    run = season.solve(latest(session))
    assert run.method == "in_order"
    shown = client.get(f"/console/runs/{run.id}").text
    assert str(METHOD_SENTENCES["in_order"]) in shown
    assert "与平行志愿对比" in shown
    season.publish(found, run)
    record = client.get(f"/programmes/{found.programme.slug}/published").text
    assert str(METHOD_SENTENCES["in_order"]) in record
    assert "--method in_order" in record
    assert client.get("/static/draw.py").data == (ROOT / "app" / "static" / "draw.py").read_bytes()


def test_the_seed_is_asked_for_only_once_its_figure_is_known(session: Session, client: Browser) -> None:
    made = season.closed(drawn=False)
    with unit_of_work():
        made.programme.seed_known_at = clock.now() + dt.timedelta(hours=1)
    client.sign_in(made.coordinator)
    page = f"/console/runs/programmes/{made.programme.id}"
    assert 'name="seed"' not in client.get(page).text
    refused = client.post(f"{page}/draw", data={"seed": "3921.87"})
    assert (refused.status_code, "才揭晓" in refused.text) == (422, True)
    assert made.programme.seed == ""


def test_english(session: Session, client: Browser, found: season.Season) -> None:
    """Whatever is translated, no page breaks in the other language."""
    run = solved(session, client, found)
    client.post("/language", data={"lang": "en", "next": "/"})
    for page in ("", "/offerings", "/shares", "/rooms", "/unplaced", "/publish"):
        assert client.get(f"/console/runs/{run.id}{page}").status_code == 200
    with unit_of_work():
        assert runs.by_id(run.id).state == "solved"
