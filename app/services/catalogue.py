"""What there is to sign up for, as everybody may see it: states in words, sessions, places, first choices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select, union
from sqlalchemy.orm import defer, joinedload, selectinload

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.models import (
    Choice,
    Matter,
    Member,
    Offering,
    Programme,
    ProgrammeKind,
    Registration,
    Room,
    Venue,
)
from app.services import features, finding, kinds, modes, offering_tallies
from app.services.finding import Wanted
from app.services.offering_tallies import Tally

# in the order in which the front page shows them
STAGES = ("open", "upcoming", "closed", "noticed", "published", "cancelled")
# what one can still sign up for
AHEAD = ("open", "upcoming")


@dataclass(frozen=True, slots=True)
class ProgrammeCard:
    """A programme in the list; `places` are people that all its sessions together can take, None: no limit.

    `free` are those nobody has yet; None where places are not given at once.
    """

    programme: Programme
    stage: str
    stage_words: str
    kind_words: str
    offering_count: int
    places: int | None
    free: int | None
    days_left: int


@dataclass(frozen=True, slots=True)
class OfferingFacts:
    """One session; `places` counts beds in open rooms (or seats, if fewer), None: no limit.

    `first_count` are the people who rank it first.
    """

    offering: Offering
    places: int | None
    first_count: int

    @property
    def free(self) -> int:
        """Places that nobody has claimed."""
        return max((self.places or 0) - self.offering.taken, 0)

    @property
    def month(self) -> str:
        return f"{self.offering.starts_on:%Y-%m}"


def find(slug: str) -> Programme:
    """A programme that is not a draft, with its rules; with sessions and campuses, where pages list them.

    Raises NotFound.
    """
    wanted = select(Programme).where(Programme.slug == slug, Programme.state != "draft")
    besides = (joinedload(Programme.matter), selectinload(Programme.rules))
    programme = db.session.scalars(wanted.options(*besides)).first()
    if programme is None:
        raise NotFound(_("没有这个项目，或者它还没有开放。"))
    if features.timed(programme) is None:
        listed = selectinload(Programme.offerings).joinedload(Offering.venue)
        db.session.scalars(wanted.options(listed).execution_options(populate_existing=True)).all()
    return programme


def shown() -> Select[Programme]:
    """Programmes that everybody may see, as lists need them: without the long texts."""
    lists = select(Programme).where(Programme.state != "draft")
    return lists.options(defer(Programme.body), defer(Programme.body_en))


def cards(asked: Wanted | None = None, theme: str = "") -> dict[str, list[ProgrammeCard]]:
    """Programmes by stage, in the order of STAGES; what is `asked` for, the best first, else the latest.

    With `theme` only those whose kind or matter belongs to it.
    """
    query = shown()
    if theme:
        query = query.where(_of_theme(theme))
    if asked is not None and asked.words:
        condition, worth = finding.programmes(asked)
        query = query.where(condition).order_by(worth.desc())
    return _by_stage(query.order_by(Programme.closes_at.desc(), Programme.id))


def of_matters(matters: Iterable[Matter]) -> dict[str, list[ProgrammeCard]]:
    """The programmes of these matters by stage."""
    own = shown().where(Programme.matter_id.in_([matter.id for matter in matters]))
    return _by_stage(own.order_by(Programme.closes_at.desc(), Programme.id))


def _by_stage(query: Select[Programme]) -> dict[str, list[ProgrammeCard]]:
    found: dict[str, list[ProgrammeCard]] = {name: [] for name in STAGES}
    for card in as_cards(db.session.scalars(query)):
        found[card.stage].append(card)
    return {name: listed for name, listed in found.items() if listed}


def _of_theme(theme: str) -> ColumnElement[bool]:
    codes = [kind.code for kind in kinds.known() if kind.theme == theme]
    return or_(Programme.kind.in_(codes), Programme.matter.has(Matter.theme == theme))


def as_cards(programmes: Iterable[Programme]) -> list[ProgrammeCard]:
    """In the same order."""
    listed, labels = list(programmes), kinds.labels()
    tallies = offering_tallies.of([programme.id for programme in listed], open_beds())
    return [_card(each, tallies.get(each.id, Tally()), labels) for each in listed]


def _card(programme: Programme, tally: Tally, labels: Mapping[str, str]) -> ProgrammeCard:
    mode = modes.of(programme)
    here = mode.stage(programme)
    left = clock.local(programme.closes_at).date() - clock.today()
    return ProgrammeCard(
        programme,
        here,
        mode.stage_words(here),
        labels.get(programme.kind, programme.kind),
        tally.count,
        tally.places,
        tally.free if mode.at_once else None,
        max(left.days, 0),
    )


def themes() -> list[str]:
    """The themes of which there is a matter or a programme to see, in their own order."""
    of_kinds = select(ProgrammeKind.theme).join(Programme, Programme.kind == ProgrammeKind.code)
    programmes = of_kinds.where(Programme.state != "draft")
    found = set(db.session.scalars(union(programmes, select(Matter.theme))))
    own = {kind.theme: None for kind in kinds.known() if kind.theme not in kinds.THEMES}
    return [theme for theme in (*kinds.THEMES, *own) if theme in found and theme]


def open_beds() -> dict[int, int]:
    """Beds in rooms that are not closed, by venue id."""
    rows = db.session.execute(
        select(Room.venue_id, func.sum(Room.beds)).where(~Room.closed).group_by(Room.venue_id)
    )
    return {venue_id: int(beds) for venue_id, beds in rows}


def places(offering: Offering, beds: dict[int, int]) -> int | None:
    """How many people a session can take; None: no limit."""
    if not offering.with_beds:
        return offering.seats
    here = beds.get(offering.venue_id, 0)
    return here if offering.seats is None else min(here, offering.seats)


def offering_facts(programme: Programme, ids: Sequence[int] | None = None) -> list[OfferingFacts]:
    """Every session that is not cancelled, in order of time; with `ids` only those of them."""
    beds = open_beds()
    listed = programme.offerings if ids is None else _some(programme, ids)
    # where there is nothing to choose, thousands may have entered
    first = _first_counts(programme, ids) if listed else {}
    return [
        OfferingFacts(offering, places(offering, beds), first.get(offering.id, 0))
        for offering in listed
        if not offering.cancelled
    ]


def _some(programme: Programme, ids: Sequence[int]) -> list[Offering]:
    query = select(Offering).where(Offering.programme_id == programme.id, Offering.id.in_(ids))
    in_order = query.order_by(Offering.starts_on, Offering.id).options(joinedload(Offering.venue))
    return list(db.session.scalars(in_order))


def _first_counts(programme: Programme, ids: Sequence[int] | None) -> dict[int, int]:
    """How many people rank each session first, by offering id."""
    query = (
        select(Choice.offering_id, func.count(Member.id))
        .join(Registration, Choice.registration_id == Registration.id)
        .join(Member, Member.registration_id == Registration.id)
        .where(Registration.programme_id == programme.id, Registration.state == "submitted", Choice.rank == 1)
        .group_by(Choice.offering_id)
    )
    rows = db.session.execute(query if ids is None else query.where(Choice.offering_id.in_(ids)))
    return {offering_id: int(count) for offering_id, count in rows}


def venues_of(facts: Sequence[OfferingFacts]) -> list[Venue]:
    """The campuses of these sessions, each once."""
    return sorted({f.offering.venue.id: f.offering.venue for f in facts}.values(), key=lambda venue: venue.id)


def months_of(facts: Sequence[OfferingFacts]) -> list[dt.date]:
    """The months in which these sessions begin, as their first days."""
    return sorted({f.offering.starts_on.replace(day=1) for f in facts})


def registration_of(programme: Programme, person_id: int) -> Registration | None:
    """The sent registration in which this person takes part."""
    return db.session.scalars(
        select(Registration)
        .join(Registration.members)
        .where(
            Registration.programme_id == programme.id,
            Registration.state == "submitted",
            Member.person_id == person_id,
            Member.active,
        )
        .options(
            joinedload(Registration.signed_up_by),
            selectinload(Registration.members).joinedload(Member.person),
            selectinload(Registration.choices).joinedload(Choice.offering),
            selectinload(Registration.declarations),
        )
    ).first()
