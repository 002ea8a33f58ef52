"""The public record of a draw: the frozen list before the figure is known, the numbers after."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app.errors import NotFound
from app.extensions import db
from app.models import Offering, Programme, Registration
from app.scheduling.contract import lottery
from app.services import catalogue
from app.services.allocation import draw
from app.services.lottery_reasons import last_number


@dataclass(frozen=True, slots=True)
class Figures:
    """Parties and entries in the list; of each offering that gives places by number, the last number."""

    parties: int
    entries: int
    last_numbers: list[tuple[Offering, int]]


def find(slug: str) -> Programme:
    """A programme whose list has been frozen. Raises NotFound."""
    programme = catalogue.find(slug)
    if not programme.entries_digest:
        raise NotFound(_("名单还没有固定。报名截止后，名单和摘要会在这里公布。"))
    return programme


def figures(programme: Programme) -> Figures:
    frozen = draw.size(programme)
    numbers = [(offering, last_number(offering)) for offering in programme.offerings]
    held = [(offering, last) for offering, last in numbers if last is not None]
    return Figures(frozen.parties, frozen.entries, held)


def entries(programme: Programme) -> list[str]:
    """The frozen list: one entry a line, sorted."""
    return draw.entries(programme)


def numbers(programme: Programme) -> list[str]:
    """`number<TAB>entry` in order of number, drawn again from the list and the figure. Raises NotFound."""
    if not programme.seed:
        raise NotFound(_("还没有摇号，公开数字揭晓后再来看。"))
    drawn = lottery.draw(entries(programme), programme.seed)
    return [f"{number}\t{entry}" for entry, number in sorted(drawn.items(), key=lambda item: item[1])]


def parties(programme: Programme) -> list[str]:
    """`number<TAB>reference` in order of number, as stored and as people are told. Raises NotFound."""
    if not programme.seed:
        raise NotFound(_("还没有摇号，公开数字揭晓后再来看。"))
    stored = (
        select(Registration.lottery_number, Registration.reference)
        .where(Registration.programme_id == programme.id, Registration.lottery_number.is_not(None))
        .order_by(Registration.lottery_number)
    )
    return [f"{number}\t{reference}" for number, reference in db.session.execute(stored)]
