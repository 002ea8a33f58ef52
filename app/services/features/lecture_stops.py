"""`lecture_stops`: units order a lecture at their own place and enrol their people."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.models import Offering, Person, Programme
from app.services.features.feature import Feature, Link
from app.services.lectures import enrolling, ordering
from app.services.modes.mode import Todo


class LectureStops(Feature):
    """Programmes whose offerings are made by confirming what units order."""

    name = "lecture_stops"
    order = 31
    label = _l("送课上门")
    sentence = _l("单位预约讲座到厂，市总工会定日期、讲师和车辆，单位登记自己的听课人。")

    def check(self, people: Sequence[Person], offerings: Sequence[Offering]) -> None:
        enrolling.check(people, offerings)

    def desks(self, programme: Programme) -> Sequence[Link]:
        return [Link(_("送课上门的预约"), "console_lectures.index", {"programme_id": programme.id})]

    def todos(self, programme: Programme) -> Sequence[Todo]:
        waiting = ordering.count(programme, "ordered")
        if not waiting:
            return ()
        return [Todo(_("%(count)s 个送课预约等待答复", count=waiting), "console_lectures.index")]

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        held = ordering.count(programme, "confirmed")
        return [
            (_("怎么预约"), _("由单位工会经办人在工作台预约，并登记本单位的听课人")),
            (_("已确定"), _("%(count)s 站", count=held)),
        ]


FEATURE = LectureStops()
