"""What `lottery` says to a party: entered, frozen, drawn with its number, asked, waiting or too late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext as _

from app import words
from app.models import Person, Programme, Registration
from app.services import lottery_reasons, party_checks, slots, tickets, waiting
from app.services import waiting_settings as settings
from app.services.allocation import draw
from app.services.modes import first_come_words as line
from app.services.standing import Action, Standing


def facts(programme: Programme) -> Sequence[tuple[str, str]]:
    """Entries for each party and what has been frozen: (term, words)."""
    per_year = int(programme.settings.get("tickets_per_year", 0))
    said = _("每组一签，同行的一起中签或一起不中")
    if per_year:
        said = _(
            "每组一签；上一次得到同类名额以后，摇过同类项目而没有轮到的，每一年多 %(more)s 签，"
            "最多 %(most)s 签。同行的按等候年数最少的一位计，一起中签或一起不中。",
            more=per_year,
            most=programme.settings.get("tickets_most", 1),
        )
    return [(_("签数"), said)]


def before_sending(programme: Programme, people: Sequence[Person]) -> list[str]:
    """How many entries these people would have, and when that is settled."""
    own = _("您这份报名有 %(count)s 签。", count=tickets.of_party(programme, people))
    if not int(programme.settings.get("tickets_per_year", 0)):
        return [own]
    return [own, _("签数在截止时按当时的情况确定，同行的按等候年数最少的一位计。")]


def entered(registration: Registration) -> Standing:
    """Before the draw: what has happened, and when what comes."""
    programme = registration.programme
    is_open = party_checks.is_open(programme)
    known = words.moment(programme.seed_known_at) if programme.seed_known_at else ""
    closes = words.moment(programme.closes_at)
    steps = [(closes, _("报名截止，固定名单，公布名单摘要。"))] if is_open else []
    steps += [
        (known, _("公开数字揭晓：%(source)s", source=programme.seed_source)),
        (_("揭晓以后"), _("摇号，通知每个人。%(after)s", after=_after_the_draw(programme))),
    ]
    return Standing(
        "open" if is_open else "frozen",
        ("ok", _("已报名")) if is_open else ("wait", _("等待摇号")),
        _("已报名，可以修改") if is_open else _("已报名，等待摇号"),
        [_tickets_words(registration)] if is_open else _frozen(registration),
        steps,
        [Action(_("修改报名"), "mine.change", "primary")] if is_open else [],
        may_withdraw=True,
        losses=[
            _("%(at)s 报名截止前，可以重新报名。", at=closes)
            if is_open
            else _("名单已固定，退出后不能再报这个项目。")
        ],
    )


def _tickets_words(registration: Registration) -> str:
    """Frozen as counted; before that, as they would be counted now."""
    count = registration.tickets
    if not registration.programme.entries_digest:
        count = tickets.of_party(registration.programme, [each.person for each in registration.members])
    return str(_("您这份报名有 %(count)s 签。", count=count))


def _after_the_draw(programme: Programme) -> str:
    hours = int(settings.value(programme, settings.ANSWER_HOURS))
    if hours == 0:
        return str(_("中签的名额直接确认，没有中的按号码候补。"))
    return str(_("中签的在 %(hours)s 小时内确认，过期给下一位；没有中的按号码候补。", hours=hours))


def _frozen(registration: Registration) -> list[str]:
    """The own entries as they stand in the list, and the list by its size and digest."""
    programme = registration.programme
    if not programme.entries_digest:
        return [_tickets_words(registration), _("报名时间已过，名单即将固定。")]
    frozen = draw.size(programme)
    own = words.listed(tickets.lines(registration.reference, registration.tickets))
    return [
        _("您这份报名有 %(count)s 签：%(own)s。", count=registration.tickets, own=own),
        _(
            "名单已固定：%(parties)s 组，%(entries)s 签，摘要 %(digest)s…",
            parties=words.number(frozen.parties),
            entries=words.number(frozen.entries),
            digest=programme.entries_digest[:16],
        ),
    ]


def drawn(registration: Registration, reader: Person | None) -> Standing:
    """After the draw: its number, what that has led to, and why nothing better."""
    had = slots.of(registration, reader)
    number = _("摇号第 %(number)s 号。", number=words.number(registration.lottery_number or 0))
    if had:
        confirmed = line.confirmed(registration, had)
        above = lottery_reasons.why_not(registration, had[0].rank)
        return replace(confirmed, said=[number, *confirmed.said], reasons=above)
    entry = waiting.entry_of(registration)
    if entry is None or entry.state in ("placed", "left"):
        return line.taken_back(registration)
    if entry.state == "offered":
        offered = line.offered(entry)
        return replace(
            offered, pill=("ok", _("中签，请确认")), title=_("中签了，请确认"), said=[number, *offered.said]
        )
    if entry.state == "waiting":
        waits = line.waiting_for(entry)
        return replace(
            waits,
            pill=("wait", _("候补中")) if waits.may_withdraw else ("no", _("未中签")),
            title=_("这次没有中签，正在候补") if waits.may_withdraw else _("这次没有中签"),
            said=[number, *waits.said],
            reasons=lottery_reasons.why_not(registration),
        )
    missed = line.missed(entry)
    return replace(missed, said=[number, *missed.said])
