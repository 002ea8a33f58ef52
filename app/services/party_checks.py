"""Everything that a party must meet before it is signed up, each check with what to do next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from app import clock, words
from app.errors import DomainError, Invalid
from app.extensions import db
from app.identity import mask_name
from app.models import Account, Member, Offering, Person, Programme, Registration, Room
from app.models.venue import FEATURES
from app.services import eligibility, references
from app.services.eligibility import Ineligible
from app.services.party_plan import MemberPlan, PartyPlan


class SignUpClosed(DomainError):
    """Outside the sign-up window."""


class AlreadySignedUp(DomainError):
    """A person of the party is in another one; the message says whose, and how to change it."""

    def __init__(self, message: str, person: Person, registration: Registration) -> None:
        super().__init__(message, "members")
        self.person = person
        self.registration = registration


class NotEligible(Invalid):
    """People of the party do not meet the programme's rules; `field` is where that can be mended."""

    def __init__(self, message: str, person: Person, reasons: list[Ineligible]) -> None:
        answered = all(eligibility.is_about_answers(reason.rule) for reason in reasons)
        super().__init__(message, "answers" if answered else "members")
        self.person = person
        self.reasons = reasons


def is_open(programme: Programme) -> bool:
    """Whether sign-up is possible at this moment."""
    return programme.state == "open" and programme.opens_at <= clock.now() < programme.closes_at


def check_window(programme: Programme) -> None:
    """Raises SignUpClosed."""
    if is_open(programme):
        return
    if programme.state == "open" and clock.now() < programme.opens_at:
        raise SignUpClosed(_("报名还没有开始，%(at)s 开始。", at=words.moment(programme.opens_at)))
    raise SignUpClosed(_("报名已于 %(at)s 截止。", at=words.moment(programme.closes_at)))


def check_members(programme: Programme, members: Sequence[MemberPlan]) -> None:
    """Party size, nobody twice, known needs. Raises Invalid."""
    if not members:
        raise Invalid(_("请至少填写一位参加的人"), "members")
    if len(members) > programme.max_party_size:
        raise Invalid(_("一起报名的最多 %(count)s 人", count=programme.max_party_size), "members")
    if len(members) < programme.min_party_size:
        raise Invalid(_("至少要 %(count)s 人一起报名（含本人）", count=programme.min_party_size), "members")
    seen: set[str] = set()
    for member in members:
        if member.person.identity_digest in seen:
            raise Invalid(_("%(name)s 填写了两次，请删去一次", name=member.person.name), "members")
        seen.add(member.person.identity_digest)
        if not set(member.needs) <= set(FEATURES):
            raise Invalid(_("房间需要只能选择列出的选项"), "needs")


def check_eligible(
    programme: Programme, people: Sequence[Person], answers: Mapping[str, Any] | None = None
) -> None:
    """Raises NotEligible for the first person who does not meet the rules; `answers` None: not known yet."""
    for person in people:
        if found := eligibility.reasons(person, programme, answers=answers):
            why = words.clauses(reason.message for reason in found)
            raise NotEligible(_("%(name)s 暂时不能报名：%(why)s", name=person.name, why=why), person, found)


def active_member(programme: Programme, person: Person) -> Member | None:
    """The person's place in a party of the programme, whoever signed them up."""
    return active_members(programme, [person.id]).get(person.id) if person.id is not None else None


def active_members(programme: Programme, person_ids: Sequence[int]) -> dict[int, Member]:
    """The same for up to some hundred people at once, by person id; with what `already_words` needs."""
    found = db.session.scalars(
        select(Member)
        .where(Member.programme_id == programme.id, Member.person_id.in_(person_ids), Member.active)
        .options(
            joinedload(Member.person),
            joinedload(Member.registration)
            .joinedload(Registration.signed_up_by)
            .options(joinedload(Account.person).joinedload(Person.unit), selectinload(Account.coordinates)),
        )
    )
    return {member.person_id: member for member in found}


def check_free(programme: Programme, people: Sequence[Person], replacing: Registration | None) -> None:
    """Nobody is in another party. Raises AlreadySignedUp."""
    for person in people:
        member = active_member(programme, person)
        if member is not None and (replacing is None or member.registration_id != replacing.id):
            raise AlreadySignedUp(already_words(member), person, member.registration)


def signer_words(account: Account) -> str:
    """Who signed somebody up, masked: 王*芳（青岛某厂工会）."""
    if account.person is not None:
        name, unit = account.person.name, account.person.unit.name
    else:
        name = account.display_name or _("经办人")
        unit = account.coordinates[0].unit.name if account.coordinates else ""
    masked = mask_name(name)
    return str(_("%(name)s（%(unit)s）", name=masked, unit=unit)) if unit else masked


