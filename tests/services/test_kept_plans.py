"""A run that keeps to an earlier one: stored, given to the engine, recorded, refused where it cannot be."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid
from app.models import AllocationRun, AuditEntry
from app.services.allocation import keeper, locks, plan, runs, watching
from app.unit_of_work import unit_of_work
from tests import season


def again(
    found: season.Season, keeps: int | None, *, seed: int = 1, method: str = "optimiser"
) -> AllocationRun:
    with unit_of_work():
        return runs.start(found.programme, found.coordinator, seed, 20, method, keeps)


def test_the_engine_is_given_the_earlier_places(session: Session) -> None:
    found, first = season.solved()
    second = again(found, first.id)
    assert second.keeps_run_id == first.id
    assert again(found, None).id != second.id == again(found, first.id).id
    entry = session.scalars(select(AuditEntry).where(AuditEntry.subject_id == second.id)).one()
    assert entry.changes["keeps"] == ["", "#1"]
    with unit_of_work():
        claim = keeper.claim(second.id)
    assert claim is not None
    assert claim.options.keep == plan.of(first).result.placements


def test_without_an_earlier_run_nothing_is_kept(session: Session) -> None:
    run = again(season.closed(), None)
    with unit_of_work():
        claim = keeper.claim(run.id)
    assert claim is not None
    assert claim.options.keep == ()


def test_the_page_says_how_many_moved(session: Session) -> None:
    found, first = season.solved()
    second = again(found, first.id, seed=2)
    assert watching.page(second)["kept_words"] == "第 1 次分配"
    second = season.solve(second)
    assert watching.page(second)["kept_words"] == "第 1 次分配；原来安排上的 8 人中，0 人有变动"
    assert watching.page(first)["kept_words"] == ""


def test_who_must_move_is_counted(session: Session) -> None:
    found, first = season.solved()
    given = plan.of(first).result.placements
    party = next(
        r
        for r in found.parties
        if any(p.party == f"r{r.id}" and p.offering == f"o{found.first.id}" for p in given)
    )
    with unit_of_work():
        locks.add(party, found.coordinator, found.second, {}, "本人要求")
    second = season.solve(again(found, first.id))
    people = {f"r{r.id}": len(r.members) for r in found.parties}
    now = {(p.party, p.offering) for p in plan.of(second).result.placements}
    moved = sum(people[p.party] for p in given if (p.party, p.offering) not in now)
    assert moved >= len(party.members)
    assert f"8 人中，{moved} 人有变动" in watching.page(second)["kept_words"]


def test_what_cannot_be_kept_to_is_refused(session: Session) -> None:
    """A run without a plan, one that is not there, and serving in order."""
    found, first = season.solved()
    unfinished = again(found, None, seed=7)
    for keeps in (unfinished.id, first.id + 999):
        with pytest.raises(Invalid, match="还没有算出来") as refused:
            again(found, keeps)
        assert refused.value.field == "keeps_run_id"
    with pytest.raises(Invalid, match="平行志愿"):
        again(found, first.id, method="in_order")
