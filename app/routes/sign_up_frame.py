"""What all pages of the sign-up wizard share: who may go on, the draft, and which step comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from flask import render_template, request, url_for

from app import access, clock
from app.models import Account, Person, Programme, Registration, Venue
from app.routes.sign_up_steps import Step, steps_of
from app.services import (
    answering,
    catalogue,
    commitments,
    drafts,
    eligibility,
    features,
    modes,
    party,
    party_checks,
    question_sets,
    references,
)
from app.services.catalogue import OfferingFacts
from app.services.commitments import Clash
from app.services.drafts import Answers
from app.services.features import Feature
from app.services.modes import Mode
from app.unit_of_work import unit_of_work

Answer = Any  # what a Flask view may return


@dataclass
class Frame:
    """One worker filling in one programme's form. `sent` is the registration in force, if any."""

    programme: Programme
    account: Account
    me: Person
    sent: Registration | None

    @cached_property
    def answers(self) -> Answers:
        return party.load(self.programme, self.account, self.sent)

    @cached_property
    def facts(self) -> list[OfferingFacts]:
        """What may still be chosen; of quarter-hours, of which there are thousands, what is chosen."""
        every = catalogue.offering_facts(self.programme, self.answers.choices if self.timed else None)
        return [each for each in every if not party_checks.has_begun(each.offering)]

    @cached_property
    def timed(self) -> Feature | None:
        """The feature that has a page of its own for choosing."""
        return features.timed(self.programme)

    @cached_property
    def mode(self) -> Mode:
        return modes.of(self.programme)

    @property
    def sleeps(self) -> bool:
        """Whether anything of it has beds."""
        return any(each.offering.with_beds and each.offering.night_count for each in self.facts)

    @property
    def chooses(self) -> bool:
        """Whether there is something to choose between; one session alone is chosen by itself."""
        return self.timed is not None or (bool(self.programme.offerings) and len(self.facts) != 1)

    @property
    def asks(self) -> bool:
        """Whether any question is put to these people."""
        asked = question_sets.current(self.programme)
        return bool(answering.visible(asked, self.answers.answers, self.people, clock.today()))

    @property
    def wants_most(self) -> int:
        return self.mode.wants_most(self.programme)

    @property
    def chosen(self) -> list[OfferingFacts]:
        return party.chosen_facts(self.facts, self.answers)

    @property
    def asking(self) -> list[Venue]:
        """Chosen campuses that ask for a health declaration."""
        return party.asking_venues(self.chosen)

    @cached_property
    def people(self) -> list[Person]:
        """Everybody in the party; those who are not known yet are not in the database."""
        return party.people_of(self.me, self.answers)

    @cached_property
    def clashes(self) -> list[Clash]:
        """What of the choices overlaps something that somebody of the party holds elsewhere."""
        offerings = [each.offering for each in self.chosen]
        return commitments.clashes(self.people, offerings, self.programme)

    @cached_property
    def steps(self) -> list[Step]:
        return list(steps_of(self))

    def has(self, name: str) -> bool:
        """Whether the form has this step."""
        return any(step.name == name for step in self.steps)

    def number(self, name: str) -> int:
        """Which step this is, from 1."""
        return 1 + [step.name for step in self.steps].index(name)

    def before(self, name: str) -> str:
        """Where the way back leads."""
        number = self.number(name)
        return self.steps[number - 2].url if number > 1 else self.url("home.programme")

    def after(self, name: str) -> str:
        """Where one goes on; from a step that the form does not have, to its first."""
        names = [step.name for step in self.steps]
        return self.steps[names.index(name) + 1 if name in names else 0].url

    def unfinished(self) -> Step | None:
        """The first step that still lacks an answer."""
        return next((step for step in self.steps if not step.done()), None)

    @property
    def names(self) -> dict[str, str]:
        """Everybody in the party by their key in the draft."""
        return {drafts.ME: self.me.name} | {c.key: c.name for c in self.answers.companions}

    @property
    def sharing(self) -> list[list[str]]:
        """Names of those who share each room."""
        rooms: dict[str, list[str]] = {}
        for key, name in self.names.items():
            if label := self.answers.rooms.get(key):
                rooms.setdefault(label, []).append(name)
        return list(rooms.values())

    def change(self, edit: Callable[[Answers], object]) -> None:
        """Change the draft as it is now in the database, and keep it."""
        with unit_of_work():
            answers = party.load(self.programme, self.account, self.sent)
            edit(answers)
            drafts.save(self.account, self.programme, answers)
        self.answers = answers
        for known in ("people", "clashes", "steps", *(("facts",) if self.timed else ())):
            self.__dict__.pop(known, None)

    def url(self, endpoint: str, **values: Any) -> str:
        return url_for(endpoint, slug=self.programme.slug, **values)

    def page(self, template: str, **values: object) -> str:
        return render_template(
            f"sign_up/{template}.html", frame=self, programme=self.programme, answers=self.answers, **values
        )


def refusal(programme: Programme, me: Person) -> Answer | None:
    """The page that says why this person cannot sign up now and what to do; None: go on."""
    status = 200 if request.method == "GET" else 409
    member = party_checks.active_member(programme, me)
    if not party_checks.is_open(programme):
        page = render_template(
            "sign_up/closed.html",
            programme=programme,
            sent=member.registration if member else None,
            next_step=modes.of(programme).next_step(programme),
        )
        return page, status
    if member is not None and member.registration.lead.person_id != me.id:
        who = party_checks.signer_words(member.registration.signed_up_by)
        masked = references.masked(member.registration.reference)
        page = render_template(
            "sign_up/already.html", programme=programme, member=member, who=who, reference=masked
        )
        return page, status
    if reasons := eligibility.reasons(me, programme):
        return render_template("sign_up/ineligible.html", programme=programme, reasons=reasons), status
    return None


def step(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Give a view its Frame instead of a slug, unless there is a reason not to go on."""

    @wraps(view)
    def stepped(slug: str, **values: object) -> Answer:
        programme = catalogue.find(slug)
        account = access.actor()
        assert account.person is not None  # `access.worker` has seen to it
        if (refused := refusal(programme, account.person)) is not None:
            return refused
        sent = catalogue.registration_of(programme, account.person.id)
        return view(Frame(programme, account, account.person, sent), **values)

    return stepped
