"""Publishing: whole or not at all, never stale, and once."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.errors import Invalid, Stale
from app.models import (
    AuditEntry,
    Base,
    BedPlace,
    Notice,
    Participation,
    Placement,
    Registration,
    UnplacedReason,
)
from app.services import notify
from app.services.allocation import locks, plan, publication, runs
from app.unit_of_work import unit_of_work
from tests import factories, season

WRITTEN = (Placement, BedPlace, UnplacedReason, Participation, Notice)


def count(session: Session, model: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_everybody_gets_a_bed_or_the_reasons(session: Session) -> None:
    found, run = season.solved()
    result = plan.of(run).result
    assert season.publish(found, run)
    assert (run.state, found.programme.state) == ("published", "published")
    assert count(session, Placement) == len(result.placements)
    assert count(session, BedPlace) == run.summary["placed_people"] == count(session, Participation)
    assert count(session, Notice) == run.summary["people"] == 11
    unplaced = [r for r in found.parties if not _placed(session, r)]
    theirs = UnplacedReason.registration_id.in_([r.id for r in unplaced])
    reasons = session.scalar(select(func.count()).select_from(UnplacedReason).where(theirs))
    assert reasons == sum(len(r.choices) for r in unplaced) > 0
    used = session.scalars(select(Participation)).first()
    assert used is not None
    assert used.took_place_on in (found.first.starts_on, found.second.starts_on)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "run.publish")).one()
    assert entry.account_id == found.coordinator.id


def _placed(session: Session, registration: Registration) -> list[Placement]:
    query = select(Placement).where(Placement.registration_id == registration.id)
    return list(session.scalars(query))


def test_a_higher_choice_that_was_not_given_has_its_reason_too(session: Session) -> None:
    found, run = season.solved()
    season.publish(found, run)
    placed = session.scalars(select(Placement).where(Placement.rank > 1)).all()
    assert placed
    for placement in placed:
        query = select(UnplacedReason).where(UnplacedReason.registration_id == placement.registration_id)
        (reason,) = session.scalars(query)
        assert (reason.offering_id, reason.reason) == (found.first.id, "no_bed")


def test_beds_are_those_of_the_result(session: Session) -> None:
    found, run = season.solved()
    season.publish(found, run)
    expected = {
        (p.party, p.offering, member, bed.room, bed.bed)
        for p in plan.of(run).result.placements
        for member, bed in p.beds.items()
    }
    rows = session.scalars(select(BedPlace)).all()
    assert {
        (
            f"r{bed.placement.registration_id}",
            f"o{bed.placement.offering_id}",
            f"m{bed.member_id}",
            f"room{bed.room_id}",
            bed.bed,
        )
        for bed in rows
    } == expected


def test_publishing_twice_does_nothing_the_second_time(session: Session) -> None:
    found, run = season.solved()
    assert season.publish(found, run)
    before = [count(session, model) for model in WRITTEN]
    published_at = run.published_at
    assert not season.publish(found, run)
    assert [count(session, model) for model in WRITTEN] == before
    assert runs.by_id(run.id).published_at == published_at


def test_a_second_run_cannot_be_published(session: Session) -> None:
    found, run = season.solved()
    other = season.solve(season.start(found, seed=2))
    season.publish(found, run)
    with pytest.raises(Invalid):
        season.publish(found, other)


def test_what_is_stale_is_refused_and_named(session: Session) -> None:
    found, run = season.solved()
    with unit_of_work():
        locks.add(found.parties[0], found.coordinator, None, {}, "本人要求")
        found.parties[1].state, found.parties[1].withdrawn_at = "withdrawn", clock.now()
    with pytest.raises(Stale, match=r"报名或参加条件、.*锁定"):
        season.publish(found, run)
    assert [count(session, model) for model in WRITTEN] == [0] * 5


def test_who_stopped_passing_since_the_freezing_is_named_with_the_reason(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = season.closed()
    people = [member.person for party in found.parties for member in party.members]
    held = {person.id: factories.certificate(person, "健康证") for person in people}
    factories.rule(found.programme, "certificate", kind="健康证")
    warning = factories.rule(found.programme, "tiers", tiers=[99])
    warning.effect = "warn"  # what only warns stops no publication
    held[people[0].id].expires_on = clock.today()
    session.commit()
    run = season.solve(season.start(found))
    assert run.summary["left_out"] == []
    assert publication.consequences(run).changed == ()
    tomorrow = clock.now() + dt.timedelta(days=1)
    monkeypatch.setattr("app.clock.now", lambda: tomorrow)
    stale = publication.consequences(run).changed
    assert "报名或参加条件" in stale
    assert found.parties[0].reference in stale[-1]
    assert "健康证" in stale[-1]
    assert people[0].name not in stale[-1]
    with pytest.raises(Stale, match=found.parties[0].reference):
        season.publish(found, run)
    assert [count(session, model) for model in WRITTEN] == [0] * 5
    again = season.solve(season.start(found, seed=2))
    assert publication.consequences(again).changed == ()
    assert season.publish(found, again)
    told = session.scalars(select(UnplacedReason).where(UnplacedReason.reason == "ineligible")).one()
    assert told.registration_id == found.parties[0].id
    assert "健康证" in told.detail["message"]


def test_of_many_who_stopped_passing_a_few_are_named(session: Session) -> None:
    found, run = season.solved()
    factories.rule(found.programme, "certificate", kind="健康证")
    factories.certificate(found.parties[0].lead.person, "健康证")
    session.expire_all()
    stale = publication.consequences(run).changed
    assert "等 6 组" in stale[-1]


def test_a_run_without_a_plan_is_refused(session: Session) -> None:
    found = season.closed()
    run = season.start(found)
    with pytest.raises(Invalid):
        season.publish(found, run)


def test_an_error_half_way_leaves_nothing(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    found, run = season.solved()
    tell, told = notify.tell, []

    def break_down(*args: object) -> object:
        told.append(args)
        if len(told) == 5:
            raise RuntimeError
        return tell(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(notify, "tell", break_down)
    with pytest.raises(RuntimeError):
        season.publish(found, run)
    assert [count(session, model) for model in WRITTEN] == [0] * 5
    assert runs.by_id(run.id).state == "solved"
    assert found.programme.state == "closed"


def test_ranks_are_those_that_the_party_gave(session: Session) -> None:
    """A choice cancelled before the run does not make the second choice a first one."""
    found = season.closed()
    with unit_of_work():
        found.first.cancelled = True
    run = season.solve(season.start(found))
    season.publish(found, run)
    assert set(session.scalars(select(Placement.rank))) == {2}
    query = select(UnplacedReason.reason).where(UnplacedReason.offering_id == found.first.id)
    assert set(session.scalars(query)) == {"cancelled"}


def test_who_was_left_out_is_told_why(session: Session) -> None:
    found = season.closed()
    factories.rule(found.programme, "tiers", tiers=[1, 2, 3])
    run = season.solve(season.start(found))
    assert publication.consequences(run).left_out_parties == 1
    season.publish(found, run)
    reason = session.scalars(select(UnplacedReason).where(UnplacedReason.reason == "ineligible")).one()
    assert reason.registration_id == found.parties[3].id
    assert reason.detail["message"]
    told = session.scalars(select(Notice).where(Notice.kind == "registration.ineligible")).one()
    assert told.person_id == found.parties[3].lead.person_id
