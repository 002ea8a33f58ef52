"""`first_come`: confirmed at once while places last, then a waitlist that moves up by itself."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import clock, words
from app.errors import DomainError, Invalid
from app.models import Offering, Person, Placement, Programme, Registration
from app.services import capacity, notify, places, slots, waiting, waiting_settings
from app.services.modes import first_come_words as say
from app.services.modes import gone
from app.services.modes.line import OneByOne
from app.services.modes.mode import Todo
from app.services.standing import Standing
from app.services.waiting_line import Room


class FirstCome(OneByOne):
    """Whoever is first and fits has a place; the others wait in order."""

    name = "first_come"
    order = 2
    label = _l("先报先得")
    sentence = _l("有名额时报名马上确认；满了按先后候补，有人退出自动轮到下一位。")
    needs = frozenset({"offerings", "seats"})
    settings = (
        waiting_settings.ANSWER_HOURS,
        waiting_settings.WHEN_UNFIT,
        waiting_settings.WAITLIST_MOST,
    )
    at_once = True
    desk = "console_waitlist.show"

    def accept(self, registration: Registration) -> None:
        """Confirm it, or put it on the waitlist; a change queues anew, but keeps a place that it has.

        Raises DomainError when there is neither a place nor a waitlist, or what it had would be lost.
        """
        programme = registration.programme
        capacity.hold(programme)
        entry = waiting.entry_of(registration)
        if entry is not None and entry.state == "offered":
            raise DomainError(_("有一个名额正等您答复，请先接受或放弃，再修改报名。"))
        waiting.leave(registration)
        _given, room = waiting.settle(programme)
        had = next(iter(places.held(registration)), None)
        offering, why = _claim(registration, room, had)
        if offering is not None:
            _confirm(registration, offering, had)
        elif had is not None:
            said = words.clauses(why)
            raise Invalid(_("改选的没有名额：%(why)s。报名没有改动，原来的名额还在。", why=said), "choices")
        else:
            _wait(registration, why)
        if had is not None:
            waiting.fill(programme)

    def explain(self, registration: Registration, reader: Person | None) -> Standing:
        if (over := gone.standing(registration)) is not None:
            return over
        if had := slots.of(registration, reader):
            return say.confirmed(registration, had)
        entry = waiting.entry_of(registration)
        if entry is None or entry.state in ("placed", "left"):
            return say.taken_back(registration)
        if entry.state == "offered" and entry.answer_by is not None and entry.answer_by > clock.now():
            return say.offered(entry)
        return say.waiting_for(entry) if entry.state == "waiting" else say.missed(entry)

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        most = int(waiting_settings.value(programme, waiting_settings.WAITLIST_MOST))
        if most == 0:
            return [(_("候补"), _("没有候补，名额满了就不再接受报名"))]
        hours = int(waiting_settings.value(programme, waiting_settings.ANSWER_HOURS))
        turn = _("%(hours)s 小时内答复，过期给下一位", hours=hours) if hours else _("直接给名额，并通知您")
        kept = waiting_settings.value(programme, waiting_settings.WHEN_UNFIT)
        options = dict(waiting_settings.WHEN_UNFIT.options)
        told = [(_("候补轮到时"), turn)]
        if programme.max_party_size > 1:
            told.append((_("空出的名额不够一组用时"), str(options.get(kept, kept))))
        return told

    def todos(self, programme: Programme) -> Sequence[Todo]:
        found = []
        if programme.state == "open" and programme.closes_at <= clock.now():
            found.append(Todo(_("报名时间已到，请截止报名"), "console_programmes.close"))
        if programme.state in ("open", "closed"):
            offered, line = waiting.count(programme, "offered"), waiting.count(programme)
            if offered:
                found.append(Todo(_("%(count)s 组待答复候补名额", count=offered), self.desk, False))
            if line:
                found.append(Todo(_("%(count)s 组正在候补", count=line), self.desk, False))
        return found

    def next_step(self, programme: Programme) -> str:
        at = words.moment(programme.closes_at)
        here = self.stage(programme)
        if here == "open" and full(programme):
            if int(waiting_settings.value(programme, waiting_settings.WAITLIST_MOST)) == 0:
                return str(_("名额已满；有人退出时可以再报，%(at)s 截止报名。", at=at))
            return str(_("名额已满，可以候补，%(at)s 截止报名。", at=at))
        if here == "open":
            return str(_("先报先得，有名额马上确认，%(at)s 截止报名。", at=at))
        if here == "closed":
            return str(_("报名已经截止；已确认的有效，候补到开始前一直有效。"))
        return super().next_step(programme)


def full(programme: Programme) -> bool:
    """Whether no offering has a free place."""
    return capacity.any_free(programme, places.ahead()) is False


def _claim(
    registration: Registration, room: Room, had: Placement | None
) -> tuple[Offering | None, list[str]]:
    """The best choice in which the party now has places, or why each was not to be had.

    A place that it has is given back first; the caller keeps it by refusing when there is no other.
    """
    units = [member.person.unit for member in registration.members]
    held = capacity.of(registration, had.offering) if had is not None else None
    own = (held.offering_id, held.people) if held is not None else (0, 0)
    if had is not None:
        capacity.release(registration, had.offering)
    why = []
    for offering in (choice.offering for choice in registration.choices):
        keeps_own = offering.id == own[0] and len(units) <= own[1]
        if not places.takes_people(offering):
            said = _("已经开始或取消")
        elif not keeps_own and room.keeps(units, offering.id):
            said = _("名额留给先候补的人")
        elif (shortage := capacity.claim(registration, offering)) is not None:
            said = shortage.words(len(units))
        else:
            return offering, []
        why.append(_("%(offering)s：%(why)s", offering=words.offering(offering), why=said))
    return None, why


def _confirm(registration: Registration, offering: Offering, had: Placement | None) -> None:
    rank = next(choice.rank for choice in registration.choices if choice.offering_id == offering.id)
    if had is not None and had.offering_id == offering.id:
        places.keep(had, rank)
        return
    if had is not None:
        places.end(had)
    places.give(registration, offering, rank)


def _wait(registration: Registration, why: Sequence[str]) -> None:
    """Raises Invalid (`choices`) when the party could only wait in vain, or there is no waitlist."""
    programme, said = registration.programme, words.clauses(why)
    units = [member.person.unit for member in registration.members]
    if not any(capacity.could_ever(choice.offering, units) for choice in registration.choices):
        raise Invalid(_("%(why)s。这一组人数超过名额，候补也轮不到，请减少人数或改选。", why=said), "choices")
    most = int(waiting_settings.value(programme, waiting_settings.WAITLIST_MOST))
    if most == 0:
        raise Invalid(_("%(why)s。这个项目没有候补，请改选，或等有人退出再报。", why=said), "choices")
    if waiting.count(programme) >= most:
        raise Invalid(_("%(why)s。候补也已经满 %(most)s 组，请改选。", why=said, most=most), "choices")
    waiting.join(registration)
    for member in registration.members:
        notify.tell(member.person, "waitlist.joined", registration)


MODE = FirstCome()
