"""The whole life of a contest, from its rules to the archive of awards."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Forbidden, Invalid, Stale
from app.models import AuditEntry, Award, Certificate, Notice
from app.services import features, issued_certificates, notify, registration
from app.services.contest import (
    appeals,
    awards,
    closing,
    entering,
    heat_view,
    heat_words,
    heats,
    judges,
    lots,
    marking,
    placing,
    results,
    standings,
    steps,
)
from app.services.contest.marking import Value
from app.unit_of_work import unit_of_work
from tests import factories
from tests.services.contests import DAY, SEED, ContestSite

TO_HEATS = ("enter", "equip", "freeze", "draw", "place", "publish")


def test_from_entry_to_the_archive(session: Session) -> None:
    site = ContestSite(*TO_HEATS)
    first, *_others, last = site.entries
    assert first.person is not None
    assert last.person is not None
    assert {each.link.endpoint for each in features.ahead(first.person)} == {"contest_mine.show"}
    site.marks()
    assert [step.endpoint for step in steps.due(site.contest)] == ["console_contest_results.show"]
    site.provisional()
    assert site.ranking()[0] == (1, first.person.name)

    account = last.registration.signed_up_by
    if not appeals.may_raise(account, last):
        account = factories.account(last.person)
    with unit_of_work():
        appeal = appeals.raise_(account, site.contest, last, "我的实操少算了 10 分")
    with pytest.raises(DomainError), unit_of_work():
        closing.make_final(site.coordinator, site.contest)
    change = ("practice", Value(10000, 1500))
    with unit_of_work():
        appeals.answer(site.coordinator, site.contest, appeal, "经复核，漏计一项", True, change)
    assert site.ranking()[0] == (1, last.person.name)
    said = session.scalars(select(AuditEntry).where(AuditEntry.action == "mark.settle")).one()
    assert said.reason == "经复核，漏计一项"
    assert said.changes["points"] == ["9000", "10000"]

    site.final()
    won = session.scalars(select(Award).where(Award.person_id == last.person_id)).one()
    assert (won.prize, won.rank, won.event, won.unit) == ("一等奖", 1, "焊条电弧焊", last.unit.name)
    assert [award.id for award in awards.search(f"一等奖 {won.winner}").items] == [won.id]
    kinds = {each.kind for each in issued_certificates.of_person(last.person)}
    assert {"参赛证书", "焊条电弧焊 一等奖"} <= kinds
    site.final()
    assert len(session.scalars(select(Award)).all()) == 3  # two prizes of the event, one of teams
    assert steps.due(site.contest) == []


def test_lots_can_be_drawn_again_by_anybody(session: Session) -> None:
    site = ContestSite("enter", "equip", "freeze")
    listed = lots.entries(site.contest)
    assert site.contest.entries_digest == hashlib.sha256("\n".join(listed).encode()).hexdigest()
    with pytest.raises(Invalid), unit_of_work():
        lots.draw(site.coordinator, site.contest, SEED)  # nobody knows the figure yet
    site.draw()
    keys = {
        entrant: hashlib.sha256(f"{SEED}\n{site.contest.entries_digest}\n{entrant}".encode()).hexdigest()
        for entrant in listed
    }
    assert lots.numbers(site.contest) == list(enumerate(sorted(listed, key=lambda each: keys[each]), 1))
    with pytest.raises(Invalid), clock.as_of(clock.now() + 3 * DAY), unit_of_work():
        lots.draw(site.coordinator, site.contest, "another")


def test_the_list_is_frozen_before_the_figure_is_known(session: Session) -> None:
    site = ContestSite("enter", "equip")
    with pytest.raises(DomainError), unit_of_work():
        lots.freeze(site.coordinator, site.contest)  # sign-up is still open
    with clock.as_of(clock.now() + 8 * DAY), pytest.raises(DomainError), unit_of_work():
        lots.freeze(site.coordinator, site.contest)


def test_a_plan_is_published_only_as_it_was_made(session: Session) -> None:
    site = ContestSite(*TO_HEATS[:-1])
    assert all(rule.broken == 0 for rule in heat_view.kept(site.plan))
    entry = site.entries[0]
    with unit_of_work():
        standings.put(site.coordinator, entry, "withdrawn", "受伤")
    with pytest.raises(Stale), unit_of_work():
        heats.publish(site.coordinator, site.contest, site.plan)
    site.place()
    site.publish()
    site.publish()
    seats = heats.of_entries(site.entries)
    assert entry.id not in seats
    assert len(seats) == 5
    told = session.scalars(select(Notice).where(Notice.kind == "contest.heat")).all()
    assert len(told) == 5
    assert "号工位" in notify.text(told[0])


def test_no_plan_says_why(session: Session) -> None:
    site = ContestSite("enter", "equip")
    site.event.station_count = 2
    session.commit()
    site.freeze()
    site.draw()
    site.place()
    assert site.plan.state == "failed"
    assert "6 人参赛，工位 × 场次只有 4 个" in heat_words.of(site.contest, site.plan.message)


def test_marks_count_only_when_both_say_the_same(session: Session) -> None:
    site = ContestSite(*TO_HEATS)
    entry = site.entries[0]
    one, other = site.watching(entry)
    with unit_of_work():
        marking.enter(one.account, entry, "practice", Value(8000, 2000, {"K1": 1}))
        marking.enter(one.account, entry, "practice", Value(8100, 2000, {"K1": 1}))  # still theirs alone
        marking.enter(other.account, entry, "practice", Value(8000, 2000, {"K1": 1}))
    assert marking.of(entry, "practice").differs
    assert marking.of(entry, "practice").value is None
    with pytest.raises(DomainError), unit_of_work():
        marking.enter(one.account, entry, "practice", Value(8000, 2000, {"K1": 1}))
    with pytest.raises(DomainError), unit_of_work():
        marking.settle(one.account, entry, "practice", Value(8000), "自己裁定自己")
    with unit_of_work():
        marking.settle(site.coordinator, entry, "practice", Value(8000, 2000, {"K1": 1}), "核对原始记录")
    value = marking.of(entry, "practice").value
    assert value is not None
    assert marking.counted(site.event, value) == 7800
    assert results.of(site.contest).events[0].differing == 0


def test_who_may_enter_marks(session: Session) -> None:
    site = ContestSite(*TO_HEATS)
    entry = site.entries[0]
    with pytest.raises(Forbidden), unit_of_work():
        marking.enter(site.coordinator, entry, "theory", Value(100))
    others = {judge.id for judge in site.watching(entry)}
    idle = next((j for j in judges.listed(site.programme) if j.id not in others), None)
    assert idle is not None
    with pytest.raises(DomainError), unit_of_work():
        marking.enter(idle.account, entry, "practice", Value(100))
    colleague = factories.account(factories.person(entry.unit))
    with unit_of_work():
        judges.appoint(site.coordinator, site.programme, colleague)
    with pytest.raises(DomainError), unit_of_work():
        marking.enter(colleague, entry, "theory", Value(100))
    with pytest.raises(Invalid), unit_of_work():
        marking.enter(site.watching(entry)[0].account, entry, "theory", Value(10_001))


def test_absent_and_disqualified_have_no_rank(session: Session) -> None:
    site = ContestSite(*TO_HEATS)
    first, second, *others = site.entries
    for judge in site.watching(first):
        with unit_of_work():
            marking.enter(judge.account, first, "practice", Value(absent=True))
    with unit_of_work():
        standings.put(site.coordinator, second, "disqualified", "冒名顶替")
    for entry in others:
        site.mark(entry, 8000, 8000, seconds=2000)
    rows = results.of(site.contest).events[0].rows
    assert [row.rank for row in rows] == [1, 1, 1, 1, None, None]
    assert {row.status for row in rows[-2:]} == {"absent", "disqualified"}
    site.provisional()


def test_appeals_have_their_time_and_their_people(session: Session) -> None:
    site = ContestSite(*TO_HEATS, "marks")
    entry = site.entries[0]
    lead = entry.registration.signed_up_by
    with pytest.raises(DomainError), unit_of_work():
        appeals.raise_(lead, site.contest, entry, "太早")
    site.provisional()
    with pytest.raises(Forbidden), unit_of_work():
        appeals.raise_(factories.account(factories.person(site.unions[0])), site.contest, entry, "旁人")
    with clock.as_of(clock.now() + 3 * DAY), pytest.raises(DomainError), unit_of_work():
        appeals.raise_(lead, site.contest, entry, "太晚")
    with unit_of_work():
        appeal = appeals.raise_(lead, site.contest, entry, "请复核")
        assert appeals.raise_(lead, site.contest, entry, "请复核") is appeal
    with unit_of_work():
        appeals.answer(site.coordinator, site.contest, appeal, "已复核，无误", False, None)
    with pytest.raises(DomainError), unit_of_work():
        appeals.answer(site.coordinator, site.contest, appeal, "再答一次", False, None)


def test_withdrawing_ends_entries_and_frees_the_unit(session: Session) -> None:
    site = ContestSite("enter", unit_limit=3)
    party = site.parties[0]
    person = factories.person(site.unions[0])
    late = factories.registration(site.programme, [person], [])
    chosen = {person.id: {site.event.id}}
    with pytest.raises(Invalid, match="最多报 3 个"), unit_of_work():
        entering.choose(late.signed_up_by, site.contest, late, chosen)
    with unit_of_work():
        registration.withdraw(party, party.signed_up_by, "有事")
    assert entering.of_registration(party) == []
    with unit_of_work():
        entering.choose(late.signed_up_by, site.contest, late, chosen)
    assert len(entering.of_registration(late)) == 1


def test_a_certificate_is_asked_for(session: Session) -> None:
    site = ContestSite(certificate="焊工（高级）")
    party = site.parties[0]
    person = party.lead.person
    with pytest.raises(Invalid, match="焊工（高级）"), unit_of_work():
        entering.choose(party.signed_up_by, site.contest, party, {person.id: {site.event.id}})
    factories.certificate(person)
    with unit_of_work():
        entering.choose(party.signed_up_by, site.contest, party, {person.id: {site.event.id}})


def test_a_team_enters_as_a_whole(session: Session) -> None:
    site = ContestSite(team=True)
    party = site.parties[0]
    with unit_of_work():
        entering.choose(party.signed_up_by, site.contest, party, {None: {site.event.id}})
    (entry,) = entering.of_registration(party)
    assert entry.person is None
    assert len(heats.people(entry)) == 3
    alone = factories.registration(site.programme, [factories.person(site.unions[0])], [])
    with pytest.raises(Invalid, match="至少两人"), unit_of_work():
        entering.choose(alone.signed_up_by, site.contest, alone, {None: {site.event.id}})


def test_a_plan_that_nobody_finished_is_taken_up(session: Session) -> None:
    site = ContestSite(*TO_HEATS[:4])
    with unit_of_work():
        plan_id = placing.start(site.coordinator, site.contest).id
    with unit_of_work():
        assert placing.claim(plan_id) is not None
        assert placing.claim(plan_id) is None
    assert placing.owed() == []
    with clock.as_of(clock.now() + DAY):
        assert placing.owed() == [plan_id]
        assert placing.work(plan_id)
    assert site.plan.state == "placed"


def test_certificates_are_issued_once(session: Session) -> None:
    site = ContestSite(*TO_HEATS, "marks", "provisional", "final")
    numbers = session.scalars(select(Certificate.number)).all()
    site.final()
    assert session.scalars(select(Certificate.number)).all() == numbers
