"""Signing up, changing, withdrawing: every refusal, and what is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Forbidden, Invalid
from app.extensions import db
from app.models import (
    Account,
    AllocationRun,
    AuditEntry,
    Member,
    Notice,
    Offering,
    Participation,
    Person,
    Placement,
    Programme,
    Registration,
    Unit,
)
from app.services import party_checks, registration, used_places
from app.services.registration import (
    AlreadySignedUp,
    MemberPlan,
    NotEligible,
    PartyPlan,
    SignUpClosed,
)
from app.unit_of_work import unit_of_work
from tests import factories as make


@pytest.fixture
def union(session: Session) -> Unit:
    return make.tree()[2]


@pytest.fixture
def programme(union: Unit) -> Programme:
    return make.programme()


@pytest.fixture
def offering(programme: Programme) -> Offering:
    return make.offering(programme, make.venue((2, 2)))


def plan(people: list[Person], *offerings: Offering, together: bool = False) -> PartyPlan:
    members = [MemberPlan(person, room_group="1" if together else None) for person in people]
    return PartyPlan(members, [offering.id for offering in offerings])


def account_of(person: Person) -> Account:
    return db.session.query(Account).filter_by(person_id=person.id).first() or make.account(person)


def sign_up(programme: Programme, party: PartyPlan, replacing: Registration | None = None) -> Registration:
    account = replacing.signed_up_by if replacing else account_of(party.members[0].person)
    with unit_of_work():
        return registration.sign_up(programme, account, party, replacing)


def test_what_is_written(session: Session, union: Unit, programme: Programme, offering: Offering) -> None:
    people = [make.person(union), make.person(union)]
    made = sign_up(programme, plan(people, offering, together=True))
    assert [(m.position, m.person_id, m.room_group) for m in made.members] == [
        (1, people[0].id, "1"),
        (2, people[1].id, "1"),
    ]
    assert [(c.rank, c.offering_id) for c in made.choices] == [(1, offering.id)]
    entry = session.query(AuditEntry).one()
    assert (entry.action, entry.subject_label) == ("registration.send", made.reference)
    kinds = {notice.person_id: notice.kind for notice in session.query(Notice)}
    assert kinds == {people[0].id: "registration.sent", people[1].id: "signed_up_by_other"}


def test_changing_keeps_reference_and_people(
    session: Session, union: Unit, programme: Programme, offering: Offering
) -> None:
    first, second = make.person(union), make.person(union)
    made = sign_up(programme, plan([first, second], offering))
    reference, version = made.reference, made.version
    other = make.offering(programme, offering.venue, in_days=50)
    changed = sign_up(programme, plan([first], other, offering), replacing=made)
    assert (changed.id, changed.reference) == (made.id, reference)
    assert changed.version > version
    assert [c.offering_id for c in changed.choices] == [other.id, offering.id]
    assert session.query(Member).count() == 1
    sign_up(programme, plan([second], offering))


def test_who_is_left_out_of_a_change_is_told(
    session: Session, union: Unit, programme: Programme, offering: Offering
) -> None:
    first, second = make.person(union), make.person(union)
    made = sign_up(programme, plan([first, second], offering))
    sign_up(programme, plan([first], offering), replacing=made)
    told = session.query(Notice).filter_by(person_id=second.id).order_by(Notice.id).all()
    assert [notice.kind for notice in told] == ["signed_up_by_other", "registration.withdrawn"]


Change = Callable[[Programme], object]


@pytest.mark.parametrize(
    "change",
    [
        lambda p: setattr(p, "state", "draft"),
        lambda p: setattr(p, "state", "closed"),
        lambda p: setattr(p, "opens_at", clock.now() + dt.timedelta(days=1)),
        lambda p: setattr(p, "closes_at", clock.now() - dt.timedelta(seconds=1)),
    ],
)
def test_only_inside_the_window(
    session: Session, union: Unit, programme: Programme, offering: Offering, change: Change
) -> None:
    change(programme)
    session.commit()
    with pytest.raises(SignUpClosed):
        sign_up(programme, plan([make.person(union)], offering))


def test_party_size_and_nobody_twice(union: Unit, programme: Programme, offering: Offering) -> None:
    people = [make.person(union) for _ in range(4)]
    for wrong in (people, [], [people[0], people[0]]):
        with pytest.raises(Invalid) as refused:
            registration_of(programme, wrong, offering, people[0])
        assert refused.value.field == "members"


def test_a_party_that_is_too_small(union: Unit, programme: Programme, offering: Offering) -> None:
    programme.min_party_size = 2
    db.session.commit()
    people = [make.person(union) for _ in range(2)]
    with pytest.raises(Invalid, match="至少要 2 人一起报名") as refused:
        registration_of(programme, people[:1], offering, people[0])
    assert refused.value.field == "members"
    registration_of(programme, people, offering, people[0])


def registration_of(programme: Programme, people: list[Person], offering: Offering, by: Person) -> None:
    account = make.account(make.person(by.unit))
    with unit_of_work():
        registration.sign_up(programme, account, plan(people, offering))


def test_each_person_in_one_party(
    session: Session, union: Unit, programme: Programme, offering: Offering
) -> None:
    signer, friend = make.person(union, name="钱多多"), make.person(union)
    first = sign_up(programme, plan([signer, friend], offering))
    with pytest.raises(AlreadySignedUp) as refused:
        sign_up(programme, plan([make.person(union), friend], offering))
    assert "钱*多" in refused.value.message
    assert union.name in refused.value.message
    assert first.reference not in refused.value.message
    assert refused.value.registration.id == first.id
    assert session.query(Registration).count() == 1


def test_the_database_is_the_last_guard(
    session: Session,
    union: Unit,
    programme: Programme,
    offering: Offering,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two at the same moment: neither sees the other, and the index refuses the second."""
    friend = make.person(union)
    sign_up(programme, plan([friend], offering))
    real, calls = party_checks.active_member, []

    def blind_at_first(of: Programme, person: Person) -> Member | None:
        calls.append(person)
        return None if len(calls) == 1 else real(of, person)

    monkeypatch.setattr(party_checks, "active_member", blind_at_first)
    with pytest.raises(AlreadySignedUp):
        registration_of(programme, [friend], offering, friend)
    assert session.query(Registration).count() == 1


