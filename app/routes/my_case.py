"""An applicant's own case: how it goes, answering what is asked, appealing against a decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.errors import Forbidden, NotFound
from app.forms.my_case import SayForm
from app.models import CaseFile, Registration
from app.routes.console.attempt import done, shown
from app.services import documents, modes, my_registrations
from app.services.casework import applicant, cases, told
from app.services.documents import Upload

blueprint = Blueprint("my_case", __name__, url_prefix="/mine/<reference>/case")

# five files of ten megabytes, and what is around them
MOST_BYTES = 52 * 1024 * 1024


@blueprint.url_value_preprocessor
def take_files(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """More than other pages take, and said before anything looks at what was sent."""
    request.max_content_length = MOST_BYTES


@blueprint.get("")
@access.signed_in
def show(reference: str) -> ResponseReturnValue:
    """The course of it, and who of the federation reads it."""
    registration, case = _own(reference)
    return render_template(
        "my_case/show.html",
        registration=registration,
        programme=registration.programme,
        standing=modes.explain(registration, access.actor().person),
        case=case,
        events=told.events(case, to_applicant=True),
        readers=told.readers(case),
    )


@blueprint.route("/answer", methods=["GET", "POST"])
@access.signed_in
def answer(reference: str) -> ResponseReturnValue:
    registration, case = _own(reference)
    form = SayForm()

    def act(uploads: Sequence[Upload]) -> None:
        applicant.answer(registration, access.actor(), form.words.data or "", uploads)

    return _say("answer", registration, case, form, act, _("已提交，办理继续进行。"))


@blueprint.route("/appeal", methods=["GET", "POST"])
@access.signed_in
def appeal(reference: str) -> ResponseReturnValue:
    registration, case = _own(reference)
    form = SayForm()

    def act(uploads: Sequence[Upload]) -> None:
        applicant.appeal(registration, access.actor(), form.words.data or "", uploads)

    return _say("appeal", registration, case, form, act, _("已提交复核申请。"))


def _say(
    page: str,
    registration: Registration,
    case: CaseFile,
    form: SayForm,
    act: Callable[[Sequence[Upload]], object],
    said: str,
) -> ResponseReturnValue:
    reference = registration.reference
    if done(form, lambda: act(_uploads(form))):
        flash(said, "success")
        return redirect(url_for("mine.show", reference=reference))
    registration, case = _own(reference)
    html = render_template(
        f"my_case/{page}.html",
        registration=registration,
        programme=registration.programme,
        standing=modes.explain(registration, access.actor().person),
        question=cases.question(case),
        decisions=cases.decisions(case),
        form=form,
    )
    return shown(form, html)


def _uploads(form: SayForm) -> list[Upload]:
    """Raises Invalid (`files`) for the first that will not do."""
    given = [each for each in form.files.data or [] if each and each.filename]
    return [documents.read(each.stream, each.filename or "", {}) for each in given]


def _own(reference: str) -> tuple[Registration, CaseFile]:
    """The registration with its case, for who applied. Raises NotFound, Forbidden."""
    registration = my_registrations.for_account(reference, access.actor())
    case = cases.of(registration)
    if case is None:
        raise NotFound(_("这份报名没有办理经过。"))
    if not applicant.may_speak(registration, access.actor()):
        raise Forbidden(_("请由申请人本人办理。"))
    return registration, case
