"""Rooms by name and beds by number; whether more people would fit."""