def already_words(member: Member) -> str:
    """Who has signed this person up, and how to change it."""
    registration = member.registration
    words_of_it = _(
        "%(name)s 已由%(who)s报名，编号 %(reference)s。每人在一个项目里只能报名一次；"
        "需要改动时，请本人登录后在“我的”里退出，或联系这位报名人、本单位工会经办人。",
        name=mask_name(member.person.name),
        who=signer_words(registration.signed_up_by),
        reference=references.masked(registration.reference),
    )
    return str(words_of_it)


def check_choices(programme: Programme, ids: Sequence[int]) -> list[Offering]:
    """The chosen offerings, in order; none where there is nothing to choose. Raises Invalid (`choices`)."""
    if not ids:
        if not db.session.scalar(select(exists().where(Offering.programme_id == programme.id))):
            return []
        raise Invalid(_("请至少选一期"), "choices")
    if len(ids) > programme.max_choices:
        raise Invalid(_("最多选 %(count)s 个志愿", count=programme.max_choices), "choices")
    if len(set(ids)) != len(ids):
        raise Invalid(_("同一期只能选一次"), "choices")
    rows = db.session.scalars(
        select(Offering).where(Offering.id.in_(ids)).options(joinedload(Offering.venue))
    )
    found = {offering.id: offering for offering in rows}
    for chosen in ids:
        offering = found.get(chosen)
        if offering is None or offering.programme_id != programme.id or offering.cancelled:
            raise Invalid(_("选择的期次中有一期已经取消，请重新选择"), "choices")
        if has_begun(offering):
            raise Invalid(_("%(what)s 已经开始，请重新选择", what=words.offering(offering)), "choices")
    return [found[chosen] for chosen in ids]


def has_begun(offering: Offering) -> bool:
    """Whether its first hour has come; without hours, whether its first day is over."""
    if not offering.from_time:
        return offering.starts_on < clock.today()
    start = dt.datetime.combine(offering.starts_on, dt.time.fromisoformat(offering.from_time), clock.CITY)
    return start <= clock.now()


def check_wants(wants: int, most: int) -> None:
    """Raises Invalid (`choices`) when somebody would like more places than a party may have."""
    if not 1 <= wants <= most:
        raise Invalid(_("一组最多可以得到 %(count)s 期，请重新选择想要几期", count=most), "choices")


def check_health(plan: PartyPlan, offerings: Sequence[Offering]) -> None:
    """A full declaration without a yes for each chosen venue that asks. Raises Invalid (`health`)."""
    for venue in {o.venue.id: o.venue for o in offerings if o.venue.asks_health}.values():
        answers = plan.health.get(venue.id, {})
        if any(question["id"] not in answers for question in venue.health_questions):
            raise Invalid(_("请先完成%(venue)s的健康申报", venue=words.in_language(venue, "name")), "health")
        if any(answers.values()):
            raise Invalid(
                _(
                    "按申报的健康情况，暂时不能安排去%(venue)s。请改选其他地点，或先咨询医生和经办人",
                    venue=words.in_language(venue, "name"),
                ),
                "health",
            )


def check_rooms(plan: PartyPlan, offerings: Sequence[Offering]) -> None:
    """Each sleeping unit fits into some open room of each chosen venue. Raises Invalid (`choices`)."""
    with_nights = [o for o in offerings if o.with_beds and o.night_count > 0]
    venue_ids = {o.venue_id for o in with_nights}
    rooms = db.session.scalars(select(Room).where(Room.venue_id.in_(venue_ids), ~Room.closed)).all()
    check_fits(plan, with_nights, rooms)


def check_fits(plan: PartyPlan, with_nights: Sequence[Offering], rooms: Sequence[Room]) -> None:
    """The same with the open rooms at hand. Raises Invalid (`choices`)."""
    for offering in with_nights:
        here = [room for room in rooms if room.venue_id == offering.venue_id]
        for unit in plan.sleeping_units():
            needs = {need for member in unit for need in member.needs}
            if not any(r.beds >= len(unit) and needs <= set(r.features) for r in here):
                raise Invalid(_no_room(offering, len(unit), needs), "choices")
        if sum(room.beds for room in here) < len(plan.members):
            raise Invalid(_no_room(offering, len(plan.members), set()), "choices")


def _no_room(offering: Offering, size: int, needs: set[str]) -> str:
    together = _("%(size)s 人一间", size=size)
    words_of_it = _(
        "%(venue)s没有能同时满足“%(needs)s”的房间，请改选其他地点，或调整同住和房间需要",
        venue=words.in_language(offering.venue, "name"),
        needs=words.listed([together, *map(words.feature, sorted(needs))]),
    )
    return str(words_of_it)
