"""`ranked`: ranked choices, a public draw, then the optimiser; beds too where an offering has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import words
from app.models import Account, Person, Programme, Registration
from app.services import contradictions, outcomes, party_checks, reasons, slots, waiting
from app.services.allocation import draw, publication, waitlist
from app.services.contradictions import Contradiction
from app.services.modes import first_come_words, gone, ranked_todos
from app.services.modes.mode import Mode, Setting, Todo
from app.services.modes.ranked_words import ineligible, placed, unplaced
from app.services.standing import Action, Standing


class Ranked(Mode):
    """Everybody who has signed up in time is placed at once, as well as the whole allows."""

    name = "ranked"
    order = 1
    label = _l("填志愿，统一安排")
    sentence = _l("截止前按意愿排序填报，公开摇号后统一安排；每个人都能看到结果和原因。")
    publishes = True
    needs = frozenset({"offerings", "draw", "results_on"})
    uses_tiers = True
    planned = True
    settings = (
        Setting(
            "wants_most",
            _l("一组最多可得几期"),
            1,
            _l("大于 1 时，职工可以说明想参加几期；同一天的不会安排两期。"),
            low=1,
            high=12,
        ),
    )
    desk = "console_runs.programme"
    stages = ("draft", "upcoming", "open", "closed", "published", "cancelled")

    def hindrances(self, programme: Programme) -> Sequence[Contradiction]:
        return contradictions.of_draw(programme)

    def close(self, programme: Programme) -> Mapping[str, tuple[str, str]]:
        """The list is frozen for the draw. Raises Invalid when the seed's figure is known already."""
        return {"entries_digest": ("", draw.freeze(programme))}

    def decide(self, programme: Programme, actor: Account, given: Mapping[str, str]) -> None:
        """Publish the solved run whose id is `given["run"]`; see `publication.publish`."""
        publication.publish(int(given["run"]), programme.id, actor)

    def release(self, registration: Registration) -> None:
        """What it was asked about instead of a place that it lost is free for the waitlist."""
        waiting.leave(registration)

    def fill(self, programme: Programme) -> int:
        """Let overdue offers lapse. There is no line: gaps are filled by the order of the draw."""
        return waiting.fill(programme)

    def wants_most(self, programme: Programme) -> int:
        return int(self.settings[0].of(programme))

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        weights = sorted((int(tier), weight) for tier, weight in programme.tier_weights.items())
        told = [
            _("第 %(tier)s 优先级 %(weight)s", tier=tier, weight=words.number(weight))
            for tier, weight in weights
        ]
        most = self.wants_most(programme)
        several = _("最多 %(count)s 期，同一天不会安排两期", count=most) if most > 1 else _("最多 1 期")
        return [(_("每份报名可得"), several), *([(_("优先级分量"), words.listed(told))] if told else [])]

    def links(self, programme: Programme) -> Sequence[tuple[str, str]]:
        if programme.state != "published":
            frozen = programme.state == "closed" and programme.entries_digest
            return [(_("摇号名单和摘要"), "drawn.index")] if frozen else ()
        return [(_("下载名单、摇号和分配文件，自己复核"), "published.index")]

    def todos(self, programme: Programme) -> Sequence[Todo]:
        return ranked_todos.of(programme)

    def next_step(self, programme: Programme) -> str:
        day = words.day(programme.results_on) if programme.results_on else ""
        sentences = {
            "upcoming": _("%(at)s 开始报名，先到后到一样。", at=words.moment(programme.opens_at)),
            "open": _(
                "%(at)s 截止报名，之后统一安排，%(day)s 公布结果。",
                at=words.moment(programme.closes_at),
                day=day,
            ),
            "closed": _("报名已经截止，正在统一安排，%(day)s 公布结果。", day=day),
            "published": _("结果已经公布，登录后在“我的”里查看，也可以凭编号查询。"),
        }
        return sentences.get(self.stage(programme)) or super().next_step(programme)

    def stage_words(self, stage: str) -> str:
        return str(_("已截止，等待结果")) if stage == "closed" else super().stage_words(stage)

    def explain(self, registration: Registration, reader: Person | None) -> Standing:
        if (over := gone.standing(registration)) is not None:
            return over
        programme = registration.programme
        if programme.state != "published":
            return _before(registration)
        entry = waiting.entry_of(registration)
        if entry is not None and entry.state == "offered":
            return first_come_words.offered(entry)
        run = publication.of_programme(programme)
        why = reasons.in_words(registration, outcomes.reasons(registration))
        if had := slots.of(registration, reader):
            return placed(registration, had, why, run)
        if any(each.reason == reasons.INELIGIBLE for each in why):
            return ineligible(why, run)
        return unplaced(why, run, waitlist.eligible_position(registration, run))


def _before(registration: Registration) -> Standing:
    programme = registration.programme
    results = (
        words.day(programme.results_on) if programme.results_on else "",
        _("公布结果：安排上的看到时间和地点，没有安排上的看到原因。"),
    )
    if party_checks.is_open(programme):
        closes = words.moment(programme.closes_at)
        return Standing(
            "open",
            ("ok", _("已报名")),
            _("已报名，可以修改"),
            steps=[
                (_("现在"), _("报名已收到，截止前可以修改或退出，不影响安排。")),
                (closes, _("报名截止，之后公开摇号，统一安排。")),
                results,
            ],
            actions=[Action(_("修改报名"), "mine.change", "primary")],
            may_withdraw=True,
            losses=[_("%(at)s 报名截止前，可以重新报名。", at=closes)],
        )
    return Standing(
        "waiting",
        ("wait", _("等待安排")),
        _("已报名，等待安排"),
        steps=[(_("现在"), _("报名已截止，正在统一安排，先后提交不影响结果。")), results],
        may_withdraw=True,
        losses=[_("报名已截止，退出后不能再报这个项目。")],
    )


MODE = Ranked()
