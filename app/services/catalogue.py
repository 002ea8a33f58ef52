"""What there is to sign up for, as everybody may see it: states in words, sessions, places, first choices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.models import Choice, Member, Offering, Programme, Registration, Room, Venue
from app.services import features, kinds, modes, offering_tallies
from app.services.offering_tallies import Tally

# in the order in which the front page shows them
STAGES = ("open", "upcoming", "closed", "noticed", "published", "cancelled")


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
    programme = db.session.scalars(wanted.options(selectinload(Programme.rules))).first()
    if programme is None:
        raise NotFound(_("没有这个项目，或者它还没有开放。"))
    if features.timed(programme) is None:
        listed = selectinload(Programme.offerings).joinedload(Offering.venue)
        db.session.scalars(wanted.options(listed).execution_options(populate_existing=True)).all()
    return programme


def cards(text: str = "", theme: str = "") -> dict[str, list[ProgrammeCard]]:
    """Programmes by stage, in the order of STAGES; `text` is looked for in title, summary and body.

    With `theme` only those whose kind belongs to it.
    """
    query = select(Programme).where(Programme.state != "draft")
    if theme:
        query = query.where(Programme.kind.in_([kind.code for kind in kinds.known() if kind.theme == theme]))
    if wanted := text.strip():
        columns = (
            Programme.title,
            Programme.title_en,
            Programme.summary,
            Programme.summary_en,
            Programme.body,
        )
        query = query.where(or_(*(column.icontains(wanted, autoescape=True) for column in columns)))
    shown = db.session.scalars(query.order_by(Programme.closes_at.desc(), Programme.id)).all()
    tallies = offering_tallies.of([programme.id for programme in shown], open_beds())
    found: dict[str, list[ProgrammeCard]] = {name: [] for name in STAGES}
    for programme in shown:
        card = _card(programme, tallies.get(programme.id, Tally()))
        found[card.stage].append(card)
    return {name: listed for name, listed in found.items() if listed}


def _card(programme: Programme, tally: Tally) -> ProgrammeCard:
    mode = modes.of(programme)
    here = mode.stage(programme)
    left = clock.local(programme.closes_at).date() - clock.today()
    return ProgrammeCard(
        programme,
        here,
        mode.stage_words(here),
        kinds.label(programme.kind),
        tally.count,
        tally.places,
        tally.free if mode.at_once else None,
        max(left.days, 0),
    )


def themes() -> list[str]:
    """The themes of the kinds of which there is a programme to see, in the order of the kinds."""
    shown = set(db.session.scalars(select(Programme.kind).where(Programme.state != "draft").distinct()))
    return list(dict.fromkeys(kind.theme for kind in kinds.known() if kind.theme and kind.code in shown))


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
    first = _first_counts(programme, ids)
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
