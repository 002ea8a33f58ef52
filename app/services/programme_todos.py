"""What a coordinator has to do for a programme now: what its mode wants, and what every mode has."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _

from app import clock, words
from app.models import Programme
from app.services import features, modes, quota_uses
from app.services.modes.mode import Todo

CLOSE = "console_programmes.close"
SOON = dt.timedelta(days=7)


def of(programme: Programme) -> list[Todo]:
    """In order; what is only to be known comes last."""
    found = list(modes.of(programme).todos(programme))
    over = programme.state == "open" and programme.closes_at <= clock.now()
    if over and not any(todo.endpoint == CLOSE for todo in found):
        found.insert(0, Todo(_("报名时间已到，请截止报名"), CLOSE))
    besides = [todo for feature in features.of(programme) for todo in feature.todos(programme)]
    return [*found, *besides, *of_quotas(programme)]


def of_quotas(programme: Programme) -> list[Todo]:
    """That units should use their quotas in time, and then that what they left is for everybody."""
    at = programme.quotas_return_at
    limits = [quota for quota in programme.quotas if quota.maximum is not None]
    if at is None or not limits or programme.state not in ("open", "closed"):
        return []
    if abs(at - clock.now()) > SOON:
        return []
    if quota_uses.returned(programme):
        said = _("各单位没有用完的名额，%(at)s 起已归大家。", at=words.moment(at))
    else:
        said = _("各单位没有用完的名额，%(at)s 起归大家，请提醒有名额的单位。", at=words.moment(at))
    return [Todo(said, "console_policy.index", pressing=False)]


def quota_facts(programme: Programme) -> list[tuple[str, str]]:
    """What workers should know of quotas: that there are some, and when the rest of them is for everybody."""
    if all(quota.maximum is None for quota in programme.quotas):
        return []
    at = programme.quotas_return_at
    if at is None:
        said = _("名额分到区市或单位，不能互相使用")
    elif quota_uses.returned(programme):
        said = _("原来分到区市或单位，%(at)s 起没有用完的已归大家", at=words.moment(at))
    else:
        said = _("名额分到区市或单位，%(at)s 起没有用完的归大家", at=words.moment(at))
    return [(_("单位名额"), str(said))]
