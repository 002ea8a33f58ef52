"""A small training programme with classes, for the tests of moving, hours, marks and certificates."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models import (
    Account,
    AllocationRun,
    Claim,
    Meeting,
    Notice,
    Offering,
    Person,
    Placement,
    Registration,
    TrainingRule,
)
from app.services import offering_guard
from app.services.training import merging, moving
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.first_come import Course

DAY = dt.timedelta(days=1)
WHY = "报名 3 人，未达到 10 人的开班人数"


class School(Course):
    """A first-come programme of classes: `first` is the one that is short of people."""

    def __init__(self, seats: int = 10, **values: Any) -> None:
        super().__init__(seats, features=["classes"], max_choices=3, **values)
        self.first.minimum = 10
        self.city_coordinator = make.account(coordinates=self.city)
        make.save(self.first)

    def another(self, seats: int | None = 5, in_days: int = 40, **values: Any) -> Offering:
        return self.offering(seats, in_days=in_days, title=f"第{in_days}天班", **values)

    def one(self, *choices: Offering) -> Registration:
        return self.sign_up(self.worker(), to=list(choices))

    def move(self, into: Offering | None = None, offering: Offering | None = None) -> moving.Plan:
        """Look, then do what was seen."""
        short = offering or self.first
        seen = moving.plan(short, into).digest
        with unit_of_work():
            return merging.carry_out(self.city_coordinator, short, into, seen, WHY)


def planned(sent: list[Registration]) -> AllocationRun:
    """Publish a plan that gives each of these parties its first choice."""
    programme = sent[0].programme
    run = AllocationRun(
        programme=programme,
        number=1,
        state="published",
        problem=b"",
        problem_sha256="",
        started_by=make.account(),
        created_at=clock.now(),
    )
    make.save(run)
    for each in sent:
        make.save(Placement(run=run, registration=each, offering=each.choices[0].offering, rank=1))
    programme.state = "published"
    make.save(programme)
    return run


def places(sent: Registration) -> list[int]:
    held = select(Placement.offering_id).where(Placement.registration_id == sent.id)
    return list(db.session.scalars(held.where(Placement.withdrawn_at.is_(None))))


def claims(sent: Registration) -> list[int]:
    return list(db.session.scalars(select(Claim.offering_id).where(Claim.registration_id == sent.id)))


def told(sent: Registration) -> list[str]:
    mine = select(Notice.kind).where(Notice.registration_id == sent.id).order_by(Notice.id)
    return list(db.session.scalars(mine))


def people_in(offering: Offering) -> int:
    return offering_guard.held_counts(offering.programme).get(offering.id, 0)


def taught(
    seats: int = 10, half_days: int = 4, minutes: int = 180, **rule: Any
) -> tuple[School, list[Meeting]]:
    """A class that has been held, with its rule; nobody is in it yet."""
    school = School(seats)
    start = -half_days - 1
    meetings = [
        make.meeting(
            school.first, in_days=start + k, hours=3, credit_minutes=minutes, room="201", host_name="王师傅"
        )
        for k in range(half_days)
    ]
    usual = {
        "hour_minutes": 45,
        "least_share": 75,
        "assessed": "two",
        "theory_weight": 30,
        "pass_mark": 60,
        "certificate": "叉车技能培训结业证书",
        "certificate_en": "Forklift training certificate",
    }
    make.save(TrainingRule(programme_id=school.programme.id, **{**usual, **rule}))
    return school, meetings


def teacher(of: Offering) -> Account:
    account = make.account(make.person(make.tree()[2]))
    make.host(of, account)
    return account


def person(sent: Registration) -> Person:
    return sent.lead.person
