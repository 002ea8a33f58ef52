"""How many entries a party has in a draw: one, and more for years of waiting where the programme says so."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, bindparam, func, select, update

from app import clock
from app.extensions import db
from app.models import Member, Participation, Person, Placement, Programme, Registration, WaitlistEntry

CHUNK = 500


def lines(reference: str, tickets: int) -> list[str]:
    """What stands in the list for a party: its reference, or `reference#1`, `reference#2` and so on."""
    return [reference] if tickets == 1 else [f"{reference}#{number}" for number in range(1, tickets + 1)]


def of_party(programme: Programme, people: Sequence[Person]) -> int:
    """How many entries these people would have together."""
    waited = years_waited(programme, [person.id for person in people if person.id is not None])
    return _tickets(programme, (waited.get(person.id, 0) for person in people))


def count(programme: Programme) -> int:
    """Write down the entries of every party in force, as the list is frozen; how many there are in all."""
    parties: dict[int, list[int]] = defaultdict(list)
    rows = select(Member.registration_id, Member.person_id).where(
        Member.programme_id == programme.id, Member.active
    )
    for registration_id, person_id in db.session.execute(rows):
        parties[registration_id].append(person_id)
    everybody = [person_id for people in parties.values() for person_id in people]
    waited = years_waited(programme, everybody) if everybody else {}
    found = {
        registration_id: _tickets(programme, (waited.get(person_id, 0) for person_id in people))
        for registration_id, people in parties.items()
    }
    _write({registration_id: tickets for registration_id, tickets in found.items() if tickets > 1})
    return sum(found.values())


def years_waited(programme: Programme, person_ids: Sequence[int]) -> dict[int, int]:
    """In how many calendar years each was in a draw of this kind and it never was their turn.

    Years up to their last place of the kind do not count, nor draws in which they withdrew or let a place go.
    """
    if not _per_year(programme):
        return {}
    years: dict[int, set[int]] = defaultdict(set)
    for start in range(0, len(person_ids), CHUNK):
        chosen = person_ids[start : start + CHUNK]
        last, used = _last_places(programme, chosen), _last_used(programme, chosen)
        for person_id, drawn_at in db.session.execute(_in_vain(programme, chosen)):
            if drawn_at is None or (person_id in last and drawn_at <= last[person_id]):
                continue
            drawn = clock.local(drawn_at).date()
            if person_id not in used or drawn > used[person_id]:
                years[person_id].add(drawn.year)
    return {person_id: len(found) for person_id, found in years.items()}


def _in_vain(programme: Programme, person_ids: Sequence[int]) -> Select[int, dt.datetime | None]:
    """(person id, when it was drawn) for each draw of the kind after which they still wait."""
    return (
        select(Member.person_id, Programme.drawn_at)
        .join(Registration, Member.registration_id == Registration.id)
        .join(Programme, Registration.programme_id == Programme.id)
        .join(WaitlistEntry, WaitlistEntry.registration_id == Registration.id)
        .where(
            Programme.kind == programme.kind,
            Programme.id != programme.id,
            Programme.state == "published",
            Programme.drawn_at.is_not(None),
            Registration.state == "submitted",
            WaitlistEntry.state == "waiting",
            Member.person_id.in_(person_ids),
        )
    )


def _last_places(programme: Programme, person_ids: Sequence[int]) -> dict[int, dt.datetime]:
    """When each was last given a place of the kind in a draw, by person id."""
    rows = db.session.execute(
        select(Member.person_id, func.max(Programme.drawn_at))
        .join(Placement, Placement.registration_id == Member.registration_id)
        .join(Programme, Member.programme_id == Programme.id)
        .where(
            Programme.kind == programme.kind,
            Programme.id != programme.id,
            Programme.drawn_at.is_not(None),
            Placement.withdrawn_at.is_(None),
            Member.person_id.in_(person_ids),
        )
        .group_by(Member.person_id)
    )
    return {person_id: drawn_at for person_id, drawn_at in rows if drawn_at is not None}


def _last_used(programme: Programme, person_ids: Sequence[int]) -> dict[int, dt.date]:
    """The last day on which each took part, or will, in something of the kind, however the place was had."""
    rows = db.session.execute(
        select(Participation.person_id, func.max(Participation.took_place_on))
        .where(Participation.kind == programme.kind, Participation.person_id.in_(person_ids))
        .group_by(Participation.person_id)
    )
    return dict(rows.all())


def _per_year(programme: Programme) -> int:
    return int(programme.settings.get("tickets_per_year", 0))


def _tickets(programme: Programme, waited: Iterable[int]) -> int:
    """The least of its people's: nobody gains by taking somebody along who has waited long."""
    most = int(programme.settings.get("tickets_most", 1))
    return max(1, min(1 + _per_year(programme) * min(waited, default=0), most))


def _write(tickets: dict[int, int]) -> None:
    table = Registration.__table__
    statement = (
        update(table)  # type: ignore[arg-type]
        .where(table.c.id == bindparam("whose"))
        .values(tickets=bindparam("entries"))
    )
    if tickets:
        rows = [{"whose": whose, "entries": entries} for whose, entries in tickets.items()]
        db.session.connection().execute(statement, rows)
    db.session.expire_all()
