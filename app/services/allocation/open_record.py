"""The record of a published allocation that anybody may see: pseudonymous ids and references, no names."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.errors import NotFound
from app.extensions import db
from app.models import AllocationRun, Programme, Registration
from app.services.allocation.sayings import Target, targets


@dataclass(frozen=True, slots=True)
class Figures:
    """What the page says of the published run."""

    entry_count: int
    targets: list[Target]


def published(slug: str) -> AllocationRun:
    """The published run of a programme; raises NotFound."""
    run = db.session.scalar(
        select(AllocationRun)
        .join(AllocationRun.programme)
        .where(Programme.slug == slug, AllocationRun.state == "published")
        .options(joinedload(AllocationRun.programme))
    )
    if run is None:
        raise NotFound(_("这个项目还没有公布结果。"))
    return run


def figures(run: AllocationRun) -> Figures:
    return Figures(len(numbers(run)), targets(run, (), ()))


def entries(run: AllocationRun) -> list[str]:
    """The frozen list of references, sorted: everybody on it has a number."""
    return sorted(line.partition("\t")[2] for line in numbers(run))


def numbers(run: AllocationRun) -> list[str]:
    """`number<TAB>reference`, in order of number."""
    query = (
        select(Registration.lottery_number, Registration.reference)
        .where(Registration.programme_id == run.programme_id, Registration.lottery_number.is_not(None))
        .order_by(Registration.lottery_number)
    )
    return [f"{number}\t{reference}" for number, reference in db.session.execute(query)]
