"""The report upward: what each figure counts, and that sums agree with their rows."""

from __future__ import annotations

import datetime as dt
import io
import random

import pytest
from openpyxl import load_workbook
from sqlalchemy import true
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models import CheckIn, Placement, StayFee, StayGuest, Unit
from app.services.stays import fees, report, report_workbook
from app.services.stays.report import Figures, Report
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.stays import Stay

TRACKS = ("front_line", "model", "national_model", "skilled", "new_form")
ADDED = ("placed", "heads", "absent", "city", "unit", "person")


def window(back: int = 60) -> tuple[dt.date, dt.date]:
    today = clock.today()
    return today - dt.timedelta(days=back), today


def make_report(within: object = None) -> Report:
    return report.make(*window(), true() if within is None else within)  # type: ignore[arg-type]


def fee(stay: Stay, city: int, unit: int, person: int) -> None:
    with unit_of_work():
        fees.save(stay.coordinator, [stay.offering], city, unit, person)


def came(stay: Stay, *people: int) -> None:
    make.save(*(CheckIn(offering=stay.offering, person_id=p, at=clock.now(), how="desk") for p in people))


def test_heads_are_who_came_and_money_is_theirs(session: Session) -> None:
    """Worked by hand: three placed, two came, one did not; 1,200 yuan each, of which the city bears 800."""
    stay = Stay(began=3)
    people = [stay.person(track="model"), stay.person(track="model"), stay.person()]
    stay.place(people[:2], [(0, 1), (0, 2)])
    stay.place(people[2:], [(1, 1)])
    fee(stay, 80_000, 30_000, 10_000)
    came(stay, people[0].id, people[2].id)
    make.save(StayGuest(offering=stay.offering, person=people[1], no_show_at=clock.now()))
    found = make_report()
    rows = {line.track: line.figures for line in found.lines}
    assert (rows["model"].trips, rows["model"].placed, rows["model"].heads, rows["model"].absent) == (
        1,
        2,
        1,
        1,
    )
    assert (found.total.trips, found.total.heads, found.total.money) == (1, 2, 240_000)
    assert (found.total.city, found.total.unit, found.total.person) == (160_000, 60_000, 20_000)
    assert (found.unrecorded, found.unpriced) == (0, 0)


def test_a_stay_without_a_desk_counts_who_was_placed_and_says_so(session: Session) -> None:
    stay = Stay(began=3)
    stay.place([stay.person()], [(0, 1)])
    found = make_report()
    assert (found.total.heads, found.total.money, found.unrecorded, found.unpriced) == (1, 0, 1, 1)
    assert len(report_workbook.gaps(found)) == 2


def test_what_is_not_counted(session: Session) -> None:
    """What is to come, cancelled, outside the time, given back, or of a programme without stays."""
    for spoilt in ("coming", "cancelled", "early", "withdrawn", "featureless"):
        stay = Stay(began={"coming": -3, "early": 90}.get(spoilt, 3))
        party = stay.place([stay.person()], [(0, 1)])
        stay.offering.cancelled = spoilt == "cancelled"
        if spoilt == "withdrawn":
            party.members[0].active = False
        if spoilt == "featureless":
            stay.programme.features = []
        make.save(stay.offering, party.members[0], stay.programme)
    assert make_report().total == Figures()


def test_each_coordinator_reports_their_own_part(session: Session) -> None:
    stay = Stay(began=3)
    far = make.unit(make.unit(stay.city))
    stay.place([stay.person()], [(0, 1)])
    stay.place([make.person(far)], [(1, 1)])
    mine = Unit.path.startswith(far.path)
    assert [line.unit.id for line in make_report(mine).lines] == [far.id]
    assert make_report().total.heads == 2


def random_season(seed: int) -> None:
    """Districts, unions, stays, people of all tracks; some came, some did not, some stays have no fee."""
    rng = random.Random(seed)
    base = Stay(began=rng.randrange(1, 9), rooms=(12, 12))
    unions = [make.unit(make.unit(base.city)) for _ in range(2)]
    unions += [base.union, make.unit(base.district)]
    for number in range(4):
        stay = base if not number else Stay(began=rng.randrange(1, 30), rooms=(12, 12))
        people = [
            make.person(rng.choice(unions), track=rng.choice(TRACKS)) for _ in range(rng.randrange(1, 9))
        ]
        stay.place(people, [(0, k) for k in range(1, len(people) + 1)])
        if rng.random() < 0.7:
            fee(stay, *(rng.randrange(0, 100_000) for _ in range(3)))
        if rng.random() < 0.7:
            came(stay, *(p.id for p in people if rng.random() < 0.8))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sums_agree_with_rows(session: Session, seed: int) -> None:
    random_season(seed)
    found = make_report()
    assert found.total.placed > 0
    for district in found.districts:
        for name in ADDED:
            assert getattr(district.figures, name) == sum(getattr(e.figures, name) for e in district.lines)
        shared = set().union(*(line.figures.offerings for line in district.lines))
        assert district.figures.trips == len(shared)
    for name in ADDED:
        total = getattr(found.total, name)
        assert total == sum(getattr(d.figures, name) for d in found.districts)
        assert total == sum(getattr(figures, name) for _track, figures in found.by_track)
    assert found.total.money == _money_by_hand()
    assert found.total.trips <= sum(d.figures.trips for d in found.districts)
    _workbook_agrees(found)


def _money_by_hand() -> int:
    """Every stay by itself: its fee times who came, or who was placed where nobody wrote anything down."""
    total = 0
    for each in db.session.query(StayFee):
        arrived = db.session.query(CheckIn).filter_by(offering_id=each.offering_id).count()
        placed = sum(
            len(place.registration.members)
            for place in db.session.query(Placement)
            if place.offering_id == each.offering_id
        )
        total += each.total * (arrived or placed)
    return total


def _workbook_agrees(found: Report) -> None:
    sheet = load_workbook(io.BytesIO(report_workbook.workbook(found)))
    page = sheet.worksheets[0]
    cells = [[cell.value for cell in row] for row in page.iter_rows()]
    said = {row[0] for row in cells}
    assert set(report.definitions()) <= said
    head = next(k for k, row in enumerate(cells) if row[0] == "区市")
    body = cells[head + 1 :]
    total = body[-1]
    assert total[0] == "合计"
    rows = [row for row in body[:-1] if row[1] != "小计"]
    subtotals = [row for row in body if row[1] == "小计"]
    assert len(rows) == len(found.lines)
    for column in range(4, 11):
        added = round(sum(row[column] for row in rows), 2)
        assert added == round(total[column], 2) == round(sum(row[column] for row in subtotals), 2)
    assert round(total[7], 2) == found.total.money / 100
    assert round(total[8] + total[9] + total[10], 2) == round(total[7], 2)
