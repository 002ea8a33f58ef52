"""A contest for the journey: what others have done before and between its steps, through the services."""

from __future__ import annotations

import datetime as dt

from flask import Flask
from sqlalchemy import Select, select

from app import clock
from app.extensions import db
from app.models import Account, Contest, ContestEntry, HeatSlot, Person, Programme, Unit, Venue
from app.services import sign_up_window
from app.services.contest import contests, entering, events, heats, judges, lots, marking, teams
from app.services.contest.marking import Value
from app.unit_of_work import unit_of_work
from app.vault import digest
from tests import factories
from tests.services.contests import EVENT

SLUG, TITLE, CITY = "electricians-contest", "电工技能竞赛", "13800000005"
JUDGES = ("15900002101", "15900002102")
SEED = "01 06 12 18 24 30 + 09"
DAY = dt.timedelta(days=1)


class Rivals:
    """The contest, three rivals of other units, and what time brings; every step is a unit of work."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def write(self) -> None:
        """Open since yesterday; one event on two stations in two heats; two judges of no unit."""
        with self.app.app_context():
            actor, venue = (
                _city(),
                db.session.scalars(select(Venue).where(Venue.slug == "craft-college")).one(),
            )
            programme = factories.programme(
                slug=SLUG,
                title=TITLE,
                mode="open",
                kind="competition",
                features=["contest"],
                max_party_size=1,
            )
            start = clock.now() + 20 * DAY
            with unit_of_work():
                contest = contests.set_down(actor, programme, {"best_of": 0, "bring": "身份证和绝缘手套"})
                event = events.add(actor, programme, EVENT | {"title": "电工"})
                event.venue_id, event.station_count = venue.id, 2
                for hours in (0, 2):
                    begins = start + dt.timedelta(hours=hours)
                    event.slots.append(HeatSlot(starts_at=begins, ends_at=begins + dt.timedelta(hours=1)))
                for number, phone in enumerate(JUDGES, 1):
                    judges.add(actor, programme, phone, f"裁判{number}")
                lots.announce(actor, contest, "双色球", clock.now() + DAY)
            units = db.session.scalars(select(Unit).where(Unit.level == "grassroots").limit(3)).all()
            for number, unit in enumerate(units, 1):
                self._rival(contest, unit, f"对手{number}")

    def _rival(self, contest: Contest, unit: Unit, name: str) -> None:
        person: Person = factories.person(unit, name=name, phone=f"1590000220{name[-1]}")
        party = factories.registration(contest.programme, [person], [])
        with unit_of_work():
            event = events.listed(contest.programme)[0]
            entering.enter(party.signed_up_by, event, party, person)

    def close_and_draw(self) -> None:
        """Sign-up is closed, the list frozen, and two days later the figure is known."""
        with self.app.app_context():
            actor, contest = _city(), _contest()
            with unit_of_work():
                sign_up_window.close_sign_up(actor, contest.programme, "演示")
            with unit_of_work():
                lots.freeze(actor, contest)
            with clock.as_of(clock.now() + 2 * DAY), unit_of_work():
                lots.draw(actor, contest, SEED)

    def mark_rivals(self, own: str, theirs: int = 8000) -> None:
        """Both judges have entered the same for everybody else, and theory for all; points are hundredths."""
        with self.app.app_context():
            panel = [db.session.scalars(_account(phone)).one() for phone in JUDGES]
            for entry in lots.frozen(_contest()):
                for account in panel:
                    with unit_of_work():
                        marking.enter(account, entry, "theory", Value(theirs))
                        if _name(entry) != own:
                            marking.enter(account, entry, "practice", Value(theirs, 2400))

    def end_appeals(self) -> None:
        """Two days have passed."""
        with self.app.app_context():
            contest = _contest()
            with unit_of_work():
                contest.appeals_until = clock.now() - dt.timedelta(minutes=1)

    def number_of(self, own: str) -> str:
        """The number on somebody's back."""
        with self.app.app_context():
            entry = next(each for each in lots.frozen(_contest()) if _name(each) == own)
            assert heats.of_entries([entry])
            return f"{entry.number:03d}"


def _name(entry: ContestEntry) -> str:
    return teams.Names(entry.event.programme).of_entry(entry)


def _contest() -> Contest:
    return contests.of(db.session.scalars(select(Programme).where(Programme.slug == SLUG)).one())


def _city() -> Account:
    return db.session.scalars(_account(CITY)).one()


def _account(phone: str) -> Select[tuple[Account]]:
    return select(Account).where(Account.phone_digest == digest(phone))
