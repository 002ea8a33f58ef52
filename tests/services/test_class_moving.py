"""A class short of people: everybody is served in order, nothing is oversold, nobody is lost."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Stale
from app.extensions import db
from app.models import AuditEntry, Notice, Offering, Participation, Placement, QuotaUse
from app.services import modes, notify, offering_guard, waiting, waiting_owed
from app.services.allocation import refilling, waitlist
from app.services.training import classes, merging, moving
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.classes import WHY, School, claims, people_in, places, planned, told
from tests.services.first_come import later, state


def test_a_choice_of_ones_own_is_had_at_once(session: Session) -> None:
    school = School()
    second, third = school.another(), school.another(in_days=50)
    sent = school.one(school.first, third, second)
    done = school.move(into=second)
    assert [(fate.kind, fate.to, fate.rank) for fate in done.fates] == [("given", third, 2)]
    assert places(sent) == claims(sent) == [third.id]
    assert (school.first.cancelled, school.first.taken, third.taken) == (True, 0, 1)
    assert told(sent)[-1] == "class.moved"
    notice = session.scalars(select(Notice).where(Notice.kind == "class.moved")).one()
    assert WHY in notify.text(notice)
    assert session.scalars(select(Participation.took_place_on)).all() == [third.starts_on]


def test_what_nobody_chose_is_asked_about(session: Session) -> None:
    school = School()
    second, third = school.another(), school.another(in_days=50)
    sent = school.one(school.first)
    done = school.move(into=third)
    assert [(fate.kind, fate.to) for fate in done.fates] == [("offered", third)]
    assert (places(sent), claims(sent), third.taken, second.taken) == ([], [third.id], 1, 0)
    entry = waiting.entry_of(sent)
    assert entry is not None
    assert entry.answer_by is not None
    assert dt.timedelta(hours=23) < entry.answer_by - clock.now() <= dt.timedelta(hours=24)
    assert modes.explain(sent, sent.lead.person).state == "offered"
    with unit_of_work():
        waiting.accept(entry)
    assert places(sent) == [third.id]
    assert modes.explain(sent, sent.lead.person).state == "confirmed"


def test_who_comes_first_is_served_first(session: Session) -> None:
    school = School()
    second = school.another(seats=1)
    first, later_one = school.one(school.first, second), school.one(school.first, second)
    done = school.move()
    assert [fate.kind for fate in done.fates] == ["given", "waits"]
    assert (places(first), places(later_one), state(later_one)) == ([second.id], [], "waiting")
    assert second.taken == 1
    assert told(later_one)[-1] == "class.waits"


def test_whoever_gets_nothing_reads_why(session: Session) -> None:
    school = School()
    second = school.another(seats=1)
    school.one(second)
    alone = school.one(school.first)
    done = school.move()
    assert [fate.kind for fate in done.fates] == ["nothing"]
    assert "名额不够" in done.fates[0].why[0]
    notice = session.scalars(select(Notice).where(Notice.kind == "class.nothing")).one()
    assert WHY in notify.text(notice)
    assert "名额不够" in notify.text(notice)
    assert modes.explain(alone, alone.lead.person).state == "taken_back"


def test_nobody_is_moved_into_what_overlaps_elsewhere(session: Session) -> None:
    school = School()
    second, third = school.another(in_days=40), school.another(in_days=50)
    sent = school.one(school.first, second, third)
    other = make.programme(mode="first_come")
    busy = make.offering(other, school.venue, in_days=40, nights=0, seats=5, with_beds=False)
    elsewhere = make.registration(other, [sent.lead.person], [busy], by=sent.signed_up_by)
    make.placement(elsewhere, busy)
    done = school.move()
    assert [(fate.to, fate.rank) for fate in done.fates] == [(third, 3)]
    assert "时间重叠" in done.fates[0].why[0]


def test_quotas_hold_and_what_is_given_back_counts(session: Session) -> None:
    school = School()
    make.quota(school.programme, group="employer", scope="run", maximum=2)
    make.quota(school.programme, group="employer", scope="offering", maximum=1)
    second, third = school.another(), school.another(in_days=50)
    other_unit = make.unit(school.district)
    one = school.one(school.first, second)
    two = school.sign_up(school.worker(other_unit), to=[school.first, second])
    elsewhere = school.one(second)
    done = school.move()
    assert [(fate.registration.id, fate.kind, fate.to) for fate in done.fates] == [
        (one.id, "offered", third),
        (two.id, "given", second),
    ]
    used = session.execute(select(QuotaUse.taken, QuotaUse.maximum)).all()
    assert all(taken <= maximum for taken, maximum in used)
    assert places(elsewhere) == [second.id]


def test_a_party_goes_together(session: Session) -> None:
    school = School()
    small, large = school.another(seats=1), school.another(seats=2, in_days=50)
    sent = school.sign_up(school.worker(), school.worker(), to=[school.first, small, large])
    school.move()
    assert (places(sent), small.taken, large.taken) == ([large.id], 0, 2)


def test_declining_a_substitute_keeps_ones_own_place_in_the_line(session: Session) -> None:
    school = School()
    full, third = school.another(seats=1), school.another(in_days=50)
    holder = school.one(full)
    sent = school.one(school.first, full)
    assert school.move(into=third).fates[0].kind == "offered"
    entry = waiting.entry_of(sent)
    assert entry is not None
    assert "继续候补" in str(modes.explain(sent, sent.lead.person).steps)
    with unit_of_work():
        waiting.decline(entry)
    assert (state(sent), third.taken) == ("waiting", 0)
    school.withdraw(holder)
    assert (state(sent), entry.offering_id) == ("offered", full.id)


def test_an_unanswered_substitute_goes_back(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    school = School()
    third = school.another(in_days=50)
    sent = school.one(school.first)
    school.move(into=third)
    later(monkeypatch, hours=25)
    waiting_owed.fill_owed()
    db.session.refresh(third)
    assert (state(sent), third.taken, claims(sent)) == ("lapsed", 0, [])


def test_what_was_seen_is_what_is_done(session: Session) -> None:
    school = School()
    second = school.another()
    school.one(school.first, second)
    seen = moving.plan(school.first).digest
    school.one(school.first)
    with pytest.raises(Stale), unit_of_work():
        merging.carry_out(school.city_coordinator, school.first, None, seen, WHY)
    assert not school.first.cancelled
    assert second.taken == 0
    assert people_in(school.first) == 2


def test_it_is_done_once_and_recorded(session: Session) -> None:
    school = School()
    second = school.another()
    school.one(school.first, second)
    seen = moving.plan(school.first, second).digest
    school.move(into=second)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "class.merge")).one()
    assert (entry.reason, entry.changes["moved_own"]) == (WHY, ["", "1"])
    with pytest.raises(DomainError, match="已经取消"), unit_of_work():
        merging.carry_out(school.city_coordinator, school.first, second, seen, WHY)


def test_which_classes_are_short(session: Session) -> None:
    school = School()
    school.another()
    school.one(school.first)
    assert [(row.offering, row.short) for row in classes.short(school.programme)] == [(school.first, 9)]


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_oversold_and_nobody_is_lost(session: Session, seed: int) -> None:
    """Chance classes and wishes: seats hold; whoever had a place has one, is asked, waits, or was told."""
    rng = random.Random(seed)
    school = School(settings={"answer_hours": rng.choice((0, 24))})
    others = [school.another(seats=rng.randint(1, 3), in_days=40 + k) for k in range(3)]
    for each in others:
        school.one(each)
    sent = [school.one(school.first, *rng.sample(others, rng.randint(0, 2))) for _ in range(6)]
    school.move(into=rng.choice([None, *others]))
    for each in others:
        assert each.taken <= (each.seats or 0)
        assert people_in(each) <= each.taken
    for each in sent:
        has = (
            bool(places(each)) + (state(each) in ("offered", "waiting")) + (told(each)[-1] == "class.nothing")
        )
        assert has == 1
    assert school.first.taken == 0


class Planned:
    """A programme whose plan is published: three in the short class, one place left in another."""

    def __init__(self) -> None:
        self.city, _district, self.union = make.tree()
        self.programme = make.programme(features=["classes"], state="closed")
        venue = make.venue(())
        self.short, self.other = (
            make.offering(self.programme, venue, in_days=days, nights=0, with_beds=False, seats=seats)
            for days, seats in ((30, 10), (40, 2))
        )
        self.there = self.party(9, self.other)
        self.sent = [self.party(number, self.short, *rest) for number, rest in ((5, [self.other]), (3, []))]
        self.run = planned([self.there, *self.sent])

    def party(self, number: int, *choices: Offering) -> object:
        return make.registration(
            self.programme, [make.person(self.union)], list(choices), lottery_number=number
        )

    def move(self) -> moving.Plan:
        seen = moving.plan(self.short, self.other).digest
        with unit_of_work():
            return merging.carry_out(make.account(coordinates=self.city), self.short, self.other, seen, WHY)


def test_places_of_a_published_plan_are_moved_too(session: Session) -> None:
    found = Planned()
    first, second = found.sent
    done = found.move()
    by_number = [(fate.registration.lottery_number, fate.kind) for fate in done.fates]
    assert by_number == [(3, "offered"), (5, "nothing")]
    assert people_in(found.other) == 1
    assert modes.explain(second, second.lead.person).state == "offered"
    # the place that is being asked about is nobody else's
    assert [each for each, _free in moving.targets(found.there.choices[0].offering)] == []
    entry = waiting.entry_of(second)
    assert entry is not None
    with unit_of_work():
        waiting.accept(entry)
    assert people_in(found.other) == 2
    given = session.scalars(select(Placement).where(Placement.registration_id == second.id)).all()
    assert {placement.run_id for placement in given} == {found.run.id}
    assert [each.id for each in waitlist.in_order(found.run)] == [first.id]


def test_what_is_asked_about_after_a_plan_is_taken_until_answered(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Planned()
    found.move()
    second = found.sent[1]
    assert [(p.party, p.offering) for p in refilling.being_asked(found.run)] == [
        (f"r{second.id}", f"o{found.other.id}")
    ]
    later(monkeypatch, hours=25)
    waiting_owed.fill_owed()
    assert state(second) == "lapsed"
    assert refilling.being_asked(found.run) == []


def test_a_programme_that_gives_no_places_moves_nobody(session: Session) -> None:
    programme = make.programme(mode="open", features=["classes"])
    offering = make.offering(programme, make.venue(()), seats=None, with_beds=False)
    with pytest.raises(DomainError, match="没有给出名额"):
        moving.plan(offering)
    assert offering_guard.holders(offering) == []
    assert session.scalar(select(func.count(Placement.id))) == 0
