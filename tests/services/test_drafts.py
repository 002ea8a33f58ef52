"""A draft made from what was sent says the same."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Member, Registration
from app.services import drafts, party
from app.services.drafts import ME
from app.unit_of_work import unit_of_work
from tests import factories as make


def sent(session: Session, groups: list[str | None]) -> Registration:
    """As a roster may have sent it."""
    union = make.tree()[2]
    programme = make.programme(max_party_size=5)
    offering = make.offering(programme, make.venue())
    made = make.registration(programme, [make.person(union) for _ in groups], [offering])
    for member, group in zip(made.members, groups, strict=True):
        member.room_group = group
    made.members[0].needs, made.members[1].private = ["lift"], True
    session.commit()
    return made


def test_a_round_trip(session: Session) -> None:
    made = sent(session, ["甲", "甲", "乙", "乙", "丙"])
    account = made.signed_up_by
    with unit_of_work():
        drafts.save(account, made.programme, drafts.from_registration(made))
        answers = drafts.load(account, made.programme, None)
        plan = party.plan_of(account, answers)
    assert [member.person.id for member in plan.members] == [m.person_id for m in made.members]
    assert [member.room_group for member in plan.members] == ["1", "1", "2", "2", None]
    assert [list(member.needs) for member in plan.members] == [["lift"], [], [], [], []]
    assert [member.private for member in plan.members] == [False, True, False, False, False]
    assert answers.version == made.version


def test_removing_a_companion_forgets_what_hung_on_them(session: Session) -> None:
    made = sent(session, ["r", "r"])
    answers = drafts.from_registration(made)
    answers.health = {"1": {"heart": False}}
    answers.remove_companion(f"m{session.get_one(Member, made.members[1].id).id}")
    assert (answers.keys, answers.rooms, answers.health) == ([ME], {}, {})


def test_moving_stops_at_the_ends(session: Session) -> None:
    answers = drafts.Answers(choices=[1, 2, 3])
    for move in ((1, -1), (3, 1), (9, 1)):
        answers.move(*move)
    assert answers.choices == [1, 2, 3]
    answers.move(3, -1)
    assert answers.choices == [1, 3, 2]
