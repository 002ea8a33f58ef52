"""Notices and consents by version: what is in force, who is asked, and what is kept."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, true
from sqlalchemy.orm import Session

from app.errors import DomainError, Invalid, NotFound, Stale
from app.models import Account, AuditEntry, Offering, Person, Programme, ProgrammeText, Registration, Unit
from app.services import registration, texts
from app.services.party_plan import MemberPlan, PartyPlan
from app.services.text_differences import pieces
from app.unit_of_work import unit_of_work
from tests import factories


class Town:
    """An open programme without limits, somebody who may sign up for it, and a coordinator."""

    def __init__(self, **values: Any) -> None:
        self.city, self.district, self.union = factories.tree()
        self.programme: Programme = factories.programme(mode="open", **values)
        self.offering: Offering = factories.offering(self.programme, factories.venue(), with_beds=False)
        self.person: Person = factories.person(self.union)
        self.account: Account = factories.account(self.person)
        self.coordinator: Account = factories.account(coordinates=self.city)

    def add(self, kind: str = "consent", **values: Any) -> ProgrammeText:
        with unit_of_work():
            content = {"title": "安全须知", "body": "我已知晓。", **values}
            return texts.add(self.coordinator, self.programme, kind, content)

    def change(self, text: ProgrammeText, **values: Any) -> ProgrammeText:
        content = {name: getattr(text, name) for name in texts.CONTENT} | values
        with unit_of_work():
            return texts.change(self.coordinator, text, content)

    def send(self, *text_ids: int, replacing: Registration | None = None) -> Registration:
        plan = PartyPlan([MemberPlan(self.person)], [self.offering.id], consents=text_ids)
        with unit_of_work():
            return registration.sign_up(self.programme, self.account, plan, replacing)


@pytest.fixture
def town(session: Session) -> Town:
    return Town()


def agreed(sent: Registration) -> list[tuple[str, int]]:
    return [(consent.text.code, consent.text.version) for consent in texts.agreed(sent)]


def test_nothing_is_sent_without_the_consents_in_force(town: Town, session: Session) -> None:
    first, second = town.add(), town.add(title="肖像使用")
    with pytest.raises(Invalid) as refused:
        town.send(first.id)
    assert list(refused.value.faults) == [f"consent-{second.id}"]
    assert "肖像使用" in refused.value.message
    assert session.scalars(select(Registration)).all() == []
    assert agreed(town.send(first.id, second.id)) == [("consent-1", 1), ("consent-2", 1)]


def test_notices_are_shown_and_not_asked_for(town: Town) -> None:
    notice = town.add("notice")
    assert texts.in_force(town.programme, "notice") == [notice]
    assert agreed(town.send()) == []


def test_other_ids_agree_to_nothing(town: Town) -> None:
    mine, foreign = town.add(), Town().add()
    with pytest.raises(Invalid):
        town.send(foreign.id, 987654)
    assert agreed(town.send(mine.id, foreign.id, 987654)) == [("consent-1", 1)]


def test_a_new_version_asks_again_whoever_changes_and_leaves_the_rest(town: Town) -> None:
    old = town.add()
    sent = town.send(old.id)
    new = town.change(old, body="我已知晓，并自备泳帽。")
    assert (new.version, old.body, texts.in_force(town.programme)) == (2, "我已知晓。", [new])
    assert agreed(sent) == [("consent-1", 1)]
    assert texts.to_ask(town.programme, sent) == [new]
    with pytest.raises(Invalid):
        town.send(old.id, replacing=sent)
    assert agreed(town.send(new.id, replacing=sent)) == [("consent-1", 1), ("consent-1", 2)]


def test_who_has_agreed_to_what_is_in_force_is_not_asked_twice(town: Town) -> None:
    text = town.add()
    sent = town.send(text.id)
    assert texts.to_ask(town.programme, sent) == []
    assert agreed(town.send(replacing=sent)) == [("consent-1", 1)]


def test_a_draft_is_put_right_as_it_stands(session: Session) -> None:
    town = Town(state="draft")
    text = town.add()
    assert town.change(text, body="改过的").version == 1
    assert (text.body, len(texts.in_force(town.programme))) == ("改过的", 1)


def test_the_same_content_again_is_no_new_version(town: Town, session: Session) -> None:
    text = town.add()
    assert town.change(text) is text
    assert [entry.action for entry in session.scalars(select(AuditEntry))] == ["text.create"]


def test_a_version_that_is_not_the_latest_cannot_be_changed(town: Town) -> None:
    old = town.add()
    town.change(old, body="新")
    with pytest.raises(Stale):
        town.change(old, body="更新")
    with pytest.raises(Stale), unit_of_work():
        texts.withdraw(town.coordinator, old)


def test_withdrawn_is_not_asked_for_and_comes_back_as_a_new_version(town: Town, session: Session) -> None:
    text = town.add()
    sent = town.send(text.id)
    for _twice in range(2):
        with unit_of_work():
            texts.withdraw(town.coordinator, text)
    assert (texts.in_force(town.programme), agreed(sent)) == ([], [("consent-1", 1)])
    again = town.change(text)
    assert (again.version, texts.in_force(town.programme)) == (2, [again])
    actions = [e.action for e in session.scalars(select(AuditEntry)) if e.action.startswith("text.")]
    assert actions == ["text.create", "text.withdraw", "text.version"]


def test_a_cancelled_programme_keeps_its_texts(town: Town, session: Session) -> None:
    text = town.add()
    town.programme.state = "cancelled"
    session.commit()
    for act in (lambda: town.change(text, body="新"), lambda: town.add()):
        with pytest.raises(DomainError):
            act()
    assert len(texts.in_force(town.programme)) == 1


def test_an_unknown_kind_is_refused(town: Town) -> None:
    with pytest.raises(Invalid):
        town.add("advert")


def test_counts_stop_at_the_edge_of_the_scope(town: Town) -> None:
    text = town.add()
    town.send(text.id)
    inside = texts.history(town.programme, text.code, Unit.id == town.union.id)
    outside = texts.history(town.programme, text.code, Unit.id == town.district.id)
    assert (dict(inside.agreed), dict(outside.agreed)) == ({text.id: 1}, {})
    with pytest.raises(NotFound):
        texts.history(town.programme, "consent-9", true())


def test_each_version_knows_the_one_before(town: Town) -> None:
    first = town.add()
    second = town.change(first, body="第二版")
    found = texts.history(town.programme, first.code, true())
    assert (found.latest, found.before(second), found.before(first)) == (second, first, None)


def test_differences_name_what_went_and_what_came() -> None:
    assert pieces("自备泳帽。\n准时。", "自备泳帽和毛巾。\n准时。") == [
        ("same", "自备泳帽"),
        ("new", "和毛巾"),
        ("same", "。\n"),
        ("same", "准时。"),
    ]
    assert pieces("甲\n乙\n", "甲\n") == [("same", "甲\n"), ("gone", "乙\n")]


def test_differences_of_long_texts_are_told_as_a_whole() -> None:
    before, after = "字\n" * 600, "词\n" * 600
    assert pieces(before, after) == [("gone", before), ("new", after)]
    long = "甲" * 700
    assert pieces(long, long + "乙") == [("gone", long), ("new", long + "乙")]
    assert pieces(before, before) == [("same", before)]
