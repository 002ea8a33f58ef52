"""`review`: people judge each entry by criteria; the result is on public notice before it is final."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from app import words
from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import Account, Person, Programme, Reading, Registration
from app.services.contradictions import Contradiction
from app.services.modes import gone, review_todos
from app.services.modes import review_words as say
from app.services.modes.mode import Mode, Section, Setting, Todo
from app.services.reviewing import assigning, criteria, deciding, notice, ranking, reviewers
from app.services.reviewing import settings as own
from app.services.reviewing.settings import RANGES
from app.services.standing import Standing

STEPS = {"propose": deciding.propose, "notice": notice.start, "final": notice.finish}


def _setting(name: str, label: str, help: str = "", none: str = "") -> Setting:
    default, low, high = RANGES[name]
    return Setting(name, label, default, help, low, high, none=none)


class Review(Mode):
    """Whoever is judged best is granted, as far as places and quotas go."""

    name = "review"
    order = 4
    label = _l("评审")
    sentence = _l("每份申报由至少两位评审按公布的标准独立打分，按总分排序，结果公示后生效。")
    publishes = True
    needs = frozenset({"criteria"})
    settings = (
        _setting("readers_each", _l("每份由几位评审")),
        _setting("review_days", _l("评审几天"), _l("截止报名后几天内评完；到期没有评完，会提醒经办人")),
        _setting("wide_spread", _l("分差超过多少请第三位"), _l("占满分的百分之几；超过时自动多请一位评审")),
        _setting("places", _l("入选名额"), _l("一共入选几份；0：达到入选线的都入选"), _l("不限")),
        _setting("pass_mark", _l("入选线"), _l("总分（满分 100）不到这个数的不入选"), _l("不设")),
        _setting("notice_days", _l("公示几天")),
    )
    desk = "console_review.index"
    stages = ("draft", "upcoming", "open", "closed", "noticed", "published", "cancelled")

    def hindrances(self, programme: Programme) -> Sequence[Contradiction]:
        return review_todos.hindrances(programme)

    def release(self, registration: Registration) -> None:
        """Nobody reads it any more; ties that are settled are open again. Raises DomainError once final."""
        programme = registration.programme
        if programme.state == "published":
            raise DomainError(_("结果已经公布，不能再退出。要放弃入选，请联系单位经办人。"))
        unread = (Reading.registration_id == registration.id) & Reading.handed_in_at.is_(None)
        db.session.execute(delete(Reading).where(unread))
        db.session.flush()
        if programme.state == "closed" and not ranking.of(programme).decided:
            deciding.forget(programme)

    def close(self, programme: Programme) -> Mapping[str, tuple[str, str]]:
        """The entries are given to the reviewers."""
        return {"readings": ("", str(assigning.assign(programme)))}

    def decide(self, programme: Programme, actor: Account, given: Mapping[str, str]) -> None:
        """`given["step"]`: propose (as the ranking has it), notice (begin it) or final (after it)."""
        step = STEPS.get(given.get("step", ""))
        if step is None:
            raise Invalid(_("没有这一步，请从评审页面办理。"))
        step(actor, programme)

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        return say.facts(programme)

    def links(self, programme: Programme) -> Sequence[tuple[str, str]]:
        if programme.noticed_at is None or programme.state not in ("noticed", "published"):
            return ()
        return [(_("查看公示名单"), "notice_board.show")]

    def sections(self, programme: Programme) -> Sequence[Section]:
        count, people = len(criteria.listed(programme)), len(reviewers.active(programme))
        return [
            Section(
                _("评审标准"),
                "console_review_criteria.index",
                _("%(count)s 条", count=count),
                count > 0,
                True,
            ),
            Section(
                _("评审人"), "console_reviewers.index", _("%(count)s 人", count=people), people > 0, True
            ),
        ]

    def todos(self, programme: Programme) -> Sequence[Todo]:
        return review_todos.todos(programme)

    def next_step(self, programme: Programme) -> str:
        sentences = {
            "open": _("%(at)s 截止，之后由评审独立打分。", at=words.moment(programme.closes_at)),
            "closed": _("正在评审，%(at)s 前评完，之后公示结果。", at=words.moment(own.due_at(programme))),
            "noticed": _("评审结果正在公示，%(until)s前可以提出异议。", until=say.until(programme)),
            "published": _("评审和公示已经结束，登录后在“我的”里查看结果。"),
        }
        return str(sentences.get(self.stage(programme)) or super().next_step(programme))

    def stage_words(self, stage: str) -> str:
        return str(_("评审中")) if stage == "closed" else super().stage_words(stage)

    def explain(self, registration: Registration, reader: Person | None) -> Standing:
        if (over := gone.standing(registration)) is not None:
            return over
        state = registration.programme.state
        if state in ("noticed", "published"):
            return say.decided(registration)
        return say.before(registration)


MODE = Review()
