"""A finished plan's report, `allocation-report/1`: a reason for everybody, figures for every offering."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app.scheduling.contract.problem import Party, Problem
from app.scheduling.contract.result import Result
from app.scheduling.reasons.explain import Explainer
from app.scheduling.reasons.offering_figures import offering_figures, quota_figures

FORMAT = "allocation-report/1"

Json = dict[str, Any]


def report(
    problem: Problem,
    result: Result,
    problem_sha256: str,
    result_sha256: str,
    beside: Mapping[str, Any] | None = None,
) -> Json:
    """Why everybody is where they are and not where they would rather be.

    `result` keeps every rule of `problem`; `beside` are figures of another way to decide, set next to these.
    Raises ValueError for a result in which people have no room.
    """
    explainer = Explainer(problem, result.placements, result.cancelled)
    content: Json = {
        "format": FORMAT,
        "problem_sha256": problem_sha256,
        "result_sha256": result_sha256,
        "reasons": [_party(explainer, party) for party in sorted(problem.parties, key=lambda p: p.id)],
        "offerings": offering_figures(explainer.case, explainer.free),
        "quotas": quota_figures(explainer.case),
    }
    return content if beside is None else {**content, "beside": dict(beside)}


def write_report(content: Json) -> bytes:
    """The file's bytes: same report, same bytes."""
    return (json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n").encode()


def _party(explainer: Explainer, party: Party) -> Json:
    """What the party got, and why nothing that it would rather have."""
    got = sorted(
        explainer.case.by_party.get(party.id, ()), key=lambda p: (p.rank is None, p.rank or 0, p.offering)
    )
    choices = [
        {
            "offering": reason.offering,
            "rank": party.choices.index(str(reason.offering)) + 1,
            "reason": reason.reason,
            "detail": dict(reason.detail),
        }
        for reason in explainer.reasons(party)
    ]
    return {
        "party": party.id,
        "got": [{"offering": p.offering, "rank": p.rank} for p in got],
        "choices": choices,
    }
