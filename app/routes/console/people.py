"""Workers of one's part of the tree: found, their records put right, their certificates kept."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.people import CertificateForm, PersonForm
from app.forms.console.programmes import ReasonForm
from app.models import Certificate, Person
from app.plausible import whole_number
from app.routes.console.attempt import done, shown
from app.services import certificates, learning, people_search, person_records, registrations_search
from app.services.eligibility import track_words
from app.services.people_search import Criteria

blueprint = Blueprint("console_people", __name__, url_prefix="/console/people")

blueprint.add_app_template_filter(track_words, "track_words")


@blueprint.get("/")
@access.coordinator
def index() -> ResponseReturnValue:
    key = request.args.get("key", "")
    criteria = Criteria(request.args.get("q", ""), tuple(key.split(".")) if key else ())
    number = request.args.get("page", 1, type=whole_number)
    found = people_search.page(criteria, access.scope().units(), number, access.actor())
    return render_template("console/people/index.html", criteria=criteria, found=found)


@blueprint.post("/search")
@access.coordinator
def search() -> ResponseReturnValue:
    """Numbers come by POST and go on as keyed digests, so that no address or log ever holds one."""
    text, digests = registrations_search.term(request.form.get("q", ""))
    kept: dict[str, Any] = {name: value for name, value in (("q", text), ("key", ".".join(digests))) if value}
    return redirect(url_for(".index", **kept))


@blueprint.route("/<int:person_id>", methods=["GET", "POST"])
@access.coordinator
def show(person_id: int) -> ResponseReturnValue:
    person = _load(person_id)
    form = PersonForm(person)
    if done(form, lambda: person_records.record(access.actor(), person, form.person_values(), form.why())):
        flash(_("已保存，并记入操作记录。"), "success")
        return redirect(url_for(".show", person_id=person_id))
    page = render_template(
        "console/people/show.html",
        form=form,
        person=person,
        certificates=certificates.of(person, access.actor()),
        history=people_search.history(person, access.actor()),
        way=learning.of(person, access.actor()),
    )
    return shown(form, page)


@blueprint.route("/<int:person_id>/certificates/new", methods=["GET", "POST"])
@access.coordinator
def new_certificate(person_id: int) -> ResponseReturnValue:
    return _certificate_page(CertificateForm(), _load(person_id), None)


@blueprint.route("/<int:person_id>/certificates/<int:certificate_id>", methods=["GET", "POST"])
@access.coordinator
def edit_certificate(person_id: int, certificate_id: int) -> ResponseReturnValue:
    person = _load(person_id)
    certificate = certificates.load(person, certificate_id, access.actor())
    return _certificate_page(CertificateForm(certificate), person, certificate)


def _certificate_page(
    form: CertificateForm, person: Person, certificate: Certificate | None
) -> ResponseReturnValue:
    person_id = person.id

    def save() -> None:
        certificates.save(access.actor(), person, certificate, form.certificate_values(), form.why())

    if done(form, save):
        flash(_("证书已保存。"), "success")
        return redirect(url_for(".show", person_id=person_id))
    page = render_template(
        "console/people/certificate.html", form=form, person=person, certificate=certificate
    )
    return shown(form, page)


@blueprint.route("/<int:person_id>/certificates/<int:certificate_id>/remove", methods=["GET", "POST"])
@access.coordinator
def remove_certificate(person_id: int, certificate_id: int) -> ResponseReturnValue:
    person = _load(person_id)
    certificate = certificates.load(person, certificate_id, access.actor())
    form = ReasonForm()
    if done(form, lambda: certificates.remove(access.actor(), person, certificate, form.why())):
        flash(_("证书已删除。"), "success")
        return redirect(url_for(".show", person_id=person_id))
    page = render_template(
        "console/people/remove_certificate.html", form=form, person=person, certificate=certificate
    )
    return shown(form, page)


def _load(person_id: int) -> Person:
    return people_search.load(person_id, access.scope().units())
