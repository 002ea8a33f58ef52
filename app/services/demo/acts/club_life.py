"""What a demonstration club has lived through: who came, what they wrote, how they voted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from app import clock
from app.models import Account, Book, BookRound, Offering, Person
from app.services import check_ins, participants
from app.services.demo.acts import club_texts as texts
from app.services.demo.acts.stage import Stage
from app.services.meetings import timetable
from app.services.reading import attendance_certificates, books, notes, voting

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


class Club:
    """One club with its host, and its members as they are by now."""

    def __init__(self, stage: Stage, club: Offering, leader: Account) -> None:
        self.stage, self.club, self.leader = stage, club, leader
        self.rng = stage.random(club.programme.slug)
        self.members: list[Person] = [member.person for member in participants.of_offering(club)]
        self.books: list[Book] = []
        self.meetings = timetable.of_offering(club)
        with clock.as_of(club.programme.closes_at):
            attendance_certificates.set_rule(stage.staff.city, club, attendance_certificates.DEFAULT)

    def read(self, listed: Sequence[tuple[str, str, str, str]]) -> None:
        """The book list, each book at a meeting of its own as long as there are some."""
        for number, (title, title_en, author, state) in enumerate(listed):
            meeting = self.meetings[min(number * 2, len(self.meetings) - 1)]
            values = {
                "title": title,
                "title_en": title_en,
                "author": author,
                "state": state,
                "offering_id": self.club.id,
                "meeting_id": meeting.id,
            }
            self.books.append(books.add(self.stage.staff.city, self.club.programme, values))

    def attend(self, share: float) -> None:
        """`share` of the members have come to each meeting that is over; the worker to all but one."""
        worker = self.stage.worker.person
        for number, meeting in enumerate(self.meetings):
            if meeting.ends_at > clock.now():
                continue
            with clock.as_of(meeting.starts_at + MINUTE):
                for person in self.members:
                    comes = number != 1 if person is worker else self.rng.random() < share
                    if comes:
                        how = self.rng.choice(("code", "code", "host"))
                        check_ins.record(self.club, person, how, self.leader, meeting)

    def write_notes(self) -> None:
        """Most are shown, one was refused with a reason, and two wait."""
        writers = self._some(len(texts.NOTES) + 1)
        for number, ((words, pages), person) in enumerate(zip(texts.NOTES, writers, strict=False)):
            with clock.as_of(clock.now() - DAY * (12 - 2 * number)):
                book = self.books[0 if number < 3 else 1]
                note = notes.write(self.club, person, book.id, words, pages)
                if number < 3:
                    notes.show(self.leader, self.club, note.id)
        unfit = notes.write(self.club, writers[-1], self.books[1].id, texts.UNFIT[0], None)
        notes.hide(self.leader, self.club, unfit.id, texts.UNFIT[1])

    def vote(self) -> None:
        """A round that ended in a tie, and one that goes on."""
        with clock.as_of(clock.now() - DAY * 16):
            self._round(texts.EARLIER, 4)
            tied = list(voting.ballot(self._running()).outcome.tied)
            chosen = tied[-1] if tied else None
            voting.close(self.leader, self.club, chosen, texts.TIE if tied else "")
        with clock.as_of(clock.now() - DAY * 2):
            self._round(texts.PROPOSALS, 5)

    def certify(self) -> None:
        """The day after the last meeting the certificates were given."""
        with clock.as_of(self.meetings[-1].ends_at + DAY):
            attendance_certificates.issue(self.stage.staff.city, self.club)

    def _round(self, proposals: Sequence[tuple[str, str, str]], votes: int) -> None:
        voting.open_round(self.leader, self.club)
        members = self._some(max(votes, len(proposals)), without_worker=True)
        made = [
            voting.propose(self.club, person, *book) for person, book in zip(members, proposals, strict=False)
        ]
        for number, person in enumerate(members[:votes]):
            voting.vote(self.club, person, made[number % len(made)].id)

    def _running(self) -> BookRound:
        running = voting.running(self.club)
        assert running is not None
        return running

    def _some(self, count: int, *, without_worker: bool = False) -> list[Person]:
        """Members, the worker of the fixed phone first unless left out; fewer where there are fewer."""
        worker = self.stage.worker.person
        others = [person for person in self.members if person is not worker]
        first = [worker] if worker in self.members and worker is not None and not without_worker else []
        return [*first, *others][:count]
