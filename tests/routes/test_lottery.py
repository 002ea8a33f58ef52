"""A lottery as workers, the city's coordinator and anybody who wants to check it see it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models import Account, Person, Registration
from app.services import lottery_places, waiting
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.browser import Browser
from tests.services.lottery import DAY, DRAW, FIGURE, HOUR, WEIGHTED, Fair, in_vain


@pytest.fixture
def fair(session: Session) -> Fair:
    """Two places and one more for six parties, one of which has waited for a year."""
    made = Fair(seats=2, **WEIGHTED)
    made.patient = make.person(made.union)  # type: ignore[attr-defined]
    in_vain(made, made.patient, 1)  # type: ignore[attr-defined]
    return made


def at(fair: Fair, monkeypatch: pytest.MonkeyPatch, **after: float) -> None:
    """The clock stands so long after the figure became known."""
    known = fair.programme.seed_known_at
    assert known is not None
    now = known + sum((DAY * days for days in (after.get("days", 0),)), HOUR * after.get("hours", 0))
    monkeypatch.setattr(clock, "now", lambda: now)


def desk(fair: Fair) -> str:
    return f"/console/programmes/{fair.programme.id}/draw"


def record(fair: Fair) -> str:
    return f"/programmes/{fair.programme.slug}/draw"


def entered(fair: Fair, count: int = 5) -> list[Registration]:
    """The patient one first."""
    return [fair.enter(fair.patient), *(fair.enter() for _ in range(count))]  # type: ignore[attr-defined]


def mine(client: Browser, sent: Registration) -> str:
    """Their page, read by the lead, who stays signed in."""
    lead = sent.lead.person
    client.sign_in(db.session.query(Account).filter_by(person_id=lead.id).first() or make.account(lead))
    return client.get(f"/mine/{sent.reference}").text


def test_before_sending_and_after_one_knows_the_own_entries(fair: Fair, client: Browser) -> None:
    patient: Person = fair.patient  # type: ignore[attr-defined]
    client.sign_in(make.account(patient))
    base = f"/programmes/{fair.programme.slug}/sign-up"
    client.get(base, follow_redirects=True)
    page = client.get(f"{base}/check", follow_redirects=True).text
    assert "您这份报名有 2 签。" in page
    assert "签数在截止时" in page
    sent = fair.enter(patient)
    page = client.get(f"/mine/{sent.reference}").text
    assert 'data-mode="lottery" data-state="open"' in page
    assert "您这份报名有 2 签。" in page


def test_the_programmes_page_states_the_weights(fair: Fair, client: Browser) -> None:
    page = client.get(f"/programmes/{fair.programme.slug}").text
    assert "每一年多 1 签，最多 3 签" in page
    assert "同行的按等候年数最少的一位计" in page
    assert record(fair) not in page


def test_the_list_is_public_once_frozen_and_before_the_figure(fair: Fair, client: Browser) -> None:
    assert client.get(record(fair)).status_code == 404
    assert client.get(f"{record(fair)}/entries.txt").status_code == 404
    sent = entered(fair)[0]
    fair.freeze()
    page = client.get(record(fair)).text
    assert fair.programme.entries_digest in page
    assert "numbers.txt" not in page
    assert record(fair) in client.get(f"/programmes/{fair.programme.slug}").text
    listed = client.get(f"{record(fair)}/entries.txt").text.split()
    assert {f"{sent.reference}#1", f"{sent.reference}#2"} < set(listed)
    assert len(listed) == 7
    for name in ("numbers", "parties"):
        assert client.get(f"{record(fair)}/{name}.txt").status_code == 404
    page = mine(client, sent)
    assert 'data-state="frozen"' in page
    assert f"{sent.reference}#1、{sent.reference}#2" in page
    assert "6 组，7 签" in page
    assert record(fair) in page


def test_anybody_can_draw_it_again(fair: Fair, client: Browser, tmp_path: Path) -> None:
    parties = entered(fair)
    fair.freeze()
    fair.draw()
    for name in ("entries", "numbers", "parties"):
        (tmp_path / name).write_bytes(client.get(f"{record(fair)}/{name}.txt").data)
    again = [sys.executable, "-I", "-S", str(DRAW), str(tmp_path / "entries"), "--seed", FIGURE]
    digest = ["--digest", fair.programme.entries_digest]

    def ends(*more: str) -> int:
        return subprocess.run([*again, *more], capture_output=True, check=False).returncode

    assert ends("--numbers", str(tmp_path / "numbers"), *digest) == 0
    assert ends("--parties", "--numbers", str(tmp_path / "parties"), *digest) == 0
    assert ends("--numbers", str(tmp_path / "parties"), *digest) == 1
    told = [line.split("\t") for line in (tmp_path / "parties").read_text().splitlines()]
    stored = [[str(each.lottery_number), each.reference] for each in fair.by_number(parties)]
    assert told == stored
    page = client.get(record(fair)).text
    assert "--parties" in page
    assert FIGURE in page


def test_what_is_public_names_nobody(fair: Fair, client: Browser) -> None:
    parties = entered(fair)
    fair.freeze()
    fair.draw()
    people = [member.person for each in parties for member in each.members]
    hidden = {text for person in people for text in (person.name, person.identity, str(person.phone))}
    for path in ("", "/entries.txt", "/numbers.txt", "/parties.txt"):
        text = client.get(record(fair) + path).text
        assert not any(value in text for value in hidden), path


def test_the_desk_draws_when_the_figure_is_known(
    fair: Fair, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    parties = entered(fair)
    client.sign_in(fair.coordinator)
    assert "报名截止时固定名单" in client.get(desk(fair)).text
    fair.freeze()
    at(fair, monkeypatch, hours=-1)
    page = client.get(desk(fair)).text
    assert "在那以前不能摇号" in page
    assert 'name="seed"' not in page
    refused = client.post(desk(fair), data={"seed": FIGURE})
    assert (refused.status_code, fair.by_number(parties)[0].lottery_number) == (422, None)

    at(fair, monkeypatch, hours=1)
    assert 'name="seed"' in client.get(desk(fair)).text
    assert client.post(desk(fair), data={"seed": "  "}).status_code == 422
    assert client.post(desk(fair), data={"seed": "长" * 81}).status_code == 422
    done = client.post(desk(fair), data={"seed": FIGURE}, follow_redirects=True)
    assert "摇号完成" in done.text
    line = fair.by_number(parties)
    assert all(each.reference in done.text for each in line)
    assert done.text.count('wait">待确认</span>') == 2
    assert [each.lottery_number for each in line] == [1, 2, 3, 4, 5, 6]

    again = client.post(desk(fair), data={"seed": "又一个"})
    assert again.status_code == 422
    assert [each.lottery_number for each in fair.by_number(line)] == [1, 2, 3, 4, 5, 6]


def test_a_winner_confirms_and_the_next_follows(
    fair: Fair, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    parties = entered(fair)
    fair.freeze()
    fair.draw()
    first, second, third = fair.by_number(parties)[:3]
    at(fair, monkeypatch, hours=3)
    assert 'data-state="offered"' in mine(client, first)
    taken = client.post(f"/mine/{first.reference}/offer/accept", follow_redirects=True).text
    assert 'data-state="confirmed"' in taken
    assert "摇号第 1 号" in taken
    page = mine(client, third)
    assert 'data-state="waiting"' in page
    assert "您是第 3 号，这里的名额给到第 2 号。" in page
    assert "候补第 1 位" in page

    at(fair, monkeypatch, days=3)
    with unit_of_work():
        waiting.fill(fair.programme)
    assert 'data-state="lapsed"' in mine(client, second)
    assert 'data-state="offered"' in mine(client, third)
    client.sign_in(fair.coordinator)
    page = client.get(desk(fair)).text
    pills = ('ok">已确认</span>', 'wait">待确认</span>', 'no">过期</span>')
    assert [page.count(pill) for pill in pills] == [1, 1, 1]


def test_why_not_by_quota(fair: Fair, client: Browser) -> None:
    """One of a district has a place: the next of it is told of its limit, though places are left."""
    make.quota(fair.programme, group="district", scope="run", maximum=1)
    parties = entered(fair)
    fair.freeze()
    fair.draw()
    line = fair.by_number(parties)
    known = fair.programme.seed_known_at
    assert known is not None
    with clock.as_of(known + 2 * HOUR):
        page = mine(client, line[1])
    assert "单位名额已满" in page
    assert "至多 1 人，名额给到第 1 号" in page


def test_a_pair_that_did_not_fit_is_told_so(session: Session, client: Browser) -> None:
    fair = Fair(seats=1)
    pair = fair.enter(make.person(fair.union), make.person(fair.union))
    fair.freeze()
    fair.draw()
    known = fair.programme.seed_known_at
    assert known is not None
    with clock.as_of(known + 2 * HOUR):
        page = mine(client, pair)
    assert "剩下 1 个名额，您这一组 2 人" in page


def test_only_the_city_draws_and_only_a_lottery(fair: Fair, client: Browser) -> None:
    assert client.get(desk(fair)).status_code == 302
    for stranger in (make.account(coordinates=fair.union), make.account(make.person(fair.union))):
        client.sign_in(stranger)
        assert client.get(desk(fair)).status_code == 403
        assert client.post(desk(fair), data={"seed": FIGURE}).status_code == 403
    client.sign_in(fair.coordinator)
    for mode in ("ranked", "first_come", "review", "open"):
        other = make.programme(mode=mode, state="closed", entries_digest="0" * 64)
        address = f"/console/programmes/{other.id}/draw"
        assert client.get(address).status_code == 404, mode
        assert client.post(address, data={"seed": FIGURE}).status_code == 404, mode


def test_places_that_are_gone_meanwhile_draw_nothing(
    fair: Fair, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refusal at the last step undoes the numbers as well."""
    parties = entered(fair)
    fair.freeze()
    at(fair, monkeypatch, hours=1)
    monkeypatch.setattr(lottery_places, "_take", lambda offering_id, people: False)
    client.sign_in(fair.coordinator)
    assert client.post(desk(fair), data={"seed": FIGURE}).status_code == 422
    assert {each.lottery_number for each in fair.by_number(parties)} == {None}
    assert fair.programme.state == "closed"
