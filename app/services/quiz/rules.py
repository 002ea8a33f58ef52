"""A programme's quiz: what is drawn, how long, how often, what counts. Fixed once somebody has begun."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import exists, select

from app import words
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Account, Programme, Quiz, QuizTry
from app.services import audit, modes
from app.services.contradictions import Contradiction
from app.services.quiz import bank

MOST_QUESTIONS = 100


def find(programme: Programme) -> Quiz | None:
    """The programme's quiz, or None while its rules are not written."""
    return db.session.scalar(select(Quiz).where(Quiz.programme_id == programme.id))


def of(programme: Programme) -> Quiz:
    """Raises NotFound."""
    found = find(programme)
    if found is None or "quiz" not in programme.features:
        raise NotFound(_("这个项目没有答题，或者规则还没有写好。"))
    return found


def begun(programme: Programme) -> bool:
    """Has anybody begun to answer?"""
    return bool(db.session.scalar(select(exists().where(QuizTry.programme_id == programme.id))))


def save(actor: Account, programme: Programme, values: Mapping[str, Any]) -> None:
    """Write the rules. Raises Invalid; DomainError once somebody has begun under them."""
    db.session.refresh(programme, with_for_update=True)
    quiz = find(programme) or Quiz(programme_id=programme.id)
    changed = audit.differences(quiz, values)
    if changed and begun(programme):
        raise DomainError(_("已经有人开始答题，规则不能再改。"))
    _check(values)
    for name, value in values.items():
        setattr(quiz, name, value)
    db.session.add(quiz)
    told = {f"quiz_{name}": pair for name, pair in changed.items() if name != "draws"}
    if "draws" in changed:
        told["quiz_draws"] = ("", draws_words(values["draws"]))
    audit.record(actor, "quiz.edit", programme, label=programme.title, changes=told)


def _check(values: Mapping[str, Any]) -> None:
    count = sum(draw["count"] for draw in values["draws"])
    if not 0 < count <= MOST_QUESTIONS:
        words_of = _("每套题请抽 1 到 %(most)s 道，现在是 %(count)s 道", most=MOST_QUESTIONS, count=count)
        raise Invalid(words_of, "draws")
    if short := _short(values["draws"]):
        raise Invalid(words.clauses(short), "draws")


def _short(draws: list[dict[str, Any]]) -> list[str]:
    """Topics of which the bank has too few questions."""
    there = bank.topics()
    return [
        str(
            _(
                "题库里“%(topic)s”只有 %(there)s 道，不够抽 %(count)s 道",
                topic=draw["topic"],
                there=there.get(draw["topic"], 0),
                count=draw["count"],
            )
        )
        for draw in draws
        if there.get(draw["topic"], 0) < draw["count"]
    ]


def contradictions(programme: Programme) -> list[Contradiction]:
    """What stands against opening."""
    quiz = find(programme)
    if not modes.of(programme).records:
        return [Contradiction(_("答题的项目请用“开放参加”，开始答题就是报名。"), "mode")]
    if quiz is None:
        return [Contradiction(_("请先写好答题规则：抽哪些题、多长时间、能答几次。"), "quiz")]
    return [Contradiction(f"{words_of}。", "quiz") for words_of in _short(quiz.draws)]


def draws_words(draws: list[dict[str, Any]]) -> str:
    """法律 5 题、健康 5 题"""
    return words.listed(_("%(topic)s %(count)s 题", topic=d["topic"], count=d["count"]) for d in draws)


def facts(quiz: Quiz) -> list[tuple[str, str]]:
    """The rules as everybody reads them: (term, words)."""
    set_of = _(
        "%(count)s 道：%(topics)s，每人每次抽到的不同",
        count=quiz.question_count,
        topics=draws_words(quiz.draws),
    )
    return [
        (_("每套题"), set_of),
        (_("时间"), minutes_words(quiz.seconds)),
        (_("机会"), _tries_words(quiz)),
        (_("合格"), _("%(mark)s 分，满分 100 分", mark=quiz.pass_mark)),
        (
            _("证书"),
            words.in_language(quiz, "certificate")
            and _("合格的可以领取“%(name)s”", name=words.in_language(quiz, "certificate")),
        ),
    ]


def _tries_words(quiz: Quiz) -> str:
    if quiz.tries_most == 1:
        return str(_("1 次"))
    if quiz.counts == "best":
        return str(_("%(count)s 次，取最高的一次", count=quiz.tries_most))
    return str(_("%(count)s 次，以最后一次为准", count=quiz.tries_most))


def minutes_words(seconds: int) -> str:
    """10 分钟, 1 分 30 秒, 45 秒"""
    minutes, rest = divmod(seconds, 60)
    if not rest:
        return str(_("%(count)s 分钟", count=minutes))
    return str(
        _("%(minutes)s 分 %(seconds)s 秒", minutes=minutes, seconds=rest)
        if minutes
        else _("%(seconds)s 秒", seconds=rest)
    )


def ranking_words(quiz: Quiz) -> str:
    """How units are ranked, in one sentence."""
    if quiz.rank_by == "total":
        return str(_("单位按总分排名：每人取一次计入的成绩，全单位相加，也就是参加人数乘平均分。"))
    return str(
        _(
            "单位按平均分排名：每人取一次计入的成绩，至少 %(least)s 人参加才排名。",
            least=quiz.rank_least,
        )
    )
