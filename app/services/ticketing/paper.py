"""Tickets on paper or in a phone's files, for a hall without reception: one page a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import segno
from flask_babel import force_locale
from flask_babel import gettext as _
from fpdf import FPDF
from pylopdf_fonts_zh_cn import sans_path

from app import words
from app.models import Ticket

INK, FAINT, TILE = (31, 41, 51), (95, 107, 118), (168, 67, 43)
WIDTH, HEIGHT = 105, 148  # millimetres: A6


def of(tickets: Sequence[Ticket]) -> bytes:
    """The PDF, in Chinese whoever asks."""
    paper = FPDF(format=(WIDTH, HEIGHT))
    paper.set_auto_page_break(False)
    paper.add_font("sans", fname=str(sans_path()))
    with force_locale("zh"):
        for ticket in tickets:
            _page(paper, ticket)
    return bytes(paper.output())


def seat(ticket: Ticket) -> str:
    """3 排 12 座, or that people sit where they like."""
    if ticket.row_number is None:
        return str(_("自由入座"))
    return str(_("%(row)s 排 %(seat)s 座", row=ticket.row_number, seat=ticket.seat_number))


def picture(code: str) -> bytes:
    """The code as a PNG."""
    drawn = BytesIO()
    segno.make(code, error="m", micro=False).save(drawn, kind="png", scale=8, border=2)
    return drawn.getvalue()


def _page(paper: FPDF, ticket: Ticket) -> None:
    paper.add_page()
    offering = ticket.offering
    paper.set_fill_color(*TILE)
    paper.rect(0, 0, WIDTH, 6, style="F")
    _line(paper, 12, 15, words.in_language(offering.programme, "title"), INK)
    _line(paper, 24, 12, words.offering_name(offering), INK)
    _line(paper, 32, 11, words.offering_when(offering), INK)
    _line(paper, 39, 9, offering.venue.name, FAINT)
    paper.image(BytesIO(picture(ticket.code)), x=(WIDTH - 62) / 2, y=48, w=62)
    _line(paper, 113, 12, ticket.code, INK)
    _line(paper, 121, 15, seat(ticket), TILE)
    _line(paper, 131, 11, ticket.person.name, INK)
    _line(paper, 138, 8, str(_("限本人使用，入场一次，不能转让")), FAINT)


def _line(paper: FPDF, top: float, size: float, text: str, colour: tuple[int, int, int]) -> None:
    """Centred, and smaller where it would not fit."""
    paper.set_font("sans", size=size)
    while paper.get_string_width(text) > WIDTH - 12 and size > 6:
        size -= 1
        paper.set_font("sans", size=size)
    paper.set_text_color(*colour)
    paper.set_xy(0, top)
    paper.cell(WIDTH, 6, text, align="C")
