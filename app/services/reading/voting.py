"""A round: members propose books and vote, one vote each, until the host closes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import (
    Account,
    Book,
    BookProposal,
    BookRound,
    BookVote,
    Offering,
    Person,
    Programme,
    Registration,
)
from app.services import audit, notify, participants
from app.services.reading import books, clubs, outcome

PROPOSALS_MOST = 2


@dataclass(frozen=True, slots=True)
class Ballot:
    """A round with its proposals, the earliest first, and how many votes each has by now."""

    round: BookRound
    proposals: Sequence[BookProposal]
    counts: Mapping[int, int]

    @property
    def outcome(self) -> outcome.Outcome:
        return outcome.of(self.counts, [each.id for each in self.proposals])

    @property
    def votes(self) -> int:
        return sum(self.counts.values())


def running(club: Offering) -> BookRound | None:
    """The club's open round."""
    query = select(BookRound).where(BookRound.offering_id == club.id, BookRound.closed_at.is_(None))
    return db.session.scalar(query)


def closed(programme: Programme) -> list[Ballot]:
    """What has been decided in a programme, the latest first."""
    query = (
        select(BookRound)
        .join(Offering, BookRound.offering_id == Offering.id)
        .where(Offering.programme_id == programme.id, BookRound.closed_at.is_not(None))
        .options(joinedload(BookRound.winner), joinedload(BookRound.offering).joinedload(Offering.venue))
        .order_by(BookRound.id.desc())
        .limit(30)
    )
    return [ballot(each) for each in db.session.scalars(query)]


def ballot(found: BookRound) -> Ballot:
    """The round as it stands."""
    query = select(BookProposal).where(BookProposal.round_id == found.id).order_by(BookProposal.id)
    counted = (
        select(BookVote.proposal_id, func.count())
        .where(BookVote.round_id == found.id)
        .group_by(BookVote.proposal_id)
    )
    counts = {row[0]: row[1] for row in db.session.execute(counted)}
    return Ballot(found, list(db.session.scalars(query)), counts)


def vote_of(found: BookRound, person: Person) -> int | None:
    """The proposal for which somebody has voted."""
    mine = (BookVote.round_id == found.id) & (BookVote.person_id == person.id)
    return db.session.scalar(select(BookVote.proposal_id).where(mine))


def open_round(actor: Account, club: Offering) -> BookRound:
    """Members may propose and vote, and are told. Raises DomainError while one is open."""
    if club.cancelled or club.programme.state == "cancelled":
        raise DomainError(_("这个读书会已经取消。"))
    if running(club) is not None:
        raise DomainError(_("已经有一轮在投票，先结束它。"))
    made = BookRound(offering=club, opened_at=clock.now())
    db.session.add(made)
    audit.record(actor, "round.open", made, label=club.programme.title)
    _tell(club, "round.opened")
    return made


def propose(club: Offering, person: Person, title: str, author: str, why: str) -> BookProposal:
    """A book for the next round. Raises Invalid when it has been proposed or read, DomainError after
    PROPOSALS_MOST of one's own.
    """
    found = _held(club, person)
    proposals = ballot(found).proposals
    if any(each.title == title for each in proposals):
        raise Invalid(_("已经有人提了这本书，直接投它一票"), "title")
    if any(book.title == title for book in books.of_club(club)):
        raise Invalid(_("这本书已经在书目里"), "title")
    if sum(each.person_id == person.id for each in proposals) >= PROPOSALS_MOST:
        raise DomainError(_("每人每轮最多提 %(most)s 本。", most=PROPOSALS_MOST))
    made = BookProposal(
        round=found, person=person, title=title, author=author, why=why, proposed_at=clock.now()
    )
    db.session.add(made)
    db.session.flush()
    return made


def vote(club: Offering, person: Person, proposal_id: int) -> None:
    """One vote a member a round; voting again moves it. Raises DomainError when no round is open."""
    found = _held(club, person)
    proposal = db.session.get(BookProposal, proposal_id)
    if proposal is None or proposal.round_id != found.id:
        raise Invalid(_("请从这一轮的书里选一本"), "proposal")
    mine = select(BookVote).where(BookVote.round_id == found.id, BookVote.person_id == person.id)
    cast = db.session.scalar(mine)
    if cast is None:
        cast = BookVote(round_id=found.id, person_id=person.id)
        db.session.add(cast)
    cast.proposal_id, cast.voted_at = proposal.id, clock.now()
    db.session.flush()


def close(actor: Account, club: Offering, chosen_id: int | None = None, reason: str = "") -> BookRound:
    """No more votes: the winner goes onto the club's list, and members are told.

    `chosen_id`: with `reason`, which of those with as many votes wins; without, the earlier proposal.
    Raises DomainError when no round is open, Invalid for a choice among what is not tied.
    """
    found = _hold(club)
    if found is None:
        raise DomainError(_("现在没有在投票的一轮。"))
    counted = ballot(found)
    result = counted.outcome
    if chosen_id is not None and chosen_id not in result.tied:
        raise Invalid(_("只能在票数并列的书里选"), "chosen")
    if chosen_id is not None and not reason:
        raise Invalid(_("请写明为什么选这一本，会公布给大家"), "reason")
    winner_id = chosen_id or result.first
    winner = next((each for each in counted.proposals if each.id == winner_id), None)
    found.closed_at = clock.now()
    if result.tied:
        found.reason = reason if chosen_id is not None else _("票数并列，按规则先提出的当选")
    if winner is not None:
        found.winner = Book(
            programme=club.programme, offering=club, title=winner.title, author=winner.author, state="planned"
        )
    what = winner.title if winner is not None else ""
    counts = {"votes": ("", counted.votes), "winner": ("", what)}
    label = club.programme.title
    audit.record(actor, "round.close", found, label=label, changes=counts, reason=found.reason)
    if winner is not None:
        _tell(club, "round.closed", what=what, votes=counted.counts[winner.id], all=counted.votes)
    return found


def forget(registration: Registration) -> None:
    """Who has left a club no longer votes in its open round."""
    people = [member.person_id for member in registration.members]
    going_on = (
        select(BookRound.id)
        .join(Offering, BookRound.offering_id == Offering.id)
        .where(Offering.programme_id == registration.programme_id, BookRound.closed_at.is_(None))
    )
    theirs = BookVote.person_id.in_(people) & BookVote.round_id.in_(going_on)
    db.session.execute(delete(BookVote).where(theirs))


def _held(club: Offering, person: Person) -> BookRound:
    clubs.require_member(club, person)
    found = _hold(club)
    if found is None:
        raise DomainError(_("现在没有在投票的一轮，主持人开始后可以提书和投票。"))
    return found


def _hold(club: Offering) -> BookRound | None:
    """The open round; who closes it waits for those who vote, and they for them."""
    query = select(BookRound).where(BookRound.offering_id == club.id, BookRound.closed_at.is_(None))
    locked = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(locked).first()


def _tell(club: Offering, kind: str, **parameters: str | int) -> None:
    for member in participants.of_offering(club):
        notify.tell(member.person, kind, member.registration, **parameters)
