"""A contest: events, heats, marks, ranking, awards."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app import clock, words
from app.extensions import db
from app.models import Contest, HeatSeat, Member, Person, Programme, Registration
from app.services import party_checks
from app.services.contest import contests, entering, events, heats, placing, state_words, steps
from app.services.contradictions import Contradiction
from app.services.features.feature import Ahead, Feature, Link
from app.services.modes.mode import Section, Todo

SETTINGS, DESK = "console_contest.settings", "console_contest.show"


class ContestFeature(Feature):
    """What the coordinator has to do is in `steps`; its pages are the console's and /contests/<slug>."""

    name = "contest"
    order = 60
    label = _l("竞赛")
    sentence = _l("个人和队伍报比赛项目，抽签编组，双人登记成绩，公布名次，颁发证书。")

    def hindrances(self, programme: Programme) -> Sequence[Contradiction]:
        """Nobody could enter anything."""
        if contests.find(programme) is None:
            return [Contradiction(_("还没有填写竞赛规则。"), SETTINGS)]
        if not events.listed(programme):
            return [Contradiction(_("还没有添加比赛项目。"), DESK)]
        return []

    def released(self, registration: Registration) -> None:
        """Their unit may enter others."""
        if contests.find(registration.programme) is None:
            return
        for entry in entering.of_registration(registration):
            entering.leave(None, entry, str(_("已退出报名")))

    def sections(self, programme: Programme) -> Sequence[Section]:
        held = events.listed(programme)
        said = _("%(count)s 个比赛项目", count=len(held)) if held else _("还没有添加")
        return [Section(_("竞赛"), DESK, str(said), bool(held), needed=True)]

    def desks(self, programme: Programme) -> Sequence[Link]:
        if contests.find(programme) is None or programme.state == "draft":
            return []
        values = {"programme_id": programme.id}
        return [Link(_("参赛名单"), "console_contest_entries.index", values)]

    def todos(self, programme: Programme) -> Sequence[Todo]:
        contest = contests.find(programme)
        if contest is None or programme.state in ("draft", "cancelled"):
            return []
        return [Todo(step.words, step.endpoint, step.pressing) for step in steps.due(contest)]

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        contest = contests.find(programme)
        held = events.listed(programme) if contest is not None else []
        if contest is None or not held:
            return []
        found = [(_("比赛项目"), words.listed(words.in_language(event, "title") for event in held))]
        if rule := state_words.team_rule(contest):
            found.append((_("团体成绩"), rule))
        return [(str(term), str(said)) for term, said in found]

    def links(self, programme: Programme) -> Sequence[Link]:
        contest = contests.find(programme)
        if contest is None or programme.state == "draft":
            return []
        slug = {"slug": programme.slug}
        found = [Link(_("比赛项目和规则"), "contest.index", slug)]
        if contest.entries_frozen_at is not None:
            found.append(Link(_("抽签"), "contest.lots_page", slug))
        if heats_are_out(contest):
            found.append(Link(_("编组"), "contest.heats", slug))
        if contest.results != "none":
            found.append(Link(_("成绩"), "contest.result_page", slug))
        return found

    def own_links(self, registration: Registration, reader: Person | None) -> Sequence[Link]:
        contest = contests.find(registration.programme)
        if contest is None or registration.state != "submitted":
            return []
        values = {"slug": registration.programme.slug, "reference": registration.reference}
        return [Link(_("比赛项目、上场时间和成绩"), "contest_mine.show", values)]

    def ahead(self, person: Person) -> Sequence[Ahead]:
        """Heats; and for a lead whose party has chosen no event yet, until when to choose."""
        found = [
            Ahead(seat.slot.starts_at, _heat_words(seat), _own(entry.registration))
            for seat, entry in heats.ahead(person)
        ]
        for registration in _leading(person):
            if party_checks.is_open(registration.programme) and not entering.of_registration(registration):
                title = words.in_language(registration.programme, "title")
                said = _("“%(title)s”：请在这以前选择比赛项目", title=title)
                found.append(Ahead(registration.programme.closes_at, str(said), _own(registration)))
        return sorted(found, key=lambda each: each.at)


def heats_are_out(contest: Contest) -> bool:
    """Whether entrants know when they compete."""
    return placing.published(contest) is not None


def _heat_words(seat: HeatSeat) -> str:
    title = words.in_language(seat.entry.event, "title")
    return str(_("“%(event)s”上场：%(where)s", event=title, where=heats.where(seat)))


def _own(registration: Registration) -> Link:
    values = {"slug": registration.programme.slug, "reference": registration.reference}
    return Link(_("比赛安排"), "contest_mine.show", values)


def _leading(person: Person) -> list[Registration]:
    """Parties in contests that somebody leads, while sign-up may still be open."""
    query = (
        select(Registration)
        .join(Member, Member.registration_id == Registration.id)
        .join(Programme, Registration.programme_id == Programme.id)
        .join(Contest, Contest.programme_id == Programme.id)
        .where(Member.person_id == person.id, Member.active, Member.position == 1)
        .where(Registration.state == "submitted", Programme.closes_at > clock.now())
    )
    return list(db.session.scalars(query))


FEATURE = ContestFeature()
