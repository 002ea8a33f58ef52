"""A quiz for tests: its bank, its rules, and people who answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app import clock
from app.models import Account, Person, Programme, Quiz, QuizQuestion, QuizTry, Unit
from app.services.quiz import tries
from app.unit_of_work import unit_of_work
from tests import factories as make


def question(
    topic: str = "法律", kind: str = "single", right: tuple[int, ...] = (0,), **values: Any
) -> QuizQuestion:
    n = next(make.numbers)
    options = [] if kind == "true_false" else [{"zh": f"选项{n}{letter}", "en": ""} for letter in "甲乙丙丁"]
    made = QuizQuestion(
        **{
            "code": f"T{n:04d}",
            "kind": kind,
            "topic": topic,
            "words": f"第{n}个问题",
            "options": options,
            "right": list(right),
            "explanation": f"解析{n}",
            "source": f"条例第{n}条",
            "created_at": clock.now(),
            **values,
        }
    )
    make.save(made)
    return made


class QuizCity:
    """A programme with a quiz: four questions of two topics, three tries."""

    def __init__(self, **rules: Any) -> None:
        self.city, self.district, self.union = make.tree()
        self.programme: Programme = make.programme(
            mode="open", kind="quiz", features=["quiz"], max_party_size=1
        )
        for number in range(4):
            question("法律", right=(number,))
        question("健康", "multiple", right=(0, 2))
        question("健康", "true_false", right=(1,))
        self.quiz = Quiz(
            **{
                "programme_id": self.programme.id,
                "draws": [{"topic": "法律", "count": 2}, {"topic": "健康", "count": 2}],
                "seconds": 300,
                "tries_most": 3,
                "certificate": "知识竞赛合格证书",
                **rules,
            }
        )
        make.save(self.quiz)

    def worker(self, unit: Unit | None = None) -> Account:
        return make.account(make.person(unit or self.union))

    def start(self, account: Account) -> QuizTry:
        with unit_of_work():
            return tries.start(self.programme, account)

    def answer(self, tried: QuizTry, right: int) -> None:
        """The first `right` questions rightly, the others wrongly."""
        for position in range(1, len(tried.questions) + 1):
            with unit_of_work():
                asked = tries.question(tried, position)
                order = tries.option_order(tried, position, asked)
                wanted = asked.right if position <= right else wrong(asked)
                assert tries.save(tried, position, [order.index(place) for place in wanted])

    def play(self, account: Account, right: int, seconds: int = 60) -> QuizTry:
        """A whole try that takes so long."""
        began = clock.now()
        with clock.as_of(began):
            tried = self.start(account)
        with clock.as_of(began + dt.timedelta(seconds=seconds)):
            self.answer(tried, right)
            self.end(tried)
        return tried

    def end(self, tried: QuizTry) -> bool:
        with unit_of_work():
            return tries.end(tried)


def wrong(asked: QuizQuestion) -> list[int]:
    return [next(place for place in (0, 1, 3) if [place] != asked.right)]


def person(account: Account) -> Person:
    assert account.person is not None
    return account.person
