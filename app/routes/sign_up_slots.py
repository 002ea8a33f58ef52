"""The step of the form on which one chooses a quarter-hour: a day, then a time."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _

from app import access
from app.routes.sign_up_frame import Answer, Frame, step
from app.services import waiting_settings
from app.services.drafts import Answers
from app.services.timed import picker

blueprint = Blueprint("sign_up_slots", __name__, url_prefix="/programmes/<slug>/sign-up/times")


@blueprint.get("")
@access.worker
@step
def choose(frame: Frame) -> Answer:
    """The places, a week and the times of a day: `venue` and `on` say which."""
    if frame.timed is None:
        return redirect(frame.url("sign_up_choices.index"))
    return _page(frame)


@blueprint.post("")
@access.worker
@step
def pick(frame: Frame) -> Answer:
    """The time that was pressed is chosen; where there can be only one, one goes on."""
    if frame.timed is None:
        return redirect(frame.url("sign_up_choices.index"))
    offering = picker.find(frame.programme, request.form.get("offering", ""))
    if offering is None:
        flash(_("这个时间已经过去或取消，请另选一个。"), "error")
        return _page(frame), 422
    most = frame.programme.max_choices
    frame.change(lambda answers: _add(answers, offering.id, most))
    if most > 1 or frame.clashes:
        return redirect(frame.url("sign_up_choices.index"))
    return redirect(frame.after("choices"))


def _page(frame: Frame) -> str:
    shown = picker.choice(frame.programme, request.args.get("venue", ""), request.args.get("on", ""))
    waits = int(waiting_settings.value(frame.programme, waiting_settings.WAITLIST_MOST)) > 0
    return frame.page("times", shown=shown, waits=waits)


def _add(answers: Answers, offering_id: int, most: int) -> None:
    if most == 1:
        answers.choices = [offering_id]
    elif offering_id not in answers.choices and len(answers.choices) < most:
        answers.choices.append(offering_id)
