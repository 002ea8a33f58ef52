"""Places by the quarter-hour: rooms and hours, which of them are free, whose they are, and the day itself.

A quarter-hour is an offering whose seats are the rooms that are open in it: places, quotas, waitlist and
calendar are those of every programme that gives places at once.
"""
