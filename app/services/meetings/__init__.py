"""Meetings of offerings: their timetable, who leads them, who comes, and people who come to one alone."""
