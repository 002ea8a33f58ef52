"""Places by district and by distance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.services import districts, nearby
from app.services.nearby import Place, Spot
from tests import factories

SPOTS = st.builds(Spot, st.floats(-90, 90), st.floats(-180, 180))


def test_a_known_distance() -> None:
    """From the town hall of Qingdao to Jiaozhou's: some 39 km."""
    assert nearby.km_between(Spot(36.0671, 120.3826), Spot(36.2646, 120.0334)) == pytest.approx(38.3, abs=0.5)
    assert nearby.km_between(Spot(0, 0), Spot(0, 180)) == pytest.approx(20015, abs=1)


@given(SPOTS, SPOTS)
def test_distance_is_the_same_both_ways_and_never_negative(one: Spot, other: Spot) -> None:
    there, back = nearby.km_between(one, other), nearby.km_between(other, one)
    assert there == pytest.approx(back)
    assert 0 <= there <= 20016
    assert nearby.km_between(one, one) == 0


def test_the_nearest_first_and_nothing_closed_or_without_a_place(session: Session) -> None:
    for name, latitude, closed in (("远", 36.3, False), ("近", 36.07, False), ("关", 36.061, True)):
        factories.venue((), kind="rest_station", name=name, latitude=latitude, longitude=120.4, closed=closed)
    factories.venue((), kind="rest_station", name="不知在哪")
    factories.venue((), kind="book_house", name="书屋", latitude=36.06, longitude=120.4)
    found = nearby.around(Spot(36.06, 120.4), "rest_station")
    assert [place.venue.name for place in found] == ["近", "远"]
    assert found[0].distance == "约 1.1 公里"
    assert [place.venue.name for place in nearby.around(Spot(36.06, 120.4))] == ["书屋", "近", "远"]


def test_words_claim_no_more_than_a_hundred_metres(session: Session) -> None:
    venue = factories.venue(())
    assert Place(venue, 0.012).distance == "约 100 米"
    assert Place(venue, 0.44).distance == "约 400 米"
    assert Place(venue).distance == ""


def test_by_district_and_kind_with_closed_ones_last(session: Session) -> None:
    factories.venue((), kind="rest_station", name="关", district="市南区", closed=True)
    factories.venue((), kind="rest_station", name="开", district="市南区")
    factories.venue((), kind="book_house", name="书屋", district="市南区")
    factories.venue((), kind="rest_station", name="别处", district="市北区")
    factories.venue((), kind="online", name="线上", district="市南区")
    assert [place.venue.name for place in nearby.found("rest_station", "市南区")] == ["开", "关"]
    assert [venue.name for venue in nearby.of_district("市南区", 5)] == ["开", "书屋"]
    assert nearby.count("", "市南区") == 3
    assert nearby.of_district("", 5) == []


def test_somebodys_district(session: Session) -> None:
    city = factories.unit()
    district = factories.unit(city, name="市南区总工会", name_en="Shinan District Federation")
    person = factories.person(factories.unit(district))
    assert districts.of_person(person) == "市南区"
    assert districts.of_person(factories.person(city)) == ""
    assert districts.of_person(None) == ""
    assert [(each.name, each.name_en) for each in districts.known()] == [("市南区", "Shinan District")]
