"""The city's coordinator writes down who came and what they were marked, and certifies."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.programmes import ConfirmForm, ReasonForm
from app.models import Offering
from app.routes import class_pages
from app.routes.class_pages import CONSOLE
from app.routes.console.attempt import done, shown
from app.services import issued_certificates, offerings, privacy
from app.services.training import certifying, results

blueprint = Blueprint(
    "console_class_book",
    __name__,
    url_prefix="/console/programmes/<int:programme_id>/classes/<int:offering_id>",
)


@blueprint.route("/half-days/<int:meeting_id>", methods=["GET", "POST"])
@access.city_coordinator
def half_day(programme_id: int, offering_id: int, meeting_id: int) -> ResponseReturnValue:
    return class_pages.half_day(CONSOLE, _load(programme_id, offering_id), meeting_id)


@blueprint.route("/marks", methods=["GET", "POST"])
@access.city_coordinator
def marks(programme_id: int, offering_id: int) -> ResponseReturnValue:
    return class_pages.mark_all(CONSOLE, _load(programme_id, offering_id))


@blueprint.route("/marks/<int:person_id>", methods=["GET", "POST"])
@access.city_coordinator
def mark(programme_id: int, offering_id: int, person_id: int) -> ResponseReturnValue:
    return class_pages.mark_again(CONSOLE, _load(programme_id, offering_id), person_id)


@blueprint.route("/certificates", methods=["GET", "POST"])
@access.city_coordinator
def certify(programme_id: int, offering_id: int) -> ResponseReturnValue:
    """Who reaches it and who does not, then doing it."""
    offering = _load(programme_id, offering_id)
    form = ConfirmForm()
    counted: list[tuple[int, int]] = []
    if done(form, lambda: counted.append(certifying.certify(access.actor(), offering))):
        issued, missed = counted[0]
        flash(
            _(
                "已发证 %(issued)s 人，%(missed)s 人没有达到要求，都已通知本人。",
                issued=issued,
                missed=missed,
            ),
            "success",
        )
        return redirect(_class(offering))
    register = results.of(offering)
    page = render_template(
        "console/classes/certify.html",
        offering=offering,
        register=register,
        reached=[each for each in register.results if not each.lacks and each.certificate is None],
        missed=[each for each in register.results if each.lacks and each.certificate is None],
        form=form,
    )
    return shown(form, page)


@blueprint.route("/certificates/<int:certificate_id>/revoke", methods=["GET", "POST"])
@access.city_coordinator
def revoke(programme_id: int, offering_id: int, certificate_id: int) -> ResponseReturnValue:
    offering = _load(programme_id, offering_id)
    certificate = certifying.load(offering, certificate_id)
    form = ReasonForm()
    if done(form, lambda: issued_certificates.revoke(access.actor(), certificate, form.why())):
        flash(_("证书已撤销，并通知本人。"), "success")
        return redirect(_class(offering))
    page = render_template(
        "console/classes/revoke.html", offering=offering, certificate=certificate, form=form
    )
    return shown(form, page)


def _load(programme_id: int, offering_id: int) -> Offering:
    offering = offerings.load(programme_id, offering_id)
    privacy.require(access.actor(), offering.programme)
    return offering


def _class(offering: Offering) -> str:
    return url_for("console_classes.show", programme_id=offering.programme_id, offering_id=offering.id)
