"""Checking a certificate, and who may have it as a PDF."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.models import Account, Certificate
from app.services import issued_certificates
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.browser import Browser


@pytest.fixture
def holder(session: Session) -> Account:
    return make.account(make.person(make.tree()[2], name="王小龙"))


@pytest.fixture
def certificate(holder: Account) -> Certificate:
    assert holder.person is not None
    with unit_of_work():
        return issued_certificates.issue(
            None, holder.person, make.programme(), ("结业证书", "Certificate"), [{"zh": "完成 24 学时"}]
        )


def test_anybody_checks_and_reads_no_whole_name(client: Browser, certificate: Certificate) -> None:
    found = client.get("/certificates/", query_string={"number": certificate.number}, follow_redirects=True)
    page = found.get_data(as_text=True)
    assert "有效" in page
    assert "完成 24 学时" in page
    assert "王小龙" not in page
    assert "certificate.pdf" not in page


def test_an_unknown_number(client: Browser, certificate: Certificate) -> None:
    answer = client.get("/certificates/ZS-0000-0000-X")
    assert answer.status_code == 404
    assert "请核对编号" in answer.get_data(as_text=True)


def test_its_holder_downloads_it_and_nobody_else(
    client: Browser, certificate: Certificate, holder: Account
) -> None:
    address = f"/certificates/{certificate.number}/certificate.pdf"
    client.sign_in(make.account(make.person(make.tree()[2])))
    assert client.get(address).status_code == 403
    client.sign_in(holder)
    assert "王小龙" in client.get(f"/certificates/{certificate.number}").get_data(as_text=True)
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")


def test_a_revoked_one_says_so(client: Browser, certificate: Certificate, holder: Account) -> None:
    with unit_of_work():
        issued_certificates.revoke(make.account(coordinates=make.unit()), certificate, "成绩有误")
    page = client.get(f"/certificates/{certificate.number}").get_data(as_text=True)
    assert "已经撤销" in page
    client.sign_in(holder)
    assert client.get(f"/certificates/{certificate.number}/certificate.pdf").status_code == 403
