"""What a contest's events share: set down once, and found by its programme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.errors import DomainError, NotFound
from app.extensions import db
from app.models import Account, Contest, Programme, Registration, Unit
from app.services import audit, changes, programmes

FEATURE = "contest"
# what everybody has relied on since the list was frozen
FIXED_ONCE_FROZEN = ("rest_minutes", "heat_judges", "seed_source", "seed_known_at")
FIXED_ONCE_RANKED = ("best_of", "short_teams", "team_prizes", "appeal_hours")


def find(programme: Programme) -> Contest | None:
    """None while nothing has been set down."""
    return db.session.scalar(select(Contest).where(Contest.programme_id == programme.id))


def of(programme: Programme) -> Contest:
    """Raises NotFound for a programme that is no contest, or of which nothing has been set down yet."""
    found = find(programme) if FEATURE in programme.features else None
    if found is None:
        raise NotFound(_("这个项目没有竞赛安排。请从项目页面重新进入。"))
    return found


def public(slug: str) -> Contest:
    """A contest that everybody may see. Raises NotFound."""
    programme = db.session.scalar(select(Programme).where(Programme.slug == slug, Programme.state != "draft"))
    if programme is None:
        raise NotFound(_("没有这个竞赛，请核对网址。"))
    return of(programme)


def programme_of(programme_id: int) -> Programme:
    """A programme that is a contest, whether anything is set down or not. Raises NotFound."""
    programme = programmes.load(programme_id)
    if FEATURE not in programme.features:
        raise NotFound(_("这个项目没有开启“竞赛”。请在“修改项目”里勾选。"))
    return programme


def set_down(actor: Account | None, programme: Programme, values: Mapping[str, Any]) -> Contest:
    """Write `values` (by column); the first time makes the contest.

    Raises DomainError for what people already rely on.
    """
    programmes.hold(programme)
    contest = find(programme)
    if contest is None:
        contest = Contest(programme=programme, **values)
        db.session.add(contest)
        audit.record(actor, "contest.create", contest, label=programme.title)
        return contest
    hold(contest)
    fixed = set(FIXED_ONCE_FROZEN) if contest.entries_frozen_at else set()
    fixed |= set(FIXED_ONCE_RANKED) if contest.results != "none" else set()
    if fixed & audit.differences(contest, values).keys():
        raise DomainError(_("名单已经固定或成绩已经公布，抽签、裁判、团体和申诉的规则不能再改。"))
    if found := changes.apply(contest, values):
        shown = {name: pair for name, pair in found.items() if not isinstance(pair[1], list)}
        audit.record(actor, "contest.edit", contest, label=programme.title, changes=shown)
    return contest


def hold(contest: Contest) -> None:
    """Whoever changes entries, lots, marks or results of this contest waits until we are done."""
    db.session.refresh(contest, with_for_update=True)


def units_of(account: Account) -> list[Unit]:
    """The account's own unit, and those that it acts for."""
    own = [account.person.unit] if account.person else []
    return own + [coordinates.unit for coordinates in account.coordinates]


def is_of_units(unit: Unit, account: Account) -> bool:
    """Whether somebody of `unit` is a colleague of the account's, or of a unit that it acts for."""
    own = account.person.unit if account.person else None
    return any(each.contains(unit) for each in units_of(account)) or (own is not None and unit.contains(own))


def acts_for(account: Account, registration: Registration) -> bool:
    """Whether they enter the party: its lead, who signed it up, or a coordinator of all its units."""
    if registration.signed_up_by_id == account.id or registration.lead.person_id == account.person_id:
        return True
    people = [member.person for member in registration.members]
    return all(any(c.unit.contains(person.unit) for c in account.coordinates) for person in people)
