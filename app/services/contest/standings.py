"""Who does not compete although they entered: withdrawn, absent, disqualified, each with a reason."""

from __future__ import annotations

from flask_babel import gettext as _

from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import Account, ContestEntry
from app.services import audit, notify
from app.services.contest import contests, marking
from app.services.contest.heats import people

STATES = ("entered", "absent", "withdrawn", "disqualified")


def put(actor: Account, entry: ContestEntry, state: str, reason: str) -> None:
    """Where the entry stands; "entered" takes such a state back. Raises DomainError out of its time."""
    contest = contests.of(entry.event.programme)
    contests.hold(contest)
    db.session.refresh(entry, ["state", "reason"], with_for_update=True)
    if contest.results == "final" or contest.entries_frozen_at is None:
        raise DomainError(_("名单固定以后、成绩生效以前才能这样办理。"))
    if state not in STATES:
        raise Invalid(_("请选择一种情况"), "state")
    if not reason.strip():
        raise Invalid(_("请写明原因，选手能看到"), "reason")
    if state == entry.state:
        return
    before, entry.state = entry.state, state
    entry.reason = "" if state == "entered" else reason[:300]
    said = {"state": (before, state)}
    audit.record(
        actor,
        "contest_entry.standing",
        entry,
        label=marking.label(entry),
        unit=entry.unit,
        changes=said,
        reason=reason[:300],
    )
    for person in people(entry):
        notify.tell(person, "contest.standing", entry.registration, event=entry.event.title, why=reason[:120])
