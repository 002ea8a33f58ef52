"""A lottery: the list is frozen, drawn with a public figure, and places go in the order of numbers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.errors import Invalid, Stale
from app.models import Placement, Registration, Unit
from app.services import modes, registration, tickets, waiting
from app.services.allocation import drawn_record
from app.unit_of_work import unit_of_work
from tests import factories
from tests.services.lottery import DAY, DRAW, FIGURE, HOUR, WEIGHTED, Fair, in_vain


def test_the_luckiest_are_asked_and_confirm(session: Session) -> None:
    fair = Fair(seats=2)
    entered = [fair.enter() for _ in range(5)]
    assert {fair.state(each) for each in entered} == {"open"}
    fair.freeze()
    assert {fair.state(each) for each in entered} == {"frozen"}
    fair.draw()
    line = fair.by_number(entered)
    assert [each.lottery_number for each in line] == [1, 2, 3, 4, 5]
    known = fair.programme.seed_known_at
    assert known is not None
    with clock.as_of(known + 2 * HOUR):
        assert [fair.state(each) for each in line] == ["offered", "offered", "waiting", "waiting", "waiting"]
        with unit_of_work():
            waiting.accept(_entry(line[0]))
        assert fair.state(line[0]) == "confirmed"
    with clock.as_of(known + 3 * DAY):
        with unit_of_work():
            modes.of(fair.programme).fill(fair.programme)
        assert [fair.state(each) for each in line] == ["confirmed", "lapsed", "offered", "waiting", "waiting"]


def test_without_time_to_answer_places_are_given_at_once(session: Session) -> None:
    fair = Fair(seats=2, answer_hours=0)
    entered = [fair.enter() for _ in range(4)]
    fair.freeze()
    fair.draw()
    given = session.query(Placement).count()
    assert given == 2
    assert [fair.state(each) for each in fair.by_number(entered)][:2] == ["confirmed", "confirmed"]


def test_a_party_wins_or_loses_together(session: Session) -> None:
    """One seat: whoever comes first in the line alone has it, and no half of a pair."""
    fair = Fair(seats=1, answer_hours=0)
    pair = fair.enter(factories.person(fair.union), factories.person(fair.union))
    alone = fair.enter()
    fair.freeze()
    fair.draw()
    assert (fair.state(pair), fair.state(alone)) == ("waiting", "confirmed")
    assert fair.offering.taken == 1


def test_quotas_are_kept_in_the_order_of_numbers(session: Session) -> None:
    fair = Fair(seats=4, answer_hours=0)
    other = factories.unit(factories.unit(fair.city))
    factories.quota(fair.programme, group="district", scope="run", maximum=1)
    entered = [fair.enter() for _ in range(3)] + [fair.enter(factories.person(other)) for _ in range(2)]
    fair.freeze()
    fair.draw()
    placed = [each for each in entered if fair.state(each) == "confirmed"]
    assert sorted(_unit(each).id for each in placed) == sorted([fair.union.id, other.id])
    first = next(each for each in fair.by_number(entered) if _unit(each).id == fair.union.id)
    assert first in placed


def _unit(entered: Registration) -> Unit:
    return entered.lead.person.unit


def _entry(entered: Registration):  # type: ignore[no-untyped-def]
    entry = waiting.entry_of(entered)
    assert entry is not None
    return entry


@pytest.mark.parametrize(("years", "expected"), [([], 1), ([1], 2), ([1, 2], 3), ([1, 2, 3], 3)])
def test_years_of_waiting_are_more_entries(session: Session, years: list[int], expected: int) -> None:
    fair = Fair(seats=1, **WEIGHTED)
    person = factories.person(fair.union)
    for ago in years:
        in_vain(fair, person, ago)
    assert tickets.of_party(fair.programme, [person]) == expected


def test_a_place_ends_the_waiting(session: Session) -> None:
    fair = Fair(seats=1, **WEIGHTED)
    person = factories.person(fair.union)
    in_vain(fair, person, 3)
    in_vain(fair, person, 2, won=True)
    assert tickets.of_party(fair.programme, [person]) == 1
    in_vain(fair, person, 1)
    assert tickets.of_party(fair.programme, [person]) == 2


def test_nobody_gains_by_taking_along_who_has_waited(session: Session) -> None:
    fair = Fair(seats=1, **WEIGHTED)
    patient = factories.person(fair.union)
    in_vain(fair, patient, 1)
    assert tickets.of_party(fair.programme, [patient, factories.person(fair.union)]) == 1


def test_another_kind_and_no_weights_count_nothing(session: Session) -> None:
    person_of = factories.tree()[2]
    person = factories.person(person_of)
    in_vain(Fair(seats=1, kind="voucher"), person, 1)
    assert tickets.of_party(Fair(seats=1, **WEIGHTED).programme, [person]) == 1
    plain = Fair(seats=1)
    in_vain(plain, person, 2)
    assert tickets.of_party(plain.programme, [person]) == 1


def test_the_public_file_gives_the_same(session: Session, tmp_path: Path) -> None:
    """Entries, numbers and digest as published; a changed line, figure or digest is found."""
    fair = Fair(seats=2, **WEIGHTED)
    patient = factories.person(fair.union)
    in_vain(fair, patient, 1)
    fair.enter(patient)
    for _ in range(6):
        fair.enter()
    fair.freeze()
    listed, digest = drawn_record.entries(fair.programme), fair.programme.entries_digest
    assert len(listed) == 8
    assert sum("#" in line for line in listed) == 2
    fair.draw()
    entries, numbers = tmp_path / "entries.txt", tmp_path / "numbers.txt"
    entries.write_text("\n".join(listed) + "\n")
    numbers.write_text("\n".join(drawn_record.numbers(fair.programme)) + "\n")
    assert _replay(entries, numbers, FIGURE, digest) == 0
    assert _replay(entries, numbers, FIGURE + "9", digest) == 1
    entries.write_text("\n".join([*listed[1:], "LY-ZZZZ-ZZZZ-1"]) + "\n")
    assert _replay(entries, numbers, FIGURE, digest) == 1


def _replay(entries: Path, numbers: Path, seed: str, digest: str) -> int:
    command = [sys.executable, "-I", "-S", str(DRAW), str(entries)]
    options = ["--seed", seed, "--numbers", str(numbers), "--digest", digest]
    return subprocess.run([*command, *options], capture_output=True, check=False).returncode


def test_the_best_entry_is_the_number(session: Session) -> None:
    fair = Fair(seats=1, **WEIGHTED)
    patient = factories.person(fair.union)
    in_vain(fair, patient, 1)
    mine = fair.enter(patient)
    entered = [mine, *(fair.enter() for _ in range(4))]
    fair.freeze()
    fair.draw()
    order = [line.partition("\t")[2].partition("#")[0] for line in drawn_record.numbers(fair.programme)]
    assert [each.reference for each in fair.by_number(entered)] == list(dict.fromkeys(order))


def test_too_early_and_a_second_time(session: Session) -> None:
    fair = Fair(seats=1)
    entered = fair.enter()
    with pytest.raises(Invalid), unit_of_work():
        modes.of(fair.programme).decide(fair.programme, fair.coordinator, {"seed": FIGURE})
    fair.freeze()
    with pytest.raises(Invalid), clock.as_of(fair.programme.closes_at + HOUR), unit_of_work():
        modes.of(fair.programme).decide(fair.programme, fair.coordinator, {"seed": FIGURE})
    fair.draw()
    number = fair.by_number([entered])[0].lottery_number
    with pytest.raises(Invalid):
        fair.draw("another")
    assert fair.by_number([entered])[0].lottery_number == number


def test_the_list_is_frozen_before_the_figure_is_known(session: Session) -> None:
    fair = Fair(seats=1)
    fair.enter()
    fair.programme.seed_known_at = fair.programme.closes_at - HOUR
    session.commit()
    with pytest.raises(Invalid):
        fair.freeze()


def test_a_list_changed_by_other_means_is_not_drawn(session: Session) -> None:
    fair = Fair(seats=1)
    fair.enter()
    fair.freeze()
    fair.enter()
    with pytest.raises(Stale):
        fair.draw()


def test_who_withdraws_after_the_freeze_stays_in_the_list_and_gets_nothing(session: Session) -> None:
    fair = Fair(seats=1, answer_hours=0)
    gone, stays = fair.enter(), fair.enter()
    fair.freeze()
    with unit_of_work():
        registration.withdraw(gone, gone.signed_up_by)
    fair.draw()
    assert {line.partition("\t")[2] for line in drawn_record.numbers(fair.programme)} == {
        gone.reference,
        stays.reference,
    }
    assert (fair.state(gone), fair.state(stays)) == ("withdrawn", "confirmed")


def test_contradictions_of_a_lottery(session: Session) -> None:
    fair = Fair(seats=1, tickets_per_year=1, tickets_most=1)
    fair.programme.state = "draft"
    fair.programme.seed_known_at = clock.now() + 90 * DAY
    session.commit()
    assert len(modes.of(fair.programme).hindrances(fair.programme)) == 2
