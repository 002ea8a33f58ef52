"""The last place, wanted by many at the same moment: exactly one has it, and nobody's turn is lost."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.errors import DomainError
from app.extensions import db
from app.models import (
    Account,
    Base,
    Choice,
    Claim,
    Offering,
    Participation,
    Placement,
    Programme,
    QuotaUse,
    Registration,
    WaitlistEntry,
)
from app.services import capacity, drafts, quota_uses, registration, waiting
from app.services.capacity import Shortage
from app.services.party_plan import MemberPlan, PartyPlan
from app.unit_of_work import unit_of_work
from tests import factories
from tests.services.first_come import Course

ATTEMPTS = 6
WON, WAITS, REFUSED = "won", "waits", "refused"


class Race:
    """A course with one place left, and people who all look at it, see the place, and only then press."""

    def __init__(self, app: Flask, seats: int = 1, **values: object) -> None:
        self.app = app
        self.course = Course(seats, settings={"answer_hours": 24, **values})
        self.ids = self.course.programme.id, self.course.first.id
        self.accounts: list[int] = []

    def people(self, count: int = ATTEMPTS) -> list[int]:
        made = [factories.account(self.course.worker()).id for _ in range(count)]
        self.accounts += made
        return made

    def sign_up(self, account_id: int) -> None:
        account = db.session.get_one(Account, account_id)
        assert account.person is not None
        plan = PartyPlan([MemberPlan(account.person)], [self.ids[1]])
        registration.sign_up(db.session.get_one(Programme, self.ids[0]), account, plan)

    def look(self) -> int | None:
        return capacity.free(db.session.get_one(Offering, self.ids[1]))

    def at_once(self, *acts: Callable[[], object]) -> list[str]:
        """What each act came to. Everybody has looked before anybody acts: nobody knows of the others."""
        db.session.rollback()
        together = threading.Barrier(len(acts), timeout=60)

        def run(act: Callable[[], object]) -> str:
            with self.app.app_context():
                seen.free = self.look()
                db.session.rollback()
                together.wait()
                try:
                    with unit_of_work():
                        act()
                except DomainError:
                    return REFUSED
                return "done"

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(run, acts))

    def in_threads(self, acts: Sequence[Callable[[], object]]) -> None:
        """All at the same time, each in an application context of its own; whatever fails, fails here."""
        db.session.rollback()

        def run(act: Callable[[], object]) -> None:
            with self.app.app_context():
                act()

        with ThreadPoolExecutor(len(acts)) as pool:
            list(pool.map(run, acts))

    def press(self, accounts: list[int]) -> Counter[str]:
        """Everybody signs up at the same moment; who has a place by then, who waits."""
        signing = [lambda number=number: self.sign_up(number) for number in accounts]
        answers = self.at_once(*signing)
        held = count(Placement, Placement.withdrawn_at.is_(None))
        waits = count(WaitlistEntry, WaitlistEntry.state == "waiting")
        return +Counter({WON: held, WAITS: waits, REFUSED: answers.count(REFUSED)})

    def taken(self) -> int:
        return db.session.scalar(select(Offering.taken).where(Offering.id == self.ids[1])) or 0


seen = threading.local()


def count(model: type[Base], *conditions: object) -> int:
    query = select(func.count()).select_from(model).where(*conditions)  # type: ignore[arg-type]
    return db.session.scalar(query) or 0


@pytest.fixture
def race(app: Flask, session: Session) -> Race:
    return Race(app)


def test_one_of_many_has_the_last_place(race: Race) -> None:
    assert race.press(race.people()) == {WON: 1, WAITS: ATTEMPTS - 1}
    assert race.taken() == count(Claim) == count(Participation) == 1
    positions = list(db.session.scalars(select(WaitlistEntry.position)))
    assert sorted(positions) == list(range(1, ATTEMPTS))


def test_without_a_waitlist_the_others_are_refused_and_nothing_of_them_is_left(
    app: Flask, session: Session
) -> None:
    race = Race(app, waitlist_most=0)
    assert race.press(race.people()) == {WON: 1, REFUSED: ATTEMPTS - 1}
    assert count(Registration) == count(Choice) == race.taken() == 1


def test_nested_quotas_hold_as_the_seats_do(app: Flask, session: Session) -> None:
    race = Race(app, seats=ATTEMPTS * 2)
    factories.quota(race.course.programme, group="district", scope="run", maximum=3)
    factories.quota(race.course.programme, group="employer", scope="offering", maximum=2)
    assert race.press(race.people()) == {WON: 2, WAITS: ATTEMPTS - 2}
    assert race.taken() == 2
    assert sorted(db.session.scalars(select(QuotaUse.taken))) == [2, 2]


def test_the_claim_alone_keeps_it(race: Race, monkeypatch: pytest.MonkeyPatch, without_order: None) -> None:
    """Whoever claims does so by a condition in the update itself; standing in line is only for fairness."""
    assert race.press(race.people())[WON] == 1
    assert race.taken() == 1


@pytest.fixture
def without_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for anybody before claiming."""

    monkeypatch.setattr(capacity, "hold", lambda programme: None)


