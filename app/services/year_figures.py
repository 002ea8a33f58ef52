"""What has been reached of a year's targets: counted here or reported, by month and district."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import select

from app import words
from app.extensions import db
from app.models import Matter, Pledge, ReportedCount, Target
from app.services import counters, districts
from app.services.counters import Counted
from app.services.districts import District

# of private programmes fewer people than this are not told of one district
LEAST_PRIVATE = 5
MOST_SOURCES = 3


@dataclass(frozen=True, slots=True)
class Split:
    """`counted` on this site, `reported` from outside."""

    counted: int = 0
    reported: int = 0

    @property
    def total(self) -> int:
        return self.counted + self.reported


@dataclass(frozen=True, slots=True)
class Figure:
    """One target. `by_district` ends with what belongs to none (District None), where there is any.

    `sources` are where the reported figures are from. `kept_back`: something private is in it, of which small
    numbers are not told by district.
    """

    target: Target
    whole: Split
    by_month: Mapping[int, Split]
    by_district: Sequence[tuple[District | None, Split]]
    sources: Sequence[str] = ()
    kept_back: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether the site counts anything of it by itself."""
        return self.target.counter in counters.every()

    @property
    def share(self) -> float:
        """Of the number that was set; may be above 1."""
        return self.whole.total / self.target.number

    @property
    def definition(self) -> str:
        """What is counted, in a sentence or two."""
        counter = counters.every().get(self.target.counter)
        own = counter.sentence if counter is not None else _("本站不统计，只计填报的数字。")
        said = [own, _("站外数字由市、区总工会填报。")]
        if self.sources:
            said.append(_("来源：%(sources)s。", sources=words.listed(self.sources, MOST_SOURCES)))
        return words.sentences(said)

    def of(self, district: District) -> Split:
        """A district's own."""
        return next((split for each, split in self.by_district if each == district), Split())


@dataclass(frozen=True, slots=True)
class Group:
    """A pledge and its figures; None: matters that are not among the pledges."""

    pledge: Pledge | None
    figures: Sequence[Figure]


@dataclass
class _Raw:
    """What was found of one target before it is laid out."""

    counted: list[Counted] = field(default_factory=list)
    reported: list[ReportedCount] = field(default_factory=list)


def years() -> list[int]:
    """Years that something was set for, the latest first."""
    return list(db.session.scalars(select(Target.year).distinct().order_by(Target.year.desc())))


def name_of(target: Target) -> str:
    """What it is called among all: many pledges have money."""
    whole = target.pledge or target.matter
    title = words.in_language(whole, "title") if whole is not None else ""
    return f"{title} · {words.in_language(target, 'label')}"


def of_year(year: int) -> list[Group]:
    """Every aim of the year by pledge, matters outside the pledges last."""
    aims = db.session.scalars(
        select(Target).where(Target.year == year, Target.aim).order_by(Target.position, Target.id)
    ).all()
    figures = of_targets(aims)
    pledges = db.session.scalars(select(Pledge).where(Pledge.year == year).order_by(Pledge.number))
    groups = [Group(each, [f for f in figures if f.target.pledge_id == each.id]) for each in pledges]
    rest = [figure for figure in figures if figure.target.pledge_id is None]
    return [*groups, *([Group(None, rest)] if rest else [])]


def of_targets(targets: Sequence[Target]) -> list[Figure]:
    """Those that are aims, in their order; what belongs to the pledge itself after what people have."""
    aims = sorted((t for t in targets if t.aim), key=lambda t: (t.unit == "money", t.matter_id or 0))
    raw = {target.id: _Raw() for target in aims}
    _count(aims, raw)
    asked = select(ReportedCount).where(ReportedCount.target_id.in_(raw))
    for row in db.session.scalars(asked):
        raw[row.target_id].reported.append(row)
    known = districts.known()
    return [_figure(target, raw[target.id], known) for target in aims]


def _count(targets: Sequence[Target], raw: Mapping[int, _Raw]) -> None:
    """Ask every counter once for all matters of the targets that it measures."""
    matters = list(db.session.execute(select(Matter.id, Matter.number, Matter.pledge_id)))
    measured: dict[tuple[str, int], list[tuple[Target, set[int]]]] = {}
    for target in targets:
        if target.counter in counters.every():
            own = {id for id, number, pledge_id in matters if _belongs(target, id, number, pledge_id)}
            measured.setdefault((target.counter, target.year), []).append((target, own))
    for (name, year), wanted in measured.items():
        every = sorted(set().union(*(own for _target, own in wanted)))
        rows = counters.every()[name].rows(year, every)
        for target, own in wanted:
            raw[target.id].counted += [row for row in rows if row.matter_id in own]


def _belongs(target: Target, matter_id: int, number: int, pledge_id: int | None) -> bool:
    if target.counts:
        return number in target.counts
    if target.matter_id is not None:
        return matter_id == target.matter_id
    return pledge_id == target.pledge_id


def _figure(target: Target, raw: _Raw, known: Sequence[District]) -> Figure:
    months: Tally[int] = Tally()
    for row in raw.counted:
        if row.month is not None:
            months[row.month] += row.count
    reported_months: Tally[int] = Tally()
    reported_districts: Tally[int | None] = Tally()
    for report in raw.reported:
        reported_months[report.month_on.month] += report.count
        reported_districts[report.unit_id] += report.count
    counted = _tally(row for row in raw.counted if not row.private)
    private = _tally(row for row in raw.counted if row.private)
    counted += without_small(private)
    listed: list[tuple[District | None, Split]] = [
        (each, Split(counted[each.unit_id], reported_districts[each.unit_id])) for each in known
    ]
    if nowhere := counted[None]:
        listed.append((None, Split(nowhere, 0)))
    return Figure(
        target,
        Split(sum(counted.values()), sum(reported_districts.values())),
        {month: Split(months[month], reported_months[month]) for month in range(1, 13)},
        listed,
        sources=list(dict.fromkeys(row.source for row in raw.reported)),
        kept_back=bool(private),
    )


def _tally(rows: Iterable[Counted]) -> Tally[int | None]:
    found: Tally[int | None] = Tally()
    for row in rows:
        found[row.district_id] += row.count
    return found


def without_small(private: Tally[int | None]) -> Tally[int | None]:
    """The same sum, with no district below LEAST_PRIVATE: the small ones stand together under None.

    Where those together are still fewer, the next smallest joins them, so that none can be worked out.
    """
    kept = Tally({place: count for place, count in private.items() if place is not None and count > 0})
    together = private[None]
    told_apart = False
    for place, count in sorted(kept.items(), key=lambda each: (each[1], each[0])):
        if count < LEAST_PRIVATE or (told_apart and together < LEAST_PRIVATE):
            del kept[place]
            together, told_apart = together + count, True
    return kept + Tally({None: together})
