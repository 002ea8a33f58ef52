"""Checking a certificate by its number, and one's own as a PDF."""

from __future__ import annotations

import io

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.errors import Forbidden, NotFound
from app.extensions import limiter
from app.services import certificate_pdf, issued_certificates

blueprint = Blueprint("certificate", __name__, url_prefix="/certificates")


@blueprint.get("/")
@access.public
def form() -> ResponseReturnValue:
    """Asks for a number, and goes to the page of the certificate that has it."""
    typed = request.args.get("number", "").strip()[:30]
    return redirect(url_for(".show", number=typed)) if typed else render_template("certificate/form.html")


@blueprint.get("/<number>")
@access.public
@limiter.limit("30 per minute")
def show(number: str) -> ResponseReturnValue:
    """Whether it is true, whose it is (the name masked) and what it says."""
    try:
        found = issued_certificates.by_number(number)
    except NotFound:
        return render_template("certificate/form.html", unknown=number), 404
    is_mine = access.reader_id() == found.person_id
    return render_template("certificate/show.html", certificate=found, is_mine=is_mine)


@blueprint.get("/<number>/certificate.pdf")
@access.signed_in
def pdf(number: str) -> ResponseReturnValue:
    """For whoever it was given to."""
    found = issued_certificates.by_number(number)
    if access.actor().person_id != found.person_id or found.revoked_at is not None:
        raise Forbidden(_("只有本人可以下载，撤销的证书不能下载。"))
    made = certificate_pdf.of(found, url_for(".show", number=found.number, _external=True))
    response = send_file(
        io.BytesIO(made), "application/pdf", as_attachment=True, download_name=f"{found.number}.pdf"
    )
    response.cache_control.no_store = True
    return response
