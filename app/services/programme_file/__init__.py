"""A programme as a file, `nuanxin-programme/1`, and as a copy: everything of it, without people.

`content` takes it out of the database, `written` puts it into a file, `reading` takes it out of one with
every fault named by its place, `shift` moves its dates, `making` makes a draft of it.
"""

from __future__ import annotations

from app.services.programme_file.content import Content, of
from app.services.programme_file.here import remarks
from app.services.programme_file.making import copied, imported
from app.services.programme_file.reading import LARGEST, Unreadable, read
from app.services.programme_file.shapes import Fault
from app.services.programme_file.shift import by_weeks, first_day, weeks_between
from app.services.programme_file.written import written

__all__ = [
    "LARGEST",
    "Content",
    "Fault",
    "Unreadable",
    "by_weeks",
    "copied",
    "first_day",
    "imported",
    "of",
    "read",
    "remarks",
    "weeks_between",
    "written",
]
