"""One row after the other: published, signed up for, refused with a reason, decided, seen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from sqlalchemy import func, select

from app import clock
from app.extensions import db
from app.models import Account, Matter, Person, Programme, Registration
from app.services import features, modes, programme_file, programmes, registration, sign_up_window
from app.services.demo.catalogue import Catalogue
from app.services.demo.judged import appoint
from app.services.party_checks import AlreadySignedUp, NotEligible
from app.unit_of_work import unit_of_work
from tests.browser import Browser
from tests.walk.arranging import bring_over
from tests.walk.deciding import decide
from tests.walk.people import Folk, account
from tests.walk.places import walk_places
from tests.walk.plans import plan

WEEK = dt.timedelta(weeks=1)
HOUR = dt.timedelta(hours=1)
HEADINGS = ("number", "matter", "mode", "publish", "sign up", "refused because", "decide", "result")


@dataclass
class Row:
    """What became of one matter; each step is "" until it has been gone. `fault`: where it ended."""

    number: int
    matter: str
    mode: str
    publish: str = ""
    sign_up: str = ""
    refused: str = ""
    decide: str = ""
    result: str = ""
    fault: str = ""
    without: list[str] = field(default_factory=list)

    def cells(self) -> list[str]:
        left_out = f" (without {', '.join(self.without)})" if self.without else ""
        cells = [str(self.number), self.matter, self.mode, self.publish + left_out, self.sign_up]
        return [*cells, self.refused, self.decide, self.fault or self.result]


def _parties(programme: Programme) -> int:
    """One; where an offering is not held with too few, as many as it needs."""
    running = [each for each in programme.offerings if not each.cancelled]
    return max(1, running[0].minimum if running else 0)


class Walk:
    """Through a demonstration city: `actor` is the city's coordinator, `judges` its reviewers."""

    def __init__(self, catalogue: Catalogue, client: Browser, actor: Account, judges: list[Account]) -> None:
        self.catalogue, self.client = catalogue, client
        self.actor_id, self.judge_ids = actor.id, [judge.id for judge in judges]
        self.folk_ids = [person.id for person in Folk.of_city().idle]
        self.walked: set[int] = set()
        db.session.commit()

    def row(self, matter: Matter) -> Row:
        """Walks a matter; a programme that is not in the city is a fault only where it is listed."""
        row = Row(matter.number, matter.title, matter.way)
        numbers = matter.part_of or [matter.number]
        slugs = [slug for number in numbers for slug in self.catalogue.programmes.get(number, ())]
        try:
            if matter.way == "venue":
                walk_places(matter, row, self.client)
            else:
                self._programme(matter, slugs[0], row)
        except Exception as fault:  # the table says where each row ends
            db.session.rollback()
            row.fault = f"{type(fault).__name__}: {fault}"
        return row

    def _programme(self, matter: Matter, slug: str, row: Row) -> None:
        source = db.session.scalars(select(Programme).where(Programme.slug == slug)).one()
        copy_id = self._published(source.id, f"walk-{matter.number}", row)
        programme = programmes.load(copy_id)
        moment = programme.opens_at + HOUR
        with clock.as_of(moment):
            page = self.client.get(f"/programmes/{programme.slug}").get_data(as_text=True)
            assert "我要报名" in page, "the page does not offer to sign up"
        reference = self._signed_up(copy_id, moment, row)
        with unit_of_work():
            known_at = decide(programmes.load(copy_id), self._actor())
            row.decide = str(modes.of(programme).label)
        self._seen(reference, known_at, row)

    def _published(self, source_id: int, slug: str, row: Row) -> int:
        """A copy with its windows ahead of us, opened as its coordinator would."""
        with unit_of_work():
            source = programmes.load(source_id)
            weeks = max(1, (clock.now() - source.opens_at) // WEEK + 2)
            programme = programme_file.copied(self._actor(), source, slug, f"{source.title}（走查）", weeks)
            bring_over(source, programme)
            row.without = [each.name for each in features.of(programme) if any(each.hindrances(programme))]
            programme.features = [name for name in programme.features if name not in row.without]
            if programme.mode == "review":
                appoint(programme, [db.session.get_one(Account, each) for each in self.judge_ids])
            sign_up_window.open_sign_up(self._actor(), programmes.load(programme.id))
            row.mode, row.publish = programme.mode, f"{clock.local(programme.opens_at):%Y-%m-%d}"
            return programme.id

    def _signed_up(self, programme_id: int, moment: dt.datetime, row: Row) -> str:
        with clock.as_of(moment), unit_of_work():
            programme = programmes.load(programme_id)
            people = [db.session.get_one(Person, each) for each in self.folk_ids]
            able, refused = Folk(people).judged(programme, clock.today())
            if refused:
                row.refused = self._refusal(programme, next(iter(refused)))
            sent = [self._send(programme, able) for _ in range(_parties(programme))]
            row.sign_up = sent[0].reference
            # where no rule refuses anybody of the city, the limit of one party a person does
            row.refused = row.refused or self._refusal(programme, sent[0].lead.person)
            return sent[0].reference

    def _send(self, programme: Programme, able: list[Person]) -> Registration:
        """Of people who have not walked before: nobody can be in two places."""
        fresh = [person for person in able if person.id not in self.walked]
        party = fresh[: programme.min_party_size]
        assert len(party) == programme.min_party_size, "too few people may sign up"
        self.walked |= {person.id for person in party}
        by = account(party[0])
        return registration.sign_up(programme, by, plan(programme, party, by))

    def _refusal(self, programme: Programme, person: Person) -> str:
        """The reason that somebody reads who tries all the same; nothing is written."""
        mine = select(func.count()).where(Registration.programme_id == programme.id)
        before, by = db.session.scalar(mine), account(person)
        others = [db.session.get_one(Person, each) for each in self.folk_ids if each != person.id]
        people = [person, *others][: max(1, programme.min_party_size)]
        try:
            registration.sign_up(programme, by, plan(programme, people, by))
        except (NotEligible, AlreadySignedUp) as refusal:
            assert db.session.scalar(mine) == before
            return (refusal.message.partition("：")[2] or refusal.message).partition("。")[0]
        raise AssertionError(f"{person.id} is not refused")

    def _seen(self, reference: str, known_at: dt.datetime, row: Row) -> None:
        """As the person reads it on their own page."""
        with clock.as_of(known_at):
            sent = db.session.scalars(select(Registration).where(Registration.reference == reference)).one()
            standing = modes.explain(sent, sent.lead.person)
            page = self.client.sign_in(sent.signed_up_by).get(f"/mine/{reference}").get_data(as_text=True)
            assert standing.title in page
            row.result = standing.title

    def _actor(self) -> Account:
        return db.session.get_one(Account, self.actor_id)
