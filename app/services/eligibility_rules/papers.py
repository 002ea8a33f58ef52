"""Rules about what somebody shows or answers: a certificate, a document, a health question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.models import Certificate
from app.plain_text import compact
from app.services.eligibility_rules.days import fixed
from app.services.eligibility_rules.rule import ANSWERS, CERTIFICATES, Parameters, Refusal, Rule, Subject


def _certificate(subject: Subject, given: Parameters) -> Refusal | None:
    wanted, day = compact(given["kind"]), fixed(given) or subject.on
    held = [each for each in subject.certificates if compact(each.kind) == wanted]
    if any(_is_valid(each, day) for each in held):
        return None
    if not held:
        return (
            _("没有登记“%(kind)s”证书", kind=given["kind"]),
            _("已有证书的，请联系本单位工会经办人登记，登记后即可报名。"),
        )
    return (
        _("登记的“%(kind)s”证书在 %(day)s 不在有效期内", kind=given["kind"], day=day),
        _("证书已经续期的，请联系本单位工会经办人更正有效期。"),
    )


def _is_valid(certificate: Certificate, day: dt.date) -> bool:
    return certificate.issued_on <= day and (certificate.expires_on is None or day <= certificate.expires_on)


def _certificate_words(given: Parameters) -> str:
    if day := fixed(given):
        return str(_("持有“%(kind)s”证书，%(day)s 仍在有效期内", kind=given["kind"], day=day))
    return str(_("持有有效的“%(kind)s”证书", kind=given["kind"]))


def _document(subject: Subject, given: Parameters) -> Refusal | None:
    question = given["question"]
    if subject.answers is None or subject.answers.get(question) or question not in subject.owed:
        return None
    return (
        _("还没有提交材料：%(what)s", what=given["label"]),
        _("请在报名的问题里上传这份材料；经办人代报的，请由职工本人报名。"),
    )


def _health_question(subject: Subject, given: Parameters) -> Refusal | None:
    if subject.answers is None or subject.answers.get(given["question"]) is not True:
        return None
    return (
        _("“%(question)s”回答了“是”", question=given["label"]),
        _("请先咨询医生和本单位工会经办人；如果填错，请修改这个回答。"),
    )


RULES: Mapping[str, Rule] = {
    "certificate": Rule(
        _l("持有证书"),
        {"kind": "text", "on": "day?"},
        _certificate_words,
        _certificate,
        CERTIFICATES,
        _l("按经办人在“职工”里登记的证书核对。"),
    ),
    "document": Rule(
        _l("提交材料"),
        {"question": "text"},
        lambda given: _("须提交材料：%(what)s", what=given["label"]),
        _document,
        ANSWERS,
        _l("要先在“问题”里添加一个文件类的问题。没有回答这个问题的，算没有提交；没有问到的人不受影响。"),
    ),
    "health_question": Rule(
        _l("健康问题"),
        {"question": "text"},
        lambda given: _("健康问题“%(question)s”须回答“否”", question=given["label"]),
        _health_question,
        ANSWERS,
        _l("要先在“问题”里添加一个“是／否”的问题。回答“是”的人，按下面选的方式处理；没有问到的人不受影响。"),
    ),
}