def test_a_freed_place_goes_to_who_waits_while_others_press(race: Race) -> None:
    inside, first_in_line = race.people(2)
    with unit_of_work():
        race.sign_up(inside)
    with unit_of_work():
        race.sign_up(first_in_line)
    leaving = db.session.scalars(select(Registration.id).where(Registration.signed_up_by_id == inside)).one()

    def leave() -> None:
        registration.withdraw(db.session.get_one(Registration, leaving), db.session.get_one(Account, inside))

    pressing = [lambda number=number: race.sign_up(number) for number in race.people(ATTEMPTS - 1)]
    answers = race.at_once(*pressing[:3], leave, *pressing[3:])
    assert answers == ["done"] * ATTEMPTS
    offered = db.session.scalars(
        select(Registration.signed_up_by_id)
        .join(WaitlistEntry, WaitlistEntry.registration_id == Registration.id)
        .where(WaitlistEntry.state == "offered")
    ).all()
    assert offered == [first_in_line]
    assert count(Placement, Placement.withdrawn_at.is_(None)) == 0
    assert race.taken() == count(Claim) == 1


def test_who_has_a_place_and_who_waits_leave_at_the_same_moment(race: Race) -> None:
    """Giving somebody a place while they withdraw: neither waits for the other, and nothing is kept."""
    accounts = race.people(4)
    for account_id in accounts:
        with unit_of_work():
            race.sign_up(account_id)
    sent = {found.signed_up_by_id: found.id for found in db.session.scalars(select(Registration))}

    def leave(account_id: int) -> None:
        found = db.session.get_one(Registration, sent[account_id])
        registration.withdraw(found, db.session.get_one(Account, account_id))

    leaving = [lambda number=number: leave(number) for number in accounts]
    assert race.at_once(*leaving) == ["done"] * 4
    assert race.taken() == count(Claim) == count(Participation) == 0
    assert count(WaitlistEntry, WaitlistEntry.state.in_(("waiting", "offered"))) == 0


def test_one_offer_taken_by_many_presses_and_declined_by_one(race: Race) -> None:
    accounts = race.people(3)
    for account_id in accounts:
        with unit_of_work():
            race.sign_up(account_id)
    first = db.session.scalars(select(Registration).order_by(Registration.id)).first()
    assert first is not None
    with unit_of_work():
        registration.withdraw(first, first.signed_up_by)
    entry_id = db.session.scalars(select(WaitlistEntry.id).where(WaitlistEntry.state == "offered")).one()

    def accept() -> None:
        waiting.accept(db.session.get_one(WaitlistEntry, entry_id))

    def decline() -> None:
        waiting.decline(db.session.get_one(WaitlistEntry, entry_id))

    answers = race.at_once(accept, decline, accept, accept)
    db.session.rollback()
    state = db.session.get_one(WaitlistEntry, entry_id).state
    expected = {"placed": ["done", REFUSED, "done", "done"], "declined": [REFUSED, "done", REFUSED, REFUSED]}
    assert answers == expected[state]
    assert race.taken() == count(Claim) == 1
    assert count(Placement, Placement.withdrawn_at.is_(None)) == (state == "placed")


def _claim_by_reading(sent: Registration, offering: Offering) -> Shortage | None:
    """What a claim must not be: a look, and later a write that relies on it."""
    people = len(sent.members)
    if seen.free is not None and seen.free < people:
        return Shortage("seats", None, None, seen.free)
    counted = update(Offering).where(Offering.id == offering.id).values(taken=Offering.taken + people)
    db.session.execute(counted.execution_options(synchronize_session=False))
    db.session.add(Claim(registration_id=sent.id, offering_id=offering.id, people=people, uses={}))
    db.session.flush()
    return None


def _take_without_condition(one: quota_uses.Asked) -> int:
    quota_id, code, _offering_id = one.key
    use = db.session.scalar(select(QuotaUse).filter_by(quota_id=quota_id, unit_code=code))
    use = use or QuotaUse(quota_id=quota_id, unit_code=code, taken=0, maximum=one.quota.maximum)
    use.taken += one.people
    db.session.add(use)
    db.session.flush()
    return use.id


