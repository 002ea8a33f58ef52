"""What somebody fills in: whatever a programme asks, as it may be answered."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from app.models import Account, Offering, Person, Programme, Question
from app.services import documents, question_sets, texts
from app.services.party_checks import has_begun
from app.services.party_plan import MemberPlan, PartyPlan

SENTENCE = "按要求如实填写，供走查使用。"


def plan(programme: Programme, people: Sequence[Person], by: Account) -> PartyPlan:
    """A party that chooses as much as it may, answers everything and declares itself healthy."""
    running = [each for each in programme.offerings if not each.cancelled and not has_begun(each)]
    chosen = running[: programme.max_choices]
    asked = question_sets.current(programme)
    questions = asked.questions if asked else []
    return PartyPlan(
        [MemberPlan(person) for person in people],
        [offering.id for offering in chosen],
        health=_health(chosen),
        answers={each.key: _answer(each, programme, by) for each in questions},
        consents=[text.id for text in texts.in_force(programme, "consent")],
    )


def _health(offerings: Sequence[Offering]) -> dict[int, dict[str, bool]]:
    venues = {offering.venue_id: offering.venue for offering in offerings}
    return {key: {each["id"]: False for each in venue.health_questions} for key, venue in venues.items()}


def _answer(question: Question, programme: Programme, by: Account) -> Any:
    least = question.limits.get("min")
    if question.kind == "text":
        text = SENTENCE * (int(least or 0) // len(SENTENCE) + 1)
        return text[: question.limits.get("max", len(text))]
    if question.kind == "number":
        return least or min(1, question.limits.get("max", 1))
    if question.kind == "date":
        return least or question.limits.get("max") or dt.date(2020, 1, 1).isoformat()
    if question.kind == "file":
        upload = documents.read(io.BytesIO(b"%PDF-1.7\n%%EOF"), "证明.pdf", question.limits)
        return documents.store(by, programme, upload)
    return {
        "yes_no": lambda: False,
        "one_of": lambda: question.options[0]["value"],
        "some_of": lambda: [each["value"] for each in question.options[: max(1, int(least or 1))]],
        "person": lambda: {"name": "走查联系人", "phone": ""},
        "team": lambda: {"name": "走查队", "members": [f"队员{k}" for k in range(1, int(least or 3) + 1)]},
    }[question.kind]()
