"""Credit hours for the city's continuing-education platform: one row a person and class."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from flask_babel import gettext as _

from app import clock, words
from app.identity import mask_identity
from app.models import Account, Offering, Programme, Unit
from app.services import audit, export
from app.services.training import results, rules
from app.services.training.results import Register, Result


def headings() -> list[str]:
    return [
        _("单位"),
        _("姓名"),
        _("证件号码"),
        _("项目"),
        _("班次"),
        _("开始日期"),
        _("结束日期"),
        _("学时"),
        _("结果"),
        _("证书编号"),
    ]


def workbook(
    actor: Account,
    programme: Programme,
    classes: Sequence[Offering],
    covers: Callable[[Unit], bool],
    *,
    full_numbers: bool,
) -> bytes:
    """The people whose unit `covers`, as xlsx, and that it was taken out in the record.

    Identity numbers are masked unless `full_numbers`, which is for the caller to allow.
    """
    rows = [row for each in classes for row in _rows(results.of(each), covers, full_numbers)]
    audit.record(
        actor,
        "class.export_hours",
        programme,
        label=programme.title,
        changes={"count": ("", len(rows)), "full_numbers": ("", full_numbers)},
    )
    return export.sheet(_("学时"), headings(), rows)


def _rows(register: Register, covers: Callable[[Unit], bool], full_numbers: bool) -> Iterator[list[str]]:
    for each in register.results:
        if covers(each.person.unit):
            yield _row(register, each, full_numbers)


def _row(register: Register, each: Result, full_numbers: bool) -> list[str]:
    offering, person = register.offering, each.person
    days = [clock.local(meeting.starts_at).date() for meeting in register.half_days]
    return [
        words.in_language(person.unit, "name"),
        person.name,
        person.identity if full_numbers else mask_identity(person.identity),
        words.in_language(offering.programme, "title"),
        words.offering_name(offering),
        min(days, default=offering.starts_on).isoformat(),
        max(days, default=offering.ends_on).isoformat(),
        rules.hours(each.minutes, register.rule),
        result_words(each),
        each.certificate.number if each.certificate is not None else "",
    ]


def result_words(each: Result) -> str:
    """Reached, or the first of what is missing."""
    if each.certificate is not None:
        return str(_("合格，已发证"))
    return str(_("合格")) if not each.lacks else words.sentences(each.lacks)
