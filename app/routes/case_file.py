"""One case: what was handed in and what has happened, and everything that can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, words
from app.forms.console.casework import AskForm, AssignForm, PassForm, ReopenForm, VerdictForm, VersionForm
from app.models import CaseFile
from app.models.casework import OUTCOMES
from app.routes.console.attempt import done, shown
from app.services import accounts, answering
from app.services.casework import cases, deciding, desk, handling, limits, owners, settings, told
from app.services.casework.deciding import Stop, Verdict
from app.services.modes import casework_words

blueprint = Blueprint("case_file", __name__, url_prefix="/cases/<int:case_id>")
blueprint.add_app_template_filter(limits.yuan, "yuan")
blueprint.add_app_template_filter(casework_words.outcome, "case_outcome")
blueprint.add_app_template_filter(owners.role, "step_owner")


@blueprint.get("")
@access.case_worker
def show(case_id: int) -> ResponseReturnValue:
    return _page(_load(case_id), VersionForm(formdata=None))


@blueprint.post("/take")
@access.case_worker
def take(case_id: int) -> ResponseReturnValue:
    case, form = _load(case_id), VersionForm()
    if done(form, lambda: handling.take(access.actor(), case, form.known_version())):
        flash(_("已接办。"), "success")
        return redirect(url_for(".show", case_id=case_id))
    return _page(_load(case_id), form)


@blueprint.route("/ask", methods=["GET", "POST"])
@access.case_worker
def ask(case_id: int) -> ResponseReturnValue:
    form = AskForm()
    return _step(
        case_id,
        form,
        lambda case: handling.ask(access.actor(), case, form.words.data or "", form.known_version()),
        _("已向申请人提问，等待期间不计办理时间。"),
        "ask",
    )


@blueprint.route("/pass", methods=["GET", "POST"])
@access.case_worker
def pass_on(case_id: int) -> ResponseReturnValue:
    form = PassForm()
    return _step(
        case_id,
        form,
        lambda case: handling.pass_on(access.actor(), case, form.remark.data or "", form.known_version()),
        _("已转下一步。"),
        "pass",
    )


@blueprint.route("/assign", methods=["GET", "POST"])
@access.case_worker
def assign(case_id: int) -> ResponseReturnValue:
    offered = [(each.id, accounts.name(each)) for each in handling.candidates(_load(case_id))]
    form = AssignForm(offered)

    def act(case: CaseFile) -> None:
        to, why = form.to.data or 0, form.reason.data or ""
        handling.assign(access.actor(), case, to, why, form.known_version())

    return _step(case_id, form, act, _("已转交。"), "assign")


@blueprint.route("/reopen", methods=["GET", "POST"])
@access.case_worker
def reopen(case_id: int) -> ResponseReturnValue:
    form = ReopenForm()
    return _step(
        case_id,
        form,
        lambda case: deciding.reopen(access.actor(), case, form.reason.data or "", form.known_version()),
        _("已重新办理，原来的决定作废。"),
        "reopen",
    )


@blueprint.route("/decide", methods=["GET", "POST"])
@access.case_worker
def decide(case_id: int) -> ResponseReturnValue:
    """The decision, or, under appeal, the final one."""
    case = _load(case_id)
    form = _verdict_form(case)

    def act(case: CaseFile) -> None:
        on_appeal = case.state == "appealed"
        write = deciding.decide_appeal if on_appeal else deciding.decide
        write(access.actor(), case, _verdict(form), form.known_version())

    return _step(case_id, form, act, _("已作出决定，并通知申请人。"), "decide", full=limits.full(case))


def _verdict_form(case: CaseFile) -> VerdictForm:
    programme = case.programme
    listed = [
        (each.id, f"{casework_words.outcome(each.outcome)} · {words.in_language(each, 'label')}")
        for each in deciding.reasons(programme)
    ]
    outcomes = {name: casework_words.outcome(name) for name in OUTCOMES}
    if not any(each.outcome == "partly" for each in deciding.reasons(programme)):
        del outcomes["partly"]
    money = settings.is_set(programme, settings.MONEY, "yes")
    return VerdictForm(
        outcomes, listed, money=money, vehicles=settings.days(programme, settings.VEHICLES) > 0
    )


def _verdict(form: VerdictForm) -> Verdict:
    given = form.values()
    stop = None
    if given.get("vehicle") and given.get("on") and given.get("place"):
        stop = Stop(given["on"], given["place"], given["vehicle"])
    return Verdict(
        given["outcome"], given["reason"] or 0, (given["words"] or "").strip(), given.get("amount") or 0, stop
    )


def _step(
    case_id: int,
    form: VersionForm,
    act: Callable[[CaseFile], object],
    said: str,
    page: str,
    **more: Any,
) -> ResponseReturnValue:
    """A page with one form; done, back to the case."""
    case = _load(case_id)
    if done(form, lambda: act(case)):
        flash(said, "success")
        return redirect(url_for(".show", case_id=case_id))
    case = _load(case_id)
    form.knows(case.version)
    html = render_template(f"cases/{page}.html", case=case, form=form, after=cases.following(case), **more)
    return shown(form, html)


def _page(case: CaseFile, form: VersionForm) -> ResponseReturnValue:
    form.knows(case.version)
    account = access.actor()
    page = render_template(
        "cases/show.html",
        case=case,
        form=form,
        may=told.may(account, case),
        given=answering.shown(case.registration),
        events=told.events(case),
        decisions=[(each, casework_words.told(case, each, True)) for each in cases.decisions(case)],
        urgency=desk.urgency(case),
        after=cases.following(case),
        named=accounts.name,
    )
    return shown(form, page)


def _load(case_id: int) -> CaseFile:
    return cases.load(case_id, access.actor())
