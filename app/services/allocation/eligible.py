"""Who takes part when a problem is frozen, and still does at publication: time passes and rules apply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import force_locale

from app.models import Programme, Registration
from app.services import eligibility


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A party that takes no part because one of its members may not; `message` is for the reader."""

    registration_id: int
    member_id: int
    rule: str
    message: str
    regulation: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def split(
    registrations: Sequence[Registration], programme: Programme
) -> tuple[list[Registration], tuple[LeftOut, ...]]:
    """Those who take part, and one LeftOut for each party that does not. What is stored is in Chinese."""
    with force_locale("zh"):
        refused = eligibility.of_registrations(registrations, programme) if programme.rules else {}
        left_out = [why for r in registrations if (why := _first_reason(r, refused)) is not None]
    gone = {why.registration_id for why in left_out}
    return [registration for registration in registrations if registration.id not in gone], tuple(left_out)


def _first_reason(
    registration: Registration, refused: Mapping[int, Sequence[eligibility.Ineligible]]
) -> LeftOut | None:
    for member in registration.members:
        for why in refused.get(member.person_id, ()):
            if not why.blocks:
                continue
            return LeftOut(registration.id, member.id, why.rule, str(why.message), why.regulation)
    return None
