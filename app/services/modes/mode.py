"""What a decision mode is: the one interface through which programmes of every mode live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_babel import gettext as _

from app import clock, words
from app.models import Account, Person, Programme, Registration
from app.services.contradictions import Contradiction
from app.services.standing import Standing


@dataclass(frozen=True, slots=True)
class Setting:
    """Something that only one mode has to know of a programme; its value is kept in `Programme.settings`.

    With `options` (value, words) it is one of them, else a whole number from `low` to `high`; `none` says
    what a 0 means that is no number. Once sign-up is open people rely on it: it is fixed, unless it may
    grow (`may_grow`, from a number above 0).
    """

    name: str
    label: str
    default: Any
    help: str = ""
    low: int = 0
    high: int = 100_000
    options: Sequence[tuple[str, str]] = ()
    may_grow: bool = False
    none: str = ""

    def of(self, programme: Programme) -> Any:
        """What the programme has set, or the default."""
        return programme.settings.get(self.name, self.default)


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that a coordinator has to do for a programme; `endpoint` takes its programme_id."""

    words: str
    endpoint: str
    pressing: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a programme that has a page of its own; `endpoint` takes its programme_id.

    `needed`: without it sign-up cannot be opened.
    """

    label: str
    endpoint: str
    said: str
    filled: bool
    needed: bool = False


def stage_words(stage: str) -> str:
    """A stage in words, as most modes say it."""
    named = {
        "draft": _("筹备中"),
        "upcoming": _("即将开始"),
        "open": _("报名中"),
        "closed": _("已截止"),
        "noticed": _("公示中"),
        "published": _("已公布"),
        "cancelled": _("已取消"),
    }
    return str(named[stage])


class Mode:
    """Every method is called inside the caller's unit of work, and raises the errors of `app/errors.py`.

    `needs` names what a programme of the mode cannot be opened without: offerings, seats (each offering's
    number of places), draw (a source of the seed), results_on. `uses_tiers`: who has a higher tier weighs
    more, by the programme's weights. `desk` is the endpoint of the coordinator's
    own page of the mode. `stages` are the stages through which its programmes go, in order. `at_once`: a
    place that is free is given as soon as an entry is sent, so that free places are worth showing.
    `records`: whoever has signed up takes part in what they chose, without a place being given.
    `publishes`: a list of entries, or the result, is shown to everybody. `has_cases`: each entry is a case
    that somebody sees to.
    `in_line`: places are claimed one by one, and who finds none waits in a line. `planned`: places are those
    of a published plan.
    """

    name: ClassVar[str]
    order: ClassVar[int]
    label: ClassVar[str]
    sentence: ClassVar[str]
    needs: ClassVar[frozenset[str]] = frozenset()
    settings: ClassVar[tuple[Setting, ...]] = ()
    uses_tiers: ClassVar[bool] = False
    at_once: ClassVar[bool] = False
    records: ClassVar[bool] = False
    publishes: ClassVar[bool] = False
    has_cases: ClassVar[bool] = False
    in_line: ClassVar[bool] = False
    planned: ClassVar[bool] = False
    desk: ClassVar[str] = "console_programmes.show"
    stages: ClassVar[tuple[str, ...]] = ("draft", "upcoming", "open", "closed", "cancelled")

    # the life of a programme

    def hindrances(self, programme: Programme) -> Sequence[Contradiction]:
        """What of this mode's own stands against opening, each with what to change."""
        return ()

    def open(self, programme: Programme) -> None:
        """Sign-up begins."""

    def accept(self, registration: Registration) -> None:
        """An entry has been sent or changed: it is written already, and undone if this raises."""

    def release(self, registration: Registration) -> None:
        """An entry has been withdrawn: what it held is free again."""

    def close(self, programme: Programme) -> Mapping[str, tuple[str, str]]:
        """Sign-up ends; gives what the record of it should say besides: {field: (before, after)}."""
        return {}

    def decide(self, programme: Programme, actor: Account, given: Mapping[str, str]) -> None:
        """The coordinator has it decided; `given` is what the mode's own form asks for."""
        raise NotImplementedError(f"nothing is decided afterwards in {self.name}")

    def fill(self, programme: Programme) -> int:
        """Offer what is free to those who wait, and let offers lapse; how many offers were made."""
        return 0

    def owed(self) -> Sequence[int]:
        """Ids of programmes in which something is due by time alone, besides waitlists: they are filled."""
        return ()

    def wants_most(self, programme: Programme) -> int:
        """How many of its choices a party may have; 1: at most one."""
        return 1

    # words

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        """What everybody may know of how its places are decided: (term, words), beside `sentence`."""
        return ()

    def links(self, programme: Programme) -> Sequence[tuple[str, str]]:
        """Public pages on how it is decided, as far as there are any yet: (words, endpoint with `slug`)."""
        return ()

    def before_sending(self, programme: Programme, people: Sequence[Person]) -> Sequence[str]:
        """What these people should know of their own case before they send an entry, in sentences."""
        return ()

    def explain(self, registration: Registration, reader: Person | None) -> Standing:
        """Where the entry stands, in the eyes of `reader` (None: somebody who is not named)."""
        raise NotImplementedError

    def todos(self, programme: Programme) -> Sequence[Todo]:
        """What the coordinator has to do now."""
        return ()

    def sections(self, programme: Programme) -> Sequence[Section]:
        """What only this mode's programmes have to be given before they open."""
        return ()

    def next_step(self, programme: Programme) -> str:
        """What happens next with the programme, in one sentence."""
        sentences = {
            "upcoming": _("%(at)s 开始报名。", at=words.moment(programme.opens_at)),
            "open": _("%(at)s 截止报名。", at=words.moment(programme.closes_at)),
            "closed": _("报名已经截止。"),
            "cancelled": _("这个项目已经取消，报过名的职工不用做什么。"),
        }
        return str(sentences.get(self.stage(programme), ""))

    def stage(self, programme: Programme) -> str:
        """Where the programme stands now: its state, and the sign-up window."""
        if programme.state != "open":
            return programme.state
        now = clock.now()
        if now < programme.opens_at:
            return "upcoming"
        return "open" if now < programme.closes_at else "closed"

    def stage_words(self, stage: str) -> str:
        """A stage in words."""
        return stage_words(stage)
