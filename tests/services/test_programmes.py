"""What a coordinator may still change of a programme, and what its people keep."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Invalid, NotFound, Stale
from app.models import AuditEntry, Member, Programme, Registration
from app.services import passing, policy, programmes, sign_up_window
from app.unit_of_work import unit_of_work
from tests import factories


def values_of(programme: Programme, **changed: Any) -> dict[str, Any]:
    return {"slug": programme.slug, "title": programme.title, **changed}


def edit(programme: Programme, **changed: Any) -> None:
    actor = factories.account()
    with unit_of_work():
        programmes.edit(actor, programme, values_of(programme, **changed), programme.version)


def faults(programme: Programme, **changed: Any) -> set[str]:
    with pytest.raises(Invalid) as refused:
        edit(programme, **changed)
    return set(refused.value.faults) or {refused.value.field or ""}


def draft(**values: Any) -> Programme:
    known_at = clock.now() + dt.timedelta(days=8)
    source = {"seed_source": "次日开奖号码", "seed_known_at": known_at}
    made = factories.programme(**{"state": "draft", **source, **values})
    factories.offering(made, factories.venue())
    return made


def party(programme: Programme, size: int = 1, choices: int = 1) -> Registration:
    union = factories.tree()[2]
    offerings = [factories.offering(programme, factories.venue()) for _ in range(choices)]
    return factories.registration(programme, [factories.person(union) for _ in range(size)], offerings)


def test_a_change_is_recorded_with_before_and_after(session: Session) -> None:
    programme = draft()
    before = programme.title
    edit(programme, title="新名称")
    entry = session.scalars(select(AuditEntry)).one()
    assert entry.action == "programme.edit"
    assert entry.changes["title"] == [before, "新名称"]


def test_saving_without_a_change_records_nothing(session: Session) -> None:
    edit(draft())
    assert session.scalars(select(AuditEntry)).all() == []


def test_somebody_else_saved_meanwhile(session: Session) -> None:
    programme = draft()
    seen = programme.version
    edit(programme, title="甲的修改")
    with pytest.raises(Stale), unit_of_work():
        programmes.edit(factories.account(), programme, values_of(programme, title="乙的修改"), seen)
    assert [entry.changes["title"][1] for entry in programmes.saved_since(programme, seen)] == ["甲的修改"]
    assert programmes.saved_since(programme, programme.version) == []


def test_two_programmes_do_not_share_an_address(session: Session) -> None:
    taken = draft()
    assert faults(draft(), slug=taken.slug) == {"slug"}


def test_once_open_the_address_and_kind_stay(session: Session) -> None:
    assert faults(factories.programme(), slug="other", kind="micro_recuperation") == {"slug", "kind"}


def test_the_window_is_never_shortened_by_an_edit(session: Session) -> None:
    programme = factories.programme()
    now = clock.now()
    earlier = {"opens_at": now + dt.timedelta(hours=1), "closes_at": now + dt.timedelta(days=2)}
    assert faults(programme, **earlier) == {"opens_at", "closes_at"}
    edit(programme, closes_at=now + dt.timedelta(days=20))


def test_withdrawing_never_counts_sooner_than_was_said(session: Session) -> None:
    day = clock.today() + dt.timedelta(days=20)
    never, said = factories.programme(), factories.programme(withdraw_free_until_on=day)
    field = "withdraw_free_until_on"
    assert faults(never, withdraw_free_until_on=day) == {field}
    assert faults(said, withdraw_free_until_on=day - dt.timedelta(days=1)) == {field}
    edit(said, withdraw_free_until_on=day + dt.timedelta(days=1))
    edit(said, withdraw_free_until_on=None)
    edit(draft(), withdraw_free_until_on=day)


def test_limits_are_not_cut_below_what_people_used(session: Session) -> None:
    programme = factories.programme()
    party(programme, size=3, choices=4)
    assert faults(programme, max_choices=3, max_party_size=2) == {"max_choices", "max_party_size"}
    edit(programme, max_choices=4, max_party_size=3)


def test_a_withdrawn_party_holds_nothing_back(session: Session) -> None:
    programme = factories.programme()
    gone = party(programme, size=3)
    gone.state = "withdrawn"
    session.commit()
    edit(programme, max_party_size=1)


def test_after_closing_the_rules_of_the_draw_stay(session: Session) -> None:
    programme = factories.programme(state="closed")
    assert faults(programme, seed_source="别的", max_choices=2) == {"seed_source", "max_choices"}
    assert faults(factories.programme(state="published"), tier_weights={"1": 1}) == {"tier_weights"}


def test_unknown_programme(session: Session) -> None:
    with pytest.raises(NotFound):
        programmes.load(12345)


def contradictions_of(programme: Programme) -> list[str]:
    return [found.page for found in sign_up_window.hindrances(programmes.load(programme.id))[0]]


def test_a_sound_programme_has_no_contradiction(session: Session) -> None:
    assert contradictions_of(draft()) == []


def test_all_contradictions_are_named_at_once(session: Session) -> None:
    now = clock.now()
    programme = factories.programme(
        state="draft", closes_at=now + dt.timedelta(days=7), results_on=clock.today() + dt.timedelta(days=2)
    )
    factories.offering(programme, factories.venue(rooms=()), in_days=3)
    factories.offering(programme, factories.venue(rooms=(2,)), minimum=5)
    factories.quota(programme, minimum=9, maximum=3)
    factories.quota(programme, value="nobody", maximum=3)
    found = contradictions_of(programme)
    assert sorted(found) == sorted(["edit"] * 3 + ["offerings"] * 2 + ["venue"] + ["policy"] * 5)


def test_no_offering_and_a_window_that_is_over(session: Session) -> None:
    now = clock.now()
    over = {"opens_at": now - dt.timedelta(days=9), "closes_at": now - dt.timedelta(days=1)}
    programme = factories.programme(state="draft", seed_source="x", seed_known_at=now, **over)
    assert contradictions_of(programme) == ["edit", "offerings"]


def test_minimums_that_cannot_all_be_met(session: Session) -> None:
    city, district, _ = factories.tree()
    other = factories.unit(city)
    programme = draft()  # 7 beds
    for place in (district, other):
        factories.quota(programme, group="district", scope="run", value=place.code, minimum=5)
    assert contradictions_of(programme) == ["policy"]


def test_opening_is_refused_with_everything_that_stands_against_it(session: Session) -> None:
    programme = factories.programme(state="draft")
    with pytest.raises(Invalid) as refused, unit_of_work():
        sign_up_window.open_sign_up(factories.account(), programmes.load(programme.id))
    assert len(refused.value.faults) == 3
    assert programme.state == "draft"


def test_rules_that_nobody_passes_keep_it_shut(session: Session) -> None:
    factories.person(factories.tree()[2], tier=4)
    programme = draft()
    rule = factories.rule(programme, "tiers", tiers=[1])
    session.expire_all()
    found, through = sign_up_window.hindrances(programmes.load(programme.id))
    assert (through.known, through.passing, through.stopped) == (1, 0, {rule.id: 1})
    assert [each.page for each in found] == ["policy"]


def test_opening_and_closing(session: Session) -> None:
    programme, actor = draft(), factories.account()
    with unit_of_work():
        sign_up_window.open_sign_up(actor, programmes.load(programme.id))
    assert programme.state == "open"
    party(programme)
    with pytest.raises(Invalid) as refused, unit_of_work():
        sign_up_window.close_sign_up(actor, programme)
    assert refused.value.field == "reason"
    with unit_of_work():
        sign_up_window.close_sign_up(actor, programme, "名额提前用完")
    assert programme.state == "closed"
    assert programme.closes_at <= clock.now()
    assert programme.entries_digest
    assert [e.action for e in session.scalars(select(AuditEntry))] == ["programme.open", "programme.close"]


def test_steps_are_taken_once(session: Session) -> None:
    actor = factories.account()
    for state, step in (("open", sign_up_window.open_sign_up), ("draft", sign_up_window.close_sign_up)):
        programme = factories.programme(state=state)
        with pytest.raises(DomainError), unit_of_work():
            step(actor, programme)
    published = factories.programme(state="published")
    with pytest.raises(DomainError), unit_of_work():
        sign_up_window.cancel(actor, published, "x")


def test_a_rule_that_would_stop_people_who_signed_up_is_refused(session: Session) -> None:
    programme, actor = factories.programme(), factories.account()
    party(programme)  # tier 2
    with pytest.raises(DomainError, match="LY-"), unit_of_work():
        policy.save_rule(actor, programme, None, "tiers", {"parameters": {"tiers": [1]}, "regulation": ""})
    assert programmes.load(programme.id).rules == []
    with unit_of_work():
        policy.save_rule(
            actor, programme, None, "tiers", {"parameters": {"tiers": [2]}, "regulation": "办法"}
        )
    assert [member.id for member in passing.signed_up_but_stopped(programme)] == []
    assert session.scalars(select(Member)).one().active


def test_quotas_are_named_by_themselves(session: Session) -> None:
    programme, actor = draft(), factories.account()
    limit = {"group": "employer", "scope": "offering", "value": None, "minimum": 0, "maximum": 5}
    for _ in range(2):
        with unit_of_work():
            policy.save_quota(actor, programme, None, limit)
    assert [quota.code for quota in programme.quotas] == ["Q1", "Q2"]
    with unit_of_work():
        policy.delete_quota(actor, programme, programme.quotas[0])
    assert [quota.code for quota in programmes.load(programme.id).quotas] == ["Q2"]
    with pytest.raises(Invalid), unit_of_work():
        policy.save_quota(actor, programme, None, {**limit, "minimum": 6})
    with pytest.raises(Invalid), unit_of_work():
        policy.save_quota(actor, programme, None, {**limit, "value": "nobody"})
