"""Contests: events and entries, heats, marks entered twice, ranking, appeals, awards."""
