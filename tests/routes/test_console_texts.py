"""Notices and consents: written, read and agreed to, from the console to the worker's page and back."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Account, Consent, Offering, Programme, ProgrammeText, Registration
from tests import factories
from tests.browser import Browser

LONG = {"title": "长" * 121, "body": "文" * 8001, "title_en": "e" * 161, "body_en": "e" * 12001}


@dataclass
class Place:
    """An open programme, a coordinator of the city and one of a unit, somebody who signs up."""

    city: Account
    unit: Account
    worker: Account
    programme: Programme
    offering: Offering

    def url(self, rest: str = "") -> str:
        return f"/console/programmes/{self.programme.id}/texts/{rest}"

    @property
    def check(self) -> str:
        return f"/programmes/{self.programme.slug}/sign-up/check"


@pytest.fixture
def place(session: Session) -> Place:
    root, _district, union = factories.tree()
    programme = factories.programme(mode="open", max_party_size=1)
    return Place(
        factories.account(coordinates=root),
        factories.account(coordinates=union),
        factories.account(factories.person(union)),
        programme,
        factories.offering(programme, factories.venue(), with_beds=False),
    )


def versions(session: Session) -> list[tuple[str, int, str]]:
    found = session.scalars(select(ProgrammeText).order_by(ProgrammeText.id))
    return [(text.code, text.version, text.title) for text in found]


def test_from_the_console_to_the_worker_and_back(client: Browser, place: Place, session: Session) -> None:
    client.sign_in(place.city)
    assert "还没有告知或同意书" in client.get(place.url()).text
    written = {"kind": "consent", "title": "安全承诺", "body": "一\r\n\r\n二", "title_en": "", "body_en": ""}
    assert client.post(place.url("new"), data=written).location == place.url()
    client.post(place.url("new"), data={**written, "kind": "notice", "title": "自备泳帽"})
    assert "自备泳帽" in client.get(f"/programmes/{place.programme.slug}").text

    client.sign_in(place.worker)
    client.post(
        f"/programmes/{place.programme.slug}/sign-up/choices/add", data={"offering": place.offering.id}
    )
    [asked] = re.findall(r'name="(consent-\d+)"', client.get(place.check).text)
    refused = client.post(place.check, data={"agreed": "y"})
    assert refused.status_code == 422
    assert f'id="{asked}-fault"' in refused.text
    assert session.scalars(select(Registration)).all() == []
    assert client.post(place.check, data={"agreed": "y", asked: "y"}).status_code == 302
    sent = session.scalars(select(Registration)).one()
    assert [consent.account_id for consent in session.scalars(select(Consent))] == [place.worker.id]

    client.sign_in(place.unit)
    assert "第 1 版" in client.get(f"/console/registrations/{sent.id}").text
    assert "1 份报名同意了这一版" in client.get(place.url("consent-1")).text


def test_a_new_version_shows_what_changed_and_is_asked_for_anew(
    client: Browser, place: Place, session: Session
) -> None:
    old = factories.text(place.programme, "consent", code="safety", title="安全承诺", body="自备泳帽。")
    sent = factories.registration(place.programme, [place.worker.person], [place.offering], by=place.worker)
    factories.save(
        Consent(
            registration_id=sent.id, text_id=old.id, account_id=place.worker.id, given_at=sent.submitted_at
        )
    )
    client.sign_in(place.worker)
    assert "consent-" not in client.get(place.check).text
    client.sign_in(place.city)
    assert "保存后成为第 2 版" in client.get(place.url("safety/edit")).text
    changed = {"version": "1", "title": "安全承诺", "body": "自备泳帽和毛巾。"}
    assert client.post(place.url("safety/edit"), data=changed).location == place.url("safety")
    assert "自备泳帽<ins>和毛巾</ins>。" in re.sub(r"\s+<", "<", client.get(place.url("safety")).text)
    client.sign_in(place.worker)
    assert len(re.findall(r'name="(consent-\d+)"', client.get(place.check).text)) == 1


def test_who_wrote_meanwhile_is_not_overwritten_unseen(
    client: Browser, place: Place, session: Session
) -> None:
    factories.text(place.programme, code="safety", title="一")
    client.sign_in(place.city)
    sent = {"version": "1", "title": "甲", "body": "甲"}
    client.post(place.url("safety/edit"), data=sent)
    refused = client.post(place.url("safety/edit"), data={**sent, "title": "乙"})
    assert (refused.status_code, len(versions(session))) == (422, 2)
    assert 'name="version" type="hidden" value="2"' in refused.text
    assert client.post(place.url("safety/edit"), data={**sent, "title": "乙", "version": "2"}).location
    assert versions(session)[-1] == ("safety", 3, "乙")


def test_withdrawn_it_is_no_longer_shown(client: Browser, place: Place) -> None:
    factories.text(place.programme, code="safety", title="自备泳帽")
    client.sign_in(place.city)
    assert "不再显示" in client.get(place.url("safety/withdraw")).text
    for _twice in range(2):
        assert client.post(place.url("safety/withdraw")).location == place.url("safety")
    assert "已撤下" in client.get(place.url("safety")).text
    assert "自备泳帽" not in client.get(f"/programmes/{place.programme.slug}").text


@pytest.mark.parametrize(
    "changed", [{name: value} for name, value in LONG.items()] + [{"title": " "}, {"body": ""}]
)
def test_what_does_not_fit_is_refused_beside_its_field(
    client: Browser, place: Place, session: Session, changed: dict[str, str]
) -> None:
    client.sign_in(place.city)
    answer = client.post(place.url("new"), data={"kind": "notice", "title": "甲", "body": "乙", **changed})
    assert (answer.status_code, versions(session)) == (422, [])
    assert f'id="{next(iter(changed))}-fault"' in answer.text


def test_a_kind_of_ours(client: Browser, place: Place, session: Session) -> None:
    client.sign_in(place.city)
    for kind in ({}, {"kind": "advert"}):
        assert client.post(place.url("new"), data={"title": "甲", "body": "乙", **kind}).status_code == 422
    assert versions(session) == []


def test_texts_of_another_programme_are_not_there(client: Browser, place: Place) -> None:
    other = factories.text(factories.programme(), code="other")
    client.sign_in(place.city)
    for page in ("", "/edit", "/withdraw"):
        assert client.get(place.url(other.code + page)).status_code == 404


def test_units_read_and_only_the_city_writes(client: Browser, place: Place) -> None:
    factories.text(place.programme, code="safety")
    draft = factories.programme(state="draft")
    client.sign_in(place.unit)
    assert "改写" not in client.get(place.url("safety")).text
    for page in ("new", "safety/edit", "safety/withdraw"):
        assert client.get(place.url(page)).status_code == 403
    assert client.get(f"/console/programmes/{draft.id}/texts/").status_code == 404


def test_what_is_written_is_text_and_no_markup(client: Browser, place: Place) -> None:
    factories.text(place.programme, title="<b>粗</b>", body="<script>1</script>", code="safety")
    assert "<script>1" not in client.get(f"/programmes/{place.programme.slug}").text
    client.sign_in(place.city)
    assert "<script>1" not in client.get(place.url("safety")).text
