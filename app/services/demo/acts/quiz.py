"""A quiz for women that has been open for three weeks: the bank, people who answered, a ranking."""

from __future__ import annotations

import datetime as dt
import random

from app import clock
from app.models import Person, Programme, QuizTry
from app.services import references, sign_up_window
from app.services.demo import quiz_bank
from app.services.demo.acts.stage import Stage
from app.services.demo.dates import at
from app.services.demo.people import account_of
from app.services.demo.sketches.sketch import Rule, Sketch
from app.services.quiz import bank, rules, scores, tries

ORDER = 320
PEOPLE = 26
SKETCH = Sketch(
    slug="women-quiz",
    mode="open",
    kind="quiz",
    stage="open",
    prefix="ZS",
    title="女职工权益知识竞赛",
    title_en="Quiz on the rights of women at work",
    summary="手机上答题，为期一个月，合格领证书，按单位排名。",
    summary_en="Answered on the phone, for a month; a certificate for who passes, and a ranking of units.",
    body="为期一个月，全市参与 12 万人次。每套 20 题，限时 10 分钟，题目取自有关法规。",
    body_en="For a month; the city counts 120,000 entries. Sets have 20 questions, for 10 minutes.",
    rules=(Rule("sex", {"sex": "F"}, "面向女职工"),),
    features=("quiz",),
)
VALUES = {
    "draws": [
        {"topic": quiz_bank.RIGHTS, "count": 10},
        {"topic": quiz_bank.LABOUR, "count": 6},
        {"topic": quiz_bank.SAFETY, "count": 4},
    ],
    "seconds": 600,
    "tries_most": 3,
    "counts": "best",
    "pass_mark": 60,
    "rank_by": "total",
    "rank_least": 5,
    "certificate": "女职工权益知识竞赛合格证书",
    "certificate_en": "Certificate of the quiz on women's rights at work",
}


def act(stage: Stage) -> None:
    """The bank, the programme opened three weeks ago, and tries in between."""
    programme, city = stage.write(SKETCH), stage.staff.city
    programme.opens_at, programme.closes_at = at(-21, 9), at(9, 18)
    for question in quiz_bank.questions():
        bank.save(city, None, question)
    rules.save(city, programme, VALUES)
    with clock.as_of(programme.opens_at - dt.timedelta(hours=1)):
        sign_up_window.open_sign_up(city, programme)
    rng = stage.random("quiz")
    people = _women(stage, max(6, round(PEOPLE * stage.share)))
    for number, person in enumerate(people):
        _play(programme, person, rng, number)


def _women(stage: Stage, count: int) -> list[Person]:
    found: list[Person] = []
    while len(found) < count:
        found += [person for person in stage.people(4) if person.sex == "F"]
    return found[:count]


def _play(programme: Programme, person: Person, rng: random.Random, number: int) -> None:
    """One or two tries, a few hours apart; some take their certificate."""
    account, knows = account_of(person), rng.uniform(0.55, 0.98)
    moment = programme.opens_at + rng.random() * (clock.now() - programme.opens_at) * 0.9
    for _try in range(1 + number % 2):
        with clock.as_of(moment), references.drawn_by(rng):
            tried = tries.start(programme, account, f"{rng.getrandbits(64):016x}")
        with clock.as_of(moment + dt.timedelta(seconds=rng.randrange(150, 560))):
            _answer(tried, knows, rng)
            tries.end(tried)
        moment += dt.timedelta(hours=3)
        knows = min(0.99, knows + 0.15)
    if rng.random() < 0.4:
        _take_certificate(programme, person)


def _answer(tried: QuizTry, knows: float, rng: random.Random) -> None:
    found = tries.questions_of(tried)
    answers = {}
    for position, one in enumerate(tried.questions, 1):
        right = found[one["id"]].right
        answers[str(position)] = list(right) if rng.random() < knows else [(right[0] + 1) % 2]
    tried.answers = answers


def _take_certificate(programme: Programme, person: Person) -> None:
    kept = scores.of_person(programme.id, person.id)
    if kept is not None and kept.passed:
        tries.certificate(programme, person)
