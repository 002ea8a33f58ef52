"""What acts with quarter-hours, tickets and vouchers do alike: hours, signing up in the past, coming."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import DomainError
from app.extensions import db
from app.models import Account, CaseWorker, Offering, Person, Programme, Registration, RoomPlace, Venue
from app.services import (
    programmes,
    references,
    registration,
    sign_up_window,
    texts,
)
from app.services.demo.acts.stage import Stage
from app.services.demo.dates import at
from app.services.demo.people import account_of
from app.services.party_plan import MemberPlan, PartyPlan
from app.services.timed import desk, making, plans
from app.vault import digest

HOUR = dt.timedelta(hours=1)
WEEKDAYS = range(5)


@dataclass(frozen=True)
class Hours:
    """Rooms of a kind at a venue, and when they are open; days are counted from today."""

    venue: str
    rooms: Sequence[str]
    kind: tuple[str, str]
    first: int
    last: int
    times: tuple[str, str]
    pause: tuple[str, str] = ("", "")
    minutes: int = 15


def hall(stage: Stage, slug: str, name: str, name_en: str, district: str) -> None:
    """One more place without beds."""
    made = Venue(
        slug=slug,
        name=name,
        name_en=name_en,
        district=district,
        address=f"{district}，具体地址以通知为准",
        address_en="The address will be given in your notice",
        contact_phone="12351",
    )
    db.session.add(made)
    db.session.flush()
    stage.venues[slug] = made


def account(phone: str, name: str) -> Account:
    """Somebody who signs in by a fixed phone and is no worker of the city."""
    made = Account(phone=phone, phone_digest=digest(phone), display_name=name, created_at=clock.now())
    db.session.add(made)
    db.session.flush()
    return made


def case_worker(programme: Programme, helper: Account) -> None:
    """Lets an account work on a private programme."""
    db.session.add(CaseWorker(programme_id=programme.id, account_id=helper.id))


def window(programme: Programme, opens: int, closes: int) -> None:
    """Sign-up from and to so many days from today."""
    programme.opens_at, programme.closes_at = at(opens, 9), at(closes, 18)
    db.session.flush()


def open_hours(stage: Stage, programme: Programme, hours: Hours) -> None:
    """Rooms are named and quarter-hours made, before sign-up begins."""
    venue, actor = stage.venues[hours.venue], stage.staff.city
    meant = making.Hours(
        at(hours.first, 9).date(),
        at(hours.last, 9).date(),
        WEEKDAYS,
        *hours.times,
        *hours.pause,
        hours.minutes,
        without_holidays=True,
    )
    with clock.as_of(programme.opens_at - 2 * HOUR):
        plans.add_rooms(actor, programme, venue, hours.rooms, hours.kind)
        making.make(actor, programme, venue, meant)


def begin(stage: Stage, programme: Programme) -> None:
    """Sign-up is opened, as of then."""
    with clock.as_of(min(programme.opens_at, clock.now()) - HOUR):
        sign_up_window.open_sign_up(stage.staff.city, programmes.load(programme.id))


def send(
    programme: Programme,
    person: Person,
    offerings: Sequence[int],
    when: dt.datetime,
    rng: random.Random,
    answers: Mapping[str, Any] | None = None,
    by: Account | None = None,
) -> Registration | None:
    """Somebody has signed up then; None: there was no place, and they thought better of it."""
    plan = PartyPlan(
        [MemberPlan(person)],
        list(offerings),
        answers=dict(answers or {}),
        consents=[text.id for text in texts.in_force(programme, "consent")],
    )
    try:
        with clock.as_of(when), references.drawn_by(rng), db.session.begin_nested():
            return registration.sign_up(programme, by or account_of(person), plan)
    except DomainError:
        return None


def demand(programme: Programme, rng: random.Random) -> Iterator[tuple[int, dt.datetime]]:
    """(offering id, when it is booked), without end: soon and mid-morning are asked for most."""
    rows = db.session.execute(
        select(Offering.id, Offering.starts_on, Offering.from_time).where(
            Offering.programme_id == programme.id, ~Offering.cancelled
        )
    ).all()
    ahead = [max((day - clock.today()).days, 0) for _id, day, _time in rows]
    weights = [
        (2 if "09:00" <= time < "10:30" or "14:00" <= time < "16:00" else 1) / (1 + days)
        for (_id, _day, time), days in zip(rows, ahead, strict=True)
    ]
    while True:
        number, day, time = rng.choices(rows, weights)[0]
        begins = dt.datetime.combine(day, dt.time.fromisoformat(time), clock.CITY)
        latest = min(clock.now(), begins - 26 * HOUR)
        yield number, programme.opens_at + rng.random() * max(latest - programme.opens_at, HOUR)


def fill(
    stage: Stage,
    programme: Programme,
    people: Sequence[Person],
    answers: Mapping[str, Sequence[Any]] | None = None,
) -> None:
    """Each of `people` books a time; `answers` are to choose from, by key of the question."""
    rng = stage.random(programme.slug)
    wanted = demand(programme, rng)
    booked = sorted(((*next(wanted), person) for person in people), key=lambda each: each[1])
    for offering_id, when, person in booked:
        given = {key: rng.choice(list(of)) for key, of in (answers or {}).items()}
        send(programme, person, [offering_id], when, rng, given)


def come(stage: Stage, programme: Programme, by: Account) -> None:
    """Of those whose time has passed, nine in ten came."""
    rng = stage.random(f"{programme.slug} come")
    query = select(RoomPlace).join(Offering).where(Offering.programme_id == programme.id)
    loaded = query.options(joinedload(RoomPlace.offering), joinedload(RoomPlace.person))
    for place in db.session.scalars(loaded.where(Offering.starts_on <= clock.today())).all():
        arrived = desk.ends_at(place.offering) - dt.timedelta(minutes=rng.randrange(5, 25))
        if arrived < clock.now() and rng.random() < 0.9:
            with clock.as_of(arrived):
                desk.come(place, by)
