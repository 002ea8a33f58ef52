"""Filling gaps after publication: in order, nobody moved, once, and never on what has changed."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.errors import Invalid, NotFound, Stale
from app.models import (
    AllocationRun,
    AuditEntry,
    Base,
    Notice,
    Participation,
    Placement,
    Registration,
    UnplacedReason,
)
from app.scheduling.contract.check_rooms import RULES
from app.scheduling.contract.law import Case
from app.services import modes, registration
from app.services.allocation import plan, refill_confirmed, refilling, waitlist
from app.unit_of_work import unit_of_work
from tests import factories, season


@pytest.fixture
def published(session: Session) -> tuple[season.Season, AllocationRun]:
    found, run = season.solved()
    season.publish(found, run)
    return found, run


def held(session: Session) -> list[Placement]:
    return list(session.scalars(select(Placement).where(Placement.withdrawn_at.is_(None))))


def leave(registration_: Registration) -> None:
    with unit_of_work():
        registration.withdraw(registration_, registration_.signed_up_by)


def couple_in_first(session: Session, found: season.Season) -> Registration:
    return next(
        p.registration
        for p in held(session)
        if p.offering_id == found.first.id and len(p.registration.members) == 2
    )


def confirm(found: season.Season, sha256: str) -> int:
    programme_id = found.programme.id
    with unit_of_work():
        return refill_confirmed.confirm(programme_id, sha256, found.coordinator)


def beds(session: Session) -> dict[tuple[int, int], tuple[int, int]]:
    return {(p.id, b.member_id): (b.room_id, b.bed) for p in held(session) for b in p.beds}


def count(session: Session, model: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_who_waits_is_in_order_of_tier_and_lot(
    session: Session, published: tuple[season.Season, AllocationRun]
) -> None:
    found, run = published
    waiting = waitlist.in_order(run)
    assert {r.id for r in waiting} == {r.id for r in found.parties} - {
        p.registration_id for p in held(session)
    }
    order = [(r.lead.person.tier, r.lottery_number) for r in waiting]
    assert order == sorted(order)
    assert [waitlist.position(r, run) for r in waiting] == list(range(1, len(waiting) + 1))
    assert waitlist.position(held(session)[0].registration, run) is None
    assert [modes.explain(r).waits_at for r in waiting] == list(range(1, len(waiting) + 1))


def test_a_place_given_back_goes_to_the_first_who_fits(
    session: Session, published: tuple[season.Season, AllocationRun]
) -> None:
    found, run = published
    assert refilling.propose(run).entries == ()
    leaving = couple_in_first(session, found)
    first = waitlist.in_order(run)[0]
    leave(leaving)
    before, notices, used = beds(session), count(session, Notice), count(session, Participation)
    proposal = refilling.propose(run)
    assert proposal.entries[0].registration.id == first.id
    gap = next(gap for gap in proposal.gaps if gap.offering.id == found.first.id)
    assert (gap.freed, gap.coming) == (2, sum(len(e.registration.members) for e in proposal.entries))
    assert confirm(found, proposal.sha256) == len(proposal.entries)
    people = sum(len(e.registration.members) for e in proposal.entries)
    after = beds(session)
    assert before.items() <= after.items()
    assert len(after) == len(before) + people
    assert (count(session, Notice), count(session, Participation)) == (notices + people, used + people)
    standing = modes.explain(first)
    assert (standing.state, standing.waits_at) == ("placed", None)
    assert waitlist.position(first, run) is None
    assert rooms_keep_the_law(session, run)
    for action, entries in (("run.refill", 1), ("registration.refill", len(proposal.entries))):
        query = select(AuditEntry).where(AuditEntry.action == action)
        listed = session.scalars(query).all()
        assert [entry.account_id for entry in listed] == [found.coordinator.id] * entries


def rooms_keep_the_law(session: Session, run: AllocationRun) -> bool:
    """By the engine's own rules, which share nothing with what filled the gaps."""
    case = Case(plan.of(run).problem, [refilling._as_held(place) for place in held(session)])
    return not [violation for rule in RULES for violation in rule(case)]


def test_reasons_for_what_was_given_are_gone(
    session: Session, published: tuple[season.Season, AllocationRun]
) -> None:
    found, run = published
    leave(couple_in_first(session, found))
    proposal = refilling.propose(run)
    confirm(found, proposal.sha256)
    for entry in proposal.entries:
        query = select(UnplacedReason).where(UnplacedReason.registration_id == entry.registration.id)
        ranks = {c.offering_id: c.rank for c in entry.registration.choices}
        assert all(ranks[reason.offering_id or 0] < (entry.rank or 0) for reason in session.scalars(query))