@pytest.mark.usefixtures("without_checks")
def test_with_the_claim_off_the_same_race_oversells(race: Race, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: did claims rest on what was read before, this very race would give one place to all."""
    monkeypatch.setattr(capacity, "claim", _claim_by_reading)
    assert race.press(race.people()) == {WON: ATTEMPTS}
    assert race.taken() == ATTEMPTS


@pytest.mark.usefixtures("without_checks")
def test_with_the_quota_off_it_oversells_as_well(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control for quotas: was their limit not a condition of the update, all would get in."""
    race = Race(app, seats=ATTEMPTS)
    factories.quota(race.course.programme, group="employer", scope="run", maximum=1)
    monkeypatch.setattr(quota_uses, "take", _take_without_condition)
    assert race.press(race.people()) == {WON: ATTEMPTS}
    assert db.session.execute(select(QuotaUse.taken, QuotaUse.maximum)).all() == [(ATTEMPTS, 1)]


def test_the_checks_are_on_again(race: Race) -> None:
    """Whatever a control has switched off is back for whoever comes after it."""
    with pytest.raises(IntegrityError), unit_of_work():
        db.session.execute(update(Offering).values(taken=2))


BUSY, ACTS = 6, 10


def _busy(race: Race, number: int, person: int, others: list[int]) -> None:
    """One person's morning: sign up, change, answer, leave, come back, as chance has it."""
    chance = random.Random(number)
    offerings = [race.ids[1], *others]
    for _act in range(ACTS):
        act = chance.choice(("send", "send", "accept", "decline", "withdraw", "fill"))
        chosen = chance.sample(offerings, chance.randint(1, len(offerings)))
        try:
            with unit_of_work():
                _one_act(race, person, act, chosen)
        except DomainError:
            continue


def _one_act(race: Race, person: int, act: str, chosen: list[int]) -> None:
    account = db.session.get_one(Account, person)
    programme = db.session.get_one(Programme, race.ids[0])
    mine = select(Registration).where(Registration.signed_up_by_id == person)
    sent = db.session.scalar(mine.where(Registration.state == "submitted"))
    entry = waiting.entry_of(sent) if sent is not None else None
    if act == "fill":
        waiting.fill(programme)
    elif act == "send":
        assert account.person is not None
        plan = PartyPlan([MemberPlan(account.person)], chosen)
        registration.sign_up(programme, account, plan, replacing=sent)
    elif sent is not None and act == "withdraw":
        registration.withdraw(sent, account)
    elif entry is not None and act in ("accept", "decline"):
        getattr(waiting, act)(entry)


def test_a_busy_morning_ends_with_books_that_agree(app: Flask, session: Session) -> None:
    """Everything at once, in an order that nobody knows: nobody is stuck, and nothing is lost."""
    race = Race(app, seats=2)
    others = [race.course.offering(1).id, race.course.offering(1).id]
    factories.quota(race.course.programme, group="district", scope="run", maximum=3)
    people = race.people(BUSY)
    mornings = [lambda number=n, person=p: _busy(race, number, person, others) for n, p in enumerate(people)]
    race.in_threads(mornings)
    claimed = dict.fromkeys([race.ids[1], *others], 0)
    for claim in db.session.scalars(select(Claim)):
        claimed[claim.offering_id] += claim.people
    assert {each.id: each.taken for each in db.session.scalars(select(Offering))} == claimed
    held = count(Placement, Placement.withdrawn_at.is_(None)) + count(
        WaitlistEntry, WaitlistEntry.state == "offered"
    )
    assert held == sum(claimed.values()) == sum(db.session.scalars(select(QuotaUse.taken))) <= 3
    assert count(Participation) == count(Placement, Placement.withdrawn_at.is_(None))


def test_the_last_place_by_simultaneous_posts(race: Race) -> None:
    """The same through the site: everybody presses the button of the last page at the same moment."""
    clients = []
    for account_id in race.people():
        account = db.session.get_one(Account, account_id)
        with unit_of_work():
            drafts.save(account, race.course.programme, drafts.Answers(choices=[race.ids[1]]))
        clients.append(race.app.test_client())
        clients[-1].sign_in(account)  # type: ignore[attr-defined]
    address = f"/programmes/{race.course.programme.slug}/sign-up/check"
    together = threading.Barrier(len(clients), timeout=60)
    statuses: Counter[int] = Counter()

    def press(client: FlaskClient) -> None:
        together.wait()
        statuses[client.post(address, data={"agreed": "y"}).status_code] += 1

    race.in_threads([partial(press, client) for client in clients])
    assert statuses == {302: ATTEMPTS}
    assert race.taken() == count(Placement) == 1
    assert count(WaitlistEntry, WaitlistEntry.state == "waiting") == ATTEMPTS - 1
