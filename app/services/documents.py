"""Files that people hand in: known by their content, encrypted, and read by few."""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, BinaryIO

from flask_babel import gettext as _
from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import undefer

from app import clock, words
from app.errors import Invalid, NotFound
from app.extensions import db
from app.models import Account, Document, Programme, Reading, Registration, Reviewer
from app.models.question import FILE_TYPES, MOST_MEGABYTES
from app.plain_text import visible
from app.services import privacy

MEGABYTE = 1024 * 1024
BEGINNINGS = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"))
MEDIA_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
LONGEST_FILENAME = 120


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has been looked at."""

    filename: str
    media_type: str
    content: bytes


def read(file: BinaryIO, filename: str, limits: Mapping[str, Any]) -> Upload:
    """A file as a question with these limits takes it; what it is, its content says. Raises Invalid."""
    most = min(int(limits.get("megabytes") or MOST_MEGABYTES), MOST_MEGABYTES)
    content = file.read(most * MEGABYTE + 1)
    if len(content) > most * MEGABYTE:
        raise Invalid(_("文件超过 %(most)s MB，请压缩或分开后再上传", most=most))
    if not content:
        raise Invalid(_("这个文件是空的，请重新选择"))
    allowed = [kind for kind in FILE_TYPES if kind in (limits.get("types") or FILE_TYPES)]
    kind = next((kind for beginning, kind in BEGINNINGS if content.startswith(beginning)), "")
    if kind not in allowed:
        kinds = words.listed(each.upper() for each in allowed)
        raise Invalid(_("只接受 %(kinds)s 文件，请另存为其中一种再上传", kinds=kinds))
    return Upload(_filename(filename, kind), MEDIA_TYPES[kind], content)


def _filename(given: str, kind: str) -> str:
    """The last part of the name, ending as the content demands."""
    last = visible(PurePosixPath(PureWindowsPath(given).name).name)
    stem = last.rpartition(".")[0] or last
    return f"{stem[:LONGEST_FILENAME].strip() or kind}.{kind}"


def store(account: Account, programme: Programme, upload: Upload) -> dict[str, Any]:
    """Keep a file for a draft of the account; gives the answer that names it."""
    document = Document(
        account_id=account.id,
        programme_id=programme.id,
        filename=upload.filename,
        media_type=upload.media_type,
        byte_count=len(upload.content),
        content=base64.b64encode(upload.content).decode(),
        created_at=clock.now(),
    )
    db.session.add(document)
    db.session.flush()
    return {"document": document.id, "filename": document.filename}


def known(programme: Programme, ids: Collection[int]) -> set[int]:
    """Those of `ids` that were handed in for this programme."""
    query = select(Document.id).where(Document.programme_id == programme.id, Document.id.in_(ids))
    return set(db.session.scalars(query)) if ids else set()


def tie(registration: Registration, account_ids: Sequence[int], ids: Collection[int]) -> None:
    """These files belong to the registration now, and none that it held besides is kept.

    Taken are its own, and loose ones of these accounts. Raises Invalid (`answers`) for any other.
    """
    loose = and_(Document.registration_id.is_(None), Document.account_id.in_(account_ids))
    mine = or_(Document.registration_id == registration.id, loose)
    here = [Document.programme_id == registration.programme_id, mine]
    found = set(db.session.scalars(select(Document.id).where(Document.id.in_(ids), *here)))
    if found != set(ids):
        raise Invalid(_("上传的文件已经失效，请重新上传"), "answers")
    db.session.execute(update(Document).where(Document.id.in_(found)).values(registration_id=registration.id))
    former = and_(Document.registration_id == registration.id, Document.id.not_in(found))
    db.session.execute(delete(Document).where(former))


def forget_loose(account: Account, programme: Programme, but: Collection[int] = ()) -> None:
    """Files of a draft that are needed no more are not kept."""
    mine = and_(Document.account_id == account.id, Document.programme_id == programme.id)
    loose = and_(mine, Document.registration_id.is_(None), Document.id.not_in(but))
    db.session.execute(delete(Document).where(loose))


def load(document_id: int, account: Account) -> Document:
    """A file with its content. Raises NotFound for whoever may not read it, as if it were not there."""
    document = db.session.get(Document, document_id, options=[undefer(Document.content)])
    if document is None or not _may_read(document, account):
        raise NotFound(_("没有这个文件，或您不能查看它。"))
    return document


def content(document: Document) -> bytes:
    return base64.b64decode(document.content)


def _may_read(document: Document, account: Account) -> bool:
    """Who handed it in; of a sent one its members, the programme's case workers, who judges it.

    The coordinators of its lead's unit too, unless the programme is private.
    """
    if document.account_id == account.id:
        return True
    registration = db.session.get(Registration, document.registration_id or 0)
    if registration is None:
        return False
    if account.person_id in [member.person_id for member in registration.members]:
        return True
    if privacy.works_on(account, registration.programme):
        return True
    if registration.programme.private:
        return False
    unit = registration.lead.person.unit
    return any(each.unit.contains(unit) for each in account.coordinates) or _judges(account, registration)


def _judges(account: Account, registration: Registration) -> bool:
    query = select(Reading.id).join(Reading.reviewer)
    query = query.where(Reading.registration_id == registration.id, Reviewer.account_id == account.id)
    return db.session.scalar(query.limit(1)) is not None
