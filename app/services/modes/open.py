"""`open`: recorded, counted, limited by the window alone."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import clock, words
from app.errors import DomainError
from app.models import Person, Programme, Registration
from app.services import party_checks
from app.services.contradictions import Contradiction
from app.services.modes import gone
from app.services.modes.mode import Mode
from app.services.standing import Action, Standing


class Open(Mode):
    """Whoever signs up in time takes part."""

    name = "open"
    order = 5
    label = _l("开放参加")
    sentence = _l("不限名额，在报名时间内登记即可参加。")
    records = True

    def hindrances(self, programme: Programme) -> Sequence[Contradiction]:
        """Limits that nobody would keep."""
        found = []
        if programme.quotas:
            message = _("开放参加不限名额，写了的单位名额不起作用，请删去，或改用有名额的决定方式。")
            found.append(Contradiction(message, "policy"))
        for offering in programme.offerings:
            if offering.seats is not None and not offering.cancelled:
                message = _(
                    "开放参加不限名额，%(name)s 写了名额人数，请去掉，或改用有名额的决定方式。",
                    name=words.offering(offering),
                )
                found.append(Contradiction(message, "offerings"))
        return found

    def release(self, registration: Registration) -> None:
        """Raises DomainError once something that was chosen has begun."""
        if _has_begun(registration):
            raise DomainError(_("这一期已经开始，不能再退出。请联系领队或本单位工会经办人。"))

    def next_step(self, programme: Programme) -> str:
        if self.stage(programme) == "open":
            return str(_("登记后即可参加，%(at)s 截止。", at=words.moment(programme.closes_at)))
        return super().next_step(programme)

    def explain(self, registration: Registration, reader: Person | None) -> Standing:
        programme = registration.programme
        if (over := gone.standing(registration)) is not None:
            return over
        if not party_checks.is_open(programme):
            said = [_("登记已经截止，您的登记有效。")]
            losses = [_("报名已截止，退出后不能再报这个项目。")]
            free = not _has_begun(registration)
            recorded = ("ok", _("已登记")), _("已登记参加")
            return Standing("recorded", *recorded, said, may_withdraw=free, losses=losses)
        until = words.moment(programme.closes_at)
        return Standing(
            "recorded",
            ("ok", _("已登记")),
            _("已登记参加"),
            [_("不限名额，您的登记已经有效，不需要等待结果。")],
            [(until, _("截止登记，在这以前可以修改或退出。"))],
            [Action(_("修改报名"), "mine.change", "primary")],
            may_withdraw=True,
            losses=[_("%(at)s 截止前，可以重新登记。", at=until)],
        )


def _has_begun(registration: Registration) -> bool:
    going = [choice.offering for choice in registration.choices if not choice.offering.cancelled]
    return any(offering.starts_on <= clock.today() for offering in going)


MODE = Open()