def test_eligibility_of_everybody(union: Unit, programme: Programme, offering: Offering) -> None:
    make.rule(programme, "age", max=45)
    old = make.person(union, born_on=dt.date(1960, 1, 1))
    with pytest.raises(NotEligible) as refused:
        sign_up(programme, plan([make.person(union), old], offering))
    assert refused.value.person == old
    assert [reason.rule for reason in refused.value.reasons] == ["age"]


def test_choices(session: Session, union: Unit, programme: Programme, offering: Offering) -> None:
    cancelled = make.offering(programme, offering.venue, cancelled=True)
    foreign = make.offering(make.programme(), offering.venue)
    many = [make.offering(programme, offering.venue) for _ in range(6)]
    for wrong in ([], [offering, offering], [cancelled], [foreign], many):
        with pytest.raises(Invalid) as refused:
            sign_up(programme, plan([make.person(union)], *wrong))
        assert refused.value.field == "choices"


def test_without_sessions_there_is_nothing_to_choose(union: Unit) -> None:
    assert sign_up(make.programme(mode="open"), plan([make.person(union)])).choices == []


def test_what_has_begun_cannot_be_chosen(union: Unit, programme: Programme, offering: Offering) -> None:
    now = clock.local(clock.now())
    hour_ago, in_an_hour = (now + dt.timedelta(hours=by) for by in (-1, 1))

    def class_at(begins: dt.datetime) -> Offering:
        days = {"starts_on": begins.date(), "ends_on": begins.date() + dt.timedelta(days=1)}
        made = {"from_time": f"{begins:%H:%M}", "to_time": "23:59", "with_beds": False, **days}
        return make.offering(programme, offering.venue, **made)

    with pytest.raises(Invalid, match="已经开始"):
        sign_up(programme, plan([make.person(union)], class_at(hour_ago)))
    assert sign_up(programme, plan([make.person(union)], class_at(in_an_hour)))


