"""The draw is of the frozen list, once, and can be replayed."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.errors import Invalid, Stale
from app.models import Registration
from app.scheduling import lottery
from app.services.allocation import draw
from app.unit_of_work import unit_of_work
from tests import factories, season


def withdraw(registration: Registration) -> None:
    with unit_of_work():
        registration.state, registration.withdrawn_at = "withdrawn", clock.now()


def test_numbers_are_those_of_the_public_draw(session: Session) -> None:
    found = season.closed()
    expected = lottery.draw([r.reference for r in found.parties], found.programme.seed)
    assert {r.reference: r.lottery_number for r in found.parties} == expected
    assert sorted(expected.values()) == list(range(1, 8))


def test_who_withdrew_after_freezing_still_stands_on_the_list(session: Session) -> None:
    found = season.closed(drawn=False)
    withdraw(found.parties[2])
    withdraw(found.parties[4])
    with unit_of_work():
        numbers = draw.assign_numbers(found.programme, "42", found.coordinator)
    assert len(numbers) == 7
    assert lottery.entries_digest(numbers) == found.programme.entries_digest


def test_a_list_changed_by_other_means_is_refused(session: Session) -> None:
    found = season.closed(drawn=False)
    factories.registration(found.programme, [factories.person(found.employer)], [found.first])
    with pytest.raises(Stale), unit_of_work():
        draw.assign_numbers(found.programme, "42", found.coordinator)


@pytest.mark.parametrize("seed", ["", "  ", "x" * 81])
def test_a_seed_is_needed(session: Session, seed: str) -> None:
    found = season.closed(drawn=False)
    with pytest.raises(Invalid), unit_of_work():
        draw.assign_numbers(found.programme, seed, found.coordinator)


def test_nobody_draws_twice_or_before_closing(session: Session) -> None:
    found = season.closed()
    with pytest.raises(Invalid, match="已经摇过号"), unit_of_work():
        draw.assign_numbers(found.programme, "43", found.coordinator)
    with pytest.raises(Invalid, match="截止"), unit_of_work():
        draw.assign_numbers(factories.programme(), "43", found.coordinator)
