"""What of a file must agree with itself, wherever it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from app.models import Question, QuestionSet
from app.services import mode_settings, modes, question_contradictions
from app.services.eligibility_rules import RULES, is_sound
from app.services.programme_file.content import Content, Values
from app.services.programme_file.shapes import Place


def check(content: Content, place: Place) -> None:
    """Note every contradiction at its place; `content` has the right shape."""
    _programme(content.programme, place.at("programme"))
    for number, offering in enumerate(content.offerings):
        _offering(offering, place.at("offerings").at(number))
    for number, rule in enumerate(content.rules):
        _rule(rule, place.at("rules").at(number))
    for number, quota in enumerate(content.quotas):
        _quota(quota, place.at("quotas").at(number))
    for number, criterion in enumerate(content.criteria):
        if criterion["most"] <= criterion["least"]:
            place.at("criteria").at(number).at("most").wrong(_("最高分要大于最低分"))
    _once(content.quotas, "code", place.at("quotas"))
    _once(content.texts, "code", place.at("texts"))
    _once(content.questions, "key", place.at("questions"))
    _questions(content.questions, place.at("questions"))


def _programme(values: Values, place: Place) -> None:
    if values["closes_at"] <= values["opens_at"]:
        place.at("closes_at").wrong(_("报名截止要晚于报名开始"))
    if values["min_party_size"] > values["max_party_size"]:
        place.at("max_party_size").wrong(_("“最多”不能小于“至少”"))
    mode, settings = modes.every()[values["mode"]], values["settings"]
    if not isinstance(settings, dict):
        place.at("settings").wrong(_("要写成一个对象（放在花括号里）"))
        return
    for name, words in mode_settings.faults(mode, settings).items():
        place.at("settings").at(name).wrong(words)


def _offering(values: Values, place: Place) -> None:
    if values["ends_on"] < values["starts_on"]:
        place.at("ends_on").wrong(_("最后一天不能早于第一天"))
    first, last = values["from_time"], values["to_time"]
    if first and last and last <= first:
        place.at("to_time").wrong(_("结束的钟点要晚于开始的钟点"))


def _rule(values: Values, place: Place) -> None:
    if values["rule"] not in RULES:
        place.at("rule").wrong(_("没有这种资格条件：%(name)s", name=values["rule"]))
    elif not is_sound(values["rule"], values["parameters"]):
        label = RULES[values["rule"]].label
        place.at("parameters").wrong(_("资格条件“%(rule)s”的参数不完整或不对", rule=label))


def _quota(values: Values, place: Place) -> None:
    least, most = values["minimum"], values["maximum"]
    if most is None and not least:
        place.at("maximum").wrong(_("请填写至少几人或至多几人"))
    elif most is not None and most < least:
        place.at("maximum").wrong(_("“至多”不能小于“至少”"))


def _once(rows: Sequence[Values], name: str, place: Place) -> None:
    """Every row has a name of its own."""
    seen: set[Any] = set()
    for number, row in enumerate(rows):
        if row[name] in seen:
            place.at(number).at(name).wrong(_("“%(name)s”用了两次，请改用别的", name=row[name]))
        seen.add(row[name])


def _questions(rows: Sequence[Values], place: Place) -> None:
    """Limits and conditions are objects, and can be asked as they stand."""
    sound = True
    for number, row in enumerate(rows):
        for name in ("limits", "shown_if"):
            if not isinstance(row[name], dict) and (name, row[name]) != ("shown_if", None):
                place.at(number).at(name).wrong(_("要写成一个对象（放在花括号里）"))
                sound = False
    if sound:
        asked = QuestionSet(questions=[Question(**row) for row in rows])
        for found in question_contradictions.of_set(asked):
            place.wrong(found.message)
