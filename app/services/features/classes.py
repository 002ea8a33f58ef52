"""`classes`: half-days with attendance, credit hours, assessment and certificates; too small ones merged."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import words
from app.models import Person, Programme, Registration
from app.services.features.feature import Ahead, Feature, Link
from app.services.modes.mode import Section, Todo
from app.services.training import ahead, classes, rules


class Classes(Feature):
    """Programmes whose offerings are classes."""

    name = "classes"
    order = 30
    label = _l("班次和学时")
    sentence = _l("按半天记到课，累计学时，登记成绩，发结业证书；人数不足的班次可以合并。")

    def sections(self, programme: Programme) -> Sequence[Section]:
        is_set = rules.is_set(programme)
        said = (
            words.listed(fact for _term, fact in rules.facts(programme)[1:])
            if is_set
            else _("通常的规则，不发证书")
        )
        return [Section(_("学时和发证"), "console_classes.rules_page", said, is_set)]

    def desks(self, programme: Programme) -> Sequence[Link]:
        return [Link(_("班次、到课和成绩"), "console_classes.index", {"programme_id": programme.id})]

    def todos(self, programme: Programme) -> Sequence[Todo]:
        short = classes.short(programme)
        if not short:
            return ()
        soon = min(row.days_left for row in short)
        said = _("%(count)s 个班次人数不足，最早的 %(days)s 天后开课", count=len(short), days=soon)
        return [Todo(said, "console_classes.index", soon <= 7)]

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        return rules.facts(programme)

    def own_links(self, registration: Registration, reader: Person | None) -> Sequence[Link]:
        if reader is None or all(member.person_id != reader.id for member in registration.members):
            return ()
        return [Link(_("我的课表、学时和成绩"), "my_class.show", {"reference": registration.reference})]

    def ahead(self, person: Person) -> Sequence[Ahead]:
        return ahead.of(person)


FEATURE = Classes()
