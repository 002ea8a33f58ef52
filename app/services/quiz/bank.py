"""The city's bank of questions. What somebody has been asked is never changed: a change is a new version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, or_, select, update

from app import clock
from app.errors import Invalid, NotFound
from app.extensions import db
from app.models import Account, QuizQuestion
from app.services import audit

PER_PAGE = 30
LEAST_OPTIONS, MOST_OPTIONS = 2, 6
LETTERS = "ABCDEF"
CODE_DIGITS = 4
Values = Mapping[str, Any]


def _current() -> Select[QuizQuestion]:
    return select(QuizQuestion).where(QuizQuestion.current)


def search(text: str = "", topic: str = "", page: int = 1) -> Pagination:
    """Current versions, by topic and code; `text` is looked for in words, code and source."""
    query = _current()
    if topic:
        query = query.where(QuizQuestion.topic == topic)
    if wanted := text.strip():
        columns = (QuizQuestion.words, QuizQuestion.code, QuizQuestion.source)
        query = query.where(or_(*(column.icontains(wanted, autoescape=True) for column in columns)))
    ordered = query.order_by(QuizQuestion.topic, QuizQuestion.code)
    return db.paginate(ordered, page=page, per_page=PER_PAGE, error_out=False)


def every() -> list[QuizQuestion]:
    """Current versions, retired ones too, by code."""
    return list(db.session.scalars(_current().order_by(QuizQuestion.code)))


def topics() -> dict[str, int]:
    """Topics with the number of questions that can be drawn."""
    query = select(QuizQuestion.topic, func.count()).where(QuizQuestion.current)
    query = query.where(QuizQuestion.retired_at.is_(None)).group_by(QuizQuestion.topic)
    return {str(topic): int(count) for topic, count in db.session.execute(query.order_by(QuizQuestion.topic))}


def pool(topic: str) -> list[int]:
    """Ids of the questions of a topic that can be drawn."""
    query = select(QuizQuestion.id).where(QuizQuestion.topic == topic, QuizQuestion.current)
    return list(db.session.scalars(query.where(QuizQuestion.retired_at.is_(None)).order_by(QuizQuestion.id)))


def by_id(ids: Sequence[int]) -> dict[int, QuizQuestion]:
    """Any versions, by id."""
    return {
        each.id: each for each in db.session.scalars(select(QuizQuestion).where(QuizQuestion.id.in_(ids)))
    }


def by_code(code: str) -> QuizQuestion:
    """The current version. Raises NotFound."""
    found = db.session.scalar(_current().where(QuizQuestion.code == code))
    if found is None:
        raise NotFound(_("题库里没有编号为 %(code)s 的题。", code=code))
    return found


def mark_used(questions: Sequence[QuizQuestion]) -> None:
    """They are in somebody's set: from now on they stay as they are."""
    if fresh := [each.id for each in questions if not each.used]:
        marked = update(QuizQuestion).where(QuizQuestion.id.in_(fresh)).values(used=True)
        db.session.execute(marked, execution_options={"synchronize_session": False})


def save(actor: Account, question: QuizQuestion | None, values: Values) -> QuizQuestion:
    """A new question, or `question` changed: itself while nobody has been asked it, else as a new version.

    `values` are kind, topic, words, options, right, explanation, source and the English ones. Raises Invalid.
    """
    sound = checked(values)
    if question is None:
        made = QuizQuestion(code=new_code(), created_at=clock.now(), **sound)
        db.session.add(made)
        audit.record(actor, "quiz_question.create", made, label=made.code)
        return made
    changed = audit.differences(question, sound)
    if not changed:
        return question
    if question.used:
        question = _next_version(question, sound)
    else:
        for name, value in sound.items():
            setattr(question, name, value)
    audit.record(actor, "quiz_question.edit", question, label=question.code, changes=_told(changed))
    return question


def _next_version(question: QuizQuestion, values: Values) -> QuizQuestion:
    question.current = False
    db.session.flush()
    made = QuizQuestion(
        code=question.code,
        version=question.version + 1,
        retired_at=question.retired_at,
        created_at=clock.now(),
        **values,
    )
    db.session.add(made)
    return made


def _told(changed: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """Long texts are named, and not kept a second time."""
    return {
        f"quiz_{name}": ("", "…") if name in ("options", "right") else pair for name, pair in changed.items()
    }


def retire(actor: Account, question: QuizQuestion, away: bool) -> None:
    """Take it out of drawing, or put it back; sets that have it keep it."""
    if (question.retired_at is not None) != away:
        question.retired_at = clock.now() if away else None
        action = "quiz_question.retire" if away else "quiz_question.restore"
        audit.record(actor, action, question, label=question.code)


def new_code() -> str:
    """The next free code, T0001 and on."""
    highest = db.session.scalar(select(func.max(QuizQuestion.code)).where(QuizQuestion.code.like("T____")))
    number = int(highest[1:]) + 1 if highest and highest[1:].isdigit() else 1
    return f"T{number:0{CODE_DIGITS}d}"


def checked(values: Values) -> dict[str, Any]:
    """The values as a question keeps them. Raises Invalid with the fault of each field."""
    sound = dict(values)
    faults = {name: words for name in ("topic", "words") if not sound[name] for words in [_needed(name)]}
    options: list[dict[str, str]] = [] if sound["kind"] == "true_false" else list(sound["options"])
    right = sorted(set(sound["right"]))
    count = 2 if sound["kind"] == "true_false" else len(options)
    if sound["kind"] != "true_false" and not LEAST_OPTIONS <= count <= MOST_OPTIONS:
        faults["options"] = _("请写 %(least)s 到 %(most)s 个选项", least=LEAST_OPTIONS, most=MOST_OPTIONS)
    elif len({option["zh"] for option in options}) < len(options):
        faults["options"] = _("有两个选项写得一样，请核对")
    if not right or not set(right) <= set(range(count)):
        faults["right"] = _("请指出正确答案，并且只能是写了的选项")
    elif sound["kind"] != "multiple" and len(right) > 1:
        faults["right"] = _("单选题和判断题只能有一个正确答案")
    elif sound["kind"] == "multiple" and len(right) < 2:
        faults["right"] = _("多选题至少要有两个正确答案；只有一个的请用单选题")
    if faults:
        raise Invalid(_("这道题还有要核对的地方"), faults=faults)
    return sound | {"options": options, "right": right}


def _needed(name: str) -> str:
    return str(_("请填写主题") if name == "topic" else _("请填写题目"))
