"""Who is in a private programme, and what for: nowhere in the console but before its case workers."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Account, AuditEntry, CaseFile, Document, Programme
from app.services import case_workers, notify
from app.unit_of_work import unit_of_work
from tests import cases, factories
from tests.browser import Browser
from tests.routes.whole_site import WholeSite

SAYS = "老板拖欠三个月工资不给"


class Twins:
    """The same application twice: in a private programme, and in one that is not."""

    def __init__(self, whole: WholeSite) -> None:
        self.whole = whole
        self.workers = [factories.account(), factories.account()]
        self.far = factories.account(coordinates=whole.elsewhere)
        elsewhere = [self.far, factories.account()]
        cases.programme(elsewhere, private=True, title="别的保密项目")
        self.kept = self._entered("欧阳保密", private=True)
        self.shown = self._entered("司徒公开", private=False)

    def _entered(self, name: str, *, private: bool) -> CaseFile:
        programme = cases.programme(
            self.workers, private=private, title="只有它的专办人员看得到" if private else "大家都看得到"
        )
        factories.question(programme, "what")
        factories.text(programme, "notice")
        case = cases.applied(programme, factories.person(self.whole.union, name=name), what=SAYS + name)
        factories.document(case.registration, case.registration.signed_up_by)
        return cases.taken(case, self.workers[0] if private else self.whole.unit)

    def values(self, case: CaseFile) -> dict[str, object]:
        """What leads to this case in every address that can."""
        sent = case.registration
        return {
            "programme_id": case.programme_id,
            "registration_id": sent.id,
            "member_id": sent.members[0].id,
            "person_id": sent.members[0].person_id,
            "reference": sent.reference,
            "case_id": case.id,
            "slug": case.programme.slug,
        }

    def traces(self, case: CaseFile) -> tuple[str, ...]:
        """What must not be read: the reference, the answer, and the name (in a list of people it may be)."""
        return case.registration.reference, SAYS + case.registration.lead.person.name

    def readers(self) -> list[Account]:
        return [self.whole.city, self.whole.district, self.whole.unit, self.far]


@pytest.fixture
def twins(session: Session) -> Twins:
    return Twins(WholeSite())


def pages(
    app: Flask, client: Browser, twins: Twins, case: CaseFile, reader: Account
) -> Iterator[tuple[str, str]]:
    """Every address that leads to the case, every list without an argument, and what lists can be asked."""
    sent = case.registration
    name = sent.lead.person.name
    asked = [
        f"/console/registrations/?q={sent.reference}",
        f"/console/registrations/?q={name}",
        f"/console/registrations/?programme={case.programme_id}",
        f"/console/audit/?subject=registration&subject_id={sent.id}",
        f"/console/audit/?label={sent.reference[:6]}",
        f"/console/audit/?who={name}",
        f"/console/people/?q={sent.reference}",
        f"/cases/?view=live&q={sent.reference}",
        f"/cases/?view=live&programme={case.programme_id}",
    ]
    plain = {key: value for key, value in twins.values(case).items() if key != "case_id"}
    whole_city = reader is twins.whole.city
    for rule, address in twins.whole.addresses(app, "GET", **plain):
        declared = app.view_functions[rule.endpoint].access  # type: ignore[attr-defined]
        leads_there = not rule.arguments or rule.arguments & plain.keys()
        if leads_there and declared != "public" and (whole_city or declared != "city_coordinator"):
            asked.append(address)
    asked.append(f"/cases/{case.id}")
    for address in dict.fromkeys(asked):
        if address == "/development/codes":
            continue
        body = client.get(address).get_data()
        plain_body = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
        yield address, plain_body.decode("utf-8", "replace")


def seen(app: Flask, client: Browser, twins: Twins, case: CaseFile, reader: Account) -> set[str]:
    """The addresses that show a trace of the case; a list of people may name somebody, but not for what."""
    reference, said = twins.traces(case)
    name = case.registration.lead.person.name
    client.sign_in(reader)
    found = set()
    for address, body in pages(app, client, twins, case, reader):
        # what was searched for stands in the search's own field again
        answered = body.replace(f'value="{reference}"', "").replace(f'value="{name}"', "")
        answered = answered.replace(address, "").replace(f"q={reference}", "")
        named = name in answered and not address.startswith("/console/people")
        if named or reference in answered or said in answered:
            found.add(address)
    return found


def test_nowhere_in_the_console(app: Flask, client: Browser, twins: Twins) -> None:
    """Every address, for four readers; the twin that is not private is found by the very same walk."""
    for reader in twins.readers():
        assert seen(app, client, twins, twins.kept, reader) == set(), reader.id
    found = seen(app, client, twins, twins.shown, twins.whole.city)
    sent = twins.shown.registration
    assert f"/console/registrations/{sent.id}" in found
    assert f"/cases/{twins.shown.id}" in found
    assert f"/mine/{sent.reference}" in found
    assert f"/console/audit/?label={sent.reference[:6]}" in found
    assert len(found) > 8


def test_its_case_worker_reads_it(app: Flask, client: Browser, twins: Twins) -> None:
    client.sign_in(twins.workers[1])
    assert SAYS in client.get(f"/cases/{twins.kept.id}").text
    assert twins.kept.registration.reference in client.get("/cases/?view=live").text


def test_no_workbook_holds_it(client: Browser, twins: Twins) -> None:
    client.sign_in(twins.whole.city)
    body = client.post("/console/registrations/export").get_data()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    text = str(rows)
    assert twins.shown.registration.reference in text
    assert SAYS + "司徒公开" in text
    assert twins.kept.registration.reference not in text
    assert SAYS + "欧阳保密" not in text


def test_no_coordinator_changes_it(client: Browser, twins: Twins, session: Session) -> None:
    sent = twins.kept.registration
    client.sign_in(twins.whole.city)
    member = sent.members[0].id
    for path in (
        f"/console/registrations/{sent.id}/members/{member}",
        f"/console/registrations/{sent.id}/withdraw",
    ):
        assert client.post(path, data={"reason": "试试"}).status_code == 404
    assert client.post(f"/mine/{sent.reference}/withdraw").status_code == 404
    assert client.post(f"/cases/{twins.kept.id}/take", data={"version": "1"}).status_code == 404
    session.refresh(sent)
    assert sent.state == "submitted"


def test_the_record_says_that_something_was_done(client: Browser, twins: Twins, session: Session) -> None:
    kept = session.query(AuditEntry).filter(AuditEntry.private_id == twins.kept.programme_id)
    assert {entry.action for entry in kept} == {"registration.send", "case.take"}
    client.sign_in(twins.whole.city)
    page = client.get("/console/audit/?action=case.take").text
    assert page.count("<td>接办</td>") == 2
    assert page.count("保密") >= 1
    client.sign_in(twins.whole.unit)
    assert client.get("/console/audit/?action=case.take").text.count("<td>接办</td>") == 1


def test_a_file_is_for_its_case_workers(client: Browser, twins: Twins) -> None:
    path = f"/documents/{_document(twins.kept)}"
    for reader, status in ((twins.whole.city, 404), (twins.whole.unit, 404), (twins.workers[1], 200)):
        client.sign_in(reader)
        assert client.get(path).status_code == status
    client.sign_in(twins.whole.unit)
    assert client.get(f"/documents/{_document(twins.shown)}").status_code == 200


def _document(case: CaseFile) -> int:
    found = db.session.query(Document).filter_by(registration_id=case.registration_id).first()
    assert found is not None
    return found.id


def test_the_phone_does_not_say_what_it_is(twins: Twins, session: Session) -> None:
    for case, says in ((twins.kept, False), (twins.shown, True)):
        notice = notify.of_person(case.registration.lead.person_id)[0]
        assert case.programme.title in notify.text(notice)
        assert (case.programme.title in notify.message(notice)) is says
        assert (case.registration.reference in notify.message(notice)) is says


def test_small_counts_are_not_said(client: Browser, twins: Twins) -> None:
    client.sign_in(twins.whole.city)
    path = f"/console/programmes/{twins.kept.programme_id}"
    assert "保密" in client.get(path).text
    assert "1 组" not in client.get(path).text
    assert "1 组" in client.get(f"/console/programmes/{twins.shown.programme_id}").text
    for _number in range(5):
        cases.applied(_programme(twins.kept), factories.person(twins.whole.union), what="别的事")
    assert "6 组" in client.get(path).text
    client.sign_in(twins.whole.unit)
    assert "6 组" not in client.get(path).text


def _programme(case: CaseFile) -> Programme:
    return db.session.get_one(Programme, case.programme_id)


def test_nobody_appoints_themselves(client: Browser, twins: Twins, session: Session) -> None:
    path = f"/console/programmes/{twins.kept.programme_id}/case-workers/"
    client.sign_in(twins.whole.city)
    answer = client.post(path, data={"phone": twins.whole.city.phone, "called": "我自己"})
    assert answer.status_code == 422
    assert "不能任命自己" in answer.text
    assert client.post(path, data={"phone": "13900007777", "called": "新来的"}).status_code == 302
    programme = _programme(twins.kept)
    assert [each.name for each in case_workers.listed(programme)][-1] == "新来的"
    client.sign_in(twins.kept.registration.signed_up_by)
    assert "新来的" in client.get(f"/mine/{twins.kept.registration.reference}/case").text
    with unit_of_work():
        worker = case_workers.listed(programme)[0].worker
        case_workers.leave(twins.whole.city, programme, worker, "调走")
    client.sign_in(twins.workers[0])
    assert client.get(f"/cases/{twins.kept.id}").status_code in (403, 404)
    session.refresh(twins.kept)
    assert twins.kept.owner_id is None
