"""What all pages of the sign-up wizard share: who may go on, the draft, and which step comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from flask import render_template, request, url_for

from app import access
from app.models import Account, Person, Programme, Registration, Venue
from app.services import catalogue, drafts, eligibility, modes, party, party_checks, references
from app.services.catalogue import OfferingFacts
from app.services.drafts import Answers
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
        return drafts.load(self.account, self.programme, self.sent)

    @cached_property
    def facts(self) -> list[OfferingFacts]:
        return catalogue.offering_facts(self.programme)

    @property
    def chosen(self) -> list[OfferingFacts]:
        return party.chosen_facts(self.facts, self.answers)

    @property
    def asking(self) -> list[Venue]:
        """Chosen campuses that ask for a health declaration."""
        return party.asking_venues(self.chosen)

    @property
    def step_count(self) -> int:
        return 5 if self.asking else 4

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
            answers = drafts.load(self.account, self.programme, self.sent)
            edit(answers)
            drafts.save(self.account, self.programme, answers)
        self.answers = answers

    def url(self, endpoint: str, **values: Any) -> str:
        return url_for(endpoint, slug=self.programme.slug, **values)

    def undeclared(self) -> Venue | None:
        """The first campus whose declaration is still missing."""
        return next((v for v in self.asking if not party.is_declared(v, self.answers)), None)

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
