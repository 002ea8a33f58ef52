"""A quiz: sets drawn at random from the city's bank, against the clock; ranked by unit and by person."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.models import Person, Programme, Registration
from app.services import party_checks
from app.services.contradictions import Contradiction
from app.services.features.feature import Ahead, Feature, Link
from app.services.modes.mode import Section
from app.services.quiz import rules, tries
from app.unit_of_work import unit_of_work

log = structlog.get_logger()


class QuizFeature(Feature):
    """A try is begun by pressing start, which signs people up; handing in counts at once."""

    name = "quiz"
    order = 60
    label = _l("知识竞赛答题")
    sentence = _l("从题库随机抽题限时作答，成绩按个人和单位排名，合格的领证书。")

    def hindrances(self, programme: Programme) -> Sequence[Contradiction]:
        return rules.contradictions(programme)

    def released(self, registration: Registration) -> None:
        for member in registration.members:
            tries.withdrawn(registration.programme, member.person)

    def each_minute(self) -> int:
        """Tries on which the clock has run out, each in a unit of work of its own."""
        done = 0
        for try_id in tries.lapse_due():
            with unit_of_work():
                tried = tries.load(try_id)
                done += int(tried is not None and tries.end(tried))
        return done

    def sections(self, programme: Programme) -> Sequence[Section]:
        quiz = rules.find(programme)
        if quiz is None:
            said = _("还没有写，开放报名前要写好。")
        else:
            said = _(
                "每套 %(count)s 题，%(time)s",
                count=quiz.question_count,
                time=rules.minutes_words(quiz.seconds),
            )
        return [Section(_("答题规则"), "console_quiz.settings", said, quiz is not None, needed=True)]

    def desks(self, programme: Programme) -> Sequence[Link]:
        if rules.find(programme) is None:
            return []
        return [Link(_("答题进度和排名"), "console_quiz.show", {"programme_id": programme.id})]

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        quiz = rules.find(programme)
        return rules.facts(quiz) if quiz is not None else []

    def links(self, programme: Programme) -> Sequence[Link]:
        if rules.find(programme) is None:
            return []
        found = [Link(_("排行榜"), "quiz.ranking", {"slug": programme.slug})]
        if party_checks.is_open(programme):
            found.insert(0, Link(_("去答题"), "quiz.index", {"slug": programme.slug}))
        return found

    def own_links(self, registration: Registration, reader: Person | None) -> Sequence[Link]:
        if rules.find(registration.programme) is None:
            return []
        return [Link(_("答题和成绩"), "quiz.index", {"slug": registration.programme.slug})]

    def ahead(self, person: Person) -> Sequence[Ahead]:
        """A set that has not been handed in."""
        return [
            Ahead(
                tried.ends_at,
                _("“%(title)s”还没有交卷", title=tried.programme.title),
                Link(_("接着答题"), "quiz.index", {"slug": tried.programme.slug}),
            )
            for tried in tries.running_of(person)
            if not tries.is_due(tried)
        ]


FEATURE = QuizFeature()
