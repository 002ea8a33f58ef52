"""A case as its readers see it: its course, with the files that came, and what each may do with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app import words
from app.extensions import db
from app.models import Account, CaseEvent, CaseFile, CaseReason, CaseStep, Document
from app.services import accounts, case_workers
from app.services.casework import cases, journal, owners


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: when, what, more of it in words, who, and files as (id, name)."""

    at: dt.datetime
    what: str
    more: str
    who: str
    words: str
    files: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class May:
    """What an account may do with a case now."""

    take: bool = False
    ask: bool = False
    pass_on: bool = False
    decide: bool = False
    assign: bool = False
    reopen: bool = False


def may(account: Account, case: CaseFile) -> May:
    mine = case.owner_id == account.id
    works = owners.may_work(account, case)
    if case.state == "decided":
        step = case.step
        return May(reopen=step is not None and owners.may_work_at(account, case, step))
    if case.state not in cases.LIVE or not works:
        return May()
    here = mine and case.state == "open"
    ends = case.step is not None and case.step.may_end
    return May(
        take=case.owner_id is None,
        ask=here,
        pass_on=here and cases.following(case) is not None,
        decide=(here and ends) or (mine and case.state == "appealed"),
        assign=True,
    )


def events(case: CaseFile, *, to_applicant: bool = False) -> list[Event]:
    """The course of it. The applicant reads roles, not names, and not what was written inside the office."""
    listed = journal.of(case)
    files = _files(listed)
    inside = {"passed", "assigned", "taken", "overdue"}
    found = []
    for each in listed:
        if to_applicant and each.kind in ("assigned", "overdue"):
            continue
        hidden = to_applicant and each.kind in inside
        found.append(
            Event(
                each.at,
                journal.named(each.kind),
                _more(each),
                _role(each) if to_applicant else _who(each),
                "" if hidden else each.words or "",
                [files[i] for i in each.facts.get("documents", ()) if i in files],
            )
        )
    return found


def _files(listed: Sequence[CaseEvent]) -> dict[int, tuple[int, str]]:
    ids = [number for each in listed for number in each.facts.get("documents", ())]
    rows = db.session.execute(select(Document.id, Document.filename).where(Document.id.in_(ids)))
    return {number: (number, name) for number, name in rows}


def _more(event: CaseEvent) -> str:
    """The step it came to, the outcome and its reason."""
    if event.kind == "passed":
        step = db.session.get(CaseStep, event.facts.get("to", 0))
        return words.in_language(step, "label") if step is not None else ""
    if event.kind in ("decided", "appeal_decided"):
        reason = db.session.get(CaseReason, event.facts.get("reason_id", 0))
        named = {"granted": _("同意"), "partly": _("部分同意"), "refused": _("不同意")}
        label = words.in_language(reason, "label") if reason is not None else ""
        return str(_("%(outcome)s：%(why)s", outcome=named.get(event.facts["outcome"], ""), why=label))
    if event.kind == "asked" and event.facts.get("until"):
        until = dt.datetime.fromisoformat(event.facts["until"])
        return str(_("%(at)s 前答复", at=words.moment(until)))
    return ""


def _who(event: CaseEvent) -> str:
    return accounts.name(event.account) if event.account is not None else str(_("系统"))


def _role(event: CaseEvent) -> str:
    """Whose step it was; the applicant themselves; or the time alone."""
    if event.kind in ("handed_in", "changed", "answered", "appealed", "withdrawn"):
        return str(_("申请人"))
    if event.account is None or event.step is None:
        return str(_("系统"))
    return str(_("市总工会")) if event.kind == "appeal_decided" else owners.role(event.step)


def readers(case: CaseFile) -> list[tuple[str, dt.datetime | None]]:
    """Of a private programme: by name and since when, who alone can read what the applicant has written."""
    if not case.programme.private:
        return []
    return [
        (each.name, each.worker.appointed_at)
        for each in case_workers.listed(case.programme)
        if each.worker.left_at is None
    ]
