"""Finding registrations, and correcting the people in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField

from app.forms.console.fields import MultiCheckboxField, SelectChoice
from app.forms.console.people import TRACKS
from app.forms.console.programmes import TIER_WORDS, ReasonForm
from app.models import Member, Unit
from app.models.venue import FEATURES
from app.words import feature


class CorrectionForm(ReasonForm):
    """What a coordinator may put right of a member, with a reason."""

    tier = RadioField(
        _l("优先级"), coerce=int, choices=[SelectChoice(tier, label) for tier, label in TIER_WORDS.items()]
    )
    track = SelectField(
        _l("职工类别"), choices=[SelectChoice(value, label) for value, label in TRACKS.items()]
    )
    unit_id = SelectField(_l("所在单位"), coerce=int)
    needs = MultiCheckboxField(_l("住宿需要"))

    def __init__(self, member: Member, units: Sequence[Unit], **kwargs: Any) -> None:
        person = member.person
        super().__init__(
            tier=person.tier, track=person.track, unit_id=person.unit_id, needs=member.needs, **kwargs
        )
        self.unit_id.choices = [SelectChoice(unit.id, unit.name) for unit in units]
        self.needs.choices = [SelectChoice(name, feature(name)) for name in FEATURES]

    def correction(self) -> tuple[dict[str, Any], list[str], str]:
        """(the person's columns, the member's needs, the reason)."""
        person = {"tier": self.tier.data, "track": self.track.data, "unit_id": self.unit_id.data}
        return person, self.needs.data or [], self.why()
