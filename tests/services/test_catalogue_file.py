"""The catalogue of the demonstration city: forty rows, whole, with the source's numbers and words."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Matter, Programme, Target, Venue
from app.models.venue import VENUE_KINDS
from app.services import counters, demo, kinds, measures, modes
from app.services.demo import catalogue
from app.services.demo.catalogue.reading import MatterEntry, TargetEntry
from app.unit_of_work import unit_of_work

CATALOGUE = catalogue.read()
EVERY_TARGET: list[TargetEntry] = [
    target for each in (*CATALOGUE.pledges, *CATALOGUE.matters) for target in each.targets
]


def test_forty_rows_and_ten_pledges() -> None:
    assert [each.number for each in CATALOGUE.matters] == list(range(1, 41))
    assert [each.number for each in CATALOGUE.pledges] == list(range(1, 11))
    # each pledge is kept in some row
    assert {each.pledge for each in CATALOGUE.matters} - {None} == set(range(1, 11))


@pytest.mark.parametrize("row", CATALOGUE.matters, ids=lambda row: str(row.number))
def test_a_row_is_whole(row: MatterEntry) -> None:
    assert row.theme in kinds.THEMES
    assert row.way in {*modes.every(), "venue", "part"}
    for zh, en in ((row.title, row.en), (row.summary, row.summary_en), (row.body, row.body_en)):
        assert re.search("[一-鿿]", zh), zh
        assert re.fullmatch(r"[ -~“”‘’–—é]+", en), en
    assert row.audience
    assert row.audience_en
    # what is assumed is marked
    assert row.assumed.endswith("。")
    assert row.assumed_en.endswith(".")
    # a number to reach, or it is said that the source gives none
    assert any(target.aim for target in row.targets) != row.without_number or row.targets
    assert row.targets or row.without_number
    assert bool(row.part_of) == (row.way == "part")
    if row.way == "venue":
        assert any(venue.matter == row.number for venue in CATALOGUE.venues)


@pytest.mark.parametrize("target", EVERY_TARGET, ids=lambda target: target.code)
def test_a_number_is_quoted(target: TargetEntry) -> None:
    """It stands in the words that it is taken from, however they write it."""
    assert target.unit in measures.UNITS
    written = f"{target.number // (10000 * measures.FEN)}" if target.unit == "money" else str(target.number)
    words = target.source.replace("2.5万", "25000").replace("12万", "120000").replace("150万", "1500000")
    words = re.sub(r"(\d+)万(?!元)", lambda found: f"{int(found[1]) * 10_000}", words)
    counted = {"四": 4, "三": 3, "百场": 100}
    spelt = target.number in {counted[sign] for sign in counted if sign in words}
    assert written in words or spelt or target.code == "guest-groups", (written, words)


def test_codes_slugs_and_counters_are_known_and_used_once() -> None:
    codes = [target.code for target in EVERY_TARGET]
    assert len(codes) == len(set(codes))
    slugs = [slug for listed in CATALOGUE.programmes.values() for slug in listed]
    assert len(slugs) == len(set(slugs))
    places = [venue.slug for venue in CATALOGUE.venues]
    assert len(places) == len(set(places))
    assert {venue.kind for venue in CATALOGUE.venues} <= set(VENUE_KINDS)
    assert {target.counter for target in EVERY_TARGET} <= {*counters.every(), "reported"}
    # every row that is not a place, or a part of another, has a programme
    whole = {row.number for row in CATALOGUE.matters if row.way not in ("venue", "part")}
    assert whole <= set(CATALOGUE.programmes)


def test_thirty_book_houses_as_the_source_says() -> None:
    assert sum(venue.kind == "book_house" for venue in CATALOGUE.venues) == 30


@pytest.mark.parametrize("database", ["sqlite"])
def test_in_the_city(session: Session, database: str) -> None:
    """Every slug that is listed is there, and every programme is of some matter."""
    with unit_of_work():
        demo.build(demo.Demand(seed=3, workers=60))
    by_slug = {each.slug: each for each in db.session.query(Programme)}
    for number, slugs in CATALOGUE.programmes.items():
        for slug in slugs:
            own = by_slug[slug].matter
            assert (own.number if own else None) == number, slug
    assert [each.slug for each in by_slug.values() if each.matter is None] == []
    assert db.session.query(Matter).count() == 40
    assert db.session.query(Target).count() == len(EVERY_TARGET)
    placed = db.session.query(Venue).filter(Venue.matter_id.is_not(None))
    assert all(venue.latitude and venue.position_assumed for venue in placed)
