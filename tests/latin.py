"""What is not in the reader's language: Chinese in an English page, English in a Chinese one."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Offering, Person, Programme, ProgrammeKind, Room, Unit, Venue

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# what stands in the other language on purpose: the language switch, and commands to type
ON_PURPOSE = re.compile(r"<button[^>]*lang=\"(?:zh-CN|en)\">[^<]*</button>|<pre.*?</pre>", re.DOTALL)
ENGLISH = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")
TEXT = re.compile(r">([^<>]+)<|(?:aria-label|alt|placeholder|title|value|data-failed)=\"([^\"]*)\"")


def rename(session: Session) -> None:
    """Give everything that factories name in Chinese a name in Latin letters."""
    for model in (Unit, Venue, Person, Room):
        for thing in session.scalars(select(model)):
            thing.name = f"{model.__name__} {chr(64 + thing.id % 26)}"
    for kind in session.scalars(select(ProgrammeKind)):
        kind.label = kind.label_en
    for programme in session.scalars(select(Programme)):
        programme.title = f"Programme {programme.id}"
        programme.seed_source = "The lottery of the day"
        programme.seed = programme.seed and "2026-11-23"
    for offering in session.scalars(select(Offering)):
        offering.leader_name = "Mary Wong"
    session.commit()


def texts(page: str) -> list[str]:
    """What people read or hear of a page."""
    return [shown or said for shown, said in TEXT.findall(ON_PURPOSE.sub("", page))]


def chinese(page: str) -> list[str]:
    return [text.strip() for text in texts(page) if CHINESE.search(text)]


def english(page: str) -> list[str]:
    """Texts of several English words and nothing else; an example within a Chinese text is none."""
    return [text.strip() for text in texts(page) if ENGLISH.search(text) and not CHINESE.search(text)]
