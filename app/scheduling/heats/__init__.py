"""Heats of a contest: who competes when, at which station, before which judges; and what lots decide."""
