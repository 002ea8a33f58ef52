"""Each worker is in at most one party of a programme, also when several people sign them up at once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Account, Member, Person, Programme
from app.services import party_checks, registration
from app.services.party_checks import AlreadySignedUp
from app.services.party_plan import MemberPlan, PartyPlan
from app.unit_of_work import unit_of_work
from tests import factories

ATTEMPTS = 6
GUARD = "uq_member_one_party_a_programme"


@pytest.fixture
def wanted(session: Session) -> tuple[int, int, list[int], int]:
    """A programme, a worker, the accounts of colleagues who all bring that worker along, an offering."""
    unit = factories.tree()[2]
    programme = factories.programme(max_party_size=2)
    offering = factories.offering(programme, factories.venue())
    worker = factories.person(unit)
    colleagues = [factories.account(factories.person(unit)) for _ in range(ATTEMPTS)]
    return programme.id, worker.id, [account.id for account in colleagues], offering.id


def _attempt(app: Flask, wanted: tuple[int, int, list[int], int], number: int) -> str:
    programme_id, worker_id, account_ids, offering_id = wanted
    with app.app_context():
        try:
            with unit_of_work() as session:
                account = session.get_one(Account, account_ids[number])
                assert account.person is not None
                people = [account.person, session.get_one(Person, worker_id)]
                plan = PartyPlan(
                    members=[
                        MemberPlan(person=person, needs=[], room_group="r", private=False)
                        for person in people
                    ],
                    choices=[offering_id],
                    health={},
                )
                registration.sign_up(session.get_one(Programme, programme_id), account, plan)
        except AlreadySignedUp:
            return "refused"
        return "signed up"


def _all_at_once(app: Flask, wanted: tuple[int, int, list[int], int]) -> Counter[str]:
    answers: Counter[str] = Counter()
    start = threading.Barrier(ATTEMPTS)

    def run(number: int) -> None:
        start.wait()
        answers[_attempt(app, wanted, number)] += 1

    threads = [threading.Thread(target=run, args=(number,)) for number in range(ATTEMPTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _places_of(worker_id: int) -> int:
    db.session.rollback()
    count = db.session.scalar(
        select(func.count()).select_from(Member).where(Member.person_id == worker_id, Member.active)
    )
    return count or 0


def test_one_of_many_attempts_is_kept(
    app: Flask, session: Session, wanted: tuple[int, int, list[int], int]
) -> None:
    session.rollback()
    assert _all_at_once(app, wanted) == {"signed up": 1, "refused": ATTEMPTS - 1}
    assert _places_of(wanted[1]) == 1


def test_the_database_refuses_on_its_own(
    app: Flask, session: Session, wanted: tuple[int, int, list[int], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look beforehand sees nobody, as it may between two requests: the index still holds."""
    real = party_checks.check_free
    looked = threading.local()

    def blind_at_first(*args: object) -> None:
        if getattr(looked, "before", False):
            real(*args)  # type: ignore[arg-type]
        looked.before = True

    monkeypatch.setattr(party_checks, "check_free", blind_at_first)
    session.rollback()
    assert _all_at_once(app, wanted) == {"signed up": 1, "refused": ATTEMPTS - 1}


@pytest.fixture
def without_index(session: Session) -> Iterator[None]:
    """The last guard off, and on again afterwards: later tests use the same database."""
    (index,) = (index for index in Member.metadata.tables["member"].indexes if index.name == GUARD)
    session.execute(text(f"DROP INDEX {GUARD}"))
    session.commit()
    yield
    session.rollback()
    session.execute(delete(Member))
    session.commit()
    index.create(db.engine)


@pytest.mark.usefixtures("without_index")
def test_without_the_guards_it_goes_wrong(
    app: Flask, session: Session, wanted: tuple[int, int, list[int], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: were both guards off, this very test would see one worker in several parties."""
    monkeypatch.setattr(party_checks, "check_free", lambda *_: None)
    assert _all_at_once(app, wanted) == {"signed up": ATTEMPTS}
    assert _places_of(wanted[1]) == ATTEMPTS
