"""What is mine comes in order of time."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.models import Account, Placement, Registration
from app.services import modes, my_registrations
from tests import factories as make


@pytest.fixture
def me(session: Session) -> Account:
    return make.account(make.person(make.tree()[2]))


def placed(me: Account, in_days: int) -> Registration:
    """A place in a stay of three days."""
    assert me.person is not None
    stay = make.offering(make.programme(mode="first_come"), make.venue(), in_days=in_days, nights=2)
    sent = make.registration(stay.programme, [me.person], [stay], by=me)
    make.save(Placement(registration=sent, offering=stay, rank=1, given_at=clock.now()))
    return sent


def waiting(me: Account, results_in: int) -> Registration:
    """Sent, and closed already: what comes next is the day of the results."""
    assert me.person is not None
    now = clock.now()
    programme = make.programme(
        state="closed",
        opens_at=now - dt.timedelta(days=9),
        closes_at=now - dt.timedelta(days=1),
        results_on=clock.today() + dt.timedelta(days=results_in),
    )
    return make.registration(programme, [me.person], [make.offering(programme, make.venue())], by=me)


def test_what_comes_next_stands_first_and_what_is_over_last(me: Account) -> None:
    late, soon, over = placed(me, 90), placed(me, 3), placed(me, -60)
    now_there, between = placed(me, -1), waiting(me, 10)
    gone = waiting(me, 5)
    gone.state, gone.withdrawn_at = "withdrawn", clock.now()
    make.save()
    found = my_registrations.of_account(me)
    standings = {each.id: modes.explain(each, me.person) for each in found}
    ordered = [each.id for each in my_registrations.in_order_of_time(found, standings)]
    assert ordered[:4] == [now_there.id, soon.id, between.id, late.id]
    assert set(ordered[4:]) == {over.id, gone.id}
