"""Whose turn it is to nominate until when, how many, and why this worker."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.forms.console.fields import (
    ConsoleForm,
    Moment,
    WholeNumber,
    Words,
    at_most,
    between,
    entered,
    needed,
)


class RoundForm(ConsoleForm):
    places = WholeNumber(_l("全市名额"), [entered(), between(1, 100_000)], description=_l("再分到区市和单位"))
    units_until = Moment(_l("单位提名截止"), [entered()], description=_l("到时间没用完的名额归区市工会"))
    districts_until = Moment(
        _l("区市提名和确认截止"),
        [entered()],
        description=_l("到时间没用完的名额归市总工会，提名到报名截止为止"),
    )


class PlacesForm(ConsoleForm):
    places = WholeNumber(_l("名额"), [entered(), between(0, 100_000)])


class NominateForm(ConsoleForm):
    merit = Words(
        _l("提名理由"),
        [needed(), at_most(300)],
        description=_l("上级工会确认时看，例如：一线岗位满二十年，今年承担台风抢修"),
    )
