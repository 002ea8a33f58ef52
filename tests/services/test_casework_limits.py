"""What may be granted: nested limits of cases and money, quotas, and a vehicle that is in one place a day."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.errors import Invalid
from app.models import CaseLimit, QuotaUse
from app.services import registration
from app.services.casework import applicant, deciding, limits
from app.services.casework.deciding import Stop, Verdict
from app.unit_of_work import unit_of_work
from tests import cases as made
from tests import factories

MONEY = {"money": "yes"}


def used(session: Session, *which: CaseLimit) -> list[int]:
    for each in which:
        session.refresh(each)
    return [each.taken for each in which]


def test_limits_nest_and_nothing_counts_when_one_is_full(session: Session) -> None:
    office = made.Office(settings=MONEY)
    city = made.limit(office.programme, 1000, "money")
    district = made.limit(office.programme, 700, "money", office.district)
    cases = made.limit(office.programme, 2)
    made.limit(office.programme, 1, "cases", factories.unit(office.city))
    made.decided(office.at_city(), office.one, "granted", 600)
    assert used(session, city, district, cases) == [600, 600, 1]
    second = made.taken(office.at_city(), office.one)
    with pytest.raises(Invalid) as refused:
        made.decided(second, office.one, "granted", 200)
    session.rollback()
    assert refused.value.field == "amount"
    assert "1" in str(refused.value.message)
    assert used(session, city, district, cases) == [600, 600, 1]
    made.decided(second, office.one, "partly", 100)
    assert used(session, city, district, cases) == [700, 700, 2]
    third = made.taken(office.at_city(), office.one)
    with pytest.raises(Invalid) as full:
        made.decided(third, office.one, "granted", 1)
    session.rollback()
    assert full.value.field in ("outcome", "amount")
    made.decided(third, office.one, "refused")
    assert used(session, city, district, cases) == [700, 700, 2]


def test_an_appeal_counts_anew_and_withdrawing_gives_back(session: Session) -> None:
    office = made.Office(settings=MONEY)
    money = made.limit(office.programme, 500, "money")
    case = made.decided(office.at_city(), office.one, "partly", 300)
    with unit_of_work():
        applicant.appeal(case.registration, case.registration.signed_up_by, "算少了", [])
    assert used(session, money) == [300]
    made.decided(case, office.two, "granted", 500)
    assert used(session, money) == [500]
    other = made.Office(settings=MONEY)
    limit = made.limit(other.programme, 500, "money")
    granted = made.decided(other.at_city(), other.one, "granted", 400)
    with unit_of_work():
        registration.withdraw(granted.registration, granted.registration.signed_up_by)
    assert (used(session, limit), granted.state) == ([0], "withdrawn")


def test_quotas_of_the_policy_count_too(session: Session) -> None:
    office = made.Office()
    quota = factories.quota(office.programme, group="district", scope="run", maximum=1)
    made.decided(office.at_city(), office.one, "granted")
    use = session.query(QuotaUse).filter_by(quota_id=quota.id).one()
    assert (use.unit_code, use.taken) == (office.district.code, 1)
    with pytest.raises(Invalid):
        made.decided(office.at_city(), office.one, "granted")


def test_a_vehicle_is_in_one_place_a_day(session: Session) -> None:
    office = made.Office(settings={"vehicles": 2})
    reason = made.verdict(office.programme, "granted").reason_id
    day = clock.today() + dt.timedelta(days=3)

    def grant(stop: Stop | None) -> None:
        case = made.taken(office.at_city(), office.one)
        with unit_of_work():
            deciding.decide(office.one, case, Verdict("granted", reason, "", 0, stop), case.version)

    grant(Stop(day, "东门", 1))
    for wrong, field in ((Stop(day, "西门", 1), "on"), (Stop(day, "西门", 3), "vehicle"), (None, "vehicle")):
        with pytest.raises(Invalid) as refused:
            grant(wrong)
        session.rollback()
        assert field in (refused.value.field, *refused.value.faults)
    grant(Stop(day, "西门", 2))
    grant(Stop(day + dt.timedelta(days=1), "西门", 1))


@pytest.mark.parametrize(
    ("amount", "words"), [(0, "0"), (120000, "1,200"), (120050, "1,200.50"), (5, "0.05")]
)
def test_money_in_words(amount: int, words: str) -> None:
    assert limits.yuan(amount) == words
