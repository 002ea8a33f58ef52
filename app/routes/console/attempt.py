"""Doing what a sent form asks for, in one unit of work."""

from __future__ import annotations

from collections.abc import Callable

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.errors import DomainError, Stale
from app.forms.console.fields import ConsoleForm
from app.unit_of_work import unit_of_work


def done(form: ConsoleForm, act: Callable[[], object]) -> bool:
    """Whether the form was sent, was sound, and `act` went through; a refusal is put on the form."""
    if not form.validate_on_submit():
        return False
    try:
        with unit_of_work():
            act()
    except DomainError as error:
        form.refuse(error)
        return False
    except (IntegrityError, StaleDataError):
        # somebody else wrote the same thing between our check and our write; the database decided
        form.refuse(Stale(_("刚刚有人同时改了相关的内容，您的修改没有保存，请核对后再试一次。")))
        return False
    return True


def shown(form: ConsoleForm, page: str) -> ResponseReturnValue:
    """The page with its form: 422 when there is something to put right."""
    return page, 422 if form.errors else 200
