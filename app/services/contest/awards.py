"""The archive of awards: who won what in which year, for everybody to search; earlier years are typed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, or_, select

from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.identity import IdentityFault, parse_phone
from app.models import Account, Award, Person
from app.services import audit, changes
from app.vault import digest

A_PAGE = 40


def search(text: str = "", year: int | None = None, contest: str = "", page: int = 1) -> Pagination:
    """The latest year first, then by contest, event and rank."""
    return db.paginate(_matching(text, year, contest), page=page, per_page=A_PAGE, error_out=False)


def years() -> list[int]:
    """In which anything was won, the latest first."""
    return list(db.session.scalars(select(Award.year).distinct().order_by(Award.year.desc())))


def contests(year: int | None = None) -> list[str]:
    """The contests that have awards, by title."""
    query = select(Award.contest).distinct().order_by(Award.contest)
    return list(db.session.scalars(query if year is None else query.where(Award.year == year)))


def of_person(person: Person) -> list[Award]:
    """What somebody has won alone, the latest first."""
    query = select(Award).where(Award.person_id == person.id)
    return list(db.session.scalars(query.order_by(Award.year.desc(), Award.id)))


def load(award_id: int) -> Award:
    """Raises NotFound."""
    found = db.session.get(Award, award_id)
    if found is None:
        raise NotFound(_("没有这条获奖记录，可能已被删除。"))
    return found


def add(actor: Account | None, values: Mapping[str, Any], phone: str = "") -> Award:
    """An award of an earlier year; its winner's `phone` puts it on their record. Raises Invalid (`phone`)."""
    award = Award(**values)
    award.person_id = _person_id(phone)
    db.session.add(award)
    audit.record(actor, "award.create", award, label=_label(award))
    return award


def edit(actor: Account, award: Award, values: Mapping[str, Any]) -> None:
    """Raises DomainError for one that a contest here has made."""
    _refuse_made_here(award)
    if found := changes.apply(award, values):
        audit.record(actor, "award.edit", award, label=_label(award), changes=found)


def delete(actor: Account, award: Award, reason: str) -> None:
    """Raises DomainError for one that a contest here has made."""
    _refuse_made_here(award)
    audit.record(actor, "award.delete", award, label=_label(award), reason=reason)
    db.session.delete(award)


def _matching(text: str, year: int | None, contest: str) -> Select[Award]:
    query = select(Award)
    if year is not None:
        query = query.where(Award.year == year)
    if contest:
        query = query.where(Award.contest == contest)
    for word in text.split():
        columns = (Award.contest, Award.contest_en, Award.event, Award.event_en, Award.prize)
        named = (*columns, Award.winner, Award.unit)
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in named)))
    return query.order_by(Award.year.desc(), Award.contest, Award.event, Award.rank, Award.id)


def _person_id(phone: str) -> int | None:
    if not phone:
        return None
    try:
        number = parse_phone(phone)
    except IdentityFault as fault:
        raise Invalid(_("手机号码不对，请核对，或者不填"), "phone") from fault
    found = db.session.scalars(select(Person.id).where(Person.phone_digest == digest(number))).all()
    if len(found) != 1:
        raise Invalid(_("没有职工登记这个手机号码，请核对，或者不填"), "phone")
    return found[0]


def _refuse_made_here(award: Award) -> None:
    if award.programme_id is not None:
        raise DomainError(_("这条记录由竞赛成绩生成，不能改动。"))


def _label(award: Award) -> str:
    return f"{award.year} {award.contest} {award.event} {award.prize}"
