"""A league's rules and teams: who is accepted, which numbers were drawn, who is in which group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import clock, words
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import (
    Account,
    Answer,
    League,
    LeagueMatch,
    LeagueTeam,
    Member,
    Person,
    Programme,
    Question,
    Registration,
)
from app.scheduling.contract.lottery import draw
from app.services import audit

LETTERS = "ABCDEFGH"


def find(programme: Programme) -> League | None:
    """The programme's league, or None while its rules are not written."""
    return db.session.scalar(select(League).where(League.programme_id == programme.id))


def of(programme: Programme) -> League:
    """Raises NotFound."""
    found = find(programme)
    if found is None or "league" not in programme.features:
        raise NotFound(_("这个项目没有联赛，或者规则还没有写好。"))
    return found


def save(actor: Account, programme: Programme, values: Mapping[str, Any]) -> None:
    """Write the rules. Groups, legs and what decides among equals are fixed once numbers are drawn."""
    db.session.refresh(programme, with_for_update=True)
    league = find(programme) or League(programme_id=programme.id)
    changed = audit.differences(league, values)
    fixed = {"group_count", "legs", "advance", "tie_order"} & changed.keys()
    if league.drawn_at is not None and fixed:
        raise DomainError(_("已经抽签，分组、循环和名次规则不能再改；场地和时间还可以改。"))
    if not 0 < values["group_count"] <= len(LETTERS):
        raise Invalid(_("分 1 到 %(most)s 组", most=len(LETTERS)), "group_count")
    if values["advance"] and values["group_count"] * values["advance"] not in (2, 4, 8, 16):
        raise Invalid(_("各组出线的一共要是 2、4、8 或 16 队"), "advance")
    for name, value in values.items():
        setattr(league, name, value)
    db.session.add(league)
    told = {
        f"league_{name}": (len(a or []), len(b)) if isinstance(b, list) else (a, b)
        for name, (a, b) in changed.items()
    }
    audit.record(actor, "league.edit", programme, label=programme.title, changes=told)


def times(league: League) -> list[dt.datetime]:
    """When play can begin, in order."""
    return sorted(dt.datetime.fromisoformat(slot) for slot in league.slots)


def every(programme: Programme) -> list[LeagueTeam]:
    """Accepted teams, withdrawn ones too, by name."""
    query = select(LeagueTeam).where(LeagueTeam.programme_id == programme.id)
    with_lead = selectinload(LeagueTeam.registration).selectinload(Registration.members)
    loaded = query.options(with_lead.joinedload(Member.person).joinedload(Person.unit))
    return list(db.session.scalars(loaded.order_by(LeagueTeam.name)))


def load(programme: Programme, team_id: int) -> LeagueTeam:
    """Raises NotFound."""
    found = db.session.get(LeagueTeam, team_id)
    if found is None or found.programme_id != programme.id:
        raise NotFound(_("这个联赛没有这支球队。"))
    return found


def waiting(programme: Programme) -> list[tuple[Registration, str, list[str]]]:
    """Entries that are not accepted yet: with the team's name and its squad, as far as they say so."""
    query = (
        select(Registration)
        .outerjoin(LeagueTeam, LeagueTeam.registration_id == Registration.id)
        .where(
            Registration.programme_id == programme.id,
            Registration.state == "submitted",
            LeagueTeam.id.is_(None),
        )
        .options(selectinload(Registration.members).joinedload(Member.person).joinedload(Person.unit))
        .order_by(Registration.submitted_at)
    )
    return [(each, *_team_of(each)) for each in db.session.scalars(query)]


def _team_of(registration: Registration) -> tuple[str, list[str]]:
    """From the question of kind team; without one, the lead's unit and the party's own people."""
    query = (
        select(Answer)
        .join(Question, Answer.question_id == Question.id)
        .where(Answer.registration_id == registration.id, Question.kind == "team")
        .options(joinedload(Answer.question))
    )
    answered = db.session.scalars(query.order_by(Question.position)).first()
    if answered is not None:
        return answered.value["name"], list(answered.value["members"])
    people = [member.person.name for member in registration.members]
    return registration.lead.person.unit.name, people


