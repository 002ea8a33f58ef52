"""What stands against opening a review, and what its coordinator has to do."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from app import clock, words
from app.models import Programme, Reviewer
from app.services.contradictions import Contradiction
from app.services.modes.mode import Todo
from app.services.reviewing import assigning, barred, criteria, limits, notice, ranking, reviewers, settings
from app.services.reviewing.decision_words import by_rank
from app.services.reviewing.granting import full
from app.services.reviewing.ranking import Ranking

DESK = "console_review.index"
RANKING = "console_review.ranked"


def hindrances(programme: Programme) -> list[Contradiction]:
    """Criteria, enough reviewers of more than one unit, and quotas that a review can keep."""
    found = []
    if not criteria.listed(programme):
        message = _("还没有评审标准，请至少添加一条。")
        found.append(Contradiction(message, "console_review_criteria.index"))
    active, least = reviewers.active(programme), settings.of(programme, "readers_each") + 1
    if len(active) < least:
        message = _(
            "每份要 %(count)s 人评、分差大时再加一人，至少要 %(least)s 位评审，现在有 %(now)s 位，请添加。",
            count=least - 1,
            least=least,
            now=len(active),
        )
        found.append(Contradiction(message, "console_reviewers.index"))
    elif _all_of_one_unit(active):
        message = _("评审都是同一个单位的，这个单位的申报没有人能评，请添加别的单位的评审。")
        found.append(Contradiction(message, "console_reviewers.index"))
    return [*found, *_quotas(programme)]


def _all_of_one_unit(active: list[Reviewer]) -> bool:
    known = [{unit.id for unit in reviewers.units(reviewer)} for reviewer in active]
    return bool(known) and bool(set.intersection(*known))


def _quotas(programme: Programme) -> Iterator[Contradiction]:
    for quota in programme.quotas:
        if quota.scope == "offering":
            message = _("名额 %(code)s 按每一期计，评审没有期次，请改为整个项目。", code=quota.code)
            yield Contradiction(message, "policy")
        if quota.minimum:
            message = _("名额 %(code)s 写了“至少”，评审按总分入选，只能限“至多”，请去掉。", code=quota.code)
            yield Contradiction(message, "policy")


def todos(programme: Programme) -> list[Todo]:
    """What is pressing comes first; nothing for programmes that are not being judged."""
    if programme.state == "closed":
        return list(_while_judged(programme))
    return list(_on_notice(programme)) if programme.state == "noticed" else []


def _while_judged(programme: Programme) -> Iterator[Todo]:
    found = ranking.of(programme)
    lacks = assigning.lacking(programme, [(row.registration, row.judged) for row in found.rows])
    if lacks:
        message = _("%(count)s 份申报缺评审，请添加评审或重新分派。", count=words.number(len(lacks)))
        yield Todo(message, DESK)
    if not found.complete:
        unread = sum(row.judged.unread for row in found.rows)
        if unread:
            late, count = settings.due_at(programme) <= clock.now(), words.number(unread)
            message = _("还有 %(count)s 份评分没有提交。", count=count)
            if late:
                message = _("评审期限已过，还有 %(count)s 份评分没有提交，请提醒评审。", count=count)
            yield Todo(message, DESK, pressing=late)
    elif found.edge:
        message = _("%(count)s 份申报总分并列、名额不够，请决定取舍。", count=len(found.edge))
        yield Todo(message, RANKING)
    elif found.rows and not found.decided:
        yield Todo(_("评分已齐，请拟定结果。"), RANKING)
    elif found.decided:
        yield from _kept_out(found) or [Todo(_("结果已拟定，请核对后公示。"), RANKING)]
        yield from _room_left(found, programme)


def _on_notice(programme: Programme) -> Iterator[Todo]:
    if count := notice.unanswered(programme):
        yield Todo(_("%(count)s 条异议等待答复。", count=count), "console_objections.index")
    elif not notice.takes_objections(programme):
        yield Todo(_("公示已结束，请确认结果生效。"), DESK)
    found = ranking.of(programme)
    yield from _kept_out(found)
    yield from _room_left(found, programme)


def _kept_out(found: Ranking) -> list[Todo]:
    count = len(barred.granted(found.rows))
    message = _("%(count)s 份拟入选的申报现在不符合资格条件，请改判。", count=count)
    return [Todo(message, RANKING)] if count else []


def _room_left(found: Ranking, programme: Programme) -> Iterator[Todo]:
    """Somebody has withdrawn or was decided otherwise: the first of the others for whom there is room."""
    used, mark = found.used(), settings.of(programme, "pass_mark") * 100
    places, kept = settings.of(programme, "places"), limits.quotas(programme)
    for row in found.rows:
        if row.outcome != "refused" or row.decision is None or not by_rank(row.decision.reason):
            continue
        if row.barred or (row.judged.total or 0) < mark:
            continue
        if full(limits.caps(row.registration, places, kept), used) is None:
            message = _(
                "有名额空着，排在最前的是 %(reference)s，请决定是否改为入选。",
                reference=row.registration.reference,
            )
            yield Todo(message, RANKING, pressing=False)
            return
