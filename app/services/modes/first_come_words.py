"""What `first_come` says to a party: confirmed, waiting, asked whether it takes a place, too late."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app import clock, words
from app.models import Offering, Registration, WaitlistEntry
from app.services import modes, party_checks, places, used_places, waiting, waiting_settings
from app.services.slots import Slot
from app.services.standing import Action, Standing


def confirmed(registration: Registration, had: Sequence[Slot]) -> Standing:
    """A place, and what giving it back would mean."""
    programme, free_until = registration.programme, registration.programme.withdraw_free_until_on
    said = [_("名额已经确认，不需要等待结果。")]
    if free_until is not None:
        said.append(_("%(day)s（含当日）前退出不计入参加次数。", day=words.day(free_until)))
    losses = [_("%(stay)s的名额会交回，马上给候补的职工，不能再要回来。", stay=slot.words) for slot in had]
    if free_until is not None and used_places.counts_as_used(registration):
        losses.append(_("%(day)s之后退出，仍计入参加次数。", day=words.day(free_until)))
    else:
        losses.append(_("现在退出不计入参加次数。"))
    actions = [Action(_("加入手机日历"), "mine.calendar", "primary")]
    if party_checks.is_open(programme):
        actions.append(Action(_("修改报名"), "mine.change"))
    return Standing(
        "confirmed",
        ("ok", _("已确认")),
        _("名额已确认"),
        said,
        actions=actions,
        slots=had,
        may_withdraw=all(slot.offering.starts_on > clock.today() for slot in had),
        losses=losses,
    )


def offered(entry: WaitlistEntry) -> Standing:
    """A place is held for it: take it or not, by when."""
    assert entry.offering is not None
    assert entry.answer_by is not None
    what, until = words.offering(entry.offering), words.moment(entry.answer_by)
    return Standing(
        "offered",
        ("wait", _("请答复")),
        _("有名额了，请答复"),
        [_("%(what)s 有名额，为您保留到 %(until)s。", what=what, until=until)],
        [(until, _unless(entry))],
        [Action(_("去答复"), "offer.show", "primary")],
        may_withdraw=True,
        losses=[_("为您保留的 %(what)s 名额会给下一位。", what=what), *_after(entry.registration)],
    )


def _unless(entry: WaitlistEntry) -> str:
    """What either answer means; who is asked about something they did not choose goes on waiting."""
    if waiting.unanswered(entry, "declined") == "waiting":
        return str(
            _("在这以前接受，名额就是您的；放弃或者不答复，名额给别人，您继续候补自己选的班次或期次。")
        )
    if not modes.of(entry.programme).in_line:
        return str(_("在这以前接受，名额就是您的；放弃或者不答复，名额给别人，您按摇号顺序等候递补。"))
    return str(_("在这以前接受，名额就是您的；放弃或者不答复，名额给下一位，您不再候补。"))


def waiting_for(entry: WaitlistEntry) -> Standing:
    """The place in each line, and what comes next; or that nothing can come any more."""
    registration = entry.registration
    going = [choice.offering for choice in registration.choices if places.takes_people(choice.offering)]
    if not going:
        return Standing(
            "unplaced",
            ("no", _("没有候补上")),
            _("没有候补上"),
            [_("所选的都已经开始，候补结束。这次报名不计入参加次数，您可以报其他项目。")],
        )
    standing_at = [(offering, waiting.place_in_line(entry, offering)) for offering in going]
    actions = []
    said = [_in_line(offering, place, len(going) > 1) for offering, place in standing_at]
    if party_checks.is_open(registration.programme):
        actions.append(Action(_("修改报名"), "mine.change"))
        said.append(_("修改报名后，按新的时间重新排队。"))
    return Standing(
        "waiting",
        ("wait", _("候补中")),
        _("名额已满，正在候补"),
        [*said, *passed_over(entry)],
        [_next(entry), *_end(going)],
        actions,
        waits_at=min(place for _offering, place in standing_at),
        may_withdraw=True,
        losses=[_("候补的位次会取消。"), *_after(registration)],
    )


def missed(entry: WaitlistEntry) -> Standing:
    """It was asked, and has not answered in time or has said no."""
    registration = entry.registration
    declined = entry.state == "declined"
    said = [
        _("您放弃了候补名额，名额已给下一位。") if declined else _("候补名额没有在期限内答复，给了下一位。")
    ]
    again = party_checks.is_open(registration.programme)
    if again:
        said.append(_("报名截止前可以重新提交，排到候补末尾。"))
    return Standing(
        "declined" if declined else "lapsed",
        ("no", _("已放弃") if declined else _("已过期")),
        _("已放弃候补名额") if declined else _("候补答复已过期"),
        said,
        actions=[Action(_("重新提交"), "mine.change", "primary")] if again else [],
        may_withdraw=again,
        losses=_after(registration),
    )


def taken_back(registration: Registration) -> Standing:
    """The place it had was taken back, as when an offering is not held."""
    again = party_checks.is_open(registration.programme)
    return Standing(
        "taken_back",
        ("no", _("名额已收回")),
        _("原来的名额已收回"),
        [_("原因见通知。这次报名不计入参加次数。")],
        actions=[Action(_("改选"), "mine.change", "primary")] if again else [],
        may_withdraw=again,
        losses=_after(registration),
    )


def passed_over(entry: WaitlistEntry) -> list[str]:
    """Why the party would be passed over if it were its turn now, each choice for itself."""
    registration, found = entry.registration, []
    for offering in (choice.offering for choice in registration.choices):
        why = waiting.why_not(registration, offering) if places.takes_people(offering) else ()
        if why:
            said = _("现在轮到会跳过：%(why)s。", why=words.clauses(why))
            found.append(str(said))
    return list(dict.fromkeys(found))


def _in_line(offering: Offering, place: int, several: bool) -> str:
    if not several:
        return str(_("候补第 %(place)s 位。", place=words.number(place)))
    what = words.offering(offering)
    return str(_("%(what)s：候补第 %(place)s 位。", what=what, place=words.number(place)))


def _next(entry: WaitlistEntry) -> tuple[str, str]:
    hours = int(waiting_settings.value(entry.programme, waiting_settings.ANSWER_HOURS))
    if hours == 0:
        return str(_("有人退出时")), str(_("按顺序直接给您名额，并通知您；去不了请尽早退出。"))
    return str(_("有人退出时")), str(
        _("按顺序通知您，请在 %(hours)s 小时内登录答复；过期给下一位。", hours=hours)
    )


def _end(going: Sequence[Offering]) -> list[tuple[str, str]]:
    last = max(places.begins_at(offering) for offering in going)
    return [(words.moment(last), str(_("还没有轮到，候补结束。")))]


def _after(registration: Registration) -> list[str]:
    if party_checks.is_open(registration.programme):
        at = words.moment(registration.programme.closes_at)
        return [_("%(at)s 报名截止前可以重新报名，按新的时间排队。", at=at)]
    return [_("报名已截止，退出后不能再报这个项目。")]
