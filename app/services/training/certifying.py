"""Certificates for everybody in a class who has reached them; those who have not read why."""

from __future__ import annotations

import datetime as dt

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import DomainError, NotFound
from app.extensions import db
from app.models import Account, Certificate, Offering, TrainingRule
from app.services import audit, issued_certificates, notify, offerings, programmes
from app.services.training import results, rules
from app.services.training.results import Register, Result


def certify(actor: Account, offering: Offering) -> tuple[int, int]:
    """How many were certified, and how many have not reached it. Who has a certificate keeps it as it is.

    Raises DomainError while the class is not over, or when its programme certifies nothing.
    """
    programmes.hold(offering.programme)
    with force_locale("zh"):
        register = results.of(offering)
    rules.require_certificate(register.rule)
    if not register.is_over:
        raise DomainError(_("课程还没有上完，不能发证。"))
    reached = [each for each in register.results if not each.lacks and each.certificate is None]
    missed = [each for each in register.results if each.lacks and each.certificate is None]
    for each in reached:
        _issue(actor, register, each)
    for each in missed:
        why = words.sentences(each.lacks).rstrip("。")
        notify.tell(each.person, "class.not_certified", each.member.registration, why=why)
    audit.record(
        actor,
        "class.certify",
        offering,
        label=offerings.label(offering),
        changes={"certified": ("", len(reached)), "not_certified": ("", len(missed))},
    )
    return len(reached), len(missed)


def load(offering: Offering, certificate_id: int) -> Certificate:
    """One that the class's programme has issued. Raises NotFound."""
    query = select(Certificate).where(
        Certificate.id == certificate_id, Certificate.programme_id == offering.programme_id
    )
    found = db.session.scalar(query.options(joinedload(Certificate.person)))
    if found is None:
        raise NotFound(_("这个项目没有发过这份证书。"))
    return found


def _issue(actor: Account, register: Register, each: Result) -> None:
    rule = register.rule
    issued_certificates.issue(
        actor,
        each.person,
        register.offering.programme,
        (rule.certificate, rule.certificate_en or rule.certificate),
        _facts(register, each),
        _until(rule),
    )


def _until(rule: TrainingRule) -> dt.date | None:
    """The last day of its last year."""
    if rule.valid_years is None:
        return None
    today = clock.today()
    same_day = (today.month, today.day) if (today.month, today.day) != (2, 29) else (3, 1)
    return dt.date(today.year + rule.valid_years, *same_day) - dt.timedelta(days=1)


def _facts(register: Register, each: Result) -> list[dict[str, str]]:
    """What it says, in both languages."""
    offering, rule = register.offering, register.rule
    programme, hours = offering.programme, rules.hours(each.minutes, rule)
    first, last = _days(register)
    named = offering.title or offering.venue.name
    named_en = offering.title_en or offering.venue.name_en or named
    said = [
        {
            "zh": f"于 {first:%Y-%m-%d} 至 {last:%Y-%m-%d} 参加“{programme.title}”{named}，",
            "en": f"took part in “{programme.title_en or programme.title}”, {named_en}, from {first:%Y-%m-%d}"
            f" to {last:%Y-%m-%d};",
        },
        {"zh": f"完成 {hours} 学时", "en": f"completed {hours} credit hours"},
    ]
    if each.mark is not None:
        mark = rules.mark_words(each.mark.points)
        said.append({"zh": f"考核成绩 {mark} 分，合格", "en": f"passed the assessment with {mark} marks"})
    return said


def _days(register: Register) -> tuple[dt.date, dt.date]:
    days = [clock.local(each.starts_at).date() for each in register.half_days]
    return min(days), max(days)
