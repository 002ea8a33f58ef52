"""`meetings`: an offering is held in meetings, with a timetable, hosts, attendance and seats for guests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app import clock, words
from app.extensions import db
from app.models import Account, Meeting, Person, Programme, Registration
from app.services import participants
from app.services.features.feature import Ahead, Feature, Link
from app.services.meetings import guests, hosting, reminding, timetable
from app.services.modes.mode import Section, Todo

INDEX = "console_meetings.index"
SOON = dt.timedelta(days=3)


class Meetings(Feature):
    name = timetable.NAME
    order = 20
    label = _l("分次进行，签到")
    sentence = _l("每一期分几次进行：有安排表、主持人、轮换的签到码和出勤，也可以留出单次参加的名额。")

    def each_minute(self) -> int:
        return reminding.remind_due() + reminding.guests_of_called_off()

    def sections(self, programme: Programme) -> Sequence[Section]:
        count = sum(timetable.counts(programme).values())
        said = _("共 %(count)s 次", count=count) if count else _("还没有安排")
        return [Section(_("每次的安排"), INDEX, said, bool(count))]

    def desks(self, programme: Programme) -> Sequence[Link]:
        return [Link(_("安排、签到和出勤"), INDEX, {"programme_id": programme.id})]

    def todos(self, programme: Programme) -> Sequence[Todo]:
        """Offerings soon to begin without meetings, and meetings soon to be held without a host."""
        if programme.state == "cancelled":
            return []
        planned, soon = timetable.counts(programme), clock.today() + dt.timedelta(days=7)
        found = [
            Todo(_("%(what)s 快开始了，还没有安排每次的时间。", what=words.offering(offering)), INDEX)
            for offering in programme.offerings
            if not offering.cancelled and offering.id not in planned
            if offering.ends_on >= clock.today() and offering.starts_on <= soon
        ]
        coming = [each for each in timetable.coming_of(programme, 20) if each.starts_at < clock.now() + SOON]
        if any(not hosting.listed(meeting.offering) for meeting in coming):
            found.append(Todo(_("三天内有活动还没有主持人，请添加。"), INDEX))
        return found

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        coming = timetable.coming_of(programme, 50)
        if not coming:
            return []
        following = coming[0]
        found = [(_("下一次"), _line(following))]
        seats = sum(guests.free(meeting) for meeting in coming if guests.is_open(meeting))
        if seats:
            found.append((_("只来一次"), _("后面几次还有 %(seats)s 个单次名额，不用报名整期", seats=seats)))
        return found

    def links(self, programme: Programme) -> Sequence[Link]:
        if programme.private or not timetable.counts(programme):
            return []
        return [Link(_("每次的安排，怎么只来一次"), "timetable.index", {"slug": programme.slug})]

    def own_links(self, registration: Registration, reader: Person | None) -> Sequence[Link]:
        if reader is None or not any(member.person_id == reader.id for member in registration.members):
            return []
        mine = {offering.id for offering in participants.offerings_of(reader)}
        coming = [m for m in timetable.coming_of(registration.programme) if m.offering_id in mine]
        following = [
            Link(_("下一次：%(when)s", when=words.moment(m.starts_at)), "meeting.show", {"meeting_id": m.id})
            for m in coming[:1]
        ]
        slug = {"slug": registration.programme.slug}
        return [*following, Link(_("我的每次安排和出勤"), "meeting.mine", slug)] if mine else []

    def ahead(self, person: Person) -> Sequence[Ahead]:
        theirs = [offering.id for offering in participants.offerings_of(person)]
        query = timetable.coming().where(Meeting.offering_id.in_(theirs))
        own = [each for each in db.session.scalars(query) if self.name in each.offering.programme.features]
        known = {meeting.id for meeting in own}
        own += [meeting for meeting in guests.of_person(person) if meeting.id not in known]
        account = db.session.scalar(select(Account).where(Account.person_id == person.id))
        led = hosting.ahead(account) if account is not None else []
        return [
            *(Ahead(m.starts_at, _line(m, day=False), _page("show", m)) for m in own),
            *(
                Ahead(m.starts_at, _("您主持：%(what)s", what=_line(m, day=False)), _page("host", m))
                for m in led
            ),
        ]


def _page(name: str, meeting: Meeting) -> Link:
    return Link("", f"meeting.{name}", {"meeting_id": meeting.id})


def _line(meeting: Meeting, *, day: bool = True) -> str:
    """A meeting in one line; without `day` where the day stands beside it."""
    place = meeting.place
    where = _("线上") if place is None else words.in_language(place, "name")
    what = words.in_language(meeting, "title")
    if not day:
        what = f"{words.in_language(meeting.offering.programme, 'title')} · {what}"
        return f"{what}{_('，')}{where}"
    return f"{words.moment(meeting.starts_at)} {what}{_('，')}{where}"


FEATURE = Meetings()
