from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.identity import parse_phone, parse_resident_id
from app.models import (
    Account,
    AllocationRun,
    Decision,
    Member,
    Notice,
    Person,
    Placement,
    Programme,
    Registration,
    Room,
    Unit,
    UnplacedReason,
    Venue,
    WaitlistEntry,
)
from app.services import demo, eligibility, modes, references, sign_up_window
from app.services.demo_accounts import PHONES, sign_in_lines
from app.services.reviewing import reviewers
from app.unit_of_work import unit_of_work
from app.vault import digest

SMALL = demo.Demand(seed=5, workers=60)


@pytest.fixture
def city(session: Session) -> Session:
    with unit_of_work():
        demo.build(SMALL)
    return session


def programme(slug: str) -> Programme:
    return db.session.scalars(select(Programme).where(Programme.slug == slug)).one()


def test_the_whole_city(city: Session) -> None:
    _tree_and_campuses(city)
    _people(city)
    _states(city)
    _modes(city)
    _published(city)
    _parties(city)
    _accounts(city)


def _tree_and_campuses(city: Session) -> None:
    levels = city.execute(select(Unit.level, func.count()).group_by(Unit.level)).all()
    assert dict(levels) == {"city": 1, "district": 12, "grassroots": 200}
    assert city.scalar(select(func.count(Unit.name.distinct()))) == 213
    assert city.scalar(select(func.sum(Room.beds))) == 600
    assert set(city.scalars(select(Room.beds))) == {1, 2, 3, 4}
    with_rooms = select(Venue.rooms_assumed).where(Venue.id.in_(select(Room.venue_id)))
    assert set(city.scalars(with_rooms)) == {True}
    assert [venue.slug for venue in city.scalars(select(Venue)) if venue.asks_health] == ["jimo"]


def _people(city: Session) -> None:
    for person in city.scalars(select(Person)):
        known = parse_resident_id(person.identity, clock.today())
        assert (known.sex, known.born_on) == (person.sex, person.born_on)
        assert person.phone is not None
        assert parse_phone(person.phone) == person.phone
        assert person.identity_digest == digest(person.identity)
        assert person.joined_on is not None
        assert person.joined_on >= person.born_on + dt.timedelta(days=18 * 365)


def _states(city: Session) -> None:
    now, today = clock.now(), clock.today()
    waiting, being_open = programme("front-line"), programme("union-trips")
    assert waiting.closes_at < now
    assert waiting.offerings[0].starts_on > waiting.results_on > today
    assert being_open.opens_at < now < being_open.closes_at
    assert len(waiting.offerings) == 12 * 4 * 2
    assert {o.night_count for o in waiting.offerings} == {1, 5}
    entries = city.scalars(select(Registration).where(Registration.programme_id == waiting.id)).all()
    assert sorted(r.lottery_number or 0 for r in entries) == list(range(1, len(entries) + 1))
    assert waiting.entries_digest
    people = [member.person for r in entries for member in r.members]
    assert len(people) == SMALL.workers
    assert eligibility.reasons_of_many(people, waiting) == {}


def _published(city: Session) -> None:
    done = programme("model-workers")
    run = city.scalars(select(AllocationRun)).one()
    assert (run.state, run.programme_id, run.summary["status"]) == ("published", done.id, "optimal")
    parties = city.scalar(select(func.count()).where(Registration.programme_id == done.id))
    placed = city.scalar(select(func.count()).where(Placement.run_id == run.id))
    has_place = select(Placement.registration_id).where(Placement.run_id == run.id)
    without = select(func.count(UnplacedReason.registration_id.distinct())).where(
        UnplacedReason.registration_id.not_in(has_place)
    )
    unplaced = city.scalar(without)
    assert placed + unplaced == parties
    assert unplaced > 0
    assert city.scalar(select(func.count()).where(Notice.sent_at.is_(None))) == 0


def _modes(city: Session) -> None:
    """One programme of each mode in each of its stages; what is not open yet could be opened."""
    programmes = city.scalars(select(Programme)).all()
    found = {(p.mode, modes.of(p).stage(p)) for p in programmes}
    wanted = {(name, stage) for name, mode in modes.every().items() for stage in mode.stages}
    assert wanted <= found
    for each in programmes:
        if each.state == "draft":
            assert sign_up_window.hindrances(each)[0] == []
    states = set(city.scalars(select(WaitlistEntry.state)))
    assert {"placed", "offered"} <= states
    assert city.scalar(select(func.count()).select_from(Decision)) > 0


def _parties(city: Session) -> None:
    counted = select(func.count(Member.id), Programme.max_party_size).join(
        Programme, Member.programme_id == Programme.id
    )
    sizes = city.execute(counted.group_by(Member.registration_id, Programme.max_party_size)).all()
    assert {1, 2} <= {size for size, _most in sizes}
    assert all(size <= most for size, most in sizes)
    for reference in city.scalars(select(Registration.reference)):
        assert references.normal(reference) == reference
    asked = {
        r.id
        for r in city.scalars(select(Registration))
        if any(c.offering.venue.asks_health for c in r.choices)
    }
    declared = {r.id for r in city.scalars(select(Registration)) if r.declarations}
    assert asked == declared


def _accounts(city: Session) -> None:
    assert len(sign_in_lines()) == len(PHONES)
    by_role = {
        role: city.scalars(select(Account).where(Account.phone_digest == digest(phone))).one()
        for role, phone in PHONES.items()
    }
    assert reviewers.of_account(by_role["reviewer"])
    assert [c.unit.level for c in by_role["city"].coordinates] == ["city"]
    assert [c.unit.level for c in by_role["unit"].coordinates] == ["grassroots"]
    newcomer = by_role["worker"].person
    assert newcomer is not None
    assert eligibility.reasons(newcomer, programme("union-trips")) == []
    trips = programme("union-trips").id
    assert trips not in set(city.scalars(select(Member.programme_id).filter_by(person_id=newcomer.id)))
