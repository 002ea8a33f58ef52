"""What a party asks for, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.models import Person


@dataclass(frozen=True, slots=True)
class MemberPlan:
    """A person of the party; `needs` are room features, members with one `room_group` share a room."""

    person: Person
    needs: Sequence[str] = ()
    room_group: str | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class PartyPlan:
    """`members[0]` leads; `choices` are offering ids, best first; `health` is {venue id: {question: yes}}.

    `answers` are by question key; `consents` are ids of texts agreed to; `wants` how many of the choices the
    party would like to have.
    """

    members: Sequence[MemberPlan]
    choices: Sequence[int]
    health: Mapping[int, Mapping[str, bool]] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    consents: Sequence[int] = ()
    wants: int = 1

    def sleeping_units(self) -> list[list[MemberPlan]]:
        """Who sleeps in one room: each room group, and everybody else alone."""
        groups: dict[str, list[MemberPlan]] = {}
        units: list[list[MemberPlan]] = []
        for member in self.members:
            if member.room_group is None:
                units.append([member])
            elif member.room_group in groups:
                groups[member.room_group].append(member)
            else:
                groups[member.room_group] = [member]
                units.append(groups[member.room_group])
        return units
