"""Pages that show who is in a programme: of a private one they are for its case workers alone."""

from __future__ import annotations

from flask import Blueprint, request
from flask_login import current_user

from app import access
from app.extensions import db
from app.models import AllocationRun, Lock, Programme
from app.services import my_registrations, privacy


def keep_private(blueprint: Blueprint) -> None:
    """Refuse, with 403, every page of the blueprint about a private programme to others than those."""

    @blueprint.before_request
    def refuse() -> None:
        programme = _programme()
        # who has not signed in is sent there by the view's own guard
        if programme is not None and current_user.is_authenticated:
            privacy.require(access.actor(), programme)


def _programme() -> Programme | None:
    """The programme that the address is about, however it names it."""
    given = request.view_args or {}
    if "programme_id" in given:
        return db.session.get(Programme, given["programme_id"])
    if "run_id" in given:
        run = db.session.get(AllocationRun, given["run_id"])
        return run.programme if run is not None else None
    if "lock_id" in given:
        lock = db.session.get(Lock, given["lock_id"])
        return db.session.get(Programme, lock.programme_id) if lock is not None else None
    if "reference" in given:
        found = my_registrations.by_reference(given["reference"])
        return found.programme if found is not None else None
    return None
