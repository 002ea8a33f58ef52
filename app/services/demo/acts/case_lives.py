"""People apply, case workers ask, decide and decide again: each at its time, through the services."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models import Account, CaseFile, Person, Programme, Registration
from app.services import documents, question_sets, references, registration, texts
from app.services.casework import applicant, cases, deciding, handling
from app.services.casework.deciding import Stop, Verdict
from app.services.demo.people import account_of
from app.services.documents import Upload
from app.services.party_plan import MemberPlan, PartyPlan

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


class Desk:
    """One programme's cases; `now` moves on with everything that is done."""

    def __init__(self, programme: Programme, rng: random.Random) -> None:
        self.programme, self.rng = programme, rng

    def apply(
        self, person: Person, days_ago: float, answers: Mapping[str, Any], by: Account | None = None
    ) -> CaseFile:
        """An application sent so many days ago; of a file the name is given."""
        found = cases.of(self.register(person, days_ago, answers, by))
        assert found is not None
        return found

    def register(
        self,
        person: Person,
        days_ago: float,
        answers: Mapping[str, Any] = MappingProxyType({}),
        by: Account | None = None,
    ) -> Registration:
        known = db.session.scalar(select(Account).where(Account.person_id == person.id))
        account = by or known or account_of(person)
        kinds = self._kinds()
        with clock.as_of(clock.now() - days_ago * DAY), references.drawn_by(self.rng):
            given = {
                key: documents.store(account, self.programme, Upload(value, "application/pdf", PDF))
                if kinds.get(key) == "file"
                else value
                for key, value in answers.items()
            }
            consents = [each.id for each in texts.in_force(self.programme, "consent")]
            plan = PartyPlan([MemberPlan(person)], [], answers=given, consents=consents)
            return registration.sign_up(self.programme, account, plan)

    def _kinds(self) -> dict[str, str]:
        asked = question_sets.current(self.programme)
        return {each.key: each.kind for each in (asked.questions if asked else ())}

    def take(self, case: CaseFile, actor: Account, days_ago: float) -> None:
        with clock.as_of(clock.now() - days_ago * DAY):
            handling.take(actor, case, case.version)

    def pass_on(self, case: CaseFile, actor: Account, days_ago: float, remark: str = "") -> None:
        """Taken in the morning, passed on in the afternoon."""
        with clock.as_of(clock.now() - days_ago * DAY - 3 * HOUR):
            handling.take(actor, case, case.version)
        with clock.as_of(clock.now() - days_ago * DAY):
            handling.pass_on(actor, case, remark, case.version)

    def ask(self, case: CaseFile, actor: Account, days_ago: float, words: str) -> None:
        with clock.as_of(clock.now() - days_ago * DAY):
            if case.owner_id is None:
                handling.take(actor, case, case.version)
            handling.ask(actor, case, words, case.version)

    def answer(self, case: CaseFile, days_ago: float, words: str, files: Sequence[str] = ()) -> None:
        uploads = [Upload(name, "application/pdf", PDF) for name in files]
        with clock.as_of(clock.now() - days_ago * DAY):
            applicant.answer(case.registration, case.registration.signed_up_by, words, uploads)

    def decide(
        self,
        case: CaseFile,
        actor: Account,
        days_ago: float,
        reason: str,
        words: str = "",
        yuan: int = 0,
        stop: Stop | None = None,
    ) -> None:
        """By the words of a reason, which say the outcome too."""
        chosen = next(each for each in deciding.reasons(self.programme) if each.label == reason)
        verdict = Verdict(chosen.outcome, chosen.id, words, yuan * 100, stop)
        with clock.as_of(clock.now() - days_ago * DAY):
            if case.owner_id is None:
                handling.take(actor, case, case.version)
            act = deciding.decide_appeal if case.state == "appealed" else deciding.decide
            act(actor, case, verdict, case.version)

    def appeal(self, case: CaseFile, days_ago: float, words: str, files: Sequence[str] = ()) -> None:
        uploads = [Upload(name, "application/pdf", PDF) for name in files]
        with clock.as_of(clock.now() - days_ago * DAY):
            applicant.appeal(case.registration, case.registration.signed_up_by, words, uploads)
