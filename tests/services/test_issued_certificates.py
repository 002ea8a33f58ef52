"""Certificates of the site's own: one number each, checked by anybody, taken back with a reason."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.errors import DomainError, NotFound
from app.extensions import db
from app.models import AuditEntry, Certificate, Notice, Person
from app.services import certificate_pdf, eligibility, issued_certificates
from app.unit_of_work import unit_of_work
from tests import factories as make

KIND = ("焊工培训结业证书", "Certificate of completion, welding")
FACTS = [{"zh": "完成 24 学时，考核合格。", "en": "24 hours, passed."}]


@pytest.fixture
def person(session: Session) -> Person:
    return make.person(make.tree()[2])


def issue(person: Person) -> Certificate:
    programme = make.programme(title="焊工培训")
    with unit_of_work():
        return issued_certificates.issue(None, person, programme, KIND, FACTS)


def test_issued_once_told_and_found_however_it_is_typed(person: Person) -> None:
    programme = make.programme()
    for _ in range(2):
        with unit_of_work():
            made = issued_certificates.issue(None, person, programme, KIND, FACTS)
    assert [each.id for each in issued_certificates.of_person(person)] == [made.id]
    assert issued_certificates.by_number(made.number.lower().replace("-", " ")).id == made.id
    assert db.session.scalars(select(Notice.kind)).all() == ["certificate.issued"]
    assert db.session.scalars(select(AuditEntry.action)).all() == ["certificate.issue"]


def test_a_shown_certificate_is_not_one_of_ours(person: Person) -> None:
    make.certificate(person, number="ZS-0000-0000-0")
    with pytest.raises(NotFound):
        issued_certificates.by_number("ZS-0000-0000-0")


def test_the_database_keeps_numbers_apart(person: Person) -> None:
    made = issue(person)
    twin = Certificate(
        person=make.person(person.unit),
        kind="别的",
        number=made.number,
        issued_on=made.issued_on,
        programme_id=made.programme_id,
    )
    with pytest.raises(IntegrityError):
        make.save(twin)
    db.session.rollback()


def test_revoked_it_opens_no_door(person: Person) -> None:
    made = issue(person)
    wanting = make.programme()
    make.rule(wanting, "certificate", kind=KIND[0])
    assert eligibility.reasons_of_many([person], wanting) == {}
    actor = make.account(coordinates=person.unit)
    with unit_of_work():
        issued_certificates.revoke(actor, made, "成绩有误")
    assert list(eligibility.reasons_of_many([person], wanting)) == [person.id]
    assert issued_certificates.of_person(person) == []
    assert issued_certificates.by_number(made.number).revoked_reason == "成绩有误"
    with pytest.raises(DomainError, match="已经撤销"), unit_of_work():
        issued_certificates.revoke(actor, made, "再一次")


def test_the_paper(person: Person) -> None:
    person.name = "龘" * 40
    made = certificate_pdf.of(issue(person), "https://example.org/certificates/ZS")
    assert made.startswith(b"%PDF-")
    assert made.count(b"/Type /Page\n") == 1
    assert len(made) < 100_000
