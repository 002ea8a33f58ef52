"""Ranking, deciding, the public notice and what is said to those concerned."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Invalid, Stale
from app.models import Base, Decision, Notice, Objection, Participation, Registration
from app.services import modes, programmes, registration, sign_up_window
from app.services.reviewing import deciding, notice, objections, ranking
from app.services.reviewing.decision_words import in_words
from app.unit_of_work import unit_of_work
from tests import factories
from tests.services.reviews import Review


class Judged(Review):
    """Entries with these totals, all read."""

    def __init__(self, session: Session, *totals: int, **settings: int) -> None:
        super().__init__(**settings)
        self.entries = [self.entry() for _ in totals]
        self.close()
        for entry, total in zip(self.entries, totals, strict=True):
            self.score(session, entry, total)

    def decide(self, step: str) -> None:
        with unit_of_work():
            modes.of(self.programme).decide(self.programme, self.coordinator, {"step": step})

    def settle(self, *granted: Registration, reason: str = "看创新分") -> None:
        with unit_of_work():
            chosen = [each.id for each in granted]
            deciding.settle(self.coordinator, self.programme, chosen, reason)

    def change(self, entry: Registration, outcome: str, reason: str = "更正") -> None:
        with unit_of_work():
            deciding.change(self.coordinator, entry, outcome, reason)

    def outcomes(self) -> list[str]:
        found = {row.registration.id: row.outcome for row in ranking.of(self.programme).rows}
        return [found[entry.id] for entry in self.entries]

    def ranks(self) -> list[int | None]:
        found = {row.registration.id: row.rank for row in ranking.of(self.programme).rows}
        return [found[entry.id] for entry in self.entries]

    def reasons(self, session: Session) -> list[str]:
        session.rollback()
        known = ranking.decisions(self.programme)
        return [in_words(known[entry.id].reason) for entry in self.entries]


def count(session: Session, table: type[Base]) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


def later(monkeypatch: pytest.MonkeyPatch, **by: int) -> None:
    at = clock.now() + dt.timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: at)


def test_equal_totals_share_a_rank(session: Session) -> None:
    assert Judged(session, 80, 90, 80, 70).ranks() == [2, 1, 2, 4]


def test_as_many_as_there_are_places(session: Session) -> None:
    review = Judged(session, 80, 90, 30, 70, places=2, pass_mark=60)
    review.decide("propose")
    assert review.outcomes() == ["granted", "granted", "refused", "refused"]
    assert review.reasons(session)[2:] == [
        "总分没有达到入选线 60 分。",
        "名额 2 个已给总分更高的申报。入选的最低总分是 80.00。",
    ]


def test_a_tie_with_room_for_all_is_no_edge(session: Session) -> None:
    review = Judged(session, 80, 80, 70, places=2)
    assert (ranking.of(review.programme).edge, review.outcomes()) == ([], ["granted", "granted", "refused"])


def test_a_tie_at_the_last_place_waits_for_people(session: Session) -> None:
    review = Judged(session, 90, 80, 80, 70, places=2)
    assert review.outcomes() == ["granted", "edge", "edge", "later"]
    with pytest.raises(DomainError, match="并列"):
        review.decide("propose")
    with pytest.raises(Invalid, match="为什么"):
        review.settle(review.entries[2], reason=" ")
    with pytest.raises(Stale):
        review.settle(review.entries[3])
    review.settle(review.entries[2])
    with pytest.raises(Stale):
        review.settle(review.entries[1])
    review.decide("propose")
    assert review.outcomes() == ["granted", "refused", "granted", "refused"]
    assert review.reasons(session)[1] == "总分并列，取舍的原因：看创新分"


def test_who_ties_only_within_a_quota(session: Session) -> None:
    """Two of one union compete for its one place; the third, of another, has the same total and room."""
    review = Review(places=3)
    factories.quota(review.programme, scope="run", group="employer", maximum=1)
    entries = [review.entry(), review.entry(), review.entry(factories.unit(review.district))]
    review.close()
    for entry in entries:
        review.score(session, entry, 70)
    rows = {row.registration.id: row.outcome for row in ranking.of(review.programme).rows}
    assert [rows[entry.id] for entry in entries] == ["edge", "edge", "granted"]


def test_nested_quotas_hold_together(session: Session) -> None:
    review = Review(places=5)
    other = factories.unit(review.district)
    factories.quota(review.programme, scope="run", group="district", maximum=2)
    factories.quota(review.programme, scope="run", group="employer", value=review.union.code, maximum=1)
    entries = [review.entry(), review.entry(), review.entry(other), review.entry(other)]
    review.close()
    for entry, total in zip(entries, (90, 85, 80, 75), strict=True):
        review.score(session, entry, total)
    rows = {row.registration.id: row.outcome for row in ranking.of(review.programme).rows}
    assert [rows[entry.id] for entry in entries] == ["granted", "refused", "granted", "refused"]
    review.programme.quotas_return_at = clock.now() - dt.timedelta(hours=1)
    session.commit()
    assert {row.outcome for row in ranking.of(review.programme).rows} == {"granted"}


def test_nothing_is_proposed_before_all_is_read(session: Session) -> None:
    review = Review()
    review.entry()
    review.close()
    with pytest.raises(DomainError, match="没有评完"), unit_of_work():
        deciding.propose(review.coordinator, review.programme)
    assert {row.outcome for row in ranking.of(review.programme).rows} == {""}


def test_one_decision_is_changed_within_places(session: Session) -> None:
    review = Judged(session, 90, 80, 70, places=1)
    with pytest.raises(DomainError, match="还没有拟定"):
        review.change(review.entries[1], "granted")
    review.decide("propose")
    with pytest.raises(Invalid, match="已经给完"):
        review.change(review.entries[1], "granted")
    with pytest.raises(Invalid, match="没有改变"):
        review.change(review.entries[0], "granted")
    with pytest.raises(Invalid, match="原因"):
        review.change(review.entries[0], "refused", "##")
    review.change(review.entries[0], "refused", "不符合条件")
    review.change(review.entries[1], "granted", "递补")
    assert review.outcomes() == ["refused", "granted", "refused"]
    assert review.reasons(session)[:2] == ["不符合条件", "递补"]


def test_a_withdrawal_opens_ties_again_but_not_a_proposed_result(session: Session) -> None:
    review = Judged(session, 90, 80, 80, 80, 70, places=2)
    review.settle(review.entries[1])
    with unit_of_work():
        registration.withdraw(review.entries[1], review.entries[1].signed_up_by)
    review.entries.pop(1)
    assert review.outcomes() == ["granted", "edge", "edge", "later"]
    review.settle(review.entries[1])
    review.decide("propose")
    with unit_of_work():
        registration.withdraw(review.entries[0], review.entries[0].signed_up_by)
    review.entries.pop(0)
    assert review.outcomes() == ["granted", "refused", "refused"]
    said = [todo.words for todo in modes.of(review.programme).todos(review.programme)]
    assert any(review.entries[1].reference in words for words in said)


def test_deciding_anew(session: Session) -> None:
    review = Judged(session, 90, 80, places=1)
    review.decide("propose")
    with pytest.raises(Stale):
        review.decide("propose")
    with unit_of_work():
        deciding.discard(review.coordinator, review.programme, "名额有误")
    assert count(session, Decision) == 0
    review.decide("propose")


def test_the_notice_begins_and_ends_once(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    review = Judged(session, 90, 80, places=1, notice_days=3)
    with pytest.raises(DomainError, match="先拟定"):
        review.decide("notice")
    review.decide("propose")
    review.decide("notice")
    ends = review.programme.notice_ends_at
    review.decide("notice")
    assert (review.programme.state, review.programme.notice_ends_at) == ("noticed", ends)
    with pytest.raises(DomainError, match="才结束"):
        review.decide("final")
    later(monkeypatch, days=3, minutes=1)
    review.decide("final")
    told = count(session, Notice)
    review.decide("final")
    assert (count(session, Notice), count(session, Participation)) == (told, 1)
    with pytest.raises(DomainError, match="不能再退出"), unit_of_work():
        registration.withdraw(review.entries[1], review.entries[1].signed_up_by)
    with pytest.raises(Invalid, match="没有这一步"):
        review.decide("nonsense")


def test_objections_are_taken_while_the_notice_runs(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = Judged(session, 90, 80, places=1)
    review.decide("propose")
    somebody, other = factories.account(), Review()
    elsewhere = other.entry()
    with pytest.raises(DomainError, match="公示期"):
        raise_(review, somebody, "不公平")
    review.decide("notice")
    for words, about in (("  ", None), ("字" * 2001, None), ("不公平", elsewhere.id)):
        with pytest.raises(Invalid):
            raise_(review, somebody, words, about)
    for _ in range(2):
        raise_(review, somebody, "不公平", review.entries[0].id)
    assert count(session, Objection) == 1
    for number in range(4):
        raise_(review, somebody, f"第 {number} 条")
    with pytest.raises(DomainError, match="等待答复"):
        raise_(review, somebody, "又一条")
    later(monkeypatch, days=6)
    with pytest.raises(DomainError, match="公示期"):
        raise_(review, factories.account(), "太晚了")


def raise_(review: Review, by: object, words: str, about: int | None = None) -> Objection:
    with unit_of_work():
        return objections.raise_(by, review.programme, words, about)  # type: ignore[arg-type]


def test_an_objection_is_answered_once_and_decides(session: Session) -> None:
    review = Judged(session, 90, 80, places=1)
    review.decide("propose")
    review.decide("notice")
    person = factories.person(review.union)
    about = raise_(review, factories.account(person), "抄来的", review.entries[0].id)
    unfair = raise_(review, factories.account(), "我应当入选", review.entries[1].id)
    with pytest.raises(Invalid, match="已经给完") as refused:
        answer(review, unfair, "重新核对", "granted")
    assert refused.value.field == "verdict"
    for words, verdict in ((" ", "unfounded"), ("核实", "upheld"), ("核实", "nonsense")):
        with pytest.raises(Invalid):
            answer(review, about, words, verdict)
    answer(review, about, "属实", "refused")
    with pytest.raises(DomainError, match="已经答复"):
        answer(review, about, "不属实", "unfounded")
    answer(review, unfair, "属实，补上", "granted")
    assert review.outcomes() == ["refused", "granted"]
    assert (about.upheld, notice.unanswered(review.programme)) == (True, 0)
    told = session.scalars(select(Notice.person_id).where(Notice.kind == "objection.answered"))
    assert list(told) == [person.id]


def answer(review: Review, objection: Objection, words: str, verdict: str) -> None:
    with unit_of_work():
        objections.answer(review.coordinator, objection, words, verdict)


def test_what_is_said_at_every_stage(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    review = Review(places=1)
    entry, other = review.entry(), review.entry()
    assert (modes.explain(entry).state, modes.explain(entry).may_withdraw) == ("open", True)
    review.close()
    assert modes.explain(entry).state == "reviewing"
    review.score(session, entry, 80)
    review.score(session, other, 70)
    for step in ("propose", "notice"):
        with unit_of_work():
            modes.of(review.programme).decide(review.programme, review.coordinator, {"step": step})
    standing = modes.explain(entry)
    assert (standing.state, standing.title) == ("noticed", "拟入选，正在公示")
    assert standing.said[1] == "总分 80.00（满分 100），排第 1 名。"
    assert "80（满分 100）" in standing.said[2]
    later(monkeypatch, days=6)
    with unit_of_work():
        notice.finish(review.coordinator, review.programme)
    assert [modes.explain(each).state for each in (entry, other)] == ["granted", "refused"]
    assert "最低总分是 80.00" in modes.explain(other).said[0]
    assert not modes.explain(other).may_withdraw


def hindrances(review: Review) -> list[str]:
    session_programme = programmes.load(review.programme.id)
    return [each.page for each in modes.of(session_programme).hindrances(session_programme)]


def test_what_stands_against_opening(session: Session) -> None:
    ready = Review(reviewers=3)
    assert hindrances(ready) == []
    few = Review(reviewers=2)
    session.delete(few.criterion)
    session.commit()
    factories.quota(few.programme, scope="offering", group="district", minimum=1, maximum=3)
    assert hindrances(few) == [
        "console_review_criteria.index",
        "console_reviewers.index",
        "policy",
        "policy",
    ]
    alike = Review(reviewers=0)
    for _ in range(3):
        factories.reviewer(alike.programme, factories.account(factories.person(alike.union)))
    assert hindrances(alike) == ["console_reviewers.index"]


def test_a_review_opens_without_sessions_or_a_day_of_results(session: Session) -> None:
    review = Review(reviewers=3)
    review.programme.state, review.programme.results_on = "draft", None
    session.commit()
    factories.person(review.union)
    found, _through = sign_up_window.hindrances(programmes.load(review.programme.id))
    assert found == []


def test_reviewers_have_so_many_days(session: Session) -> None:
    """What is not handed in by then becomes pressing."""
    review = Review(review_days=3)
    review.entry()
    review.close()
    closed_at = review.programme.closes_at
    for days, pressing in ((2, False), (4, True)):
        with clock.as_of(closed_at + dt.timedelta(days=days)):
            (todo,) = modes.of(review.programme).todos(review.programme)
            assert (todo.pressing, "期限已过" in todo.words) == (pressing, pressing)


def test_a_quota_lowered_after_the_proposal_is_kept(session: Session) -> None:
    review = Review(places=3)
    quota = factories.quota(review.programme, scope="run", group="employer", maximum=2)
    entries = [review.entry(), review.entry()]
    review.close()
    for entry, mark in zip(entries, (90, 80), strict=True):
        review.score(session, entry, mark)
    with unit_of_work():
        deciding.propose(review.coordinator, review.programme)
    quota.maximum = 1
    session.commit()
    with pytest.raises(DomainError, match="超过了现在的限制"), unit_of_work():
        notice.start(review.coordinator, review.programme)
    with unit_of_work():
        deciding.change(review.coordinator, entries[1], "refused", "名额减为一个")
    with unit_of_work():
        notice.start(review.coordinator, review.programme)
    assert review.programme.state == "noticed"
