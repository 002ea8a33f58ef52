"""The drawing of lots: the list is frozen before the public figure is known; anybody can draw again."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import DomainError, Invalid, Stale
from app.extensions import db
from app.models import Account, Contest, ContestEntry, Registration
from app.scheduling.contract import lottery
from app.services import audit, modes, participants
from app.services.contest import entering, events
from app.services.contest.contests import hold


def announce(actor: Account | None, contest: Contest, source: str, known_at: dt.datetime) -> None:
    """Say which public figure will be the seed. Raises Invalid when it is known, DomainError too late."""
    hold(contest)
    if contest.entries_frozen_at is not None:
        raise DomainError(_("参赛名单已经固定，抽签用的数字不能再改。"))
    if known_at <= clock.now():
        raise Invalid(_("要用一个还没有揭晓的数字，请填将来的时间"), "seed_known_at")
    contest.seed_source, contest.seed_known_at = source, known_at
    contest.seed_announced_at = clock.now()
    said = {"seed_source": ("", source), "seed_known_at": ("", known_at.isoformat())}
    audit.record(actor, "contest.announce", contest, label=contest.programme.title, changes=said)


def freeze(actor: Account | None, contest: Contest) -> None:
    """Number everybody who is in, and fix the list by its digest.

    Raises DomainError before sign-up is closed, without an announced figure, once it is known, or twice.
    """
    hold(contest)
    programme = contest.programme
    if contest.entries_frozen_at is not None:
        raise DomainError(_("参赛名单已经固定过。"))
    if programme.state not in ("closed", "noticed", "published"):
        raise DomainError(_("报名截止以后才能固定参赛名单。请先截止报名。"))
    if contest.seed_known_at is None:
        raise DomainError(_("请先公布抽签用哪个公开的数字，再固定名单。"))
    if contest.seed_known_at <= clock.now():
        raise DomainError(_("约定的数字已经揭晓，名单必须在揭晓以前固定。请先改用一个还没有揭晓的数字。"))
    _leave_out_others(contest)
    found = entering.of_events(event.id for event in events.listed(programme))
    if not found:
        raise DomainError(_("还没有人报比赛项目，不能固定名单。"))
    _number(found)
    contest.entries_digest = lottery.entries_digest({code(entry) for entry in found})
    contest.entries_frozen_at = clock.now()
    said = {"entries": ("", len(found)), "entries_digest": ("", contest.entries_digest)}
    audit.record(actor, "contest.freeze", contest, label=programme.title, changes=said)


def draw(actor: Account | None, contest: Contest, seed: str) -> None:
    """Enter the figure. The same again changes nothing.

    Raises Invalid (`seed`) before it is known, for none, or for another than was entered.
    """
    hold(contest)
    seed = seed.strip()
    if contest.entries_frozen_at is None or contest.seed_known_at is None:
        raise DomainError(_("固定参赛名单以后才能抽签。"))
    if clock.now() < contest.seed_known_at:
        when = words.moment(contest.seed_known_at)
        raise Invalid(_("约定的数字到 %(when)s 才揭晓，在那以前不能抽签。", when=when), "seed")
    if not seed or len(seed) > 80:
        raise Invalid(_("请填写公开的数字，不超过 80 个字"), "seed")
    if contest.drawn_at is not None:
        if contest.seed != seed:
            raise Invalid(_("已经抽过签，数字不能再改。"), "seed")
        return
    entries(contest)
    contest.seed, contest.drawn_at = seed, clock.now()
    audit.record(actor, "contest.draw", contest, label=contest.programme.title, changes={"seed": ("", seed)})


def code(entry: ContestEntry) -> str:
    """What stands for an entrant in the drawing of lots: the party's reference and their own number."""
    return f"{entry.registration.reference}/{entry.number}"


def entries(contest: Contest) -> list[str]:
    """The frozen list, sorted. Raises Stale when it is not what was frozen."""
    found = sorted({code(entry) for entry in frozen(contest)})
    if lottery.entries_digest(found) != contest.entries_digest:
        raise Stale(_("现在的参赛名单与固定时的对不上，不能抽签。请查看操作记录，恢复名单后再试。"))
    return found


def numbers(contest: Contest) -> list[tuple[int, str]]:
    """(number, entrant) as drawn, in order."""
    drawn = lottery.draw(entries(contest), contest.seed)
    return sorted((number, entrant) for entrant, number in drawn.items())


def frozen(contest: Contest) -> list[ContestEntry]:
    """Everybody who is on the frozen list, with those who have left since; no entry without a number."""
    ids = [event.id for event in events.listed(contest.programme)]
    return [each for each in entering.of_events(ids, withdrawn=True) if each.number is not None]


def _number(found: list[ContestEntry]) -> None:
    """From 1 by unit and name: one number a person, whatever events; one a team's entry."""
    given: dict[tuple[int | None, int], int] = {}
    for entry in sorted(found, key=lambda e: (e.unit.path, e.person is None, _name(e), e.id)):
        key = (entry.person_id, entry.registration_id)
        entry.number = given.setdefault(key, len(given) + 1)
    db.session.flush()


def _name(entry: ContestEntry) -> str:
    return entry.person.name if entry.person is not None else ""


def _leave_out_others(contest: Contest) -> None:
    """Whoever is no longer in a party ends; of a mode that gives places, whoever was given none."""
    programme = contest.programme
    query = select(Registration).where(Registration.programme_id == programme.id)
    parties = db.session.scalars(query.options(joinedload(Registration.programme))).all()
    placed = None
    if not modes.of(programme).records and programme.offerings:
        each = (participants.of_offering(offering) for offering in programme.offerings)
        placed = {member.registration_id for members in each for member in members}
    for party in parties:
        entering.tidy(party)
        if placed is not None and party.id not in placed:
            for entry in entering.of_registration(party):
                entering.leave(None, entry, str(_("报名没有获得名额")))
    db.session.flush()
