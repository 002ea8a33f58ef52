"""A try from the start to handing in. It belongs to the person, not to a device; the clock ends it."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Account, Certificate, Person, Programme, Quiz, QuizQuestion, QuizTry
from app.services import issued_certificates, party_checks, question_sets, registration, texts
from app.services.party_plan import MemberPlan, PartyPlan
from app.services.quiz import bank, marking, rules, scores

# an answer that was sent in time may come a little later
GRACE = dt.timedelta(seconds=3)
LAPSED_AT_A_TIME = 200


def needs_form(programme: Programme, person: Person) -> bool:
    """Must the sign-up form come first? Where it asks something of somebody who is not signed up yet."""
    if party_checks.active_member(programme, person) is not None:
        return False
    asked = question_sets.current(programme)
    has_questions = asked is not None and bool(asked.questions)
    return has_questions or bool(programme.offerings) or bool(texts.in_force(programme, "consent"))


def start(programme: Programme, account: Account, seed: str | None = None) -> QuizTry:
    """The try that runs, or a new one; whoever begins is signed up by that.

    `seed` decides which questions it has; nobody can guess it unless it is given.

    Raises SignUpClosed, NotEligible and what else signing up raises; DomainError when no try is left.
    """
    person, quiz = _person(account), rules.of(programme)
    if (there := running(programme, person)) is not None:
        return there
    party_checks.check_window(programme)
    if party_checks.active_member(programme, person) is None:
        registration.sign_up(programme, account, PartyPlan([MemberPlan(person)], []), quiet=True)
    number = 1 + max((each.number for each in of_person(programme, person)), default=0)
    if number > quiz.tries_most:
        raise DomainError(_("%(count)s 次机会已经用完，谢谢参加。", count=quiz.tries_most))
    made = _new(quiz, programme, person, number, seed or secrets.token_hex(16))
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # begun on two devices at once: one set for both
        if (there := running(programme, person)) is None:
            raise
        return there
    return made


def _person(account: Account) -> Person:
    if account.person is None:
        raise DomainError(_("请先确认身份，再开始答题。"))
    return account.person


def _new(quiz: Quiz, programme: Programme, person: Person, number: int, seed: str) -> QuizTry:
    pools = [(bank.pool(draw["topic"]), int(draw["count"])) for draw in quiz.draws]
    if any(len(ids) < count for ids, count in pools):
        raise DomainError(_("题库里的题暂时不够，请稍后再来，或拨打咨询电话。"))
    drawn = marking.drawn(pools, seed)
    questions = bank.by_id(drawn)
    bank.mark_used(list(questions.values()))
    options = {one: len(each.options) for one, each in questions.items()}
    now = clock.now()
    return QuizTry(
        programme_id=programme.id,
        person=person,
        number=number,
        seed=seed,
        questions=marking.shuffled(drawn, options, seed),
        answers={},
        state="running",
        started_at=now,
        ends_at=min(now + dt.timedelta(seconds=quiz.seconds), programme.closes_at),
    )


def running(programme: Programme, person: Person) -> QuizTry | None:
    """The try that is not over, on whatever device it was begun."""
    query = select(QuizTry).where(
        QuizTry.programme_id == programme.id, QuizTry.person_id == person.id, QuizTry.state == "running"
    )
    return db.session.scalar(query)


def of_person(programme: Programme, person: Person) -> list[QuizTry]:
    """All tries of somebody, the first first."""
    query = select(QuizTry).where(QuizTry.programme_id == programme.id, QuizTry.person_id == person.id)
    return list(db.session.scalars(query.order_by(QuizTry.number)))


def ended(programme: Programme, person: Person, number: int) -> QuizTry:
    """One that is over. Raises NotFound for what is not theirs, not there, or not over."""
    query = select(QuizTry).where(
        QuizTry.programme_id == programme.id, QuizTry.person_id == person.id, QuizTry.number == number
    )
    found = db.session.scalar(query)
    if found is None or found.state == "running":
        raise NotFound(_("没有这次答题的成绩，可能还没有交卷。"))
    return found


def is_due(tried: QuizTry) -> bool:
    """Has the clock run out on it?"""
    return clock.now() > tried.ends_at + GRACE


def question(tried: QuizTry, position: int) -> QuizQuestion:
    """The question at a place from 1. Raises NotFound."""
    if not 1 <= position <= len(tried.questions):
        raise NotFound(_("这套题没有第 %(position)s 题。", position=position))
    found = bank.by_id([tried.questions[position - 1]["id"]])
    return next(iter(found.values()))


def save(tried: QuizTry, position: int, shown: Sequence[int]) -> bool:
    """Keep an answer: places of the options as they are shown. False when the clock has run out meanwhile.

    Raises Invalid for what cannot be chosen.
    """
    db.session.refresh(tried, with_for_update=True)
    if tried.state != "running":
        return False
    if is_due(tried):
        end(tried)
        return False
    found = question(tried, position)
    order = option_order(tried, position, found)
    if not set(shown) <= set(range(len(order))) or (found.kind != "multiple" and len(shown) > 1):
        raise Invalid(_("请从列出的选项里选"), "answer")
    tried.answers = {**tried.answers, str(position): sorted(order[place] for place in shown)}
    if not shown:
        tried.answers = {key: each for key, each in tried.answers.items() if key != str(position)}
    return True


def option_order(tried: QuizTry, position: int, found: QuizQuestion) -> list[int]:
    """Places of the question's options, in the order in which this try shows them."""
    return list(tried.questions[position - 1]["order"]) or ([0, 1] if found.kind == "true_false" else [])