@pytest.mark.parametrize("answers", [{}, {"heart": True}, {"other": False}])
def test_health(union: Unit, programme: Programme, answers: dict[str, bool]) -> None:
    venue = make.venue(health_questions=[{"id": "heart", "zh": "心脏病？", "en": "Heart?"}])
    offering = make.offering(programme, venue)
    person = make.person(union)
    members = [MemberPlan(person)]
    with pytest.raises(Invalid) as refused:
        sign_up(programme, PartyPlan(members, [offering.id], {venue.id: answers}))
    assert refused.value.field == "health"
    made = sign_up(
        programme, PartyPlan([MemberPlan(make.person(union))], [offering.id], {venue.id: {"heart": False}})
    )
    assert [declared.venue_id for declared in made.declarations] == [venue.id]


def test_rooms_exist_for_the_party(union: Unit, programme: Programme, offering: Offering) -> None:
    people = [make.person(union) for _ in range(3)]
    with pytest.raises(Invalid, match="3 人一间"):
        sign_up(programme, plan(people, offering, together=True))
    sign_up(programme, plan(people, offering))
    with pytest.raises(Invalid, match="无障碍"):
        sign_up(programme, PartyPlan([MemberPlan(make.person(union), ["step_free"])], [offering.id]))


def test_withdrawing_frees_everybody(
    session: Session, union: Unit, programme: Programme, offering: Offering
) -> None:
    people = [make.person(union), make.person(union)]
    made = sign_up(programme, plan(people, offering))
    with unit_of_work():
        registration.withdraw(made, make.account(people[1]), "去不了")
    assert (made.state, made.withdrawn_reason) == ("withdrawn", "去不了")
    assert session.query(Member).filter_by(active=True).count() == 0
    sign_up(programme, plan([people[1]], offering))


def test_strangers_cannot_withdraw(union: Unit, programme: Programme, offering: Offering) -> None:
    made = sign_up(programme, plan([make.person(union)], offering))
    elsewhere = make.account(coordinates=make.unit(union.parent))
    for account in (make.account(make.person(union)), elsewhere):
        with pytest.raises(Forbidden), unit_of_work():
            registration.withdraw(made, account)
    with unit_of_work():
        registration.withdraw(made, make.account(coordinates=union.parent))
    assert made.state == "withdrawn"


def placed(programme: Programme, made: Registration, offering: Offering) -> Placement:
    """As publication leaves it."""
    run = AllocationRun(
        programme=programme,
        number=1,
        state="published",
        problem=b"",
        problem_sha256="x",
        started_by=made.signed_up_by,
        created_at=clock.now(),
    )
    placement = Placement(run=run, registration=made, offering=offering, rank=1)
    used = Participation(
        person_id=made.lead.person_id,
        kind=programme.kind,
        took_place_on=offering.starts_on,
        registration_id=made.id,
    )
    make.save(run, placement, used)
    return placement


@pytest.mark.parametrize(("free_days", "used"), [(1, 0), (-1, 1)])
def test_a_place_given_back_in_time_does_not_count(
    session: Session, union: Unit, programme: Programme, offering: Offering, free_days: int, used: int
) -> None:
    made = sign_up(programme, plan([make.person(union)], offering))
    placement = placed(programme, made, offering)
    programme.withdraw_free_until_on = clock.today() + dt.timedelta(days=free_days)
    session.commit()
    assert used_places.counts_as_used(made) == bool(used)
    with unit_of_work():
        registration.withdraw(made, made.signed_up_by)
    assert placement.withdrawn_at is not None
    assert session.query(Participation).count() == used


def test_no_withdrawing_once_the_stay_began(union: Unit, programme: Programme, session: Session) -> None:
    begun = make.offering(programme, make.venue(), in_days=0)
    made = sign_up(programme, plan([make.person(union)], begun))
    placed(programme, made, begun)
    with pytest.raises(DomainError, match="已经开始"), unit_of_work():
        registration.withdraw(made, made.signed_up_by)
    assert made.state == "submitted"
