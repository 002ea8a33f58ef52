"""Who sleeps together: the rooms' rules as the format states them, for the law and for the reasons."""

from __future__ import annotations

from dataclasses import dataclass

from app.scheduling.contract.problem import Member, Party

MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Company:
    """The members of a party who must share a room: a room group, or one member with none."""

    members: tuple[Member, ...]

    @property
    def beds(self) -> int:
        """How many beds it takes in one room."""
        return len(self.members)

    @property
    def sex(self) -> str:
        """ "F", "M" or, for both, "mixed"."""
        sexes = {member.sex for member in self.members}
        return str(sexes.pop()) if len(sexes) == 1 else MIXED

    @property
    def alone(self) -> bool:
        """Whether it shares its room with nobody: it has both sexes, or somebody asked for it."""
        return self.sex == MIXED or any(member.private for member in self.members)

    @property
    def needs(self) -> frozenset[str]:
        """Every feature that the room must have."""
        return frozenset().union(*(member.needs for member in self.members))


def companies(party: Party) -> tuple[Company, ...]:
    """How a party's members sleep, in their order."""
    together: dict[tuple[str, str], list[Member]] = {}
    for member in party.members:
        label = ("group", member.room_group) if member.room_group is not None else ("member", member.id)
        together.setdefault(label, []).append(member)
    return tuple(Company(tuple(members)) for members in together.values())
