"""`reading`: clubs that read books together, note what they read, and choose the next one."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import words
from app.models import Offering, Person, Programme, Registration
from app.services import participants
from app.services.features.feature import Feature, Link
from app.services.modes.mode import Section, Todo
from app.services.reading import attendance_certificates, books, clubs, notes, voting

INDEX = "console_reading.index"


class ReadingClub(Feature):
    name = clubs.NAME
    order = 25
    label = _l("读书会")
    sentence = _l("有书目、读书笔记（主持人看过才展示）、选书投票和出勤证书；每次的时间在“分次进行”里安排。")

    def released(self, registration: Registration) -> None:
        voting.forget(registration)

    def sections(self, programme: Programme) -> Sequence[Section]:
        listed = books.of_programme(programme)
        said = _("%(count)s 本", count=len(listed)) if listed else _("还没有书")
        return [Section(_("书目、笔记和证书"), INDEX, said, bool(listed))]

    def desks(self, programme: Programme) -> Sequence[Link]:
        return [Link(_("书目、笔记和证书"), INDEX, {"programme_id": programme.id})]

    def todos(self, programme: Programme) -> Sequence[Todo]:
        """Certificates that could be given; notes that wait are the hosts' to see to."""
        found = []
        if count := sum(notes.waiting(programme).values()):
            said = _("%(count)s 条读书笔记等主持人看。", count=count)
            found.append(Todo(said, INDEX, pressing=False))
        for club in programme.offerings:
            rule = attendance_certificates.rule_of(club)
            over = rule is not None and rule.issued_at is None and not club.cancelled
            if over and not attendance_certificates.refusal(club):
                found.append(Todo(_("%(what)s 已全部结束，请发证书。", what=words.offering(club)), INDEX))
        return found

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        listed = books.of_programme(programme)
        now = words.listed(
            f"《{words.in_language(each, 'title')}》" for each in listed if each.state == "reading"
        )
        later = words.listed(
            (f"《{words.in_language(each, 'title')}》" for each in listed if each.state == "planned"), 4
        )
        return [(term, said) for term, said in ((_("正在读"), now), (_("接着读"), later)) if said]

    def links(self, programme: Programme) -> Sequence[Link]:
        if programme.private or not books.of_programme(programme):
            return []
        return [Link(_("书目和选书结果"), "books.index", {"slug": programme.slug})]

    def own_links(self, registration: Registration, reader: Person | None) -> Sequence[Link]:
        if reader is None:
            return []
        mine = [o for o in participants.offerings_of(reader) if o.programme_id == registration.programme_id]
        return [Link(_("书目、笔记和投票"), "reading.club", {"offering_id": club.id}) for club in mine]

    def host_links(self, offering: Offering) -> Sequence[Link]:
        return [Link(_("笔记和选书投票"), "reading.host", {"offering_id": offering.id})]


FEATURE = ReadingClub()
