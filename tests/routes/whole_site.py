"""A city in which every address of the site leads somewhere, for tests that go through all of them."""

from __future__ import annotations

import io
from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule

from app import clock
from app.models import Account, Lock, RosterUpload, Unit
from app.services import issued_certificates, kinds, roster_uploads
from app.services.roster_file import read_roster
from app.unit_of_work import unit_of_work
from tests import factories, season
from tests.routes import sites
from tests.routes.review_site import ReviewSite
from tests.services.rosters import HEADER, LI, WANG, workbook

SKIPPED = ("static", "bootstrap.static")


class WholeSite:
    """A programme that is being allocated (`solved`: twice), an open one, somebody of each role."""

    def __init__(self, *, solved: bool = False) -> None:
        kinds.ensure_standard()
        self.season = season.closed()
        self.run = season.start(self.season)
        if solved:
            self.run = season.solve(self.run)
            season.solve(season.start(self.season, seed=2))
        self.root: Unit = self.season.city
        self.union = self.season.employer
        self.elsewhere = factories.unit(factories.unit(self.root))
        self.campus = factories.venue(health_questions=[{"id": "q1", "zh": "有发热吗", "en": ""}])
        self.open = factories.programme(title="开放的项目", max_party_size=2)
        self.offering = factories.offering(self.open, self.campus)
        self.rule = factories.rule(self.open, "not_within_years", kind="recuperation", years=3)
        self.quota = factories.quota(self.open, maximum=5)
        self.question = factories.question(self.open, "none", kind="yes_no", required=False)
        self.text = factories.text(self.open)
        self.sent = factories.registration(self.open, [factories.person(self.union)], [self.offering])
        # kept as a number: some test removes it
        self.certificate_id = factories.certificate(self.sent.lead.person).id
        self.judged = ReviewSite("close", "read", "propose", "notice", "object")
        self.number = self._certified()
        self._people()
        self.lock = self._locked()
        self.upload = self._uploaded()
        self.parts = sites.of(self)

    def _people(self) -> None:
        assert self.union.parent is not None
        assert self.elsewhere.parent is not None
        self.traveller: Account = self.sent.signed_up_by
        self.document = factories.document(self.sent, self.traveller)
        self.worker = factories.account(factories.person(self.union))
        self.far_worker = factories.account(factories.person(self.elsewhere))
        self.unconfirmed = factories.account()
        self.unit = factories.account(coordinates=self.union)
        self.district = factories.account(coordinates=self.union.parent)
        self.far_unit = factories.account(coordinates=self.elsewhere)
        self.far_district = factories.account(coordinates=self.elsewhere.parent)
        self.city = self.season.coordinator

    def _certified(self) -> str:
        with unit_of_work():
            return issued_certificates.issue(
                None, self.sent.lead.person, self.open, ("结业证书", "Certificate")
            ).number

    def _locked(self) -> Lock:
        lock = Lock(
            programme_id=self.season.programme.id,
            registration_id=self.season.parties[0].id,
            rooms={},
            reason="测试",
            created_by_id=self.city.id,
            created_at=clock.now(),
        )
        factories.save(lock)
        return lock

    def _uploaded(self) -> RosterUpload:
        table = read_roster("名单.xlsx", workbook([HEADER, WANG, LI]), clock.today())
        with unit_of_work():
            return roster_uploads.store(self.unit, self.open, self.union, "名单.xlsx", table)

    def values(self) -> dict[str, object]:
        """For each part of an address, something that is there."""
        return {
            "programme_id": self.open.id,
            "run_id": self.run.id,
            "venue_id": self.campus.id,
            "room_id": self.campus.rooms[0].id,
            "offering_id": self.offering.id,
            "rule_id": self.rule.id,
            "quota_id": self.quota.id,
            "text_code": self.text.code,
            "registration_id": self.sent.id,
            "member_id": self.sent.members[0].id,
            "person_id": self.sent.members[0].person_id,
            "certificate_id": self.certificate_id,
            "lock_id": self.lock.id,
            "upload_id": self.upload.id,
            "slug": self.open.slug,
            "reference": self.sent.reference,
            "name": "age",
            "kind_code": "recuperation",
            "mode_name": "ranked",
            "key": self.question.key,
            "kind": self.question.kind,
            "document_id": self.document.id,
            "number": self.number,
        }

    def addresses(self, app: Flask, method: str, **other: object) -> Iterator[tuple[Rule, str]]:
        """Every rule that answers `method`, with an address of it; `other` replaces parts."""
        values = self.values() | other
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
            if rule.endpoint in SKIPPED or method not in (rule.methods or ()):
                continue
            own = next((part.values for part in self.parts if rule.endpoint.startswith(part.prefixes)), {})
            here = values | own | other
            parts = {name: here[name] for name in rule.arguments}
            with app.test_request_context():
                yield rule, app.url_for(rule.endpoint, _external=False, **parts)


def file() -> tuple[io.BytesIO, str]:
    """What a form's file field takes."""
    return io.BytesIO(workbook([HEADER, WANG, LI])), "名单.xlsx"
