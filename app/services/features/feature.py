"""What a programme may have besides sign-up and the deciding of places, behind one interface."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from app.models import Offering, Person, Programme, Registration
from app.services.contradictions import Contradiction
from app.services.modes.mode import Section, Todo


@dataclass(frozen=True, slots=True)
class Link:
    """A page of a feature: `endpoint` with the `values` of its address."""

    words: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ahead:
    """Something that comes up for a person: at what instant, what in words, and its page."""

    at: dt.datetime
    words: str
    link: Link


class Feature:
    """One module of this package. Methods are called inside the caller's unit of work, or only read.

    `name` is what stands in `Programme.features`; `sentence` says to a coordinator what it adds.
    `timed`: its programmes have offerings by the quarter-hour, thousands of them, for which people sign up
    while others are held: pages count them by day and never list them. People then choose at the endpoint
    `picker` (with `slug`) and coordinators look at them at `timetable` (with `programme_id`).
    """

    name: ClassVar[str]
    order: ClassVar[int]
    label: ClassVar[str]
    sentence: ClassVar[str]
    timed: ClassVar[bool] = False
    picker: ClassVar[str] = ""
    timetable: ClassVar[str] = ""

    # the life of a programme

    def hindrances(self, programme: Programme) -> Sequence[Contradiction]:
        """What of the feature's own stands against opening sign-up."""
        return ()

    def check(self, people: Sequence[Person], offerings: Sequence[Offering]) -> None:
        """These people are about to sign up for these offerings. Raises Invalid (`choices`)."""

    def changing(self, registration: Registration) -> None:
        """A sent entry is about to be changed. Raises DomainError when it is too late for that."""

    def placed(self, registration: Registration, offering: Offering) -> None:
        """It has been given a place one by one, or keeps it with other people; may be said again."""

    def unplaced(self, registration: Registration, offering: Offering) -> None:
        """It no longer has the place, though it is not withdrawn."""

    def released(self, registration: Registration) -> None:
        """An entry has been withdrawn: what the feature has given its people ends.

        Raises DomainError when it cannot be undone: then it is not withdrawn.
        """

    def granted(self, registration: Registration) -> None:
        """What an entry asked for has been granted, where entries are decided one by one."""

    def each_minute(self) -> int:
        """What is due by now, in every programme; how much was done. Opens its own units of work."""
        return 0

    # pages

    def sections(self, programme: Programme) -> Sequence[Section]:
        """The feature's pages in the console, among what the programme is made of (city coordinators)."""
        return ()

    def desks(self, programme: Programme) -> Sequence[Link]:
        """The feature's pages that every coordinator may open, whatever part of the tree is theirs."""
        return ()

    def served(self, programme: Programme) -> Sequence[Link]:
        """The pages that whoever serves at the programme's desk, door or till works with."""
        return ()

    def todos(self, programme: Programme) -> Sequence[Todo]:
        """What the coordinator has to do now."""
        return ()

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        """What everybody may know of it, on the programme's page: (term, words)."""
        return ()

    def links(self, programme: Programme) -> Sequence[Link]:
        """Its public pages, on the programme's page."""
        return ()

    def own_links(self, registration: Registration, reader: Person | None) -> Sequence[Link]:
        """Its pages for those who take part, on the page of their registration."""
        return ()

    def host_links(self, offering: Offering) -> Sequence[Link]:
        """Its pages for those who lead the meetings of an offering."""
        return ()

    def ahead(self, person: Person) -> Sequence[Ahead]:
        """What comes up for somebody in all programmes, from now on, in order of time."""
        return ()
