"""Room classes as the packing counts them: where patterns would be too many, rooms are counted one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.scheduling.formulation.patterns import must_split
from app.scheduling.formulation.units import ALONE, Kind, RoomClass


def split_classes(classes: Iterable[RoomClass], kinds: set[Kind]) -> tuple[RoomClass, ...]:
    """Classes of which the room patterns would be too many fall into single rooms."""
    kept: list[RoomClass] = []
    for rooms in classes:
        sizes = frozenset(k.size for k in kinds if k.use != ALONE and rooms.takes(k))
        if must_split(rooms.beds, sizes, len(rooms.rooms)):
            kept += [replace(rooms, rooms=(room,)) for room in rooms.rooms]
        else:
            kept.append(rooms)
    return tuple(kept)
