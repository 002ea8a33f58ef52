"""`python -m bench.quiz 120000`: so many entries in a quiz, and what they cost everything else.

Every step is timed in an empty city and again with the entries there: the ratio says whether they are felt.
In a database of its own, made for it and thrown away; DATABASE_URL of an empty one is used where it is set.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import Fernet
from flask import Flask, g
from flask.testing import FlaskClient
from flask_migrate import upgrade

from app.extensions import db
from app.models import Account, Programme
from app.services import registration
from app.services.party_plan import MemberPlan, PartyPlan
from app.services.quiz import tries
from app.unit_of_work import unit_of_work
from bench.quiz_city import City

REPEATS = 9
SIGN_UP, BESIDE = "sign-up for the other programme", "the same, while people hand in"
Step = Callable[[], object]


def steps(city: City, app: Flask) -> dict[str, Step]:
    """What is timed, by name."""
    visitor, desk = app.test_client(), app.test_client()
    player = city.account()
    _play(city, player)
    mine = app.test_client()
    for client, account in ((mine, player), (desk, city.desk)):
        _sign_in(client, account)
    programme = city.quiz_of.id
    return {
        "home page": lambda: _get(visitor, "/"),
        "page of the quiz's programme": lambda: _get(visitor, "/programmes/quiz"),
        "quiz, own page": lambda: _get(mine, "/programmes/quiz/quiz"),
        "ranking of units": lambda: _get(visitor, "/programmes/quiz/quiz/ranking"),
        "ranking of people": lambda: _get(visitor, "/programmes/quiz/quiz/ranking?by=people"),
        "my matters": lambda: _get(mine, "/mine"),
        "page of the other programme": lambda: _get(visitor, "/programmes/talk"),
        "desk: today": lambda: _get(desk, "/console/"),
        "desk: the quiz": lambda: _get(desk, f"/console/programmes/{programme}/quiz/"),
        "start, answer, hand in": lambda: _play(city, city.account()),
        SIGN_UP: lambda: _sign_up(city, city.account()),
    }


def _get(client: FlaskClient, address: str) -> None:
    g.pop("_login_user", None)  # who asked last is kept in the context that we stand in
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"


def _sign_in(client: FlaskClient, account: Account) -> None:
    with client.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = str(account.id), True


def _play(city: City, account: Account) -> None:
    with unit_of_work():
        tried = tries.start(city.quiz_of, account)
    with unit_of_work():
        tries.save(tried, 1, [0])
    with unit_of_work():
        tries.end(tried)


def _sign_up(city: City, account: Account) -> None:
    assert account.person is not None
    with unit_of_work():
        registration.sign_up(city.other, account, PartyPlan([MemberPlan(account.person)], [city.offering.id]))


def timed(found: dict[str, Step]) -> dict[str, float]:
    """The quickest of some runs of each, in milliseconds: others use the machine too."""
    times = {}
    for name, step in found.items():
        step()
        own = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            step()
            own.append(1000 * (time.perf_counter() - began))
        times[name] = min(own)
    return times


@contextmanager
def beside(city: City, app: Flask) -> Iterator[list[int]]:
    """Inside, somebody hands in all the time, on a connection of their own."""
    over, done, programme_id = threading.Event(), [0], city.quiz_of.id

    def work() -> None:
        with app.app_context():
            own = db.session.get(Programme, programme_id)
            assert own is not None
            while not over.is_set():
                _play_apart(own, city)
                done[0] += 1
                over.wait(0.02)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield done
    finally:
        over.set()
        thread.join()


def _play_apart(programme: Programme, city: City) -> None:
    account = city.account()
    with unit_of_work():
        tried = tries.start(programme, account)
    with unit_of_work():
        tries.end(tried)


def run(count: int) -> None:
    """Print both, and how many times as long it takes with the entries there."""
    from app.factory import create_app

    app = create_app({"TESTING": True, "SERVER_NAME": "localhost", "RATELIMIT_ENABLED": False})
    with app.app_context():
        upgrade(directory=str(Path(__file__).parents[1] / "migrations"), revision="heads")
        city = City()
        empty = timed(found := steps(city, app))
        began = time.perf_counter()
        city.fill(count)
        print(f"{count:,} entries written in {time.perf_counter() - began:.0f} s")
        full = timed(found)
        with beside(city, app) as done:
            full[BESIDE], empty[BESIDE] = timed({SIGN_UP: found[SIGN_UP]})[SIGN_UP], empty[SIGN_UP]
    print(f"{'':<34}{'empty':>10}{'full':>10}{'ratio':>8}")
    for step in empty:
        print(f"{step:<34}{empty[step]:>8.1f}ms{full[step]:>8.1f}ms{full[step] / empty[step]:>8.2f}")
    print(f"handed in beside it: {done[0]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("entries", type=int, nargs="?", default=120_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "SECRET_KEY": "bench", "DIGEST_KEY": "bench"}
        os.environ["DATA_KEYS"] = Fernet.generate_key().decode()
        run(asked.entries)


if __name__ == "__main__":
    main()
