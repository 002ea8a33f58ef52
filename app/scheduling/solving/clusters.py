"""Offerings that compete for the same rooms, in small groups: the atoms of the search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from app.scheduling.contract.problem import Offering

MOST = 6  # offerings in a cluster; a longer chain of overlaps falls into single offerings


def clusters(offerings: Sequence[Offering]) -> list[list[int]]:
    """Places of the offerings, together when a chain of overlapping stays at one venue joins them."""
    by_venue: dict[str, list[int]] = defaultdict(list)
    alone: list[list[int]] = []
    for place, offering in enumerate(offerings):
        if offering.beds and offering.nights:
            by_venue[offering.venue].append(place)
        else:
            alone.append([place])
    chains = [chain for venue in sorted(by_venue) for chain in chains_of(offerings, by_venue[venue])]
    return [c for chain in chains for c in ([chain] if len(chain) <= MOST else [[p] for p in chain])] + alone


def chains_of(offerings: Sequence[Offering], places: Sequence[int]) -> list[list[int]]:
    """Runs of stays without a free night between them, in order of first night."""
    chains: list[list[int]] = []
    end = 0
    for place in sorted(places, key=lambda p: (offerings[p].nights.start, p)):
        nights = offerings[place].nights
        if chains and nights.start < end:
            chains[-1].append(place)
        else:
            chains.append([place])
        end = max(end, nights.stop)
    return chains
