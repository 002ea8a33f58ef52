"""A reading club: notes that the host lets through, votes for the next book, certificates."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import DomainError, Forbidden, Invalid
from app.extensions import db
from app.models import Book, BookVote, Certificate, Notice, Person, Registration
from app.services import check_ins, features, notify, programme_todos, registration
from app.services.reading import attendance_certificates, books, notes, voting
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.clubs import Club


@pytest.fixture
def club(session: Session) -> Club:
    return Club(members=4)


def book(club: Club, title: str = "骆驼祥子", **values: object) -> Book:
    made = Book(programme=club.programme, title=title, **values)
    make.save(made)
    return made


def told(kind: str) -> list[str]:
    found = db.session.scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.id))
    return [notify.text(notice) for notice in found]


def test_the_club_reads_what_the_host_let_through(club: Club) -> None:
    read, (writer, *_others) = book(club), club.members
    with unit_of_work():
        kept, dropped = (notes.write(club.offering, writer, read.id, w, 12) for w in ("好书", "广告"))
    assert notes.shown(club.offering) == []
    with unit_of_work():
        notes.show(club.host, club.offering, kept.id)
        notes.hide(club.host, club.offering, dropped.id, "不是读书笔记")
    assert [note.words for note in notes.shown(club.offering)] == ["好书"]
    reasons = {note.words: (note.state, note.reason) for note in notes.of_person(club.offering, writer)}
    assert reasons == {"好书": ("shown", ""), "广告": ("hidden", "不是读书笔记")}
    assert "不是读书笔记" in told("note.hidden")[0]
    with unit_of_work():
        notes.hide(club.host, club.offering, kept.id, "作者要求")
    assert notes.shown(club.offering) == []


def test_notes_are_of_members_on_books_of_the_list(club: Club) -> None:
    foreign = book(Club(members=0))
    with pytest.raises(Invalid), unit_of_work():
        notes.write(club.offering, club.members[0], foreign.id, "好", None)
    with pytest.raises(Forbidden), unit_of_work():
        notes.write(club.offering, club.course.worker(), book(club).id, "好", None)
    read = book(club, "家")
    for _ in range(notes.PENDING_MOST):
        with unit_of_work():
            notes.write(club.offering, club.members[0], read.id, "好", None)
    with pytest.raises(DomainError, match="在等主持人看"), unit_of_work():
        notes.write(club.offering, club.members[0], read.id, "好", None)


def vote(club: Club, votes: Sequence[tuple[Person, int]]) -> None:
    for person, proposal_id in votes:
        with unit_of_work():
            voting.vote(club.offering, person, proposal_id)


def proposed(club: Club) -> list[int]:
    """A round with three books of three members."""
    with unit_of_work():
        voting.open_round(club.host, club.offering)
    ids = []
    for person, title in zip(club.members, ("边城", "茶馆", "三体"), strict=False):
        with unit_of_work():
            ids.append(voting.propose(club.offering, person, title, "", "").id)
    return ids


def test_one_vote_each_which_may_be_moved(club: Club) -> None:
    first, second, third = proposed(club)
    one, two, three, _four = club.members
    vote(club, [(one, first), (two, first), (three, second), (one, second)])
    running = voting.running(club.offering)
    assert running is not None
    assert voting.ballot(running).counts == {first: 1, second: 2}
    assert voting.vote_of(running, one) == second
    with unit_of_work():
        closed = voting.close(club.host, club.offering)
    assert closed.winner is not None
    assert (closed.winner.title, closed.winner.state, closed.reason) == ("茶馆", "planned", "")
    assert "茶馆" in [each.title for each in books.of_club(club.offering)]
    assert "3 票中得 2 票" in told("round.closed")[0]
    assert len(told("round.closed")) == 4
    with pytest.raises(DomainError, match="现在没有"), unit_of_work():
        voting.vote(club.offering, three, third)


def test_a_tie_is_settled_by_the_rule_or_by_the_host_with_a_reason(club: Club) -> None:
    first, second, third = proposed(club)
    one, two, *_others = club.members
    vote(club, [(one, second), (two, first)])
    for chosen, reason, field in ((third, "想读", "chosen"), (second, "", "reason")):
        with pytest.raises(Invalid) as raised, unit_of_work():
            voting.close(club.host, club.offering, chosen, reason)
        assert raised.value.field == field
    with unit_of_work():
        closed = voting.close(club.host, club.offering, second, "篇幅短")
    assert closed.winner is not None
    assert (closed.winner.title, closed.reason) == ("茶馆", "篇幅短")
    with unit_of_work():
        voting.open_round(club.host, club.offering)
    with unit_of_work():
        again = [voting.propose(club.offering, one, title, "", "").id for title in ("家", "春")]
    vote(club, [(one, again[1]), (two, again[0])])
    with unit_of_work():
        closed = voting.close(club.host, club.offering)
    assert closed.winner is not None
    assert closed.winner.title == "家"
    assert "先提出" in closed.reason


def test_what_cannot_be_proposed(club: Club) -> None:
    book(club, "骆驼祥子")
    proposed(club)
    one = club.members[0]
    for title in ("骆驼祥子", "茶馆"):
        with pytest.raises(Invalid), unit_of_work():
            voting.propose(club.offering, one, title, "", "")
    with unit_of_work():
        voting.propose(club.offering, one, "家", "", "")
    with pytest.raises(DomainError, match="最多提"), unit_of_work():
        voting.propose(club.offering, one, "春", "", "")
    with pytest.raises(DomainError, match="已经有一轮"), unit_of_work():
        voting.open_round(club.host, club.offering)
    with pytest.raises(Forbidden), unit_of_work():
        voting.propose(club.offering, club.course.worker(), "秋", "", "")
    other = Club(members=1)
    (foreign, *_rest) = proposed(other)
    with pytest.raises(Invalid), unit_of_work():
        voting.vote(club.offering, one, foreign)


def test_without_votes_nothing_is_chosen(club: Club) -> None:
    proposed(club)
    with unit_of_work():
        closed = voting.close(club.host, club.offering)
    assert closed.winner is None
    assert told("round.closed") == []


def test_who_leaves_no_longer_votes(club: Club, session: Session) -> None:
    first, *_others = proposed(club)
    vote(club, [(person, first) for person in club.members[:2]])
    sent = session.scalars(select(Registration).where(Registration.programme_id == club.programme.id)).first()
    assert sent is not None
    with unit_of_work():
        for each in features.of(club.programme):
            each.released(sent)
    assert session.scalars(select(BookVote.person_id)).all() == [club.members[1].id]


def certify(club: Club, came: dict[int, int], held: int = 4, least: int = 75) -> tuple[int, int]:
    """`came`: how many of `held` meetings each member, by their place in the list, came to."""
    meetings = [club.meeting(in_days=-9 + day) for day in range(held)]
    with unit_of_work():
        attendance_certificates.set_rule(club.coordinator, club.offering, least)
        for place, count in came.items():
            for meeting in meetings[:count]:
                check_ins.record(club.offering, club.members[place], "host", club.host, meeting)
        return attendance_certificates.issue(club.coordinator, club.offering)


def test_who_reached_the_share_is_certified_and_the_others_know_why(club: Club, session: Session) -> None:
    book(club, "茶馆", state="read")
    assert certify(club, {0: 4, 1: 3, 2: 2}) == (2, 2)
    holders = set(session.scalars(select(Certificate.person_id)))
    assert holders == {club.members[0].id, club.members[1].id}
    lines = [line["zh"] for line in session.scalars(select(Certificate)).first().facts]  # type: ignore[union-attr]
    assert any("共 4 次" in line for line in lines)
    assert any("茶馆" in line for line in lines)
    assert any("您到了 2 次，要到 3 次" in words for words in told("attendance.not_reached"))
    with unit_of_work():
        meeting = club.meeting(in_days=-3.5, cancelled_at=club.offering.programme.opens_at)
        assert meeting.cancelled_at is not None
        assert attendance_certificates.issue(club.coordinator, club.offering) == (0, 2)
    assert len(told("attendance.not_reached")) == 2
    with pytest.raises(DomainError, match="不能再改"), unit_of_work():
        attendance_certificates.set_rule(club.coordinator, club.offering, 50)


def test_not_before_all_is_over(club: Club) -> None:
    club.meeting(in_days=1)
    with pytest.raises(DomainError, match="还有 1 次"):
        certify(club, {0: 4})
    assert told("certificate.issued") == []


def test_the_coordinator_is_reminded_of_certificates(club: Club) -> None:
    club.meeting(in_days=-1)
    with unit_of_work():
        attendance_certificates.set_rule(club.coordinator, club.offering, 75)
    assert any("请发证书" in todo.words for todo in programme_todos.of(club.programme))


def test_withdrawing_asks_the_club(session: Session) -> None:
    """The real way of leaving forgets the vote too."""
    leaver = Club(members=0)
    later = make.offering(leaver.programme, leaver.course.venue, in_days=20, seats=9, with_beds=False)
    person = leaver.course.worker()
    sent = leaver.course.sign_up(person, to=[later])
    with unit_of_work():
        voting.open_round(leaver.coordinator, later)
    with unit_of_work():
        voting.vote(later, person, voting.propose(later, person, "边城", "", "").id)
    with unit_of_work():
        registration.withdraw(sent, sent.signed_up_by)
    assert session.scalars(select(BookVote)).all() == []
