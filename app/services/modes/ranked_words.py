"""What a published allocation says to a party: placed, not placed, not let in."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app import words
from app.models import AllocationRun, Registration
from app.services import used_places
from app.services.reasons import WhyNot
from app.services.slots import Slot
from app.services.standing import Action, Standing


def placed(
    registration: Registration, had: Sequence[Slot], why: Sequence[WhyNot], run: AllocationRun | None
) -> Standing:
    """A place: where and when, and why nothing higher."""
    free_until = registration.programme.withdraw_free_until_on
    said = []
    if free_until is not None:
        said.append(_("%(day)s（含当日）前退出不计入参加次数。", day=words.day(free_until)))
    return Standing(
        "placed",
        ("ok", _("已安排")),
        _("您已安排好") if had[0].own else _("已安排好"),
        said,
        actions=[Action(_("加入手机日历"), "mine.calendar", "primary")],
        slots=had,
        reasons=why,
        run=run,
        may_withdraw=True,
        losses=_losses(registration, had),
    )


def _losses(registration: Registration, had: Sequence[Slot]) -> list[str]:
    losses = [_("%(stay)s的位置会交回，不能再要回来。", stay=slot.words) for slot in had]
    free_until = registration.programme.withdraw_free_until_on
    if free_until is not None and used_places.counts_as_used(registration):
        losses.append(_("%(day)s之后退出，仍计入参加次数。", day=words.day(free_until)))
    else:
        losses.append(_("现在退出不计入参加次数。"))
    return losses


def unplaced(why: Sequence[WhyNot], run: AllocationRun | None, waits_at: int | None) -> Standing:
    """No place, a reason for each choice, and the place on the waitlist if there is one."""
    said = []
    if waits_at is not None:
        said.append(
            _(
                "候补第 %(position)s 位；有人退出时按这个顺序递补，排到您时会通知您。",
                position=words.number(waits_at),
            )
        )
    return Standing(
        "unplaced",
        ("no", _("未安排")),
        _("这一次没有安排上"),
        [*said, *_figures(run)],
        reasons=why,
        run=run,
        waits_at=waits_at,
        may_withdraw=waits_at is not None,
        losses=[_("退出后不再候补，不能再报这个项目。")],
    )


def ineligible(why: Sequence[WhyNot], run: AllocationRun | None) -> Standing:
    """Left out because a rule was not met when the list was looked at again."""
    return Standing(
        "ineligible", ("no", _("未安排")), _("这一次没有安排上"), _figures(run), reasons=why, run=run
    )


def _figures(run: AllocationRun | None) -> list[str]:
    figures = run.summary if run is not None else {}
    if not figures.get("people"):
        return []
    return [
        _(
            "一共 %(people)s 人参加安排，%(placed)s 人安排上。下面是您每个志愿的原因，您可以核对。",
            people=words.number(figures["people"]),
            placed=words.number(figures["placed_people"]),
        )
    ]
