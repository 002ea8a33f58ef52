"""The words of quizzes."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

ACTIONS: Mapping[str, str] = {
    "quiz.edit": _l("修改答题规则"),
    "quiz.export": _l("导出答题成绩"),
    "quiz_question.create": _l("题库加题"),
    "quiz_question.edit": _l("修改题库的题"),
    "quiz_question.retire": _l("题目停止抽取"),
    "quiz_question.restore": _l("题目恢复抽取"),
}

SUBJECTS: Mapping[str, str] = {"quiz_question": _l("题库的题")}

FIELDS: Mapping[str, str] = {
    "quiz_draws": _l("抽题"),
    "quiz_seconds": _l("时间（秒）"),
    "quiz_tries_most": _l("最多次数"),
    "quiz_counts": _l("哪次算数"),
    "quiz_pass_mark": _l("合格分数"),
    "quiz_rank_by": _l("单位怎么排名"),
    "quiz_rank_least": _l("排名最少人数"),
    "quiz_certificate": _l("证书名称"),
    "quiz_certificate_en": _l("证书英文名称"),
    "quiz_kind": _l("题型"),
    "quiz_topic": _l("主题"),
    "quiz_words": _l("题目"),
    "quiz_words_en": _l("题目（英文）"),
    "quiz_options": _l("选项"),
    "quiz_right": _l("答案"),
    "quiz_explanation": _l("解析"),
    "quiz_explanation_en": _l("解析（英文）"),
    "quiz_source": _l("依据"),
}
