"""`open`: recorded and counted; what was chosen is in the calendar, and can be given up until it begins."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Invalid
from app.models import Offering, Person, Programme, Registration
from app.services import commitments, eligibility, modes, registration, sign_up_window
from app.services.party_plan import MemberPlan, PartyPlan
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.first_come import later


class Talk:
    """An open programme with one run in thirty days, from nine to eleven, in which somebody takes part."""

    def __init__(self) -> None:
        city, _district, self.union = make.tree()
        self.desk = make.account(coordinates=city)
        self.me: Person = make.person(self.union)
        self.account = make.account(self.me)
        self.programme = self.open_to_all(title="职工讲堂", kind="talk")
        self.run = self.offering(self.programme, "09:00", "11:00")
        self.entry = self.sign_up(self.programme, self.run)

    def open_to_all(self, **values: Any) -> Programme:
        return make.programme(mode="open", results_on=None, max_choices=1, **values)

    def offering(self, of: Programme, since: str, until: str) -> Offering:
        return make.offering(of, make.venue(()), nights=0, with_beds=False, from_time=since, to_time=until)

    def sign_up(self, to: Programme, *chosen: Offering) -> Registration:
        plan = PartyPlan([MemberPlan(self.me)], [offering.id for offering in chosen])
        with unit_of_work():
            return registration.sign_up(to, self.account, plan)

    def close(self) -> None:
        with unit_of_work():
            sign_up_window.close_sign_up(self.desk, self.programme, "测试")

    def withdraw(self) -> None:
        with unit_of_work():
            registration.withdraw(self.entry, self.account)


@pytest.fixture
def talk(session: Session) -> Talk:
    return Talk()


def test_what_was_chosen_is_in_the_calendar(talk: Talk) -> None:
    other = talk.open_to_all(overlap="forbid")
    at_once, after = talk.offering(other, "10:00", "12:00"), talk.offering(other, "11:00", "12:00")
    with pytest.raises(Invalid, match="职工讲堂"):
        talk.sign_up(other, at_once)
    assert talk.sign_up(other, after).choices[0].offering_id == after.id


@pytest.mark.parametrize("gone", ["withdrawn", "cancelled"])
def test_what_is_given_up_or_not_held_is_not(talk: Talk, gone: str) -> None:
    wanted = talk.offering(talk.open_to_all(), "09:00", "10:00")
    assert commitments.clashes([talk.me], [wanted])
    if gone == "withdrawn":
        talk.withdraw()
    else:
        with unit_of_work():
            sign_up_window.cancel(talk.desk, talk.programme, "场地停用")
    assert commitments.clashes([talk.me], [wanted]) == []


def test_it_can_be_given_up_until_it_begins(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    talk.close()
    standing = modes.explain(talk.entry)
    assert standing.may_withdraw
    assert standing.losses == ["报名已截止，退出后不能再报这个项目。"]
    later(monkeypatch, days=30)
    assert not modes.explain(talk.entry).may_withdraw
    with pytest.raises(DomainError, match="已经开始"):
        talk.withdraw()
    assert talk.entry.state == "submitted"


def test_having_taken_part_counts_once_sign_up_is_over(talk: Talk) -> None:
    following, again = talk.open_to_all(kind="training"), talk.open_to_all(kind="talk")
    make.rule(following, "completed", programme=talk.programme.slug)
    make.rule(again, "not_within_years", years=3, kinds=["talk"])
    later_on = clock.today() + dt.timedelta(days=40)

    def refused(programme: Programme) -> bool:
        return bool(eligibility.reasons(talk.me, programme, later_on))

    assert (refused(following), refused(again)) == (True, False)
    talk.close()
    assert (refused(following), refused(again)) == (False, True)
    # it does not stand against itself
    make.rule(talk.programme, "not_within_years", years=3, kinds=["talk"])
    assert not refused(talk.programme)
    talk.withdraw()
    assert (refused(following), refused(again)) == (True, False)


def test_limits_that_nobody_would_keep_are_refused_before_opening(talk: Talk) -> None:
    mode = modes.of(talk.programme)
    assert mode.hindrances(talk.programme) == []
    make.quota(talk.programme, maximum=3)
    talk.run.seats = 20
    make.save(talk.run)
    assert [found.page for found in mode.hindrances(talk.programme)] == ["policy", "offerings"]
    talk.run.cancelled = True
    assert [found.page for found in mode.hindrances(talk.programme)] == ["policy"]