def test_a_second_press_does_nothing(
    session: Session, published: tuple[season.Season, AllocationRun]
) -> None:
    found, run = published
    leave(couple_in_first(session, found))
    sha256 = refilling.propose(run).sha256
    assert confirm(found, sha256) > 0
    rows = [count(session, model) for model in (Placement, Notice, Participation, AuditEntry)]
    assert confirm(found, sha256) == 0
    assert [count(session, model) for model in (Placement, Notice, Participation, AuditEntry)] == rows


def test_what_has_changed_meanwhile_is_refused(
    session: Session, published: tuple[season.Season, AllocationRun]
) -> None:
    found, run = published
    leave(couple_in_first(session, found))
    looked_at = refilling.propose(run)
    leave(looked_at.entries[0].registration)
    placed = len(held(session))
    with pytest.raises(Stale, match="有变化"):
        confirm(found, looked_at.sha256)
    assert len(held(session)) == placed
    now = refilling.propose(run)
    assert looked_at.entries[0].registration.id not in {e.registration.id for e in now.entries}


def test_nothing_to_give_is_refused(session: Session, published: tuple[season.Season, AllocationRun]) -> None:
    found, run = published
    with pytest.raises(Invalid):
        confirm(found, refilling.propose(run).sha256)


def test_nothing_is_filled_before_publication(session: Session) -> None:
    found, _run = season.solved()
    with pytest.raises(NotFound):
        confirm(found, "0" * 64)


def test_who_is_no_longer_eligible_is_passed_over(
    session: Session, published: tuple[season.Season, AllocationRun]
) -> None:
    found, run = published
    leave(couple_in_first(session, found))
    first = waitlist.in_order(run)[0]
    tier = first.lead.person.tier
    factories.rule(found.programme, "tiers", tiers=[t for t in (1, 2, 3, 4) if t != tier])
    session.expire_all()
    proposal = refilling.propose(run)
    assert proposal.passed_over >= 1
    assert first.id not in {entry.registration.id for entry in proposal.entries}
    assert modes.explain(first).waits_at is None


def test_a_closed_room_and_a_stay_that_has_begun_take_nobody(
    session: Session, published: tuple[season.Season, AllocationRun]
) -> None:
    found, run = published
    leaving = couple_in_first(session, found)
    left = {bed.room_id for p in held(session) if p.registration_id == leaving.id for bed in p.beds}
    leave(leaving)
    with unit_of_work():
        for room in found.venue.rooms:
            room.closed = room.id in left
    assert all(entry.offering.id != found.first.id for entry in refilling.propose(run).entries)
    with unit_of_work():
        for room in found.venue.rooms:
            room.closed = False
        found.first.starts_on -= dt.timedelta(days=30)
        found.second.starts_on -= dt.timedelta(days=40)
    assert waitlist.in_order(run) == []
    assert refilling.propose(run).entries == ()


def test_a_room_that_another_programme_took_meanwhile_is_taken(
    session: Session, published: tuple[season.Season, AllocationRun]
) -> None:
    found, run = published
    leave(couple_in_first(session, found))
    other = factories.programme(state="closed")
    theirs = factories.offering(other, found.venue, in_days=30)
    party = [factories.person(found.employer, sex="F") for _ in range(2)]
    factories.registration(other, party, [theirs], lottery_number=1)
    second = season.Season(
        found.city, found.employer, found.coordinator, found.venue, other, theirs, theirs, []
    )
    season.publish(second, season.solve(season.start(second)))
    assert all(entry.offering.id != found.first.id for entry in refilling.propose(run).entries)


def test_a_gap_that_a_quota_kept_empty_is_filled_once_the_quota_is_returned(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = season.closed()
    factories.quota(found.programme, maximum=2)
    with unit_of_work():
        found.programme.quotas_return_at = clock.now() + dt.timedelta(days=2)
    run = season.solve(season.start(found))
    season.publish(found, run)
    assert refilling.propose(run).entries == ()
    later = clock.now() + dt.timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert refilling.propose(run).entries


def test_the_desk_hears_of_gaps_until_they_are_filled(
    session: Session, published: tuple[season.Season, AllocationRun]
) -> None:
    found, run = published

    def todos() -> list[str]:
        session.rollback()
        return [todo.words for todo in modes.of(found.programme).todos(found.programme)]

    assert todos() == []
    leave(couple_in_first(session, found))
    (said,) = todos()
    assert said.startswith("2 人退出")
    proposal = refilling.propose(run)
    assert sum(len(entry.registration.members) for entry in proposal.entries) == 2
    assert confirm(found, proposal.sha256) > 0
    assert todos() == []
