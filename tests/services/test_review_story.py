"""Three hundred proposals and twelve reviewers, from closing to the final result."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Invalid
from app.models import Notice, Objection, Participation, Reading, Registration, Reviewer
from app.services import modes
from app.services.reviewing import deciding, notice, objections, ranking
from app.services.reviewing.ranking import Ranking
from app.unit_of_work import unit_of_work
from tests import factories
from tests.services.reviews import Review

PROPOSALS, REVIEWERS, UNIONS = 300, 12, 10
PLACES, OF_A_DISTRICT, OF_THE_FIRST_UNION = 52, 27, 3


class City(Review):
    """Ten unions of two districts with thirty proposals each; eight reviewers belong to one."""

    def __init__(self) -> None:
        super().__init__(reviewers=0, places=PLACES, pass_mark=40)
        self.districts = [self.district, factories.unit(self.city)]
        self.unions = [factories.unit(self.districts[k % 2]) for k in range(UNIONS)]
        self.reviewers = [self._reviewer(k) for k in range(REVIEWERS)]
        factories.quota(self.programme, scope="run", group="district", maximum=OF_A_DISTRICT)
        factories.quota(
            self.programme,
            scope="run",
            group="employer",
            value=self.unions[0].code,
            maximum=OF_THE_FIRST_UNION,
        )
        by = factories.account()
        self.entries = [
            factories.registration(self.programme, [factories.person(self.unions[k % UNIONS])], [], by)
            for k in range(PROPOSALS)
        ]

    def _reviewer(self, k: int) -> Reviewer:
        if k < 6:
            return factories.reviewer(self.programme, factories.account(factories.person(self.unions[k])))
        if k < 8:
            acts_for = self.unions[k] if k == 6 else self.districts[1]
            return factories.reviewer(self.programme, factories.account(coordinates=acts_for))
        return factories.reviewer(self.programme)

    def worth(self, entry: Registration) -> int:
        """From 20 to 79; five proposals of the same union share each."""
        return 20 + self.entries.index(entry) * 7 % 60

    def disputed(self, entry: Registration) -> bool:
        """Whether the first readers will be thirty points apart, and not two."""
        return self.entries.index(entry) % 20 == 19

    def ranking(self, session: Session) -> Ranking:
        session.rollback()
        return ranking.of(self.programme)


@pytest.fixture
def city(session: Session) -> City:
    return City()


@pytest.mark.slow
def test_a_review_from_closing_to_the_end(
    city: City, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.close()
    it_is_given_evenly_and_never_to_its_own_unit(session, city)
    far_apart_is_read_once_more(session, city)
    ties_at_an_edge_are_decided_by_people(session, city)
    places_and_quotas_are_kept_in_order_of_rank(session, city)
    objections_are_answered_before_it_is_final(session, city, monkeypatch)


def it_is_given_evenly_and_never_to_its_own_unit(session: Session, city: City) -> None:
    given = session.scalars(select(Reading)).all()
    assert Counter(reading.registration_id for reading in given) == {each.id: 2 for each in city.entries}
    loads = Counter(reading.reviewer_id for reading in given)
    assert sorted(loads.values()) == [PROPOSALS * 2 // REVIEWERS] * REVIEWERS
    for reading in given:
        unit, account = reading.registration.lead.person.unit, reading.reviewer.account
        assert account.person is None or account.person.unit_id != unit.id
        assert not any(coordinates.unit.contains(unit) for coordinates in account.coordinates)


def far_apart_is_read_once_more(session: Session, city: City) -> None:
    for entry in city.entries:
        apart = 15 if city.disputed(entry) else 1
        city.score(session, entry, city.worth(entry) - apart, city.worth(entry) + apart)
    called = session.scalars(select(Reading).where(Reading.round == 2)).all()
    disputed = [each for each in city.entries if city.disputed(each)]
    assert sorted(reading.registration_id for reading in called) == [each.id for each in disputed]
    assert not city.ranking(session).complete
    for reading in called:
        city.hand_in(reading, city.worth(reading.registration) + 10)
    rows = {row.registration.id: row for row in city.ranking(session).rows}
    for entry in city.entries:
        more = 1250 if city.disputed(entry) else 0  # between 15 and 10 above, the two that are closest
        assert rows[entry.id].judged.total == city.worth(entry) * 100 + more


def ties_at_an_edge_are_decided_by_people(session: Session, city: City) -> None:
    competing = []
    with pytest.raises(DomainError, match="并列"), unit_of_work():
        deciding.propose(city.coordinator, city.programme)
    while edge := city.ranking(session).edge:
        assert len({row.judged.total for row in edge}) == 1
        assert all(row.tied for row in edge)
        everybody = [row.registration.id for row in edge]
        with pytest.raises(Invalid, match="太多"), unit_of_work():
            deciding.settle(city.coordinator, city.programme, everybody, "都很好")
        with pytest.raises(Invalid, match="选满"), unit_of_work():
            deciding.settle(city.coordinator, city.programme, [], "都不好")
        competing.append((len(edge), settle(session, city)))
    # for the first union's quota, for the odd district's, for the last places
    assert competing == [(5, 3), (5, 2), (5, 2)]
    with unit_of_work():
        deciding.propose(city.coordinator, city.programme)


def settle(session: Session, city: City) -> int:
    """Grant as many as fit, in order of reference; how many that is."""
    edge = [row.registration.id for row in city.ranking(session).edge]
    for count in range(1, len(edge)):
        try:
            with unit_of_work():
                deciding.settle(city.coordinator, city.programme, edge[:count], "看第一项得分")
            return count
        except Invalid:
            session.rollback()
    raise AssertionError("nothing fits")


def places_and_quotas_are_kept_in_order_of_rank(session: Session, city: City) -> None:
    found = city.ranking(session)
    assert found.decided
    assert len(found.granted) == PLACES
    unions = Counter(row.registration.lead.person.unit_id for row in found.granted)
    assert unions[city.unions[0].id] == OF_THE_FIRST_UNION
    for district in city.districts:
        inside = [row for row in found.granted if district.contains(row.registration.lead.person.unit)]
        assert len(inside) <= OF_A_DISTRICT
    lowest = found.lowest
    assert lowest is not None
    for row in found.rows:
        assert row.decision is not None
        assert row.decision.reason
        if row.outcome == "refused" and (row.judged.total or 0) > lowest:
            assert row.decision.reason.startswith(("#quota", "#tie"))


def objections_are_answered_before_it_is_final(
    session: Session, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work():
        notice.start(city.coordinator, city.programme)
    found = city.ranking(session)
    granted = found.granted[0].registration
    passed_over = next(row.registration for row in found.rows if row.outcome == "refused")
    refuse_granting(city, passed_over, "全部名额 52 个，已经给完")
    neighbour = factories.account(factories.person(city.unions[3]))
    with unit_of_work():
        about = objections.raise_(neighbour, city.programme, "这项建议是抄来的", granted.id)
        whole = objections.raise_(neighbour, city.programme, "评得太快", None)
    over = clock.now() + dt.timedelta(days=5, minutes=1)
    refuse_final(city, "才结束")
    monkeypatch.setattr(clock, "now", lambda: over)
    refuse_final(city, "没有答复")
    answer(city, whole, "评审用了三周", objections.UNFOUNDED)
    refuse_final(city, "1 条异议没有答复")
    answer(city, about, "核实属实，取消入选", "refused")
    named = next(
        todo.words for todo in modes.of(city.programme).todos(city.programme) if "排在最前" in todo.words
    )
    lucky = next(each for each in city.entries if each.reference in named)
    with unit_of_work():
        deciding.change(city.coordinator, lucky, "granted", "递补")
    with unit_of_work():
        notice.finish(city.coordinator, city.programme)
    session.rollback()
    assert city.programme.state == "published"
    it_is_final_for_everybody(session, city, granted, lucky)


def refuse_final(city: City, words: str) -> None:
    with pytest.raises(DomainError, match=words), unit_of_work():
        notice.finish(city.coordinator, city.programme)


def refuse_granting(city: City, registration: Registration, words: str) -> None:
    with pytest.raises(Invalid, match=words), unit_of_work():
        deciding.change(city.coordinator, registration, "granted", "请考虑")


def answer(city: City, objection: Objection, words: str, verdict: str) -> None:
    with unit_of_work():
        objections.answer(city.coordinator, objection, words, verdict)


def it_is_final_for_everybody(
    session: Session, city: City, disgraced: Registration, lucky: Registration
) -> None:
    counted = select(Notice.kind, func.count()).where(Notice.kind.like("review.%")).group_by(Notice.kind)
    told = {str(kind): count for kind, count in session.execute(counted)}
    assert (told["review.granted"], told["review.refused"]) == (PLACES, PROPOSALS - PLACES)
    assert (told["review.noticed"], told["review.changed"]) == (PROPOSALS, 2)
    used = set(session.scalars(select(Participation.registration_id)))
    assert len(used) == PLACES
    assert (disgraced.id in used, lucky.id in used) == (False, True)
    standing = modes.explain(disgraced)
    assert (standing.state, standing.said[0]) == ("refused", "核实属实，取消入选")
    assert modes.explain(lucky).state == "granted"
