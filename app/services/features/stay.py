"""What a stay is made of besides a bed: its days, private talks, the desk, the leader, how it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app import clock, words
from app.extensions import db
from app.models import Offering, Person, Programme, Registration, StayItem
from app.services import outcomes
from app.services.features.feature import Ahead, Feature, Link
from app.services.modes.mode import Section, Todo
from app.services.stays import guests, slots, survey
from app.services.stays.timetable import kind_words

SHOW = "console_stays.show"


class Stay(Feature):
    name = "stay"
    order = 20
    label = _l("疗养期间")
    sentence = _l("每天的日程、一对一心理疏导、前台报到和换房、领队、同单位换人、满意度和报表。")

    def released(self, registration: Registration) -> None:
        """Private talks of who does not come are free for others."""
        for choice in registration.choices:
            for member in registration.members:
                slots.release(member.person, choice.offering)

    def sections(self, programme: Programme) -> Sequence[Section]:
        planned, running = _with_items(programme), _running(programme)
        said = _("%(planned)s 期有日程，共 %(all)s 期", planned=len(planned), all=len(running))
        return [Section(_("疗养安排"), SHOW, said, bool(planned))]

    def desks(self, programme: Programme) -> Sequence[Link]:
        if programme.state == "draft":
            return []
        return [Link(_("同单位换人"), "console_substitutions.index", {"programme_id": programme.id})]

    def todos(self, programme: Programme) -> Sequence[Todo]:
        """A stay that begins within a week and has no days written."""
        soon = clock.today() + dt.timedelta(days=7)
        planned = _with_items(programme)
        lacking = [
            each
            for each in _running(programme)
            if clock.today() <= each.starts_on <= soon and each.id not in planned
        ]
        if not lacking or programme.state not in ("closed", "published"):
            return []
        return [Todo(_("%(count)s 期一周内开始，还没有日程", count=len(lacking)), SHOW)]

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        ids = _with_items(programme)
        kinds = set(db.session.scalars(select(StayItem.kind).where(StayItem.offering_id.in_(ids)).distinct()))
        shown = [kind_words(kind) for kind in ("study", "ecology", "psychology", "health") if kind in kinds]
        return [(_("疗养内容"), words.listed(shown))] if shown else []

    def own_links(self, registration: Registration, reader: Person | None) -> Sequence[Link]:
        held = outcomes.placements([registration]).get(registration.id, [])
        if reader is None or all(member.person_id != reader.id for member in registration.members):
            return []
        return [
            Link(_("每天的日程和预约"), "stay.show", {"offering_id": placement.offering_id})
            for placement in held
        ]

    def ahead(self, person: Person) -> Sequence[Ahead]:
        found = [each for offering in guests.of_person(person) for each in _of_stay(offering, person)]
        found += [
            Ahead(
                slot.starts_at,
                _("一对一心理疏导，%(place)s", place=slot.place or _("地点见日程")),
                Link("", "stay.show", {"offering_id": slot.offering_id}),
            )
            for slot in slots.ahead(person)
        ]
        return sorted(found, key=lambda each: each.at)


def _of_stay(offering: Offering, person: Person) -> Iterator[Ahead]:
    """Arriving, and afterwards saying how it was."""
    arrives = _at(offering.starts_on, offering.check_in_by or "14:00")
    if arrives > clock.now():
        link = Link("", "stay.show", {"offering_id": offering.id})
        yield Ahead(arrives, _("到%(where)s报到", where=words.offering_name(offering)), link)
    elif survey.is_open(offering, person):
        link = Link("", "stay.opinion", {"offering_id": offering.id})
        last = survey.until(offering)
        yield Ahead(_at(last, "23:59"), _("说说这次疗养怎么样（%(day)s 截止）", day=words.day(last)), link)


def _at(day: dt.date, time: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(time), clock.CITY)


def _running(programme: Programme) -> list[Offering]:
    return [offering for offering in programme.offerings if not offering.cancelled]


def _with_items(programme: Programme) -> set[int]:
    """Ids of the programme's runs that have days written."""
    ids = [offering.id for offering in _running(programme)]
    return set(db.session.scalars(select(StayItem.offering_id).where(StayItem.offering_id.in_(ids))))


FEATURE = Stay()
