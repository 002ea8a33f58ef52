"""Lectures that come to a factory: ordered by a unit, answered by the city, attended by the unit's people."""
