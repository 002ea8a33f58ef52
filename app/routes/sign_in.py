"""Signing in: a phone, then a one-time code; signing out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from app import access
from app.errors import DomainError
from app.extensions import limiter
from app.forms.sign_in import CodeForm, PhoneForm
from app.identity import IdentityFault, mask_phone, parse_phone
from app.local_path import local_path
from app.models import Account
from app.services import sign_in
from app.unit_of_work import unit_of_work
from app.vault import digest, vault

blueprint = Blueprint("sign_in", __name__)

# the phone is kept encrypted: a session cookie is signed, but anybody may read it
WAITING = "signing_in"

Answer = str | Response | tuple[str, int]


def _phone_key() -> str:
    """Counts requests for one phone, however it is spelt; never the number itself."""
    try:
        return "phone:" + digest(parse_phone(request.form.get("phone", "")))
    except IdentityFault:
        return "phone:none"


def _waiting_phone() -> str | None:
    kept = session.get(WAITING)
    return vault().decrypt(kept.encode()) if kept else None


def _waiting_key() -> str:
    return "code:" + digest(_waiting_phone() or "")


def _after() -> str:
    """Where to go when signed in, carried through both pages."""
    return local_path(request.values.get("next")) or ""


@blueprint.route("/sign-in", methods=["GET", "POST"])
@access.public
@limiter.limit("60 per 10 minutes", methods=["POST"])
@limiter.limit("10 per 10 minutes", key_func=_phone_key, methods=["POST"])
def phone() -> Answer:
    form = PhoneForm()
    status = 200
    if form.validate_on_submit():
        try:
            return _send_code(parse_phone(form.phone.data or ""))
        except IdentityFault as fault:
            form.phone.errors = [fault.message]
        except DomainError as fault:
            form.form_errors.append(fault.message)
    if form.is_submitted():
        status = 422
    return render_template("sign_in/phone.html", form=form, after=_after()), status


def _send_code(number: str) -> Response:
    with unit_of_work():
        code = sign_in.issue(number)
    sign_in.deliver(number, code)
    session[WAITING] = vault().encrypt(number).decode()
    return redirect(url_for("sign_in.code", next=_after() or None))


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@access.public
@limiter.limit("60 per 10 minutes", methods=["POST"])
@limiter.limit("20 per 10 minutes", key_func=_waiting_key, methods=["POST"])
def code() -> Answer:
    number = _waiting_phone()
    if number is None:
        return redirect(url_for("sign_in.phone", next=_after() or None))
    form = CodeForm()
    if form.validate_on_submit():
        with unit_of_work():
            account = sign_in.accept(number, form.code.data or "")
        if account is not None and account.is_active:
            return _enter(account)
        form.code.errors = [_("验证码不对或已过期，请核对短信，或重新获取")]
        if account is not None:
            form.code.errors = [_("这个账号已停用，请联系本单位工会经办人")]
    page = render_template("sign_in/code.html", form=form, phone=mask_phone(number), after=_after())
    return page, 422 if form.is_submitted() else 200


def _enter(account: Account) -> Response:
    """A new session: nothing that was there before sign-in is trusted after it."""
    after = _after()
    _forget()
    login_user(account)
    start = "console_today.index" if account.coordinates else "home.index"
    return redirect(after or url_for(start))


def _forget() -> None:
    """Empty the session; only the language stays."""
    language = session.get("lang")
    session.clear()
    if language:
        session["lang"] = language


@blueprint.post("/sign-out")
@access.public
def out() -> Response:
    logout_user()
    _forget()
    flash(_("您已退出登录。"), "success")
    return redirect(url_for("home.index"))
