"""Results become known: provisional, with time for appeals; then final, with certificates and awards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from sqlalchemy import func, select

from app import clock, words
from app.errors import DomainError
from app.extensions import db
from app.models import Account, Award, Contest, ContestAppeal, ContestEntry, ContestEvent, Person
from app.services import audit, issued_certificates, notify
from app.services.contest import contests, results, shown
from app.services.contest.heats import people
from app.services.contest.results import RANKED, EventResult, Results, TeamRow

TAKING_PART = ("参赛证书", "Certificate of participation")


def make_provisional(actor: Account, contest: Contest) -> None:
    """Everybody may see and appeal. Raises DomainError while marks are owed, or when it has been done."""
    contests.hold(contest)
    if contest.results != "none":
        raise DomainError(_("成绩已经公布过。"))
    if contest.entries_frozen_at is None:
        raise DomainError(_("参赛名单还没有固定，没有成绩可以公布。"))
    found = results.of(contest)
    if found.pending:
        raise DomainError(_("还有 %(count)s 项成绩没有登记齐，或两次登记不同。", count=found.pending))
    now = clock.now()
    contest.results, contest.provisional_at = "provisional", now
    contest.appeals_until = now + dt.timedelta(hours=contest.appeal_hours)
    until = f"{clock.local(contest.appeals_until):%Y-%m-%d %H:%M}"
    audit.record(actor, "contest.provisional", contest, label=contest.programme.title)
    for person, entry in _everybody(row.entry for each in found.events for row in each.rows).values():
        notify.tell(person, "contest.provisional", entry.registration, until=until)


def make_final(actor: Account, contest: Contest) -> None:
    """Nothing changes any more: certificates are issued and awards kept. Twice does nothing the second time.

    Raises DomainError before the time for appeals is over or while one is not answered.
    """
    contests.hold(contest)
    if contest.results == "final":
        return
    if contest.results != "provisional" or contest.appeals_until is None:
        raise DomainError(_("请先公布成绩，留出申诉的时间。"))
    if clock.now() < contest.appeals_until:
        until = words.moment(contest.appeals_until)
        raise DomainError(_("申诉到 %(until)s 为止，在那以后才能生效。", until=until))
    if waiting := open_appeals(contest):
        raise DomainError(_("还有 %(count)s 条申诉没有答复。", count=waiting))
    contest.results, contest.final_at = "final", clock.now()
    audit.record(actor, "contest.final", contest, label=contest.programme.title)
    found = results.of(contest)
    _certify_participation(actor, contest, found)
    for each in found.events:
        _award_event(actor, contest, each)
    for team in found.teams:
        _award_team(actor, contest, team)


def open_appeals(contest: Contest) -> int:
    """How many are not answered."""
    query = select(func.count(ContestAppeal.id)).join(ContestAppeal.entry).join(ContestEntry.event)
    mine = query.where(ContestEvent.programme_id == contest.programme_id)
    return db.session.scalar(mine.where(ContestAppeal.answered_at.is_(None))) or 0


def _everybody(entries: Iterable[ContestEntry]) -> dict[int, tuple[Person, ContestEntry]]:
    return {person.id: (person, entry) for entry in entries for person in people(entry)}


def _certify_participation(actor: Account, contest: Contest, found: Results) -> None:
    """Whoever has a result, in whatever event."""
    events: dict[int, list[dict[str, str]]] = {}
    persons: dict[int, Person] = {}
    for each in found.events:
        for row in (row for row in each.rows if row.status == RANKED):
            for person in people(row.entry):
                persons[person.id] = person
                line = {"zh": f"参加项目：{each.event.title}", "en": f"Event: {_english(each)}"}
                events.setdefault(person.id, [_held(contest)]).append(line)
    for person_id, person in persons.items():
        issued_certificates.issue(actor, person, contest.programme, TAKING_PART, events[person_id])


def _award_event(actor: Account, contest: Contest, found: EventResult) -> None:
    event = found.event
    for row in found.rows:
        prize = row.prize
        if prize is None or row.rank is None:
            continue
        facts = [
            _held(contest),
            {"zh": f"名次：第 {row.rank} 名", "en": f"Rank: {row.rank}"},
            {"zh": f"总分：{shown.total(row.total)}", "en": f"Total: {shown.total(row.total)}"},
        ]
        kind = (f"{event.title} {prize['zh']}", f"{_english(found)}: {prize['en'] or prize['zh']}")
        for person in people(row.entry):
            issued_certificates.issue(actor, person, contest.programme, kind, facts)
        award = _award(contest, prize, row.rank)
        award.event, award.event_en = event.title, event.title_en
        award.winner, award.unit, award.team = row.name, row.entry.unit.name, event.team
        award.person_id = row.entry.person_id
        db.session.add(award)


def _award_team(actor: Account, contest: Contest, team: TeamRow) -> None:
    if team.prize is None or team.placed.rank is None:
        return
    rank = team.placed.rank
    facts = [_held(contest), {"zh": f"团体第 {rank} 名：{team.name}", "en": f"Team rank {rank}: {team.name}"}]
    kind = (f"团体 {team.prize['zh']}", f"Teams: {team.prize['en'] or team.prize['zh']}")
    for person, _entry in _everybody(team.entries).values():
        issued_certificates.issue(actor, person, contest.programme, kind, facts)
    award = _award(contest, team.prize, rank)
    award.event, award.event_en = "团体", "Teams"
    award.winner, award.unit, award.team = team.name, team.unit, True
    db.session.add(award)


def _held(contest: Contest) -> dict[str, str]:
    """The line of a certificate that says where it was won."""
    programme = contest.programme
    return {"zh": f"竞赛：{programme.title}", "en": f"Contest: {programme.title_en or programme.title}"}


def _award(contest: Contest, prize: Mapping[str, str], rank: int) -> Award:
    programme = contest.programme
    return Award(
        programme=programme,
        year=clock.today().year,
        contest=programme.title,
        contest_en=programme.title_en,
        prize=prize["zh"],
        prize_en=prize["en"],
        rank=rank,
    )


def _english(found: EventResult) -> str:
    return found.event.title_en or found.event.title
