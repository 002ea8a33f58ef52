"""Certificates of attendance: for whoever came to a large enough share of an offering's meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app import clock, words
from app.errors import DomainError
from app.extensions import db
from app.models import Account, AttendanceRule, Certificate, Offering, Person
from app.services import audit, issued_certificates, notify, programmes
from app.services.meetings import attendance, timetable
from app.services.meetings.attendance import Row
from app.services.reading import books

KIND = ("读书会出勤证书", "Certificate of attendance")
DEFAULT = 75


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody by the rule: `needed` meetings of those held, `certificate` once they have it."""

    row: Row
    needed: int
    certificate: Certificate | None

    @property
    def reached(self) -> bool:
        return self.row.held > 0 and self.row.attended >= self.needed


def needed(held: int, least_percent: int) -> int:
    """The fewest meetings that are `least_percent` of `held` or more."""
    return -(-held * least_percent // 100)


def rule_of(offering: Offering) -> AttendanceRule | None:
    return db.session.scalar(select(AttendanceRule).where(AttendanceRule.offering_id == offering.id))


def set_rule(actor: Account, offering: Offering, least_percent: int) -> None:
    """What share counts. Raises DomainError once certificates have been given."""
    rule = rule_of(offering)
    if rule is not None and rule.issued_at is not None:
        raise DomainError(_("证书已经发了，条件不能再改。"))
    before = rule.least_percent if rule is not None else ""
    if rule is None:
        rule = AttendanceRule(offering=offering, least_percent=least_percent)
        db.session.add(rule)
    rule.least_percent = least_percent
    label = offering.programme.title
    audit.record(actor, "attendance_rule.set", rule, label=label, changes={"least": (before, least_percent)})


def standings(offering: Offering, rule: AttendanceRule) -> list[Standing]:
    """Everybody who takes part, by unit and name."""
    table = attendance.of(offering)
    have = _certificates(offering, [row.person.id for row in table.rows])
    return [
        Standing(row, needed(row.held, rule.least_percent), have.get(row.person.id)) for row in table.rows
    ]


def of_person(offering: Offering, person: Person) -> Standing | None:
    """The same of one; None: no certificate is to be had."""
    rule = rule_of(offering)
    if rule is None:
        return None
    row = attendance.of_person(offering, person)
    have = _certificates(offering, [person.id])
    return Standing(row, needed(row.held, rule.least_percent), have.get(person.id))


def refusal(offering: Offering) -> str:
    """Why certificates cannot be given yet; "": they can."""
    meetings = timetable.held(timetable.of_offering(offering))
    if not meetings:
        return str(_("还没有安排过一次，不能发证书。"))
    if left := [meeting for meeting in meetings if meeting.ends_at > clock.now()]:
        return str(_("还有 %(count)s 次没有结束，全部结束后才能发证书。", count=len(left)))
    return ""


def issue(actor: Account, offering: Offering) -> tuple[int, int]:
    """Everybody who has reached it is given one, the others are told why not: (given now, not reached).

    Done again, after attendance was corrected, it gives what is still missing and tells nobody twice.
    Raises DomainError without a rule, or while meetings are ahead.
    """
    programmes.hold(offering.programme)
    rule = rule_of(offering)
    if rule is None:
        raise DomainError(_("请先写明到多少次可以得到证书。"))
    if why := refusal(offering):
        raise DomainError(why)
    found = standings(offering, rule)
    given = [each for each in found if each.reached and each.certificate is None]
    missed = [each for each in found if not each.reached]
    read = [book for book in books.of_club(offering) if book.state == "read"]
    facts = [_book_fact([book.title for book in read])] if read else []
    for each in given:
        lines = [_run_fact(offering), _attendance_fact(each.row), *facts]
        issued_certificates.issue(actor, each.row.person, offering.programme, KIND, lines)
    if rule.issued_at is None:
        for each in missed:
            _tell(offering, each)
    rule.issued_at = rule.issued_at or clock.now()
    return len(given), len(missed)


def _tell(offering: Offering, standing: Standing) -> None:
    notify.tell(
        standing.row.person,
        "attendance.not_reached",
        programme=offering.programme.title,
        came=standing.row.attended,
        held=standing.row.held,
        needed=standing.needed,
    )


def _run_fact(offering: Offering) -> Mapping[str, str]:
    days = f"{offering.starts_on.isoformat()} – {offering.ends_on.isoformat()}"
    title, title_en = offering.title or offering.venue.name, offering.title_en or offering.venue.name_en
    programme = offering.programme
    return {
        "zh": f"参加“{programme.title}”{title}，{days}",
        "en": f"{programme.title_en or programme.title}, {title_en or title}, {days}",
    }


def _attendance_fact(row: Row) -> Mapping[str, str]:
    share = words.percent(row.attended, row.held)
    return {
        "zh": f"共 {row.held} 次，出席 {row.attended} 次（{share}）",
        "en": f"Attended {row.attended} of {row.held} meetings ({share})",
    }


def _book_fact(titles: Sequence[str]) -> Mapping[str, str]:
    named = "、".join(f"《{title}》" for title in titles)
    return {"zh": f"共读{named}", "en": f"Read: {named}"}


def _certificates(offering: Offering, person_ids: Sequence[int]) -> dict[int, Certificate]:
    query = select(Certificate).where(
        Certificate.person_id.in_(person_ids),
        Certificate.programme_id == offering.programme_id,
        Certificate.kind == KIND[0],
        Certificate.revoked_at.is_(None),
    )
    return {each.person_id: each for each in db.session.scalars(query)}
