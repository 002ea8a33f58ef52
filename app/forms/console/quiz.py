"""A quiz's rules, a question of the bank, and a workbook of questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, TextAreaField

from app.forms.console.fields import (
    ConsoleForm,
    MultiCheckboxField,
    SelectChoice,
    WholeNumber,
    Words,
    at_most,
    between,
    entered,
    lines,
    needed,
)

OPTION_COUNT = 6
LETTERS = "ABCDEF"


class RulesForm(ConsoleForm):
    """`draws`: one topic a line with its count, as in 法律 10."""

    draws = TextAreaField(
        _l("每套抽哪些题"),
        [needed()],
        description=_l("一行一个主题，主题后面空一格写几道，例如：妇女权益 10。"),
    )
    seconds = WholeNumber(
        _l("一套题多少秒"),
        [entered(), between(30, 10_800)],
        description=_l("时间到自动交卷；10 分钟写 600。"),
    )
    tries_most = WholeNumber(_l("每人最多答几次"), [entered(), between(1, 100)])
    counts = RadioField(
        _l("答几次的，哪次算数"),
        choices=[SelectChoice("best", _l("最高的一次")), SelectChoice("last", _l("最后一次"))],
        default="best",
    )
    pass_mark = WholeNumber(_l("多少分合格"), [entered(), between(0, 100)], description=_l("满分 100 分。"))
    rank_by = RadioField(
        _l("单位怎么排名"),
        choices=[
            SelectChoice("total", _l("总分：参加人数乘平均分，人多、分高的在前")),
            SelectChoice("mean", _l("平均分：参加人数够了才排名")),
        ],
        default="total",
    )
    rank_least = WholeNumber(_l("按平均分排名的，至少几人参加"), [entered(), between(1, 10_000)])
    certificate = Words(_l("合格证书的名称"), [at_most(80)], description=_l("不发证书的留空。"))
    certificate_en = Words(_l("证书的英文名称（可不填）"), [at_most(120)])

    def columns(self) -> dict[str, Any]:
        """What a Quiz keeps."""
        return self.values() | {"draws": self.parsed() or []}

    def validate(self, extra_validators: Any = None) -> bool:
        sound: bool = super().validate(extra_validators)
        if self.draws.data and self.parsed() is None:
            self.draws.errors = [gettext("请一行写一个主题和题数，例如：妇女权益 10")]
            return False
        return sound

    def parsed(self) -> list[dict[str, Any]] | None:
        """[{"topic", "count"}]; None for what cannot be read."""
        found: dict[str, int] = {}
        for line in lines(self.draws):
            topic, _space, count = line.rpartition(" ")
            if not topic or not count.isascii() or not count.isdigit() or not 0 < int(count) < 1000:
                return None
            if topic in found:
                return None
            found[topic] = int(count)
        return [{"topic": topic, "count": count} for topic, count in found.items()]


class QuestionForm(ConsoleForm):
    """Options are numbered A to F; what is left blank at the end is none."""

    kind = RadioField(_l("题型"), default="single")
    topic = Words(_l("主题"), [needed(), at_most(40)])
    words = TextAreaField(_l("题目"), [needed(), at_most(600)])
    words_en = TextAreaField(_l("题目（英文，可不填）"), [at_most(800)])
    options = TextAreaField(
        _l("选项，一行一个，依次是 A、B、C……"), description=_l("判断题不用写选项，A 是“对”，B 是“错”。")
    )
    options_en = TextAreaField(_l("选项（英文，可不填），一行一个"))
    right = MultiCheckboxField(
        _l("正确答案"), choices=[SelectChoice(str(n), LETTERS[n]) for n in range(OPTION_COUNT)]
    )
    explanation = TextAreaField(_l("解析"), [at_most(600)], description=_l("交卷以后给答题的人看。"))
    explanation_en = TextAreaField(_l("解析（英文，可不填）"), [at_most(800)])
    source = Words(_l("依据"), [at_most(200)], description=_l("例如：《女职工劳动保护特别规定》第九条。"))

    def offer(self, kinds: Iterable[tuple[str, str]]) -> None:
        """The kinds to choose from."""
        self.kind.choices = [SelectChoice(value, label) for value, label in kinds]

    def columns(self) -> dict[str, Any]:
        """What a QuizQuestion keeps."""
        chinese, english = lines(self.options), lines(self.options_en)
        english += [""] * (len(chinese) - len(english))
        pairs = [{"zh": zh, "en": en} for zh, en in zip(chinese, english, strict=False)]
        texts = ("kind", "topic", "words", "words_en", "explanation", "explanation_en", "source")
        return {
            **{name: (self[name].data or "").strip() for name in texts},
            "options": pairs,
            "right": [int(place) for place in self.right.data or []],
        }


def of_question(question: Any) -> dict[str, Any]:
    """A question as the form shows it."""
    texts = ("kind", "topic", "words", "words_en", "explanation", "explanation_en", "source")
    return {
        **{name: getattr(question, name) for name in texts},
        "options": "\n".join(option["zh"] for option in question.options),
        "options_en": "\n".join(option.get("en", "") for option in question.options).strip(),
        "right": [str(place) for place in question.right],
    }


def draws_text(draws: Sequence[dict[str, Any]]) -> str:
    """As RulesForm takes them."""
    return "\n".join(f"{draw['topic']} {draw['count']}" for draw in draws)


class WorkbookForm(ConsoleForm):
    file = FileField(
        _l("题库工作簿"),
        validators=[FileRequired(_l("请选择文件"))],
        description=_l("先下载现在的题库，在上面改或往下加；新题的编号留空。"),
    )
