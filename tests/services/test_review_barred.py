"""A review applies the programme's rules when it decides and before it is final, not only at sign-up."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.errors import DomainError, Invalid
from app.models import Registration
from app.services import modes
from app.services.reviewing import deciding, notice, ranking
from app.unit_of_work import unit_of_work
from tests import factories
from tests.services.first_come import later
from tests.services.reviews import Review

STEPS = ("propose", "notice", "final")


@pytest.fixture
def review(session: Session) -> Review:
    """One place, three entries of which the best is first; sign-up is over and all are read."""
    made = Review(places=1, notice_days=1)
    entries = [made.entry() for _ in range(3)]
    made.close()
    for entry, total in zip(entries, (90, 80, 70), strict=True):
        made.score(session, entry, total)
    return made


def rows(review: Review) -> list[ranking.Row]:
    return list(ranking.of(review.programme).rows)


def keep_out(review: Review, entry: Registration) -> None:
    """The entry's person moves to the fourth tier, and only the first three may take part."""
    with unit_of_work():
        entry.lead.person.tier = 4
    factories.rule(review.programme, "tiers", tiers=[1, 2, 3])


def decide(review: Review, step: str) -> None:
    with unit_of_work():
        modes.of(review.programme).decide(review.programme, review.coordinator, {"step": step})


def change(review: Review, entry: Registration, outcome: str) -> None:
    with unit_of_work():
        deciding.change(review.coordinator, entry, outcome, "资格复核")


def said(entry: Registration) -> str:
    return " ".join(modes.explain(entry, entry.lead.person).said)


def todos(review: Review) -> str:
    return " ".join(todo.words for todo in modes.of(review.programme).todos(review.programme))


def test_who_meets_the_rules_is_decided_by_rank(review: Review) -> None:
    factories.rule(review.programme, "tiers", tiers=[1, 2, 3])
    assert [row.outcome for row in rows(review)] == ["granted", "refused", "refused"]
    for step in STEPS[:2]:
        decide(review, step)
    assert "资格条件" not in todos(review)


def test_who_meets_them_no_longer_takes_no_place(review: Review) -> None:
    best = rows(review)[0].registration
    keep_out(review, best)
    assert [row.outcome for row in rows(review)] == ["refused", "granted", "refused"]
    decide(review, "propose")
    decide(review, "notice")
    assert [row.outcome for row in rows(review)] == ["refused", "granted", "refused"]
    assert "不符合资格条件：" in said(best)
    # which rule it was is not for everybody
    public = [line.why for line in notice.lines(review.programme)]
    assert public[0] == "不符合资格条件，不能入选。"
    with pytest.raises(Invalid, match="不符合资格条件"):
        change(review, best, "granted")


def test_a_grant_that_a_rule_meets_later_never_becomes_final(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    best, second = (row.registration for row in rows(review)[:2])
    decide(review, "propose")
    keep_out(review, best)
    with pytest.raises(DomainError, match=best.reference):
        decide(review, "notice")
    assert "1 份拟入选的申报现在不符合资格条件" in todos(review)
    with unit_of_work():
        best.lead.person.tier = 2
    decide(review, "notice")
    with unit_of_work():
        best.lead.person.tier = 4
    later(monkeypatch, days=2)
    with pytest.raises(DomainError, match=best.reference):
        decide(review, "final")
    assert review.programme.state == "noticed"
    change(review, best, "refused")
    change(review, second, "granted")
    decide(review, "final")
    assert review.programme.state == "published"
    # what is final is not judged again
    with unit_of_work():
        second.lead.person.tier = 4
    assert [row.outcome for row in rows(review)] == ["refused", "granted", "refused"]
