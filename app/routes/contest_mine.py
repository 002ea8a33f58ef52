"""A party's own part in a contest: events, heat and station, result, appeal."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, words
from app.errors import NotFound
from app.forms.contest import ContestAppealForm, EntryForm
from app.models import Contest, ContestEntry, Registration
from app.routes.console.attempt import done, shown
from app.services import my_registrations
from app.services.contest import (
    appeals,
    contests,
    entering,
    events,
    heats,
    placing,
    results,
    state_words,
    teams,
)
from app.services.contest.results import Row

blueprint = Blueprint("contest_mine", __name__, url_prefix="/contests/<slug>/mine/<reference>")


@blueprint.get("")
@access.signed_in
def show(slug: str, reference: str) -> ResponseReturnValue:
    """What the party has entered, where everybody competes, how it ended."""
    contest, party = _party(slug, reference)
    account = access.actor()
    entries = entering.of_registration(party)
    rows = _rows(contest, entries)
    return render_template(
        "contest/mine.html",
        contest=contest,
        programme=contest.programme,
        registration=party,
        entries=entries,
        team=teams.of(party),
        names=teams.Names(contest.programme),
        seats=heats.of_entries(entries),
        where=heats.where,
        heats_out=placing.published(contest) is not None,
        rows=rows,
        may_change=entering.may_change(contest, account, party),
        may_appeal={e.id for e in entries if appeals.are_taken(contest) and appeals.may_raise(account, e)},
        appeals=appeals.of_account(account, contest),
        until=appeals.until_words(contest),
    )


@blueprint.route("/events", methods=["GET", "POST"])
@access.signed_in
def choose(slug: str, reference: str) -> ResponseReturnValue:
    """Boxes for everybody of the party, and the team's name."""
    contest, party = _party(slug, reference)
    form = _form(contest, party)

    def act() -> None:
        teams.name(contest, party, form.team_name.data or "", form.category.data or "")
        entering.choose(access.actor(), contest, party, form.chosen())

    if done(form, act):
        flash(_("已保存比赛项目。"), "success")
        return redirect(url_for(".show", slug=slug, reference=reference))
    page = render_template(
        "contest/choose.html",
        contest=contest,
        programme=contest.programme,
        registration=party,
        events=events.listed(contest.programme),
        form=form,
        may_change=entering.may_change(contest, access.actor(), party),
    )
    return shown(form, page)


@blueprint.route("/entries/<int:entry_id>/appeal", methods=["GET", "POST"])
@access.signed_in
def appeal(slug: str, reference: str, entry_id: int) -> ResponseReturnValue:
    contest, party = _party(slug, reference)
    entry = _entry(party, entry_id)
    form = ContestAppealForm()
    if done(form, lambda: appeals.raise_(access.actor(), contest, entry, form.words.data or "")):
        flash(_("申诉已提交，答复后会通知您。"), "success")
        return redirect(url_for(".show", slug=slug, reference=reference))
    page = render_template(
        "contest/appeal.html",
        programme=contest.programme,
        registration=party,
        entry=entry,
        name=teams.Names(contest.programme).of_entry(entry),
        row=_rows(contest, [entry]).get(entry.id),
        taken=appeals.are_taken(contest),
        until=appeals.until_words(contest),
        form=form,
    )
    return shown(form, page)


def _party(slug: str, reference: str) -> tuple[Contest, Registration]:
    """Raises NotFound, also for a party that is not the reader's to see or of another programme."""
    party = my_registrations.for_account(reference, access.actor())
    contest = contests.public(slug)
    if party.programme_id != contest.programme_id:
        raise NotFound(_("没有找到这份报名，请核对编号。"))
    return contest, party


def _entry(party: Registration, entry_id: int) -> ContestEntry:
    for entry in entering.of_registration(party):
        if entry.id == entry_id:
            return entry
    raise NotFound(_("没有这项参赛，可能已经退出。"))


def _rows(contest: Contest, entries: list[ContestEntry]) -> dict[int, Row]:
    """Results of these entries, by id; none before they are known."""
    if contest.results == "none":
        return {}
    ids = {entry.id for entry in entries}
    found = results.of(contest)
    return {row.entry.id: row for each in found.events for row in each.rows if row.entry.id in ids}


def _form(contest: Contest, party: Registration) -> EntryForm:
    held = events.listed(contest.programme)
    chosen: dict[str, list[int]] = {}
    for entry in entering.of_registration(party):
        who = "team" if entry.person_id is None else str(entry.person_id)
        chosen.setdefault(f"entry_{who}", []).append(entry.event_id)
    team = teams.of(party)
    given: dict[str, Any] = {"team_name": team.name, "category": team.category} if team is not None else {}
    return EntryForm.of(
        [(member.person_id, member.person.name) for member in party.members],
        [(event.id, _words(event)) for event in held if not event.team],
        [(event.id, _words(event)) for event in held if event.team],
        chosen,
        **given,
    )


def _words(event: Any) -> str:
    """The event with what keeps people out of it."""
    conditions = [event.certificate] if event.certificate else []
    if event.unit_limit:
        conditions.append(str(_("每个单位最多 %(count)s 个", count=event.unit_limit)))
    title = words.in_language(event, "title")
    return f"{title} · {words.listed(conditions)}" if conditions else title


blueprint.add_app_template_filter(state_words.penalty, "contest_penalty")
