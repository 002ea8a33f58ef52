import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.models import Notice, Person, Registration
from app.services import gateway, notify
from app.unit_of_work import unit_of_work
from tests import factories as make


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(gateway, "send", lambda phone, text: sent.append((phone, text)))
    return sent


@pytest.fixture
def registration(session: Session) -> Registration:
    *_, union = make.tree()
    programme = make.programme(title="秋季疗休养")
    offering = make.offering(programme, make.venue())
    return make.registration(programme, [make.person(union)], [offering])


def told(registration: Registration, kind: str = "registration.sent", **parameters: str) -> Notice:
    with unit_of_work():
        return notify.tell(registration.lead.person, kind, registration, **parameters)


# told to people who may have no registration
OF_NO_REGISTRATION = {
    "attendance.not_reached",
    "certificate.issued",
    "certificate.revoked",
    "contest.answered",
    "host.added",
    "lecture.asked",
    "lecture.confirmed",
    "lecture.refused",
    "meeting.cancelled",
    "meeting.changed",
    "meeting.guest",
    "meeting.reminder",
    "nomination.confirmed",
    "nomination.ended",
    "note.hidden",
    "objection.answered",
    "review.assigned",
    "round.closed",
    "round.opened",
    "stay.leader",
    "stay.left_early",
    "stay.no_show",
    "stay.no_show_undone",
    "stay.slot_cancelled",
}


@pytest.mark.parametrize("kind", notify.WORDS)
def test_every_kind_reads_well_even_without_its_parameters(registration: Registration, kind: str) -> None:
    notice = told(registration, kind)
    words = notify.text(notice)
    assert "秋季疗休养" in words
    assert (registration.reference in words) == (kind not in OF_NO_REGISTRATION)
    assert "%" not in words


def test_dates_and_titles_in_quotation_marks_read_well(session: Session) -> None:
    *_, union = make.tree()
    programme = make.programme(title="“金点子”征集")
    found = make.registration(programme, [make.person(union)], [make.offering(programme, make.venue())])
    words = notify.text(told(found, "placement.given", what="晚间一班 2026-12-15"))
    assert "“‘金点子’征集”" in words
    assert "晚间一班 12月15日，" in words
    assert "2026-02-30" in notify.text(told(found, "placement.given", what="2026-02-30"))


def test_a_kind_without_words_is_refused(registration: Registration) -> None:
    with pytest.raises(ValueError, match="no words"):
        told(registration, "registration.mislaid")


def test_owed_notices_go_out_once(registration: Registration, sent: list[tuple[str, str]]) -> None:
    told(registration)
    assert notify.deliver_owed() == 1
    assert notify.deliver_owed() == 0
    phone, words = sent[0]
    assert phone == registration.lead.person.phone
    assert registration.reference in words


def test_delivery_may_be_called_inside_a_unit_of_work(
    registration: Registration, session: Session, sent: list[tuple[str, str]]
) -> None:
    told(registration)
    with unit_of_work():
        notify.deliver_owed()
    assert len(sent) == 1
    assert session.scalars(select(Notice.sent_at)).one() is not None


def test_what_the_gateway_refuses_stays_owed(
    registration: Registration, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def refuse(phone: str, text: str) -> None:
        calls.append(phone)
        raise gateway.GatewayFault("down")

    monkeypatch.setattr(gateway, "send", refuse)
    for _ in range(5):
        told(registration)
    assert notify.deliver_owed() == 0
    assert len(calls) == notify.FAULTS_UNTIL_LATER
    assert session.scalars(select(Notice.sent_at)).all() == [None] * 5


def test_what_is_days_late_is_not_sent(
    registration: Registration, sent: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    told(registration)
    later = clock.now() + dt.timedelta(days=4)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert notify.deliver_owed() == 0
    assert sent == []


def test_somebody_without_a_phone_is_not_owed_for_ever(
    registration: Registration, session: Session, sent: list[tuple[str, str]]
) -> None:
    with unit_of_work():
        person = session.scalars(select(Person)).one()
        person.phone = person.phone_digest = None
    told(registration)
    notify.deliver_owed()
    assert sent == []
    assert session.scalars(select(Notice.sent_at)).one() is not None
