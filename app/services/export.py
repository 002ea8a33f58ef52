"""Registrations as a workbook: numbers masked, declarations left out, no cell computes anything."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter
from flask_babel import gettext

from app import clock, words
from app.errors import Invalid
from app.identity import mask_identity, mask_phone
from app.models import Account, Member, Offering, Placement, Registration
from app.services import audit
from app.services.answers_export import NO_ANSWERS, Table
from app.services.people import tier_words

MOST = 20_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def headings() -> list[str]:
    return [
        gettext("编号"),
        gettext("项目"),
        gettext("状态"),
        gettext("报名时间"),
        gettext("组内序号"),
        gettext("姓名"),
        gettext("性别"),
        gettext("证件号码"),
        gettext("手机"),
        gettext("单位"),
        gettext("优先级"),
        gettext("住宿需要"),
        gettext("志愿"),
        gettext("安排"),
    ]


def workbook(
    registrations: Sequence[Registration],
    placed: Mapping[int, list[Placement]],
    answers: Table = NO_ANSWERS,
) -> bytes:
    """One row for each member, as xlsx; what was answered stands in the row of the lead.

    Raises Invalid when there are more than `MOST` registrations.
    """
    if len(registrations) > MOST:
        raise Invalid(gettext("一次最多导出 %(most)s 组，请先按项目或单位筛选。", most=words.number(MOST)))
    titles = [*headings(), *(column.heading for column in answers.columns)]
    rows = (row for each in registrations for row in _rows(each, placed.get(each.id, []), answers))
    return sheet(gettext("报名"), titles, rows)


def sheet(name: str, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet of texts under `titles`, as xlsx."""
    target = io.BytesIO()
    # without these a text that begins with = or http would become a formula or a link
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, {"in_memory": True, **plain}) as book:
        page = book.add_worksheet(name)
        bold = book.add_format({"bold": True})
        for column, heading in enumerate(titles):
            page.write_string(0, column, heading, bold)
        for number, row in enumerate(rows, 1):
            for column, text in enumerate(row):
                page.write_string(number, column, text)
        page.freeze_panes(1, 0)
        page.set_column(0, len(titles) - 1, 16)
    return target.getvalue()


def record(actor: Account, count: int) -> None:
    """That somebody took personal data out is kept, as a change is."""
    audit.record(actor, "registration.export", actor, changes={"count": ("", count)})


def _rows(registration: Registration, placed: list[Placement], answers: Table) -> Iterable[list[str]]:
    choices = words.clauses(f"{c.rank}. {_run(c.offering)}" for c in registration.choices)
    places = words.clauses(_run(place.offering) for place in placed)
    for member in registration.members:
        yield [
            registration.reference,
            words.in_language(registration.programme, "title"),
            gettext("已报名") if registration.state == "submitted" else gettext("已退出"),
            f"{clock.local(registration.submitted_at):%Y-%m-%d %H:%M}",
            str(member.position),
            *_person(member),
            choices,
            places,
            *(answers.row(registration.id) if member.position == 1 else ()),
        ]


def _person(member: Member) -> list[str]:
    person = member.person
    return [
        person.name,
        words.sex(person.sex),
        mask_identity(person.identity),
        mask_phone(person.phone or ""),
        words.in_language(person.unit, "name"),
        tier_words(person.tier),
        words.listed(words.feature(need) for need in member.needs),
    ]


def _run(offering: Offering) -> str:
    return f"{words.in_language(offering.venue, 'name')} {offering.starts_on.isoformat()}"
