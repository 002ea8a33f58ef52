"""Somebody's calendar under a private address: all that they take part in, as titles and times alone."""

from __future__ import annotations

import datetime as dt
import secrets

from flask_babel import gettext as _
from icalendar import Calendar, Event
from sqlalchemy import select

from app import clock, words
from app.errors import NotFound
from app.extensions import db
from app.models import Account, CalendarFeed, Member, Offering, Person, Programme
from app.services import calendar_file, features, participants
from app.vault import digest

# what is longer than a stay is known by its first day, and by its meetings
LONGEST = dt.timedelta(days=14)
KEPT = dt.timedelta(days=90)
HOUR = dt.timedelta(hours=1)


def of_account(account: Account) -> CalendarFeed | None:
    """The address that the account has, if it has one."""
    return db.session.scalar(select(CalendarFeed).where(CalendarFeed.account_id == account.id))


def renew(account: Account) -> CalendarFeed:
    """A new address; one that there was leads nowhere any more."""
    token = secrets.token_urlsafe(32)
    feed = of_account(account) or CalendarFeed(account=account)
    feed.token, feed.token_digest, feed.made_at = token, digest(token), clock.now()
    db.session.add(feed)
    db.session.flush()
    return feed


def end(account: Account) -> None:
    """No address any more; without one nothing happens."""
    if (feed := of_account(account)) is not None:
        db.session.delete(feed)
        db.session.flush()


def body(token: str) -> bytes:
    """The iCalendar file. Raises NotFound for an address that is nobody's, or of a blocked account."""
    feed = db.session.scalar(select(CalendarFeed).where(CalendarFeed.token_digest == digest(token)))
    if feed is None or not feed.account.is_active or feed.account.person is None:
        raise NotFound(_("这个日历地址已经失效，请登录后在“我的”里重新生成。"))
    calendar = Calendar()
    calendar.add("prodid", "-//Nuanxin//mine//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("暖心办"))
    calendar.add("refresh-interval", dt.timedelta(hours=6), parameters={"value": "DURATION"})
    for event in _events(feed.account.person):
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def _events(person: Person) -> list[Event]:
    since = clock.today() - KEPT
    held = [each for each in participants.offerings_of(person) if each.ends_on >= since]
    events = [_of_offering(offering) for offering in held]
    kept_quiet = _private_features(person)
    for name, feature in features.every().items():
        for number, each in enumerate(feature.ahead(person)):
            at = each.at.astimezone(dt.UTC)
            summary = _neutral() if name in kept_quiet else each.words
            events.append(_event(f"{name}-{at:%Y%m%d%H%M}-{number}", summary, at, at + HOUR))
    return events


def _private_features(person: Person) -> set[str]:
    """Features of private programmes that somebody is in: what comes up of them goes without its name."""
    mine = select(Programme).join(Member, Member.programme_id == Programme.id)
    private = db.session.scalars(mine.where(Member.person_id == person.id, Member.active, Programme.private))
    return {name for programme in private for name in programme.features}


def _neutral() -> str:
    return str(_("已预约的服务"))


def _of_offering(offering: Offering) -> Event:
    """Of what is private, only that there is something."""
    programme = offering.programme
    title = _neutral() if programme.private else words.in_language(programme, "title")
    first, last = calendar_file.span(offering)
    if offering.ends_on - offering.starts_on > LONGEST:
        first, last = offering.starts_on, offering.starts_on + dt.timedelta(days=1)
    return _event(f"offering-{offering.id}", title, first, last)


def _event(uid: str, summary: str, first: dt.date, last: dt.date) -> Event:
    event = Event()
    event.add("uid", f"{uid}@nuanxin")
    event.add("dtstamp", clock.now())
    event.add("summary", summary)
    event.add("dtstart", first)
    event.add("dtend", last)
    return event
