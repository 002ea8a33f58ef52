"""Working days, and what time alone does: questions lapse, decisions become final, the late are told."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError
from app.models import CaseReminder
from app.services import gateway, modes, waiting_owed
from app.services.casework import applicant, cases, figures, handling, overdue, working_days
from app.unit_of_work import unit_of_work
from tests import cases as made

DAY = dt.timedelta(days=1)


def city(year: int, month: int, day: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(year, month, day, hour, tzinfo=clock.CITY)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (city(2025, 9, 26), 1, city(2025, 9, 28, 18)),  # a Sunday worked in exchange for the holiday
        (city(2025, 9, 30), 1, city(2025, 10, 9, 18)),  # the National Day holiday lies between
        (city(2025, 11, 21), 3, city(2025, 11, 26, 18)),  # a weekend lies between
        (city(2050, 1, 7), 1, city(2050, 1, 10, 18)),  # not announced: Monday to Friday
    ],
)
def test_working_days(start: dt.datetime, days: int, end: dt.datetime) -> None:
    assert working_days.after(start, days) == end
    assert working_days.between(start, end) == days


@given(st.datetimes(dt.datetime(2019, 1, 1), dt.datetime(2040, 1, 1)), st.integers(0, 60))
def test_after_and_between_agree(naive: dt.datetime, days: int) -> None:
    start = naive.replace(tzinfo=clock.CITY)
    end = working_days.after(start, days)
    assert working_days.between(start, end) == days
    assert days == 0 or working_days.is_one(end.date())


@pytest.mark.parametrize(("unanswered", "state"), [("go_on", "open"), ("close", "decided")])
def test_a_question_lapses(session: Session, unanswered: str, state: str) -> None:
    office = made.Office(settings={"unanswered": unanswered})
    case = made.taken(made.applied(office.programme, office.person()), office.of_unit)
    with unit_of_work():
        question = handling.ask(office.of_unit, case, "请补", case.version)
    with clock.as_of(question.due_at + dt.timedelta(minutes=1)):
        assert list(overdue.owed()) == [office.programme.id]
        waiting_owed.fill_owed()
        assert case.state == state
        assert cases.question(case) is None
        with pytest.raises(DomainError), unit_of_work():
            applicant.answer(case.registration, case.registration.signed_up_by, "来晚了", [])
        assert list(overdue.owed()) == []
    if state == "decided":
        assert case.outcome == "refused"
        assert case.appeal_until is not None


def test_who_is_late_and_who_stands_above_are_told_once(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = made.Office()
    case = made.taken(made.applied(office.programme, office.person()), office.of_unit)
    assert case.due_at is not None
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(gateway, "send", lambda phone, words: sent.append((phone, words)))
    with clock.as_of(case.due_at + dt.timedelta(minutes=1)):
        for _minute in range(3):
            waiting_owed.fill_owed()
            overdue.deliver_owed()
        assert figures.late(office.programme) == 1
        pressing = [todo.words for todo in modes.of(office.programme).todos(office.programme)]
    assert sorted(phone for phone, _words in sent) == sorted([office.of_unit.phone, office.of_district.phone])
    assert case.registration.reference not in sent[0][1]
    assert session.query(CaseReminder).count() == 2
    assert any("1" in words for words in pressing)


def test_the_applicant_reads_that_it_is_late(session: Session) -> None:
    office = made.Office()
    case = made.applied(office.programme, office.person())
    assert case.due_at is not None
    with clock.as_of(case.due_at + DAY):
        said = modes.explain(case.registration, case.registration.lead.person).said[0]
    assert "催办" in said


def test_small_figures_of_a_private_programme_are_not_said(session: Session) -> None:
    office = made.Office(private=True)
    for _number in range(4):
        made.decided(office.at_city(), office.one, "granted")
    made.applied(office.programme, office.person())
    found = figures.of(office.programme)
    assert (found.by_state["decided"], found.by_state["open"], found.districts[0].granted) == (
        None,
        None,
        None,
    )
    made.decided(office.at_city(), office.one, "granted")
    found = figures.of(office.programme)
    assert (found.by_state["decided"], found.by_state["open"]) == (5, None)
    assert (found.districts[0].decided, found.districts[0].percent) == (5, "100%")
    open_twin = made.Office()
    made.decided(open_twin.at_city(), open_twin.one, "refused")
    plain = figures.of(open_twin.programme)
    assert (plain.by_state["decided"], plain.districts[0].granted, plain.steps[0].median) == (1, 0, 0)
    assert [count for _reason, count in plain.reasons] == [0, 0, 1]
