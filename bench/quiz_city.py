"""A city with a quiz and another programme, and entries in the quiz by the thousand."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from sqlalchemy import func, insert, select

from app import clock
from app.extensions import db
from app.identity import make_resident_id
from app.models import (
    Account,
    Coordinator,
    Member,
    Offering,
    Person,
    Programme,
    Quiz,
    QuizQuestion,
    QuizScore,
    QuizTry,
    QuizUnitTotal,
    Registration,
    Unit,
    Venue,
)
from app.services import kinds
from app.unit_of_work import unit_of_work
from app.vault import digest

UNIONS, QUESTIONS, BLOCK = 200, 60, 5000


class City:
    """A city with a quiz and another programme; people are made as they are needed."""

    def __init__(self) -> None:
        self.numbers = 0
        self.rng = random.Random(1)
        kinds.ensure_standard()
        self.root = self._unit(None, "city")
        district = self._unit(self.root, "district")
        self.unions = [self._unit(district, "grassroots").id for _ in range(UNIONS)]
        self._programmes()
        self.desk = self.account()
        with unit_of_work():
            db.session.add(Coordinator(account=self.desk, unit=self.root))
        self.questions = list(db.session.scalars(select(QuizQuestion.id)))

    def _programmes(self) -> None:
        """The quiz with its bank, and a talk for which people sign up beside it."""
        now = clock.now()
        window = {"opens_at": now - dt.timedelta(days=10), "closes_at": now + dt.timedelta(days=20)}
        self.quiz_of = Programme(
            slug="quiz",
            kind="quiz",
            mode="open",
            state="open",
            title="Quiz",
            features=["quiz"],
            max_party_size=1,
            **window,
        )
        self.other = Programme(
            slug="talk",
            kind="talk",
            mode="first_come",
            state="open",
            title="Talk",
            max_choices=1,
            max_party_size=1,
            **window,
        )
        self.offering = Offering(
            programme=self.other,
            venue=Venue(slug="hall", name="Hall"),
            starts_on=clock.today() + dt.timedelta(days=40),
            ends_on=clock.today() + dt.timedelta(days=40),
            with_beds=False,
            seats=5000,
        )
        db.session.add_all([self.quiz_of, self.other, self.offering])
        db.session.flush()
        db.session.add(
            Quiz(programme_id=self.quiz_of.id, draws=[{"topic": "law", "count": 20}], certificate="Passed")
        )
        db.session.add_all(self._question(number) for number in range(QUESTIONS))
        db.session.commit()

    def _unit(self, parent: Unit | None, level: str) -> Unit:
        self.numbers += 1
        made = Unit(parent=parent, level=level, code=f"U{self.numbers}", name=f"Unit {self.numbers}")
        db.session.add(made)
        db.session.flush()
        made.path = f"{parent.path if parent else '/'}{made.id}/"
        return made

    def _question(self, number: int) -> QuizQuestion:
        options = [{"zh": letter, "en": ""} for letter in "ABCD"]
        named = {"code": f"T{number:04d}", "kind": "single", "topic": "law", "words": f"Question {number}"}
        return QuizQuestion(**named, options=options, right=[0], created_at=clock.now())

    def person(self) -> dict[str, Any]:
        """The columns of somebody new."""
        self.numbers += 1
        number = self.numbers
        born_on = dt.date(1970, 1, 1) + dt.timedelta(days=number % 9000)
        identity = make_resident_id(f"37{number // 9000 % 9999:04d}", born_on, 2 * (number // 9000 % 400) + 2)
        phone = f"139{number:08d}"
        union = self.unions[int(UNIONS * self.rng.random() ** 2)]
        return {
            "name": f"Person {number}",
            "identity": identity,
            "identity_digest": digest(identity),
            "sex": "F",
            "born_on": born_on,
            "phone": phone,
            "phone_digest": digest(phone),
            "unit_id": union,
            "confirmed_at": clock.now(),
        }

    def account(self) -> Account:
        """Somebody new who can sign in."""
        columns = self.person()
        person = Person(**columns)
        made = Account(
            phone=columns["phone"],
            phone_digest=columns["phone_digest"],
            person=person,
            created_at=clock.now(),
        )
        with unit_of_work():
            db.session.add(made)
        return made

    def fill(self, count: int) -> None:
        """So many people who have entered the quiz, with tries, scores and sums, a block at a time."""
        for start in range(0, count, BLOCK):
            self._block(min(BLOCK, count - start))
        sums = select(
            QuizScore.programme_id,
            QuizScore.unit_id,
            func.count(),
            func.sum(QuizScore.score),
            0,
            func.count(),
        ).group_by(QuizScore.programme_id, QuizScore.unit_id)
        db.session.execute(QuizUnitTotal.__table__.delete())
        columns = ["programme_id", "unit_id", "people", "score_sum", "passed", "tries"]
        db.session.execute(insert(QuizUnitTotal).from_select(columns, sums))
        db.session.commit()

    def _block(self, size: int) -> None:
        people = [self.person() for _ in range(size)]
        first = (db.session.scalar(select(func.max(Person.id))) or 0) + 1
        ids = range(first, first + size)
        at = clock.now() - dt.timedelta(days=1)
        first_entry = (db.session.scalar(select(func.max(Registration.id))) or 0) + 1
        rows: list[tuple[Any, list[dict[str, Any]]]] = [
            (Person, [{"id": one, **columns} for one, columns in zip(ids, people, strict=True)]),
            (Registration, [self._entry(first_entry + n, at) for n in range(size)]),
            (Member, [self._member(first_entry + n, one) for n, one in enumerate(ids)]),
            (QuizTry, [self._try(one, at) for one in ids]),
            (QuizScore, [self._score(one, p["unit_id"], at) for one, p in zip(ids, people, strict=True)]),
        ]
        for table, values in rows:
            db.session.execute(insert(table), values)
        db.session.commit()

    def _entry(self, number: int, at: dt.datetime) -> dict[str, Any]:
        named = {"id": number, "programme_id": self.quiz_of.id, "reference": f"ZS-{number:08d}"}
        return {
            **named,
            "state": "submitted",
            "signed_up_by_id": self.desk.id,
            "submitted_at": at,
            "changed_at": at,
            "version": 1,
        }

    def _member(self, entry: int, person: int) -> dict[str, Any]:
        named = {"registration_id": entry, "programme_id": self.quiz_of.id, "person_id": person}
        return {**named, "position": 1, "active": True, "needs": [], "private": False}

    def _try(self, person: int, at: dt.datetime) -> dict[str, Any]:
        asked = [{"id": one, "order": [0, 1, 2, 3]} for one in self.rng.sample(self.questions, 20)]
        answers = {str(place): [self.rng.choice((0, 0, 1))] for place in range(1, 21)}
        return {
            "programme_id": self.quiz_of.id,
            "person_id": person,
            "number": 1,
            "seed": str(person),
            "questions": asked,
            "answers": answers,
            "state": "handed_in",
            "started_at": at,
            "ends_at": at,
            "ended_at": at,
            "score": self.rng.randrange(101),
            "seconds": self.rng.randrange(60, 600),
        }

    def _score(self, person: int, unit: int, at: dt.datetime) -> dict[str, Any]:
        score, seconds = self.rng.randrange(101), self.rng.randrange(60, 600)
        named = {"programme_id": self.quiz_of.id, "person_id": person, "unit_id": unit, "reached_at": at}
        behind = QuizScore.behind_of(score, seconds)
        return {
            **named,
            "score": score,
            "seconds": seconds,
            "behind": behind,
            "passed": score >= 60,
            "tries": 1,
        }
