"""`joining`: who is granted becomes a member of the union, in the unit whose code they scanned."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.extensions import db
from app.models import CaseFile, Programme, Registration
from app.services import join_union, modes
from app.services.contradictions import Contradiction
from app.services.features.feature import Feature, Link


class Joining(Feature):
    name = "joining"
    order = 60
    label = _l("扫码入会")
    sentence = _l("职工扫单位的二维码申请入会；单位确认后登记入会日期和所在单位。")

    def hindrances(self, programme: Programme) -> Sequence[Contradiction]:
        if modes.of(programme).has_cases:
            return ()
        return [Contradiction(_("扫码入会要逐件办理，请改决定方式，或去掉“扫码入会”。"), "edit")]

    def granted(self, registration: Registration) -> None:
        """Everybody in the entry is a member from today on, and of the unit that confirmed it."""
        case = db.session.scalar(select(CaseFile).where(CaseFile.registration_id == registration.id))
        if case is None:
            return
        for member in registration.members:
            join_union.admit(member.person, case.unit, case.owner)

    def desks(self, programme: Programme) -> Sequence[Link]:
        return [Link(_("单位二维码"), "console_join.index", {"programme_id": programme.id})]


FEATURE = Joining()
