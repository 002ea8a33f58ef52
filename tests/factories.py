"""Makers of a small city for tests. Each saves what it makes at once."""

from __future__ import annotations

import base64
import datetime as dt
import itertools
from typing import Any

from app import clock
from app.extensions import db
from app.identity import make_resident_id
from app.models import (
    Account,
    Base,
    Certificate,
    Choice,
    Coordinator,
    Criterion,
    Document,
    EligibilityRule,
    Host,
    Meeting,
    Member,
    Offering,
    Person,
    Placement,
    Programme,
    ProgrammeText,
    Question,
    QuestionSet,
    Quota,
    Registration,
    Reviewer,
    Room,
    Unit,
    Venue,
)
from app.services.references import new_reference
from app.vault import digest

numbers = itertools.count(1)


def save(*things: Base) -> None:
    """Write at once: a unit of work begins by rolling back what is not."""
    db.session.add_all(things)
    db.session.commit()


def unit(parent: Unit | None = None, level: str | None = None, **values: Any) -> Unit:
    """A unit below `parent`; without one, the city federation."""
    level = level or ("city" if parent is None else "district" if parent.level == "city" else "grassroots")
    n = next(numbers)
    made = Unit(**{"parent": parent, "level": level, "code": f"U{n}", "name": f"第{n}工会", **values})
    db.session.add(made)
    db.session.flush()
    made.path = f"{parent.path if parent else '/'}{made.id}/"
    save(made)
    return made


def tree() -> tuple[Unit, Unit, Unit]:
    """City, one of its districts, one grass-roots union of that district."""
    city = unit()
    district = unit(city)
    return city, district, unit(district)


def person(of: Unit, **values: Any) -> Person:
    n = next(numbers)
    born_on = values.get("born_on", dt.date(1985, 3, 1))
    sex = values.get("sex", "M")
    sequence = 2 * (n % 499) + (1 if sex == "M" else 0)
    identity = values.pop("identity", None) or make_resident_id(f"37{n // 499 % 9999:04d}", born_on, sequence)
    phone = values.pop("phone", None) or f"138{n:08d}"
    made = Person(
        **{
            "name": f"王小{'一二三四五六七八九十'[n % 10]}",
            "identity": identity,
            "identity_digest": digest(identity),
            "sex": sex,
            "born_on": born_on,
            "phone": phone,
            "phone_digest": digest(phone),
            "unit_id": of.id,
            "tier": 2,
            "joined_on": dt.date(2010, 1, 1),
            "confirmed_at": clock.now(),
            **values,
        }
    )
    save(made)
    return made


def account(of: Person | None = None, *, coordinates: Unit | None = None) -> Account:
    """Somebody who can sign in; a worker when `of` is given, a coordinator when `coordinates` is."""
    phone = of.phone if of is not None and of.phone else f"139{next(numbers):08d}"
    made = Account(phone=phone, phone_digest=digest(phone), person=of, created_at=clock.now())
    save(made)
    if coordinates is not None:
        save(Coordinator(account=made, unit=coordinates))
    return made


def venue(rooms: tuple[int, ...] = (2, 2, 3), **values: Any) -> Venue:
    """A campus; `rooms` are the beds of each."""
    n = next(numbers)
    made = Venue(**{"slug": f"campus-{n}", "name": f"第{n}院区", **values})
    made.rooms = [Room(name=f"{100 + k}", beds=beds, features=["lift"]) for k, beds in enumerate(rooms, 1)]
    save(made)
    return made


def programme(**values: Any) -> Programme:
    """Open for sign-up since yesterday, for another week."""
    n, now = next(numbers), clock.now()
    made = Programme(
        **{
            "slug": f"programme-{n}",
            "title": f"第{n}次疗休养",
            "state": "open",
            "opens_at": now - dt.timedelta(days=1),
            "closes_at": now + dt.timedelta(days=7),
            "results_on": clock.today() + dt.timedelta(days=10),
            "tier_weights": {"1": 8, "2": 4, "3": 2, "4": 1},
            **values,
        }
    )
    save(made)
    return made


def offering(of: Programme, at: Venue, *, in_days: int = 30, nights: int = 5, **values: Any) -> Offering:
    start = clock.today() + dt.timedelta(days=in_days)
    dates = {"starts_on": start, "ends_on": start + dt.timedelta(days=nights)}
    made = Offering(**{"programme": of, "venue": at, **dates, **values})
    save(made)
    return made


