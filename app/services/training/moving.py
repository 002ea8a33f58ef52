"""What everybody in a class would get if it were not held: looked at before anything is written.

First their own other choices in order of rank, which they have then at once; else a class that they did not
choose, about which they are asked; else nothing, and why. Whoever came first is served first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app import words
from app.errors import DomainError
from app.models import Offering, Person, Placement, Registration
from app.services import commitments, eligibility, modes, offering_guard, outcomes, places
from app.services.training import classes, room_left
from app.services.waiting_line import Room


@dataclass(frozen=True, slots=True)
class Fate:
    """What a party would get: `to` with the `rank` at which they chose it (None: they are asked), or nothing.

    `why`: what stood against everything better. `waits`: they would wait for a choice of their own.
    """

    placement: Placement
    to: Offering | None
    rank: int | None
    why: tuple[str, ...]
    waits: bool

    @property
    def registration(self) -> Registration:
        return self.placement.registration

    @property
    def kind(self) -> str:
        if self.to is None:
            return "waits" if self.waits else "nothing"
        return "offered" if self.rank is None else "given"


@dataclass(frozen=True, slots=True)
class Plan:
    """`into`: the class that those are asked about first who have no choice of their own left."""

    offering: Offering
    into: Offering | None
    fates: tuple[Fate, ...]

    @property
    def digest(self) -> str:
        """Of who would get what: whoever has looked at one plan carries out that one."""
        content = [[fate.placement.id, fate.to.id if fate.to else None, fate.kind] for fate in self.fates]
        return hashlib.sha256(json.dumps([self.offering.id, content]).encode()).hexdigest()

    def people(self, kind: str) -> int:
        """How many people would fare so."""
        return sum(len(fate.registration.members) for fate in self.fates if fate.kind == kind)


def refusal(offering: Offering) -> str:
    """Why nobody can be moved out of it, in words that say what to do; "": they can."""
    programme, mode = offering.programme, modes.of(offering.programme)
    if offering.cancelled:
        return str(_("这个班次已经取消。"))
    if not places.takes_people(offering):
        return str(_("这个班次已经开始，不能再合并或取消。"))
    if not (mode.in_line or mode.planned):
        return str(_("这种决定方式没有给出名额，请在“期次”里取消，并请报名的人改选。"))
    if programme.state not in ("open", "closed", "published") or not classes.gives_places(programme):
        return str(_("名额还没有给出。结果公布以后，再看哪些班次人数不足。"))
    if offering.with_beds and mode.planned:
        return str(_("这一期安排了床位，换期要重新安排房间，请用“递补”或重新分配办理。"))
    return ""


def targets(offering: Offering) -> list[tuple[Offering, int | None]]:
    """Other classes of the programme that lie ahead, with places left; None: no limit."""
    room = room_left.of(offering)
    return [
        (each, room.free[each.id])
        for each in offering.programme.offerings
        if each.id in room.free and room.free[each.id] != 0
    ]


def plan(offering: Offering, into: Offering | None = None) -> Plan:
    """Raises DomainError when nobody can be moved out of the class."""
    if why := refusal(offering):
        raise DomainError(why)
    room = room_left.of(offering)
    ahead = [each for each in offering.programme.offerings if each.id in room.free]
    ahead.sort(key=lambda each: (into is None or each.id != into.id, each.starts_on, each.id))
    held = _in_order(offering_guard.holders(offering))
    elsewhere = outcomes.placements([placement.registration for placement in held])
    fates = []
    for placement in held:
        also = room_left.still_placed(elsewhere.get(placement.registration_id, []), offering)
        fates.append(_fate(placement, ahead, also, room))
    return Plan(offering, into, tuple(fates))


def _in_order(held: Sequence[Placement]) -> list[Placement]:
    """Of a plan by tier and lottery number; else by when they had their place."""

    def first(placement: Placement) -> tuple[int, int, int]:
        registration = placement.registration
        if placement.run_id is None:
            return 0, 0, placement.id
        return registration.lead.person.tier, registration.lottery_number or 0, placement.id

    return sorted(held, key=first)


def _fate(placement: Placement, ahead: Sequence[Offering], also: Sequence[Offering], room: Room) -> Fate:
    """The first that suffices for the whole party; what it takes is gone for who comes after."""
    registration = placement.registration
    people = [member.person for member in registration.members]
    units = [person.unit for person in people]
    ranks = {choice.offering_id: choice.rank for choice in registration.choices}
    own = sorted((each for each in ahead if each.id in ranks), key=lambda each: ranks[each.id])
    others = [each for each in ahead if each.id not in ranks]
    barred = _barred(registration)
    obstacles = _obstacles(registration, people, [*own, *others], also)
    why = list(barred)
    for each in () if barred else (*own, *others):
        said = obstacles.get(each.id) or ("" if room.suffices(units, each.id) else _("名额不够"))
        if not said:
            room.give(units, each.id)
            return Fate(placement, each, ranks.get(each.id), tuple(why), False)
        why.append(_("%(offering)s：%(why)s", offering=words.offering(each), why=said))
    if not ahead:
        why.append(_("没有别的班次可换"))
    return Fate(placement, None, None, tuple(why), bool(own) and modes.of(registration.programme).in_line)


def _barred(registration: Registration) -> list[str]:
    """Why the party may not take part any more, whichever class it is."""
    judged = eligibility.of_registrations([registration], registration.programme)
    return [reason.message for of_one in judged.values() for reason in of_one if reason.blocks]


def _obstacles(
    registration: Registration, people: Sequence[Person], ahead: Sequence[Offering], also: Sequence[Offering]
) -> dict[int, str]:
    """By offering id: what of the party's own stands against it: calendars, a health declaration."""
    declared = {declaration.venue_id for declaration in registration.declarations}
    found = {
        each.id: _("要先做健康申报，请本人修改报名")
        for each in ahead
        if each.venue.asks_health and each.venue_id not in declared
    }
    found |= {
        each.id: _("和同一项目已安排的时间重叠")
        for each in ahead
        if any(other.id == each.id or commitments.overlap(each, other) for other in also)
    }
    if registration.programme.overlap == "forbid":
        for clash in commitments.clashes(people, ahead, registration.programme):
            found.setdefault(clash.offering.id, _("和另一项已确定的安排时间重叠"))
    return found
