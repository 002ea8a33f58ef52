"""A certificate on paper: A4 across, with its number and a code that leads to the page that proves it."""

from __future__ import annotations

from io import BytesIO

import segno
from flask_babel import force_locale
from flask_babel import gettext as _
from fpdf import FPDF
from pylopdf_fonts_zh_cn import sans_path, serif_path

from app import words
from app.models import Certificate

INK, FAINT, TILE = (31, 41, 51), (95, 107, 118), (176, 72, 44)
WIDTH, HEIGHT = 297, 210  # millimetres


def of(certificate: Certificate, address: str) -> bytes:
    """The PDF, in Chinese whoever asks; `address` is where anybody can check it."""
    with force_locale("zh"):
        page = _page(certificate)
        _words(page, certificate)
        _proof(page, certificate, address)
    return bytes(page.output())


def _page(certificate: Certificate) -> FPDF:
    page = FPDF(orientation="landscape", format="A4")
    page.set_title(f"{certificate.kind} {certificate.number}")
    page.set_auto_page_break(False)
    page.add_font("serif", fname=str(serif_path()))
    page.add_font("sans", fname=str(sans_path()))
    page.add_page()
    page.set_draw_color(*TILE)
    for inset, width in ((10, 1.2), (13, 0.3)):
        page.set_line_width(width)
        page.rect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset)
    return page


def _words(page: FPDF, certificate: Certificate) -> None:
    _line(page, 32, 34, certificate.kind, TILE, "serif")
    _line(page, 66, 22, certificate.person.name, INK, "serif")
    page.set_xy(45, 86)
    page.set_font("sans", size=14)
    page.set_text_color(*INK)
    said = "\n".join(words.entry(line) for line in certificate.facts)
    page.multi_cell(WIDTH - 90, 9, said, align="C")


def _line(page: FPDF, top: float, size: float, text: str, colour: tuple[int, int, int], font: str) -> None:
    """Centred, and smaller where it would not fit between the borders."""
    page.set_font(font, size=size)
    while page.get_string_width(text) > WIDTH - 60 and size > 10:
        size -= 1
        page.set_font(font, size=size)
    page.set_text_color(*colour)
    page.set_xy(0, top)
    page.cell(WIDTH, size / 2, text, align="C")


def _proof(page: FPDF, certificate: Certificate, address: str) -> None:
    picture = BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=8, border=1)
    page.image(picture, x=WIDTH - 62, y=HEIGHT - 62, w=34)
    page.set_font("sans", size=11)
    page.set_text_color(*FAINT)
    until = certificate.expires_on
    lines = [
        _("编号 %(number)s", number=certificate.number),
        _("发证日期 %(day)s", day=f"{certificate.issued_on:%Y-%m-%d}"),
        *([_("有效期至 %(day)s", day=f"{until:%Y-%m-%d}")] if until is not None else []),
        _("扫描右侧二维码可以核对真伪"),
    ]
    for number, text in enumerate(lines):
        page.set_xy(30, HEIGHT - 62 + 8 * number)
        page.cell(150, 8, text)