def end(tried: QuizTry) -> bool:
    """Hand it in, or let it lapse if the clock has run out; False when that was done already.

    The state changes once, whoever comes first: a second press, another device, or the clock's own round.
    """
    lapsed = clock.now() > tried.ends_at
    ended_at = tried.ends_at if lapsed else clock.now()
    db.session.flush()
    taken = (
        update(QuizTry)
        .where(QuizTry.id == tried.id, QuizTry.state == "running")
        .values(state="lapsed" if lapsed else "handed_in", ended_at=ended_at)
        .execution_options(synchronize_session=False)
    )
    if not db.session.execute(taken).rowcount:  # type: ignore[attr-defined]
        db.session.refresh(tried)
        return False
    db.session.refresh(tried)
    right = marks(tried)
    tried.score = marking.score(sum(right), len(right))
    tried.seconds = int((ended_at - tried.started_at).total_seconds())
    db.session.flush()
    quiz = db.session.scalars(select(Quiz).where(Quiz.programme_id == tried.programme_id)).one()
    if _still_in(tried):
        scores.recount(quiz, tried.person)
    return True


def _still_in(tried: QuizTry) -> bool:
    return party_checks.active_member(tried.programme, tried.person) is not None


def marks(tried: QuizTry) -> list[bool]:
    """Right or wrong, question by question."""
    found = questions_of(tried)
    return [
        marking.is_right(found[one["id"]].right, tried.answers.get(str(place)))
        for place, one in enumerate(tried.questions, 1)
    ]


def questions_of(tried: QuizTry) -> Mapping[int, QuizQuestion]:
    """The set's questions, in the versions that were asked, by id."""
    return bank.by_id([one["id"] for one in tried.questions])


def lapse_due() -> list[int]:
    """Ids of tries on which the clock has run out, a few at a time."""
    query = select(QuizTry.id).where(QuizTry.state == "running", QuizTry.ends_at < clock.now() - GRACE)
    return list(db.session.scalars(query.order_by(QuizTry.ends_at).limit(LAPSED_AT_A_TIME)))


def load(try_id: int) -> QuizTry | None:
    """With its person and programme."""
    query = select(QuizTry).where(QuizTry.id == try_id)
    return db.session.scalar(query.options(joinedload(QuizTry.person), joinedload(QuizTry.programme)))


def withdrawn(programme: Programme, person: Person) -> None:
    """They have left: what runs is over, and they are in no list. Tries that were used stay used."""
    if (there := running(programme, person)) is not None:
        end(there)
    scores.forget(programme.id, person.id)


def certificate(programme: Programme, person: Person) -> Certificate:
    """Give whoever has passed the quiz's certificate, once. Raises DomainError."""
    quiz, kept = rules.of(programme), scores.of_person(programme.id, person.id)
    if kept is None or not kept.passed or not quiz.certificate:
        raise DomainError(_("成绩合格才能领取证书，合格线是 %(mark)s 分。", mark=quiz.pass_mark))
    facts = [
        {
            "zh": f"在“{programme.title}”中成绩合格（{kept.score} 分）。",
            "en": f"Passed the quiz “{programme.title_en or programme.title}” with {kept.score} points.",
        }
    ]
    named = (quiz.certificate, quiz.certificate_en)
    return issued_certificates.issue(None, person, programme, named, facts)


def running_of(person: Person) -> list[QuizTry]:
    """Everything that somebody is answering now."""
    query = select(QuizTry).where(QuizTry.person_id == person.id, QuizTry.state == "running")
    return list(db.session.scalars(query.options(joinedload(QuizTry.programme))))


def count_running(programme: Programme) -> int:
    """How many people are answering at this moment."""
    query = select(func.count()).where(QuizTry.programme_id == programme.id, QuizTry.state == "running")
    return db.session.scalar(query) or 0
