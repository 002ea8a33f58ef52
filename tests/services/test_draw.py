"""The draw is of the frozen list, once, and can be replayed."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.errors import Invalid, Stale
from app.models import AuditEntry, Registration
from app.scheduling.contract import lottery
from app.services import sign_up_window
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


def announced(known_in: dt.timedelta) -> season.Season:
    """Sign-up closed and frozen two hours ago; the announced figure is known so long from now."""
    found = season.closed(drawn=False)
    with unit_of_work():
        found.programme.entries_frozen_at = clock.now() - dt.timedelta(hours=2)
        found.programme.seed_known_at = clock.now() + known_in
    return found


def test_the_seed_is_not_taken_before_the_figure_is_known(session: Session) -> None:
    found = announced(dt.timedelta(minutes=1))
    with pytest.raises(Invalid, match="才揭晓"), unit_of_work():
        draw.assign_numbers(found.programme, "42", found.coordinator)
    assert found.programme.seed == ""
    assert not draw.is_drawn(found.programme)


def test_once_it_is_known_the_draw_is_made_and_dated(session: Session) -> None:
    found = announced(dt.timedelta(minutes=-1))
    with unit_of_work():
        draw.assign_numbers(found.programme, "42", found.coordinator)
    times = found.programme
    assert times.entries_frozen_at < times.seed_known_at < times.drawn_at <= clock.now()


def test_the_list_is_not_frozen_once_the_figure_is_known(session: Session) -> None:
    programme = factories.programme(seed_known_at=clock.now() - dt.timedelta(minutes=1))
    with pytest.raises(Invalid, match="揭晓"), unit_of_work():
        draw.freeze(programme)
    assert programme.entries_digest == ""


def test_closing_records_the_digest_and_its_time(session: Session) -> None:
    actor, programme = factories.account(), factories.programme()
    with unit_of_work():
        programme.closes_at = clock.now() - dt.timedelta(seconds=1)
        programme.seed_known_at = clock.now() + dt.timedelta(days=1)
    with unit_of_work():
        sign_up_window.close_sign_up(actor, programme)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "programme.close")).one()
    assert entry.changes["entries_digest"] == ["", programme.entries_digest]
    assert programme.entries_frozen_at <= entry.at
