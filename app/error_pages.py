"""Whatever goes wrong gets a plain page with a way on."""

from __future__ import annotations

import contextlib
import secrets

import structlog
from flask import Flask, current_app, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from app.errors import DomainError, Stale
from app.extensions import db

log = structlog.get_logger()

PAGES = (400, 401, 403, 404, 405, 413, 429)


def page(status: int) -> tuple[str, int]:
    """The page of an HTTP status, `templates/errors/<status>.html`."""
    return render_template(f"errors/{status}.html"), status


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(StaleDataError, _overtaken)
    app.register_error_handler(IntegrityError, _overtaken)
    app.register_error_handler(500, _fault)


def _http(error: HTTPException) -> tuple[str, int] | HTTPException:
    if isinstance(error, SecurityError):  # for a host that is not ours no address can be made
        return error
    return page(error.code) if error.code in PAGES else error


def _expired(_error: CSRFError) -> tuple[str, int]:
    return render_template("errors/expired.html"), 400


def _refused(error: DomainError) -> tuple[str, int]:
    return render_template("errors/refused.html", error=error), error.status


def _overtaken(_error: Exception) -> tuple[str, int]:
    """Two people wrote the same thing at once and the database let one of them: the other looks again."""
    db.session.rollback()
    return _refused(Stale(_("刚刚有人同时改了相关的内容，这一步没有保存。请返回查看最新情况，再试一次。")))


def _fault(_error: Exception) -> tuple[str, int]:
    """A fault of ours. The page is made of nothing that may have failed: no menu, no reader, no database."""
    fault_id = secrets.token_hex(4)
    log.error("fault", fault_id=fault_id, endpoint=request.endpoint)
    with contextlib.suppress(SQLAlchemyError):
        db.session.rollback()
    return current_app.jinja_env.get_template("errors/500.html").render(fault_id=fault_id), 500
