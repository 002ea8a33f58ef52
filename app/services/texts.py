"""What a programme tells people and what they agree to, by version. A version once shown stays as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import DomainError, Invalid, NotFound, Stale
from app.extensions import db
from app.models import Account, Consent, Member, Person, Programme, ProgrammeText, Registration, Unit
from app.models.text import TEXT_KINDS
from app.services import audit, changes, privacy, programmes

CONTENT = ("title", "title_en", "body", "body_en")


@dataclass(frozen=True, slots=True)
class History:
    """The versions of one text, the newest first; `agreed` is how many entries agreed, by text id."""

    versions: Sequence[ProgrammeText]
    agreed: Mapping[int, int]

    @property
    def latest(self) -> ProgrammeText:
        return self.versions[0]

    def before(self, text: ProgrammeText) -> ProgrammeText | None:
        """The version that `text` took the place of."""
        return next((each for each in self.versions if each.version < text.version), None)


def in_force(programme: Programme, kind: str | None = None) -> list[ProgrammeText]:
    """The highest version of each text, unless withdrawn, in the order in which they were first written."""
    latest = [versions[0] for versions in _by_code(programme).values()]
    return [text for text in latest if not text.withdrawn and kind in (None, text.kind)]


def to_ask(programme: Programme, sent: Registration | None) -> list[ProgrammeText]:
    """Consents in force to which the entry `sent` (None: a new one) has not agreed yet."""
    known = {consent.text_id for consent in agreed(sent)} if sent is not None else set()
    return [text for text in in_force(programme, "consent") if text.id not in known]


def keep_consents(registration: Registration, account: Account, text_ids: Collection[int]) -> None:
    """Keep that the entry agrees to the consents in force that it had not agreed to; others stay as they are.

    Ids of anything else are passed over. Raises Invalid (`consent-<id>`) for each one that is missing.
    """
    asked = to_ask(registration.programme, registration)
    missing = [text for text in asked if text.id not in text_ids]
    if missing:
        names = words.listed(words.in_language(text, "title") for text in missing)
        faults = {f"consent-{text.id}": missing_words(text) for text in missing}
        message = _("请先阅读并勾选同意：%(names)s。如有新的版本，请重新阅读。", names=names)
        raise Invalid(message, "consents", faults)
    now = clock.now()
    for text in asked:
        db.session.add(
            Consent(registration_id=registration.id, text_id=text.id, account_id=account.id, given_at=now)
        )
    db.session.flush()


def missing_words(text: ProgrammeText) -> str:
    """What is said of a consent that was not ticked."""
    return str(_("请阅读“%(title)s”，同意后再提交", title=words.in_language(text, "title")))


def agreed(registration: Registration) -> list[Consent]:
    """To which versions an entry has agreed, and when, the first one first."""
    query = select(Consent).where(Consent.registration_id == registration.id)
    with_who = query.options(joinedload(Consent.text), joinedload(Consent.account))
    return list(db.session.scalars(with_who.order_by(Consent.given_at, Consent.id)))


def histories(programme: Programme, within: ColumnElement[bool]) -> list[History]:
    """Every text with its versions, and how many entries of a part of the tree agreed to each.

    Of a private programme it is said of the whole city, and only where they are not few.
    """
    narrowed = [] if programme.private else [within]
    query = (
        select(Consent.text_id, func.count(Consent.id))
        .join(ProgrammeText, Consent.text_id == ProgrammeText.id)
        .join(Registration, Consent.registration_id == Registration.id)
        .join(Member, (Member.registration_id == Registration.id) & (Member.position == 1))
        .join(Person, Member.person_id == Person.id)
        .join(Unit, Person.unit_id == Unit.id)
        .where(ProgrammeText.programme_id == programme.id, Registration.state == "submitted", *narrowed)
        .group_by(Consent.text_id)
    )
    counts = {text_id: int(count) for text_id, count in db.session.execute(query)}
    if programme.private:
        counts = {text_id: count for text_id, count in counts.items() if not privacy.few(count)}
    return [History(versions, counts) for versions in _by_code(programme).values()]


def history(programme: Programme, code: str, within: ColumnElement[bool]) -> History:
    """One text with its versions. Raises NotFound."""
    for found in histories(programme, within):
        if found.latest.code == code:
            return found
    raise NotFound(_("没有这份告知或同意书，请从列表里重新选择。"))


def add(actor: Account, programme: Programme, kind: str, values: Mapping[str, Any]) -> ProgrammeText:
    """A further text, in force at once; `values` are its title and body, both languages.

    Raises Invalid for an unknown kind, DomainError for a programme that was cancelled.
    """
    if kind not in TEXT_KINDS:
        raise Invalid(_("请选择告知或同意书"), "kind")
    _hold(programme)
    codes = _by_code(programme).keys()
    code = next(made for n in range(1, len(codes) + 2) if (made := f"{kind}-{n}") not in codes)
    text = _written(programme, kind, code, 1, values)
    audit.record(actor, "text.create", text, label=label(text))
    return text


def change(actor: Account, text: ProgrammeText, values: Mapping[str, Any]) -> ProgrammeText:
    """Give a text new content; what is in force afterwards. The same content again changes nothing.

    Once people could have read it, or it was withdrawn, this is a new version, and the old one stays as it
    was. Raises Stale when `text` is no longer the latest version.
    """
    _hold(text.programme)
    _refuse_old(text)
    found = audit.differences(text, values)
    if not found and not text.withdrawn:
        return text
    if may_rewrite(text):
        written = changes.apply(text, values)
        audit.record(actor, "text.edit", text, label=label(text), changes=written)
        return text
    new = _written(text.programme, text.kind, text.code, text.version + 1, values)
    told = {field: (changes.readable(old), changes.readable(now)) for field, (old, now) in found.items()}
    audit.record(
        actor, "text.version", new, label=label(new), changes=told | {"version": (text.version, new.version)}
    )
    return new


def withdraw(actor: Account, text: ProgrammeText) -> None:
    """It is no longer shown or asked for; who agreed to it, and when, stays. Twice is once. Raises Stale."""
    _hold(text.programme)
    _refuse_old(text)
    if text.withdrawn:
        return
    text.withdrawn = True
    audit.record(actor, "text.withdraw", text, label=label(text), changes={"withdrawn": (False, True)})


def may_rewrite(text: ProgrammeText) -> bool:
    """Whether nobody but coordinators has seen this version: then it can still be put right as it stands."""
    if text.programme.state != "draft" or text.withdrawn:
        return False
    return db.session.scalar(select(Consent.id).where(Consent.text_id == text.id).limit(1)) is None


def label(text: ProgrammeText) -> str:
    """What a version of a text is called in records."""
    return f"{text.title} v{text.version}"


def _by_code(programme: Programme) -> dict[str, list[ProgrammeText]]:
    """All versions by code, the newest first; codes in the order in which they were first written."""
    query = select(ProgrammeText).where(ProgrammeText.programme_id == programme.id)
    found: dict[str, list[ProgrammeText]] = defaultdict(list)
    for text in db.session.scalars(query.order_by(ProgrammeText.id)):
        found[text.code].insert(0, text)
    return found


def _written(
    programme: Programme, kind: str, code: str, version: int, values: Mapping[str, Any]
) -> ProgrammeText:
    content = {name: values.get(name) or "" for name in CONTENT}
    text = ProgrammeText(
        programme=programme, kind=kind, code=code, version=version, created_at=clock.now(), **content
    )
    db.session.add(text)
    db.session.flush()
    return text


def _hold(programme: Programme) -> None:
    """Whoever sends an entry meanwhile waits, and is then asked for what is in force."""
    programmes.hold(programme)
    if programme.state == "cancelled":
        raise DomainError(_("这个项目已经取消，告知和同意书不能再改。"))


def _refuse_old(text: ProgrammeText) -> None:
    db.session.refresh(text)
    latest = _by_code(text.programme)[text.code][0]
    if latest.id != text.id:
        raise Stale(_("这份文字刚刚有了新的版本，请打开新的版本再改。"))
