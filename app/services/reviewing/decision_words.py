"""Why an entry was granted or refused. What follows from the totals is kept as figures, and said in words."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from app import words
from app.extensions import db
from app.identity import mask_name
from app.models import Unit
from app.services.reviewing import barred
from app.services.reviewing.granting import GRANTED, Cap, Verdict
from app.services.reviewing.ranking import Row
from app.services.reviewing.scores import shown

# what people write never begins so
MARK = "#"
TIE = f"{MARK}tie|"
BARRED = f"{MARK}barred|"


def reason_of(verdict: Verdict, pass_mark: int, lowest: int | None) -> str:
    """The reason as it is kept; `lowest` is the least total among the granted."""
    if verdict.outcome == GRANTED:
        return f"{MARK}rank"
    if verdict.cap is None:
        return f"{MARK}pass_mark|{pass_mark}"
    if not verdict.cap.quota:
        return f"{MARK}places|{verdict.cap.maximum}|{'' if lowest is None else lowest}"
    return f"{MARK}quota|{verdict.cap.maximum}|{verdict.cap.unit}"


def reason_of_tie(why: str) -> str:
    """What a person wrote on a tie, as it is kept."""
    return f"{TIE}{why}"


def reason_of_barred(why: str) -> str:
    """What a rule says against an entry, as it is kept."""
    return f"{BARRED}{why}"


def by_rank(reason: str) -> bool:
    """Whether it follows from rank and room, and not from what a rule or somebody found on this entry."""
    return reason.startswith(MARK) and not reason.startswith(BARRED)


def in_words(reason: str) -> str:
    """A kept reason in the reader's language; what a person wrote as it stands. Fit for everybody's eyes."""
    if reason.startswith(BARRED):
        return str(_("不符合资格条件，不能入选。"))
    if reason.startswith(TIE):
        return str(_("总分并列，取舍的原因：%(why)s", why=reason.removeprefix(TIE)))
    kind, *figures = reason.split("|")
    if kind == f"{MARK}rank":
        return str(_("总分排名在名额以内。"))
    if kind == f"{MARK}pass_mark" and len(figures) == 1:
        return str(_("总分没有达到入选线 %(mark)s 分。", mark=figures[0]))
    if kind == f"{MARK}places" and len(figures) == 2:
        text = _("名额 %(count)s 个已给总分更高的申报。", count=figures[0])
        lowest = _("入选的最低总分是 %(total)s。", total=shown(int(figures[1]))) if figures[1] else ""
        return words.sentences(filter(None, (text, lowest)))
    if kind == f"{MARK}quota" and len(figures) == 2:
        unit = _unit_name(figures[1])
        return str(_("%(unit)s 的名额 %(count)s 个已给总分更高的申报。", unit=unit, count=figures[0]))
    return reason


def in_full(reason: str) -> str:
    """The same for those concerned: which rule it was may be nobody else's business."""
    if reason.startswith(BARRED):
        return str(_("不符合资格条件：%(why)s。", why=reason.removeprefix(BARRED)))
    return in_words(reason)


def of_row(row: Row) -> str:
    """Why an entry is, or would be, granted or refused; for the console."""
    if row.barred and (row.decision is None or row.outcome == GRANTED):
        return str(_("现在不符合资格条件：%(why)s。", why=barred.in_words(row.barred)))
    if row.decision is not None:
        return in_full(row.decision.reason)
    if row.verdict is None or row.verdict.cap is None:
        return ""
    return str(_("%(limit)s，已给总分更高的申报。", limit=cap_in_words(row.verdict.cap)))


def named(row: Row) -> str:
    """An entry among others: reference, lead by surname, unit."""
    person = row.registration.lead.person
    unit = words.in_language(person.unit, "name")
    return f"{row.registration.reference} {mask_name(person.name)} {unit}"


def cap_in_words(cap: Cap) -> str:
    """What a cap limits: 全部名额 10 个, or a unit's share."""
    if not cap.quota:
        return str(_("全部名额 %(count)s 个", count=cap.maximum))
    return str(_("%(unit)s 的名额 %(count)s 个", unit=_unit_name(cap.unit), count=cap.maximum))


def outcome(name: str) -> str:
    """How an outcome reads."""
    named = {
        "granted": _("入选"),
        "refused": _("未入选"),
        "edge": _("并列，待决定"),
        "later": _("待定"),
    }
    return str(named[name])


def verdict(name: str) -> str:
    """What an answer to an objection says."""
    named = {
        "unfounded": _("不成立，结果不变"),
        "upheld": _("成立，由经办人另行更正"),
        "granted": _("成立，这一份入选"),
        "refused": _("成立，这一份不入选"),
    }
    return str(named[name])


def written(reason: str) -> str:
    """What a person wrote, so that it is never taken for kept figures."""
    return reason.lstrip(MARK).strip()


def _unit_name(code: str) -> str:
    unit = db.session.scalar(select(Unit).where(Unit.code == code))
    return words.in_language(unit, "name") if unit is not None else code
