"""The report that is sent upward: who went on how many trips, how many people, what it cost, who paid.

`definitions` says in words what each figure counts; the page and the workbook show them beside the figures.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from app import clock
from app.extensions import db
from app.models import (
    AllocationRun,
    CheckIn,
    Member,
    Offering,
    Person,
    Placement,
    Programme,
    StayFee,
    StayGuest,
    Unit,
)
from app.models.person import TRACKS
from app.services.outcomes import still_held
from app.services.stays import fees


@dataclass(slots=True)
class Figures:
    """`offerings` are ids; money in 分, by who bears it."""

    offerings: set[int] = field(default_factory=set)
    placed: int = 0
    heads: int = 0
    absent: int = 0
    city: int = 0
    unit: int = 0
    person: int = 0

    @property
    def trips(self) -> int:
        return len(self.offerings)

    @property
    def money(self) -> int:
        return self.city + self.unit + self.person

    def add(self, guest: _Guest, came: bool, fee: StayFee | None) -> None:
        """One guest of one stay."""
        self.offerings.add(guest.offering_id)
        self.placed += 1
        self.absent += guest.absent
        if came:
            self.heads += 1
            if fee is not None:
                self.city, self.unit, self.person = (
                    self.city + fee.city,
                    self.unit + fee.unit,
                    self.person + fee.person,
                )


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's workers of one category."""

    unit: Unit
    track: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class District:
    """A district's lines and what they come to; trips that several units share count once."""

    unit: Unit
    lines: Sequence[Line]
    figures: Figures


@dataclass(frozen=True, slots=True)
class Report:
    """`unrecorded`: stays at which the desk wrote nothing down. `unpriced`: stays without a fee."""

    first: dt.date
    last: dt.date
    districts: Sequence[District]
    total: Figures
    by_track: Sequence[tuple[str, Figures]]
    unrecorded: int
    unpriced: int

    @property
    def lines(self) -> list[Line]:
        return [line for district in self.districts for line in district.lines]


@dataclass(frozen=True, slots=True)
class _Guest:
    offering_id: int
    person_id: int
    unit_id: int
    track: str
    came: bool
    absent: bool


def definitions() -> list[str]:
    """What the figures count, one sentence each."""
    return [
        _("范围：第一天在所选时间段内、已经开始、没有取消的疗养期次；只算现在仍持有名额的人。"),
        _(
            "期数：本单位（类别）有人参加的期次。一期里有几个单位的人，各计一期；小计和合计不重复计，所以不等于各行相加。"
        ),
        _("安排人数：有名额的人次。同一人参加两期计两人次。"),
        _("实到人次：前台登记报到的人次。整期都没有前台登记的，按安排人数计，期数另在表头注明。"),
        _("未到：前台登记未到的人次，不计费用；名额是否算已使用，另按项目规定。"),
        _("费用：实到人次 × 该期每人费用，按市总工会、单位、个人分别列出，单位为元。"),
        _("没有登记费用的期次按 0 计，期数在表头注明。"),
        _("换人的按实际参加的人所在单位和类别计。"),
    ]


def make(first: dt.date, last: dt.date, within: ColumnElement[bool]) -> Report:
    """Stays that began between the two days, of workers `within` a part of the tree (a condition on Unit)."""
    running = _offerings(first, min(last, clock.today()))
    guests = _guests(running, within)
    prices = fees.of_many([offering.id for offering in running])
    recorded = {guest.offering_id for guest in _guests(running, None) if guest.came or guest.absent}
    total = Figures()
    tracks: dict[str, Figures] = defaultdict(Figures)
    lines: dict[tuple[int, str], Figures] = defaultdict(Figures)
    for guest in guests:
        came = guest.came if guest.offering_id in recorded else True
        for figures in (total, tracks[guest.track], lines[guest.unit_id, guest.track]):
            figures.add(guest, came, prices.get(guest.offering_id))
    return Report(
        first,
        last,
        _by_district(lines),
        total,
        sorted(tracks.items(), key=lambda each: _track(each[0])),
        len(total.offerings - recorded),
        len(total.offerings - prices.keys()),
    )


def _offerings(first: dt.date, last: dt.date) -> list[Offering]:
    query = (
        select(Offering)
        .join(Programme, Offering.programme_id == Programme.id)
        .where(
            Offering.starts_on.between(first, last),
            ~Offering.cancelled,
            Programme.state.not_in(("draft", "cancelled")),
        )
    )
    found = db.session.scalars(query.order_by(Offering.id)).all()
    return [offering for offering in found if "stay" in offering.programme.features]


def _guests(running: Sequence[Offering], within: ColumnElement[bool] | None) -> list[_Guest]:
    ids = [offering.id for offering in running]
    came = select(CheckIn.id).where(
        CheckIn.offering_id == Placement.offering_id,
        CheckIn.person_id == Member.person_id,
        CheckIn.meeting_id.is_(None),
    )
    absent = select(StayGuest.id).where(
        StayGuest.offering_id == Placement.offering_id,
        StayGuest.person_id == Member.person_id,
        StayGuest.no_show_at.is_not(None),
    )
    query = (
        select(
            Placement.offering_id,
            Person.id,
            Person.unit_id,
            Person.track,
            came.exists().label("came"),
            absent.exists().label("absent"),
        )
        .join(Member, Member.registration_id == Placement.registration_id)
        .join(Person, Member.person_id == Person.id)
        .join(Unit, Person.unit_id == Unit.id)
        .outerjoin(AllocationRun, Placement.run_id == AllocationRun.id)
        .where(Placement.offering_id.in_(ids), Member.active, still_held())
    )
    rows = db.session.execute(query if within is None else query.where(within))
    return [_Guest(*row) for row in rows]


def _by_district(lines: dict[tuple[int, str], Figures]) -> list[District]:
    """In the order of the tree; a unit that stands below no district is its own."""
    units = {unit.id: unit for unit in db.session.scalars(select(Unit))}
    of: dict[int, list[Line]] = defaultdict(list)
    for (unit_id, track), figures in lines.items():
        unit = units[unit_id]
        way = [units[int(part)] for part in unit.path.split("/") if part]
        district = next((each for each in way if each.level == "district"), unit)
        of[district.id].append(Line(unit, track, figures))
    return [_district(units[district_id], of[district_id]) for district_id in sorted(of)]


def _district(unit: Unit, lines: Iterable[Line]) -> District:
    ordered = sorted(lines, key=lambda line: (line.unit.path, _track(line.track)))
    return District(unit, ordered, _sum(line.figures for line in ordered))


def _sum(several: Iterable[Figures]) -> Figures:
    total = Figures()
    for each in several:
        total.offerings |= each.offerings
        for name in ("placed", "heads", "absent", "city", "unit", "person"):
            setattr(total, name, getattr(total, name) + getattr(each, name))
    return total


def _track(track: str) -> int:
    return TRACKS.index(track) if track in TRACKS else len(TRACKS)
