"""The sign-up wizard's beginning and end; its steps have files of their own."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _

from app import access
from app.routes.sign_up_frame import Answer, Frame, step
from app.services import drafts, modes
from app.unit_of_work import unit_of_work

blueprint = Blueprint("sign_up", __name__, url_prefix="/programmes/<slug>/sign-up")


@blueprint.get("/")
@access.worker
@step
def index(frame: Frame) -> Answer:
    """Where to begin: at the first step, where one left off, or at what has been sent."""
    has_draft = drafts.find(frame.account, frame.programme) is not None
    if frame.sent is not None and not has_draft:
        return frame.page("sent")
    begun = [step for step in frame.steps if step.begun and has_draft]
    return redirect((begun or frame.steps)[-1 if begun else 0].url)


@blueprint.post("/discard")
@access.worker
@step
def discard(frame: Frame) -> Answer:
    """Forget the draft; what has been sent stays in force."""
    with unit_of_work():
        drafts.discard(frame.account, frame.programme)
    flash(_("草稿已删除。"), "success")
    return redirect(frame.url("home.programme"))


@blueprint.get("/done")
@access.worker
@step
def done(frame: Frame) -> Answer:
    if frame.sent is None:
        return redirect(frame.url("sign_up.index"))
    return frame.page("done", standing=modes.explain(frame.sent, frame.me))
