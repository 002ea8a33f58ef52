"""Unions nominate who may sign up: places over the tree, confirmed from above."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import true

from app import clock, words
from app.extensions import db
from app.models import Person, Programme
from app.services.contradictions import Contradiction
from app.services.features.feature import Ahead, Feature, Link
from app.services.modes.mode import Section, Todo
from app.services.nominating import listing, nominations, returning, rounds
from app.unit_of_work import unit_of_work

INDEX = "console_nominations.index"


class Nominating(Feature):
    name = "nomination"
    order = 10
    label = _l("单位提名")
    sentence = _l("名额分到区市和单位，单位提名、上级确认，被提名的职工才填报志愿。")

    def hindrances(self, programme: Programme) -> Sequence[Contradiction]:
        """Without the rule anybody could sign up; without places nobody could be nominated."""
        found = []
        if not any(rule.rule == nominations.RULE and rule.effect == "block" for rule in programme.rules):
            found.append(Contradiction(_("由单位提名的项目，请添加资格条件“单位提名”。"), "policy"))
        if rounds.of(programme) is None:
            found.append(Contradiction(_("请先定提名的名额和截止时间。"), INDEX))
        return found

    def each_minute(self) -> int:
        due = returning.due()
        db.session.rollback()
        done = 0
        for programme_id in due:
            with unit_of_work():
                returning.give_back(db.session.get_one(Programme, programme_id))
                done += 1
        return done

    def sections(self, programme: Programme) -> Sequence[Section]:
        total = rounds.total(programme)
        said = _("全市 %(count)s 个名额", count=words.number(total.places)) if total else _("还没有定")
        return [Section(_("提名名额"), INDEX, said, total is not None, needed=True)]

    def desks(self, programme: Programme) -> Sequence[Link]:
        return [Link(_("提名"), INDEX, {"programme_id": programme.id})]

    def todos(self, programme: Programme) -> Sequence[Todo]:
        waiting = listing.counts(programme, true()).get("nominated", 0)
        if not waiting or programme.state != "open":
            return []
        return [Todo(_("%(count)s 个提名等待确认", count=waiting), INDEX)]

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        found = rounds.of(programme)
        return [(_("提名"), rounds.stage_words(programme, found))] if found is not None else []

    def links(self, programme: Programme) -> Sequence[Link]:
        return [Link(_("看看我有没有被提名"), "nomination.show", {"slug": programme.slug})]

    def ahead(self, person: Person) -> Sequence[Ahead]:
        """Who has been nominated and has not ranked yet."""
        now = clock.now()
        return [
            Ahead(
                each.programme.closes_at,
                _(
                    "您已被提名参加“%(title)s”，请在 %(until)s 前填志愿",
                    title=words.in_language(each.programme, "title"),
                    until=words.moment(each.programme.closes_at),
                ),
                Link("", "nomination.show", {"slug": each.programme.slug}),
            )
            for each in listing.to_rank(person)
            if each.programme.closes_at > now
        ]


FEATURE = Nominating()
