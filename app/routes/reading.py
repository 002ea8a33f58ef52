"""A reading club's own room: its books, notes and the vote for the next one, for its members."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import access
from app.errors import Forbidden
from app.extensions import limiter
from app.forms.console.fields import ConsoleForm
from app.forms.reading import NoteForm, ProposalForm, VoteForm
from app.models import Offering, Person
from app.routes.console.attempt import done, shown
from app.services.meetings import hosting, timetable
from app.services.reading import attendance_certificates, books, clubs, notes, voting
from app.unit_of_work import unit_of_work

blueprint = Blueprint("reading", __name__, url_prefix="/reading")


def _who() -> str:
    return f"reading:{access.actor().id}" if current_user.is_authenticated else "reading:nobody"


def _room(offering_id: int) -> tuple[Offering, Person]:
    """The club and the member who reads the page. Raises Forbidden for anybody else."""
    club, person = clubs.load(offering_id), access.actor().person
    if person is None:
        raise Forbidden(_("请先确认您是谁。"))
    clubs.require_member(club, person)
    return club, person


@dataclass(frozen=True)
class Forms:
    """What can be sent from the room; those that were not sent are empty."""

    note: NoteForm
    proposal: ProposalForm
    vote: VoteForm | None

    @property
    def wrong(self) -> ConsoleForm:
        """The one that has something to put right, if any."""
        sent = (self.vote, self.note, self.proposal)
        return next((form for form in sent if form is not None and form.errors), self.note)


def _empty(club: Offering, person: Person) -> Forms:
    running = voting.running(club)
    cast = None
    if running is not None:
        listed = list(voting.ballot(running).proposals)
        cast = VoteForm(listed, formdata=None, proposal=voting.vote_of(running, person))
    return Forms(NoteForm(books.of_club(club), formdata=None), ProposalForm(formdata=None), cast)


@blueprint.get("/<int:offering_id>")
@access.worker
def club(offering_id: int) -> ResponseReturnValue:
    """Everything of the club in one page."""
    found, person = _room(offering_id)
    return _page(found, person, _empty(found, person))


@blueprint.post("/<int:offering_id>/notes")
@access.worker
@limiter.limit("20 per hour", key_func=_who)
def note(offering_id: int) -> ResponseReturnValue:
    found, person = _room(offering_id)
    form = NoteForm(books.of_club(found))

    def act() -> None:
        notes.write(found, person, form.book_id.data, form.words.data or "", form.pages.data)

    if done(form, act):
        flash(_("已交给主持人看，通过后成员就能看到。"), "success")
        return redirect(url_for(".club", offering_id=offering_id))
    return _page(found, person, replace(_empty(found, person), note=form))


@blueprint.post("/<int:offering_id>/notes/<int:note_id>/take-back")
@access.worker
def take_back(offering_id: int, note_id: int) -> ResponseReturnValue:
    found, person = _room(offering_id)
    with unit_of_work():
        notes.take_back(found, person, note_id)
    flash(_("已删除这条笔记。"), "success")
    return redirect(url_for(".club", offering_id=offering_id))


@blueprint.post("/<int:offering_id>/proposals")
@access.worker
@limiter.limit("20 per hour", key_func=_who)
def propose(offering_id: int) -> ResponseReturnValue:
    found, person = _room(offering_id)
    form = ProposalForm()

    def act() -> None:
        voting.propose(found, person, form.title.data or "", form.author.data or "", form.why.data or "")

    if done(form, act):
        flash(_("已提出，别忘了给它投一票。"), "success")
        return redirect(url_for(".club", offering_id=offering_id))
    return _page(found, person, replace(_empty(found, person), proposal=form))


@blueprint.post("/<int:offering_id>/vote")
@access.worker
def vote(offering_id: int) -> ResponseReturnValue:
    found, person = _room(offering_id)
    running = voting.running(found)
    form = VoteForm(list(voting.ballot(running).proposals) if running is not None else [])
    if done(form, lambda: voting.vote(found, person, form.proposal.data)):
        flash(_("已投票，结束前可以改。"), "success")
        return redirect(url_for(".club", offering_id=offering_id))
    return _page(found, person, replace(_empty(found, person), vote=form))


def _page(found: Offering, person: Person, forms: Forms) -> ResponseReturnValue:
    running = voting.running(found)
    coming = [each for each in timetable.coming_of(found.programme) if each.offering_id == found.id]
    page = render_template(
        "reading/club.html",
        club=found,
        programme=found.programme,
        following=coming[0] if coming else None,
        books=books.of_club(found),
        forms=forms,
        ballot=voting.ballot(running) if running is not None else None,
        own_vote=voting.vote_of(running, person) if running is not None else None,
        notes=notes.shown(found),
        mine=notes.of_person(found, person),
        standing=attendance_certificates.of_person(found, person),
        rule=attendance_certificates.rule_of(found),
        leads=hosting.leads(access.actor(), found),
    )
    return shown(forms.wrong, page)
