"""Rosters being checked: kept, corrected, chosen for, thrown away. Each is its coordinator's alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import defer, joinedload

from app import clock
from app.errors import Invalid, NotFound
from app.extensions import db
from app.models import Account, Programme, RosterUpload, Unit
from app.services import audit, party_checks
from app.services.roster_document import Document
from app.services.roster_file import RosterRow, RosterTable, check_row

LISTED = 20


def open_programmes() -> list[Programme]:
    """Programmes that others can be signed up for now, those that close first before the others.

    For a private one everybody signs up themselves: a roster would tell their unit.
    """
    query = (
        select(Programme).where(Programme.state == "open", ~Programme.private).order_by(Programme.closes_at)
    )
    return [programme for programme in db.session.scalars(query) if party_checks.is_open(programme)]


def unions(within: ColumnElement[bool]) -> list[Unit]:
    """Grass-roots unions of a part of the tree, district by district."""
    query = select(Unit).where(Unit.level == "grassroots", within).options(joinedload(Unit.parent))
    return list(db.session.scalars(query.order_by(Unit.parent_id, Unit.name)))


def recent(account: Account) -> list[RosterUpload]:
    """The account's own latest uploads that were not thrown away."""
    query = (
        select(RosterUpload)
        .where(RosterUpload.account_id == account.id, RosterUpload.state != "discarded")
        .options(defer(RosterUpload.rows), joinedload(RosterUpload.programme), joinedload(RosterUpload.unit))
    )
    return list(db.session.scalars(query.order_by(RosterUpload.id.desc()).limit(LISTED)))


def load(account: Account, upload_id: int, within: ColumnElement[bool]) -> RosterUpload:
    """The account's own upload for a unit `within` its part of the tree. Raises NotFound."""
    found = db.session.scalar(
        select(RosterUpload)
        .join(RosterUpload.unit)
        .where(RosterUpload.id == upload_id, RosterUpload.account_id == account.id)
        .where(RosterUpload.state != "discarded", within)
        .options(joinedload(RosterUpload.unit), joinedload(RosterUpload.programme))
    )
    if found is None:
        raise NotFound(_("没有这份名单，可能已经作废。请从“名单导入”里重新选择或上传。"))
    return found


def hold(upload: RosterUpload) -> Document:
    """What is in the upload now; others who want to change it wait until this unit of work ends."""
    db.session.refresh(upload, ["rows", "state"], with_for_update=True)
    return Document.of(upload)


def store(
    account: Account, programme: Programme, unit: Unit, filename: str, table: RosterTable
) -> RosterUpload:
    """Keep a roster that was read, in the place of an unfinished one for the same programme and unit.

    Raises Invalid with every fault of the file or for a private programme, or SignUpClosed.
    """
    if table.file_faults:
        raise Invalid(" ".join(fault.message for fault in table.file_faults), "file")
    if programme.private:
        raise Invalid(_("这是保密项目，请职工本人报名，不能用名单代报。"), "programme_id")
    party_checks.check_window(programme)
    _replace_earlier(account, programme, unit)
    upload = RosterUpload(
        programme=programme,
        unit=unit,
        account=account,
        filename=filename[-200:],
        rows=Document(table).to_json(),
        created_at=clock.now(),
    )
    db.session.add(upload)
    changes = {"rows": ("", len(table.rows))}
    audit.record(account, "roster.upload", upload, label=programme.title, unit=unit, changes=changes)
    return upload


def _replace_earlier(account: Account, programme: Programme, unit: Unit) -> None:
    earlier = select(RosterUpload).where(
        RosterUpload.account_id == account.id,
        RosterUpload.programme_id == programme.id,
        RosterUpload.unit_id == unit.id,
        RosterUpload.state == "checking",
    )
    for upload in db.session.scalars(earlier):
        _empty(upload)


def discard(account: Account, upload: RosterUpload) -> None:
    """Throw the list away, with all personal data in it; what it has signed up stays signed up."""
    if hold(upload) and upload.state != "discarded":
        _empty(upload)
        label = upload.programme.title
        audit.record(account, "roster.discard", upload, label=label, unit=upload.unit)


def _empty(upload: RosterUpload) -> None:
    upload.state, upload.rows = "discarded", Document(RosterTable((), ())).to_json()


def correct(
    upload: RosterUpload,
    cells: Mapping[int, Mapping[str, str]],
    shown: Collection[int],
    dropped: Collection[int],
) -> None:
    """Write corrected `cells` (by row and field); of the rows `shown`, leave out exactly `dropped`."""
    document = hold(upload)
    rows = tuple(_corrected(row, cells.get(row.number, {}), document) for row in document.table.rows)
    changed = {new.number for old, new in zip(document.table.rows, rows, strict=True) if new is not old}
    out = (document.dropped - set(shown)) | (set(dropped) & set(shown))
    _save(
        upload,
        replace(
            document,
            table=replace(document.table, rows=rows),
            dropped=frozenset(out - document.done.keys()),
            refused={number: words for number, words in document.refused.items() if number not in changed},
        ),
    )


def _corrected(row: RosterRow, cells: Mapping[str, str], document: Document) -> RosterRow:
    changed = {name: text for name, text in cells.items() if text != row.cells.get(name, "")}
    if not changed or row.number in document.done:
        return row
    return check_row({**row.cells, **changed}, row.number, clock.today())


def leave_out(upload: RosterUpload, numbers: Collection[int]) -> None:
    """These rows are not to be signed up."""
    document = hold(upload)
    _save(upload, replace(document, dropped=document.dropped | (set(numbers) - document.done.keys())))


def choose(upload: RosterUpload, choices: Sequence[int]) -> None:
    """Ranked offering ids for every party that names none itself. Raises Invalid (`choices`)."""
    party_checks.check_choices(upload.programme, choices)
    document = hold(upload)
    _save(upload, replace(document, choices=tuple(choices), refused={}))


def _save(upload: RosterUpload, document: Document) -> None:
    upload.rows = document.to_json()
