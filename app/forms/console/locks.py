"""Locking a party: rooms are fields made for its members; where it goes is in the address."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField

from app import identity
from app.forms.console.fields import ConsoleForm, SelectChoice, at_most, needed
from app.models import Member, Room


class ReasonForm(ConsoleForm):
    reason = TextAreaField(
        _l("理由"),
        [needed(_l("请写明理由，方便日后核对")), at_most(300)],
        description=_l("只有经办人看得到，会记入操作记录。"),
    )


def lock_form(members: Sequence[Member], rooms: Sequence[Room]) -> ReasonForm:
    """A reason and, where there are rooms, one for each member; the first option leaves it open."""
    options = [SelectChoice("", _("由系统安排"))]
    options += [
        SelectChoice(str(room.id), _("%(room)s（%(beds)s 床）", room=room.name, beds=room.beds))
        for room in rooms
    ]
    fields = {
        f"room_{member.id}": SelectField(
            _("%(name)s 的房间", name=identity.mask_name(member.person.name)),
            choices=options,
            default="",
        )
        for member in members
        if rooms
    }
    form: ReasonForm = type("LockForm", (ReasonForm,), fields)()
    return form


def chosen_rooms(form: ReasonForm, members: Sequence[Member]) -> dict[int, int]:
    """{member id: room id} of those for whom a room was chosen."""
    picked = {member.id: form[f"room_{member.id}"].data for member in members if f"room_{member.id}" in form}
    return {member: int(room) for member, room in picked.items() if room}