def accept(actor: Account, programme: Programme, reference: str) -> LeagueTeam:
    """The entry plays. Raises NotFound; DomainError after the draw, or for a name that is taken."""
    league = of(programme)
    db.session.refresh(league, with_for_update=True)
    if league.drawn_at is not None:
        raise DomainError(_("已经抽签分组，不能再接受球队。"))
    found = next((each for each in waiting(programme) if each[0].reference == reference), None)
    if found is None:
        raise NotFound(_("没有这份待接受的报名，可能已经接受或退出。"))
    registration, name, squad = found
    if any(team.name == name for team in every(programme)):
        raise DomainError(_("已有一支球队叫“%(name)s”，请联系报名人改名。", name=name))
    made = LeagueTeam(programme_id=programme.id, registration=registration, name=name, squad=squad)
    db.session.add(made)
    audit.record(actor, "league.accept", made, label=name, unit=registration.lead.person.unit)
    return made


def draw_groups(actor: Account, programme: Programme, seed: str) -> None:
    """Numbers for all teams from a public figure; in their order the groups are filled in turn."""
    league = of(programme)
    db.session.refresh(league, with_for_update=True)
    if league.drawn_at is not None:
        raise DomainError(_("已经抽过签，不能重抽。"))
    teams = [team for team in every(programme) if team.withdrawn_at is None]
    if len(teams) < 2 * league.group_count or len(teams) < league.group_count * league.advance:
        raise DomainError(_("球队不够：每组至少两队，也不能少于出线的队数。"))
    league.seed, league.drawn_at = seed, clock.now()
    numbers = draw([team.name for team in teams], seed)
    for team in teams:
        team.number = numbers[team.name]
        team.group = LETTERS[(team.number - 1) % league.group_count]
    told = {"seed": ("", seed), "count": ("", len(teams))}
    audit.record(actor, "league.draw", programme, label=programme.title, changes=told)


def groups(programme: Programme) -> dict[str, list[LeagueTeam]]:
    """Teams by group, in the order of their numbers; empty before the draw."""
    found: dict[str, list[LeagueTeam]] = {}
    for team in sorted(every(programme), key=lambda each: each.number or 0):
        if team.group:
            found.setdefault(team.group, []).append(team)
    return dict(sorted(found.items()))


def speaks_for(team: LeagueTeam | None, account: Account) -> bool:
    """Is it the team's contact: whoever signed it up, or its lead?"""
    if team is None:
        return False
    registration = team.registration
    return account.id == registration.signed_up_by_id or (
        account.person_id is not None and account.person_id == registration.lead.person_id
    )


def of_person(person: Person) -> list[LeagueTeam]:
    """Teams whose entry somebody is in."""
    query = (
        select(LeagueTeam)
        .join(Member, Member.registration_id == LeagueTeam.registration_id)
        .where(Member.person_id == person.id, Member.active, LeagueTeam.withdrawn_at.is_(None))
    )
    return list(db.session.scalars(query))


def has_matches(programme: Programme) -> bool:
    """Are there fixtures yet?"""
    query = select(LeagueMatch.id).where(LeagueMatch.programme_id == programme.id).limit(1)
    return db.session.scalar(query) is not None


def rule_words(league: League) -> list[tuple[str, str]]:
    """The rules as everybody reads them: (term, words)."""
    equal = (
        _("净胜球、进球数、相互间的积分和净胜球、公平竞赛分、抽签号")
        if league.tie_order == "difference"
        else _("相互间的积分、净胜球和进球数，再看总净胜球、总进球数、公平竞赛分、抽签号")
    )
    on = _("每组前 %(count)s 名", count=league.advance) if league.advance else ""
    return [
        (
            _("赛制"),
            _(
                "%(groups)s 组，%(legs)s",
                groups=league.group_count,
                legs=_("双循环") if league.legs == 2 else _("单循环"),
            ),
        ),
        (_("积分"), _("胜 3 分，平 1 分，负 0 分")),
        (_("同分的依次比"), equal),
        (_("公平竞赛分"), _("黄牌 1 分，红牌 3 分，少的在前")),
        (_("弃权"), _("判 0:3 负；中途退出、打满一半场次的，余下各场判负，不到一半的，成绩都不算")),
        (_("出线"), on),
        (_("比赛场地"), words.listed(league.pitches)),
    ]
