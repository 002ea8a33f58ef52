"""A case that waits for its unit, with its programme's steps, and a unit to join."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import CaseReason, CaseStep, CaseWorker
from tests import cases, factories
from tests.routes.sites import Part
from tests.routes.whole_site import WholeSite

PREFIXES = ("console_case", "case_file", "case_desk", "my_case", "join", "console_join")


def part(whole: WholeSite) -> Part:
    programme = cases.programme([factories.account(), factories.account()], title="逐件办理的项目")
    case = cases.applied(programme, factories.person(whole.union))

    def first(model: type[CaseStep | CaseReason | CaseWorker]) -> int | None:
        return db.session.scalar(select(model.id).where(model.programme_id == programme.id))

    return Part(
        PREFIXES,
        {
            "programme_id": programme.id,
            "case_id": case.id,
            "reference": case.registration.reference,
            "step_id": first(CaseStep),
            "reason_id": first(CaseReason),
            "worker_id": first(CaseWorker),
            "unit_code": whole.union.code,
        },
    )
