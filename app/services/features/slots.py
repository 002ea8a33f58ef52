"""`slots`: places by the quarter-hour at places with several rooms."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import DomainError
from app.extensions import db
from app.models import Offering, Person, Programme, Registration, RoomPlace
from app.services import modes, offering_tallies, places
from app.services.contradictions import Contradiction
from app.services.features.feature import Ahead, Feature, Link
from app.services.modes.mode import Section
from app.services.timed import picker, plans, rebooking, reminders, rooms

PAGE = "console_slots.index"


class Slots(Feature):
    """A quarter-hour is an offering; its seats are the rooms that are open then."""

    name = "slots"
    order = 40
    label = _l("按时段预约")
    sentence = _l("按一刻钟放出时段，职工在手机上选时间、改约，前一天提醒一次；现场有当天名单和签到。")
    timed = True
    picker = "sign_up_slots.choose"
    timetable = PAGE

    def hindrances(self, programme: Programme) -> Sequence[Contradiction]:
        found = []
        if not modes.of(programme).at_once:
            message = _("按时段预约只用于“先报先得”的项目，请改决定方式，或不用按时段预约。")
            found.append(Contradiction(message, "console_programmes.decide_otherwise"))
        if not plans.rooms(programme):
            found.append(Contradiction(_("还没有接待的房间，请先添加房间，再放出时段。"), PAGE))
        return found

    def changing(self, registration: Registration) -> None:
        if why := rebooking.too_late(registration):
            raise DomainError(why)

    def placed(self, registration: Registration, offering: Offering) -> None:
        rooms.give(registration, offering)

    def unplaced(self, registration: Registration, offering: Offering) -> None:
        rooms.give_back(registration, offering)

    def released(self, registration: Registration) -> None:
        rooms.give_back(registration)

    def each_minute(self) -> int:
        return reminders.remind()

    def sections(self, programme: Programme) -> Sequence[Section]:
        count, here = offering_tallies.counts().get(programme.id, 0), len(plans.rooms(programme))
        said = _("%(rooms)s 个房间，%(count)s 个时段", rooms=here, count=words.number(count))
        return [Section(_("时段安排"), PAGE, said, bool(count), needed=True)]

    def desks(self, programme: Programme) -> Sequence[Link]:
        here = {"programme_id": programme.id}
        return [
            Link(_("时段安排"), PAGE, here),
            *([] if programme.private else [Link(_("当天名单"), "desk.sheet", here)]),
        ]

    def served(self, programme: Programme) -> Sequence[Link]:
        return [Link(_("当天名单和签到"), "desk.sheet", {"programme_id": programme.id})]

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        hours = plans.of(programme).rebook_hours
        change = _("开始前 %(hours)s 小时以前可以自己改约", hours=hours) if hours else _("开始以前都可以改约")
        free = [
            (words.in_language(venue, "name"), self._free(count, first))
            for venue, count, first in picker.summary(programme)
        ]
        return [*free, (_("改约"), change), (_("提醒"), _("前一天提醒一次"))]

    def own_links(self, registration: Registration, reader: Person | None) -> Sequence[Link]:
        if registration.state != "submitted" or not places.held(registration):
            return ()
        return [Link(_("时间、房间和改约"), "booking.show", {"reference": registration.reference})]

    def ahead(self, person: Person) -> Sequence[Ahead]:
        query = (
            select(RoomPlace)
            .join(Offering, RoomPlace.offering_id == Offering.id)
            .where(RoomPlace.person_id == person.id, Offering.starts_on >= clock.today(), ~Offering.cancelled)
            .options(
                joinedload(RoomPlace.offering).joinedload(Offering.programme),
                joinedload(RoomPlace.registration),
            )
        )
        found = [
            Ahead(
                places.begins_at(each.offering),
                words.in_language(each.offering.programme, "title"),
                Link("", "booking.show", {"reference": each.registration.reference}),
            )
            for each in db.session.scalars(query)
            if places.takes_people(each.offering)
        ]
        return sorted(found, key=lambda each: each.at)

    def _free(self, count: int, first: object) -> str:
        if not count or first is None:
            return str(_("已约满"))
        return str(_("还有 %(count)s 个空位，最早 %(day)s", count=words.number(count), day=words.day(first)))  # type: ignore[arg-type]


FEATURE = Slots()
