"""What somebody who has applied reads of their case: where it is, by when, what was decided and why."""

from __future__ import annotations

from flask_babel import gettext as _

from app import clock, words
from app.models import CaseDecision, CaseFile, CaseStep, Programme
from app.services import party_checks
from app.services.casework import cases, deciding, journal, limits, owners, settings
from app.services.standing import Action, Standing

PROGRESS = "my_case.show"


def facts(programme: Programme) -> list[tuple[str, str]]:
    """The steps with whose they are and how long they take, and what one can do against a decision."""
    told = [
        _(
            "%(step)s（%(who)s，%(days)s 个工作日）",
            step=words.in_language(each, "label"),
            who=owners.role(each),
            days=each.days,
        )
        for each in cases.steps(programme)
    ]
    answer = settings.days(programme, settings.ANSWER_DAYS)
    appeal = settings.days(programme, settings.APPEAL_DAYS)
    return [
        (_("办理步骤"), words.listed(told)),
        (_("补充材料"), _("%(days)s 个工作日内答复，等待期间不计办理时间", days=answer)),
        (
            _("不服决定"),
            _("%(days)s 个工作日内可以申请复核，由其他人办理", days=appeal) if appeal else _("决定后办结"),
        ),
        *([(_("再次申请"), _("办结以后可以再申请"))] if again(programme) else []),
    ]


def again(programme: Programme) -> bool:
    return settings.is_set(programme, settings.AGAIN, "yes")


def outcome(name: str | None) -> str:
    named = {"granted": _("同意"), "partly": _("部分同意"), "refused": _("不同意")}
    return str(named.get(name or "", ""))


def standing(case: CaseFile, *, in_person: bool) -> Standing:
    """`in_person`: the reader has signed in; otherwise nothing is said of what was written."""
    if case.state == "waiting":
        return _asked(case, in_person)
    if case.state in ("decided", "final"):
        return _decided(case, in_person)
    if case.state == "appealed":
        return _appealed(case)
    return _in_hand(case)


def _in_hand(case: CaseFile) -> Standing:
    open_still = party_checks.is_open(case.programme)
    actions = [Action(_("查看办理经过"), PROGRESS)]
    if open_still and case.owner_id is None and len(journal.of(case)) == 1:
        actions.append(Action(_("修改报名"), "mine.change", "quiet"))
    return Standing(
        "in_hand",
        ("wait", _("办理中")),
        _("正在办理"),
        [where(case)],
        steps(case),
        actions,
        may_withdraw=True,
        losses=_losses(case),
    )


def where(case: CaseFile) -> str:
    """At which step it stands, whose that is and by when it should be done."""
    step = case.step
    if step is None:
        return ""
    said = {
        "step": words.in_language(step, "label"),
        "who": owners.role(step),
        "at": words.day(clock.local(case.due_at).date()) if case.due_at else "",
    }
    if case.due_at is not None and case.due_at <= clock.now():
        return str(_("现在是“%(step)s”，由%(who)s办理，原定 %(at)s 前办完，已经催办。", **said))
    return str(_("现在是“%(step)s”，由%(who)s办理，%(at)s 前办完。", **said))


def steps(case: CaseFile) -> list[tuple[str, str]]:
    """Every step from the present one on: by when, whose."""
    listed = list(cases.steps(case.programme))
    place = listed.index(case.step) if case.step in listed else 0
    found = []
    for each in listed[place:]:
        here = each is case.step
        at = words.moment(case.due_at) if here and case.due_at else _("之后")
        found.append((at, _step(each)))
    return found


def _step(step: CaseStep) -> str:
    return str(
        _(
            "%(step)s，%(who)s办理，%(days)s 个工作日",
            step=words.in_language(step, "label"),
            who=owners.role(step),
            days=step.days,
        )
    )


def _asked(case: CaseFile, in_person: bool) -> Standing:
    question = cases.question(case)
    said = [_("经办人请您补充，办理时间暂停计算。")]
    until = words.moment(question.due_at) if question is not None else ""
    if question is not None and in_person:
        said.append(_("“%(words)s”", words=question.words))
    close = settings.is_set(case.programme, settings.UNANSWERED, "close")
    after = _("没有按时补充的，按放弃申请结案。") if close else _("没有按时补充的，按已有材料继续办理。")
    return Standing(
        "asked",
        ("wait", _("请补充")),
        _("请补充材料"),
        said,
        [(until, _("请在这以前答复。%(after)s", after=after))],
        [Action(_("现在补充"), "my_case.answer", "primary"), Action(_("查看办理经过"), PROGRESS)],
        may_withdraw=True,
        losses=_losses(case),
    )


def _decided(case: CaseFile, in_person: bool) -> Standing:
    decision = cases.decisions(case)[-1]
    pills = {"granted": ("ok", _("已同意")), "partly": ("ok", _("部分同意")), "refused": ("no", _("未同意"))}
    titles = {
        "granted": _("申请已同意"),
        "partly": _("申请部分同意"),
        "refused": _("申请没有同意"),
    }
    may_appeal = case.state == "decided" and case.outcome != "granted" and case.appeal_until is not None
    ahead = []
    actions = [Action(_("查看办理经过"), PROGRESS)]
    if may_appeal and case.appeal_until is not None:
        ahead = [(words.moment(case.appeal_until), _("在这以前可以申请复核，由作决定以外的人办理。"))]
        actions.insert(0, Action(_("申请复核"), "my_case.appeal", "primary"))
    return Standing(
        decision.outcome,
        pills[decision.outcome],
        titles[decision.outcome],
        told(case, decision, in_person),
        ahead,
        actions,
        may_withdraw=case.state == "decided",
        losses=_losses(case),
    )


def told(case: CaseFile, decision: CaseDecision, in_person: bool) -> list[str]:
    """A decision in sentences: the reason, the amount, the words, the stop; and whether it is final."""
    said = [_("理由：%(why)s。", why=words.in_language(decision.reason, "label").rstrip("。."))]
    if decision.amount:
        said.append(_("金额：%(amount)s 元。", amount=limits.yuan(decision.amount)))
    if decision.words and in_person:
        said.append(decision.words)
    if (stop := deciding.stop_of(case)) is not None:
        day = f"{words.day(stop.on)} {words.weekday(stop.on)}"
        said.append(_("停靠安排：%(day)s，%(place)s。", day=day, place=stop.place))
    if decision.on_appeal:
        said.append(_("这是复核决定，为最终决定。"))
    if case.state == "final" and again(case.programme):
        said.append(_("已经办结，需要时可以再次申请。"))
    return said


def _appealed(case: CaseFile) -> Standing:
    until = words.moment(case.due_at) if case.due_at else ""
    return Standing(
        "appealed",
        ("wait", _("复核中")),
        _("正在复核"),
        [_("已收到您的复核申请，由作出决定以外的人办理。")],
        [(until, _("办完复核；复核决定为最终决定。"))],
        [Action(_("查看办理经过"), PROGRESS)],
        may_withdraw=True,
        losses=_losses(case),
    )


def _losses(case: CaseFile) -> list[str]:
    found = [_("退出后，这份申请不再办理。")]
    if case.outcome in ("granted", "partly"):
        found = [_("退出后，已经同意的也作废。")]
    if party_checks.is_open(case.programme):
        at = words.moment(case.programme.closes_at)
        found.append(_("%(at)s 截止前，可以重新申请。", at=at))
    return found
