"""A contest whose result is provisional, with an appeal, and an award of an earlier year."""

from __future__ import annotations

from app.services.contest import appeals, awards, board
from app.unit_of_work import unit_of_work
from tests.routes.sites import Part
from tests.routes.whole_site import WholeSite
from tests.services.contests import ContestSite

PREFIXES = ("console_contest", "console_awards.", "contest.", "contest_mine.", "judging.", "awards.")
STEPS = ("enter", "equip", "freeze", "draw", "place", "publish", "marks", "provisional")
AWARD = {"year": 2024, "contest": "往年竞赛", "prize": "一等奖", "winner": "李前"}


def part(whole: WholeSite) -> Part:
    site = ContestSite(*STEPS)
    entry = site.entries[0]
    with unit_of_work():
        board.switch(site.coordinator, site.contest)
        appeal = appeals.raise_(entry.registration.signed_up_by, site.contest, entry, "请复核")
        award = awards.add(site.coordinator, AWARD)
    return Part(
        PREFIXES,
        {
            "programme_id": site.programme.id,
            "slug": site.programme.slug,
            "reference": entry.registration.reference,
            "event_id": site.event.id,
            "slot_id": site.slots[0].id,
            "entry_id": entry.id,
            "part": "practice",
            "judge_id": site.judges[0].id,
            "plan_number": site.plan.number,
            "appeal_id": appeal.id,
            "award_id": award.id,
            "name": "entrants.txt",
        },
    )
