"""What a review says to those who have handed something in."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from app import words
from app.extensions import db
from app.models import Decision, Programme, Registration
from app.services import party_checks
from app.services.reviewing import criteria, readings, settings
from app.services.reviewing.decision_words import in_full
from app.services.reviewing.granting import GRANTED
from app.services.reviewing.scores import averages, shown
from app.services.standing import Action, Standing


def until(programme: Programme) -> str:
    """When the notice ends."""
    return words.moment(programme.notice_ends_at) if programme.notice_ends_at else ""


def facts(programme: Programme) -> list[tuple[str, str]]:
    """By what and by how many entries are judged, how many are granted, how long the notice is."""
    judged = criteria.listed(programme)
    whole = sum(each.weight for each in judged)
    told = [
        _(
            "%(label)s（占 %(share)s）",
            label=words.in_language(each, "label"),
            share=words.percent(each.weight, whole),
        )
        for each in judged
    ]
    places, mark = settings.of(programme, "places"), settings.of(programme, "pass_mark")
    return [
        (_("评审标准"), words.listed(told)),
        (_("评审"), how_many_read(programme)),
        (_("入选名额"), _("%(count)s 个", count=words.number(places)) if places else _("不限")),
        *([(_("入选线"), _("总分 %(mark)s 分（满分 100）", mark=mark))] if mark else []),
        (_("公示"), _("%(count)s 天，期间可以提出异议", count=settings.of(programme, "notice_days"))),
    ]


def how_many_read(programme: Programme) -> str:
    """How a total comes about, in one sentence."""
    return str(
        _(
            "每份 %(count)s 人独立打分，都不与申报人同单位，总分取平均；最高和最低相差超过满分的 "
            "%(spread)s%% 时再请一人，总分取最接近的两个分数的平均，两边一样近时取中间的。",
            count=settings.of(programme, "readers_each"),
            spread=settings.of(programme, "wide_spread"),
        )
    )


def before(registration: Registration) -> Standing:
    """Sent, and not decided yet."""
    programme = registration.programme
    closes = words.moment(programme.closes_at)
    days = settings.of(programme, "notice_days")
    later = (
        _("评审以后"),
        _("结果公示 %(count)s 天，期间可以提出异议，公示结束后生效。", count=days),
    )
    if party_checks.is_open(programme):
        return Standing(
            "open",
            ("ok", _("已申报")),
            _("已申报，可以修改"),
            steps=[
                (_("现在"), _("申报已收到，截止前可以修改或退出。")),
                (closes, _("截止，之后由评审独立打分。")),
                later,
            ],
            actions=[Action(_("修改报名"), "mine.change", "primary")],
            may_withdraw=True,
            losses=[_("%(at)s 报名截止前，可以重新报名。", at=closes)],
        )
    return Standing(
        "reviewing",
        ("wait", _("评审中")),
        _("正在评审"),
        steps=[(words.moment(settings.due_at(programme)), how_many_read(programme)), later],
        may_withdraw=True,
        losses=[_("报名已截止，退出后不能再报这个项目。")],
    )


def decided(registration: Registration) -> Standing:
    """On public notice, or final: the outcome, why, and the own figures."""
    programme = registration.programme
    decision = db.session.scalar(select(Decision).where(Decision.registration_id == registration.id))
    granted = decision is not None and decision.outcome == GRANTED
    if programme.state == "noticed":
        return Standing(
            "noticed",
            ("info", _("公示中")),
            _("拟入选，正在公示") if granted else _("拟不入选，正在公示"),
            _figures(registration, decision),
            [
                (until(programme), _("公示结束；在这以前可以在公示页面提出异议，每一条都会答复。")),
                (_("公示以后"), _("异议都答复以后结果生效，会通知您。")),
            ],
            [Action(_("查看公示，提出异议"), "notice_board.of_entry")],
            may_withdraw=True,
            losses=[_("退出后不再参加评定，不能再报这个项目。")],
        )
    if granted:
        return Standing("granted", ("ok", _("已入选")), _("已入选"), _figures(registration, decision))
    return Standing("refused", ("no", _("未入选")), _("这一次没有入选"), _figures(registration, decision))


def _figures(registration: Registration, decision: Decision | None) -> list[str]:
    """Why, with the own rank, total and mean points; never who gave them."""
    if decision is None:
        return []
    said = [in_full(decision.reason)]
    if decision.rank is not None:
        said.append(
            _(
                "总分 %(total)s（满分 100），排第 %(rank)s 名。",
                total=shown(decision.total),
                rank=decision.rank,
            )
        )
    judged, wanted = readings.of_entry(registration)
    means = [
        _("%(label)s %(mean)s（满分 %(most)s）", label=words.in_language(c, "label"), mean=mean, most=c.most)
        for c, mean in averages(judged, wanted)
    ]
    if means:
        said.append(_("各项平均分：%(means)s。", means=words.listed(means)))
    return said
