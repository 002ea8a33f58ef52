"""What somebody has filled in and not sent yet: kept encrypted at every step, taken up again later."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models import Account, Answer, Member, Programme, Question, Registration, SignUpDraft
from app.services import documents
from app.services.people import Facts

ME = "me"


@dataclass(slots=True)
class Companion:
    """Somebody who comes along; `key` names them inside the draft, days are in ISO's spelling."""

    key: str
    name: str
    identity_kind: str
    identity: str
    sex: str
    born_on: str
    joined_on: str
    phone: str
    unit_id: int

    @classmethod
    def of(cls, facts: Facts, joined_on: dt.date, phone: str, unit_id: int) -> Companion:
        return cls(
            secrets.token_hex(4),
            facts.name,
            facts.identity_kind,
            facts.identity,
            facts.sex,
            facts.born_on.isoformat(),
            joined_on.isoformat(),
            phone,
            unit_id,
        )

    @property
    def facts(self) -> Facts:
        born_on = dt.date.fromisoformat(self.born_on)
        return Facts(self.name, self.identity_kind, self.identity, self.sex, born_on)

    @property
    def first_day(self) -> dt.date | None:
        """The first day of service, where it is known."""
        return dt.date.fromisoformat(self.joined_on) if self.joined_on else None


@dataclass(slots=True)
class Answers:
    """`needs` and `rooms` are by companion key, oneself being ME; `health` by venue id as text.

    `private` are the keys of those for whom a coordinator has noted a room of their own. `answers` are by
    question key, as `Answer` has them; `consents` are ids of texts agreed to; `wants` how many of the choices
    the party would like to have.

    `version` is that of the sent registration from which the draft was made, None for a new one.
    """

    companions: list[Companion] = field(default_factory=list)
    needs: dict[str, list[str]] = field(default_factory=dict)
    rooms: dict[str, str] = field(default_factory=dict)
    choices: list[int] = field(default_factory=list)
    health: dict[str, dict[str, bool]] = field(default_factory=dict)
    private: list[str] = field(default_factory=list)
    version: int | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    consents: list[int] = field(default_factory=list)
    wants: int = 1

    @property
    def keys(self) -> list[str]:
        return [ME, *(companion.key for companion in self.companions)]

    def remove_companion(self, key: str) -> None:
        self.companions = [companion for companion in self.companions if companion.key != key]
        self.needs.pop(key, None)
        self.rooms.pop(key, None)
        self.health.clear()  # it was declared for everybody in the party
        if len(self.companions) == 0:
            self.rooms.clear()

    def add_companion(self, companion: Companion) -> None:
        self.companions.append(companion)
        self.health.clear()

    def move(self, offering_id: int, by: int) -> None:
        """One place up (-1) or down (1); at the end of the list nothing happens."""
        if offering_id not in self.choices:
            return
        here = self.choices.index(offering_id)
        there = here + by
        if 0 <= there < len(self.choices):
            self.choices[here], self.choices[there] = self.choices[there], self.choices[here]


def find(account: Account, programme: Programme) -> SignUpDraft | None:
    return db.session.scalars(
        select(SignUpDraft).where(
            SignUpDraft.account_id == account.id, SignUpDraft.programme_id == programme.id
        )
    ).first()


def hold(account: Account, programme: Programme) -> bool:
    """Whether there is a draft; if so, whoever else wants to send it waits until this unit of work ends."""
    mine = (SignUpDraft.account_id == account.id) & (SignUpDraft.programme_id == programme.id)
    return db.session.scalar(select(SignUpDraft.id).where(mine).with_for_update()) is not None


def load(account: Account, programme: Programme, sent: Registration | None) -> Answers:
    """The draft; without one, what was sent; without that, nothing filled in. Writes nothing."""
    draft = find(account, programme)
    if draft is not None:
        return _from_json(draft.answers)
    return from_registration(sent) if sent is not None else Answers()


def save(account: Account, programme: Programme, answers: Answers) -> None:
    draft = find(account, programme)
    if draft is None:
        draft = SignUpDraft(account_id=account.id, programme_id=programme.id, answers={})
        db.session.add(draft)
    draft.answers = asdict(answers)
    draft.updated_at = clock.now()
    db.session.flush()


def discard(account: Account, programme: Programme) -> None:
    draft = find(account, programme)
    if draft is not None:
        db.session.delete(draft)
        db.session.flush()
    documents.forget_loose(account, programme)


def from_registration(sent: Registration) -> Answers:
    """A draft that says what the sent registration says; its lead is oneself."""
    keys = [ME] + [f"m{member.id}" for member in sent.members[1:]]
    by_key = dict(zip(keys, sent.members, strict=True))
    companions = [
        Companion(
            key,
            member.person.name,
            member.person.identity_kind,
            member.person.identity,
            member.person.sex,
            member.person.born_on.isoformat(),
            member.person.joined_on.isoformat() if member.person.joined_on else "",
            "",
            member.person.unit_id,
        )
        for key, member in by_key.items()
        if key != ME
    ]
    return Answers(
        companions,
        {key: list(member.needs) for key, member in by_key.items() if member.needs},
        _shared_rooms(by_key),
        [choice.offering_id for choice in sent.choices],
        {str(declared.venue_id): dict(declared.answers) for declared in sent.declarations},
        [key for key, member in by_key.items() if member.private],
        sent.version,
        answers=_given(sent),
        wants=sent.wants,
    )


def _given(sent: Registration) -> dict[str, Any]:
    """What a registration answers, by question key."""
    rows = db.session.execute(
        select(Question.key, Answer.value)
        .join(Answer, Answer.question_id == Question.id)
        .where(Answer.registration_id == sent.id)
    )
    return dict(iter(rows))


def _shared_rooms(by_key: dict[str, Member]) -> dict[str, str]:
    """Rooms that two or more share, numbered from 1 as the page offers them."""
    groups: dict[str, list[str]] = {}
    for key, member in by_key.items():
        if member.room_group:
            groups.setdefault(member.room_group, []).append(key)
    shared = [keys for keys in groups.values() if len(keys) > 1]
    return {key: str(number) for number, keys in enumerate(shared, 1) for key in keys}


def _from_json(kept: dict[str, Any]) -> Answers:
    return Answers(**{**kept, "companions": [Companion(**each) for each in kept["companions"]]})