def rule(of: Programme, name: str, **parameters: Any) -> EligibilityRule:
    made = EligibilityRule(programme=of, rule=name, parameters=parameters)
    save(made)
    return made


def quota(of: Programme, **values: Any) -> Quota:
    made = Quota(
        **{"programme": of, "code": f"q{next(numbers)}", "group": "employer", "scope": "offering", **values}
    )
    save(made)
    return made


def registration(
    of: Programme, people: list[Person], choices: list[Offering], by: Account | None = None, **values: Any
) -> Registration:
    """A sent registration; the first person is its lead, and all share a room when there are several."""
    now = clock.now()
    made = Registration(
        **{
            "programme": of,
            "reference": new_reference(of),
            "signed_up_by": by or account(people[0]),
            "submitted_at": now,
            "changed_at": now,
            **values,
        }
    )
    group = "r" if len(people) > 1 else None
    made.members = [
        Member(programme_id=of.id, person=p, position=k, room_group=group, needs=[])
        for k, p in enumerate(people, 1)
    ]
    made.choices = [Choice(offering=o, rank=k) for k, o in enumerate(choices, 1)]
    save(made)
    return made


def question(of: Programme, key: str, **values: Any) -> Question:
    """At the end of the newest set of questions of `of`; its first one makes the set."""
    newest = db.session.query(QuestionSet).filter_by(programme_id=of.id).order_by(QuestionSet.version.desc())
    asked = newest.first() or QuestionSet(programme_id=of.id, version=1, created_at=clock.now())
    place = len(asked.questions) + 1
    made = Question(**{"key": key, "kind": "text", "label": f"问题 {key}", "position": place, **values})
    asked.questions.append(made)
    save(asked)
    return made


def criterion(of: Programme, **values: Any) -> Criterion:
    """What entries are judged by; from 0 to 10, with a weight of one, unless `values` say otherwise."""
    n = next(numbers)
    made = Criterion(**{"programme": of, "position": n, "label": f"第{n}项", **values})
    save(made)
    return made


def reviewer(of: Programme, by: Account | None = None) -> Reviewer:
    """Somebody who judges; without `by` an expert who belongs to no unit."""
    made = Reviewer(programme=of, account=by or account())
    save(made)
    return made


def certificate(of: Person, kind: str = "焊工（高级）", **values: Any) -> Certificate:
    """Of a person, valid for ever unless told otherwise."""
    issued_on = dt.date(2020, 1, 1)
    made = Certificate(**{"person_id": of.id, "kind": kind, "number": "", "issued_on": issued_on, **values})
    save(made)
    return made


def text(of: Programme, kind: str = "notice", **values: Any) -> ProgrammeText:
    """The first version of a notice, or of a consent."""
    named = {"programme": of, "kind": kind, "code": f"{kind}-{next(numbers)}", "version": 1}
    content = {"title": "须知", "body": "请准时参加。", "created_at": clock.now()}
    made = ProgrammeText(**{**named, **content, **values})
    save(made)
    return made


def document(of: Registration, by: Account, content: bytes = b"%PDF-1.7") -> Document:
    """A file that `by` has handed in with a sent registration."""
    made = Document(
        account_id=by.id,
        programme_id=of.programme_id,
        registration_id=of.id,
        filename="证明.pdf",
        media_type="application/pdf",
        byte_count=len(content),
        content=base64.b64encode(content).decode(),
        created_at=clock.now(),
    )
    save(made)
    return made


def meeting(of: Offering, *, in_days: float = 3, hours: float = 2, **values: Any) -> Meeting:
    """One of an offering's meetings, `in_days` from now (a past one: fewer than none)."""
    start = clock.now() + dt.timedelta(days=in_days)
    when = {"starts_at": start, "ends_at": start + dt.timedelta(hours=hours)}
    made = Meeting(**{"offering": of, "title": f"第{next(numbers)}次", **when, **values})
    save(made)
    return made


def host(of: Offering, by: Account) -> Host:
    """Lets an account lead an offering's meetings."""
    made = Host(offering=of, account=by)
    save(made)
    return made


def placement(of: Registration, at: Offering) -> Placement:
    """A place given one by one, without the claim that a mode would make."""
    made = Placement(registration=of, offering=at, rank=1, given_at=clock.now())
    save(made)
    return made
