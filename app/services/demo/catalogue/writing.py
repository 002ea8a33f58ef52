"""The catalogue written into the city."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select, update

from app.extensions import db
from app.models import Matter, Pledge, Programme, Target, Venue
from app.services.demo.catalogue.reading import (
    YEAR,
    Catalogue,
    MatterEntry,
    PledgeEntry,
    TargetEntry,
    VenueEntry,
)


def write(catalogue: Catalogue) -> dict[int, Matter]:
    """Pledges, matters by number, their targets and places."""
    pledges = {each.number: _pledge(each) for each in catalogue.pledges}
    db.session.add_all(pledges.values())
    matters = {each.number: _matter(each, pledges) for each in catalogue.matters}
    db.session.add_all(matters.values())
    db.session.flush()
    _venues(catalogue.venues, matters)
    db.session.flush()
    return matters


def link(programmes: Mapping[int, Sequence[str]], matters: Mapping[int, Matter]) -> None:
    """Programmes that are in the city get the matter that their slug is listed under."""
    for number, slugs in programmes.items():
        theirs = update(Programme).where(Programme.slug.in_(slugs))
        # which matter it is of says nothing to whoever is writing it: its version stays
        db.session.execute(theirs.values(matter_id=matters[number].id))
    db.session.expire_all()


def _pledge(entry: PledgeEntry) -> Pledge:
    return Pledge(
        year=YEAR,
        number=entry.number,
        title=entry.title,
        title_en=entry.en,
        text=entry.text,
        targets=list(_targets(entry.targets)),
    )


def _matter(entry: MatterEntry, pledges: Mapping[int, Pledge]) -> Matter:
    pledge = pledges[entry.pledge] if entry.pledge else None
    targets = list(_targets(entry.targets))
    for target in targets:
        target.pledge = pledge
    return Matter(
        number=entry.number,
        pledge=pledge,
        theme=entry.theme,
        icon=entry.icon,
        way=entry.way,
        title=entry.title,
        title_en=entry.en,
        summary=entry.summary,
        summary_en=entry.summary_en,
        audience=entry.audience,
        audience_en=entry.audience_en,
        body=entry.body,
        body_en=entry.body_en,
        assumed=entry.assumed,
        assumed_en=entry.assumed_en,
        part_of=list(entry.part_of),
        targets=targets,
    )


def _targets(entries: Iterable[TargetEntry]) -> Iterable[Target]:
    for position, entry in enumerate(entries, 1):
        yield Target(
            code=entry.code,
            year=YEAR,
            position=position,
            label=entry.label,
            label_en=entry.en,
            number=entry.number,
            unit=entry.unit,
            counter=entry.counter,
            counts=list(entry.counts),
            aim=entry.aim,
            source=entry.source,
        )


def _venues(entries: Sequence[VenueEntry], matters: Mapping[int, Matter]) -> None:
    slugs = [entry.slug for entry in entries]
    there = {venue.slug: venue for venue in db.session.scalars(select(Venue).where(Venue.slug.in_(slugs)))}
    for entry in entries:
        venue = there.get(entry.slug) or Venue(slug=entry.slug, contact_phone="12351")
        _fill(venue, entry)
        venue.matter = matters[entry.matter] if entry.matter else None
        db.session.add(venue)


def _fill(venue: Venue, entry: VenueEntry) -> None:
    """What the entry says; what it leaves out stays as it is."""
    named = {"name": entry.name, "name_en": entry.en, "district": entry.district, "note": entry.note}
    named |= {"note_en": entry.note_en, "address": entry.address, "address_en": entry.address_en}
    for column, text in named.items():
        if text:
            setattr(venue, column, text)
    venue.kind, venue.hours, venue.hours_en = entry.kind, entry.hours, entry.hours_en
    venue.closed = entry.closed
    if entry.at is not None:
        venue.latitude, venue.longitude = entry.at
        venue.position_assumed = True
