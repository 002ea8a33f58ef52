"""The draw: the list is frozen and its digest published before the seed is known; anyone can replay it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import bindparam, exists, func, or_, select, update

from app import clock, words
from app.errors import Invalid, Stale
from app.extensions import db
from app.models import Account, Programme, Registration
from app.scheduling.contract import lottery
from app.services import audit, tickets


@dataclass(frozen=True, slots=True)
class Size:
    """How many parties and how many entries there are."""

    parties: int
    entries: int


def freeze(programme: Programme, at: dt.datetime | None = None) -> str:
    """Store and give the digest of the entries that are in force: called when sign-up closes.

    `at` is when it was done: now, unless a past is being told. Raises Invalid when the seed's figure is known
    by then: whoever knew it could still have changed the list.
    """
    at = at or clock.now()
    if programme.seed_known_at is not None and programme.seed_known_at <= at:
        raise Invalid(
            _(
                "约定的摇号数字已于 %(when)s 揭晓，名单必须在揭晓以前固定。"
                "请先在“修改项目”里改用一个还没有揭晓的公开数字，再截止报名。",
                when=words.moment(programme.seed_known_at),
            )
        )
    programme.entries_digest = lottery.entries_digest(_submitted(programme))
    programme.entries_frozen_at = at
    return programme.entries_digest


def entries(programme: Programme) -> list[str]:
    """The frozen list, sorted: with those who withdrew since; or the latest of them, until the digest fits.

    Raises Stale when it never fits: then the list was changed by other means.
    """
    found, withdrawn = _submitted(programme), _withdrawn(programme)
    late = [line for at, lines in withdrawn if _is_since(at, programme) for line in lines]
    if lottery.entries_digest(found + late) == programme.entries_digest:
        return sorted(found + late)
    for lines in ([], *(lines for _at, lines in withdrawn)):
        found += lines
        if lottery.entries_digest(found) == programme.entries_digest:
            return sorted(found)
    raise Stale(_("现在的报名名单与截止时冻结的名单对不上，不能摇号。请查看操作记录，恢复名单后再试。"))


def _is_since(at: dt.datetime | None, programme: Programme) -> bool:
    frozen_at = programme.entries_frozen_at
    return at is not None and frozen_at is not None and at >= frozen_at


def size(programme: Programme) -> Size:
    """Of the frozen list."""
    counted = select(func.count(), func.coalesce(func.sum(Registration.tickets), 0)).select_from(Registration)
    since = Registration.withdrawn_at >= programme.entries_frozen_at
    listed = or_(Registration.state == "submitted", since)
    return Size(*db.session.execute(counted.where(Registration.programme_id == programme.id, listed)).one())


def is_drawn(programme: Programme) -> bool:
    """Whether numbers have been drawn."""
    drawn = select(Registration.id).where(
        Registration.programme_id == programme.id, Registration.lottery_number.is_not(None)
    )
    return bool(db.session.scalar(select(exists(drawn))))


def assign_numbers(programme: Programme, seed: str, actor: Account | None = None) -> dict[str, int]:
    """Draw from the frozen list and store each party's number, by the best of its entries.

    Gives {reference: number}.

    Raises Invalid before closing, before the announced figure is known, without a seed, or when numbers have
    been drawn already.
    """
    seed = seed.strip()
    if not programme.entries_digest:
        raise Invalid(_("报名截止、名单冻结以后才能摇号。请先截止报名。"))
    if programme.seed_known_at is not None and clock.now() < programme.seed_known_at:
        when = words.moment(programme.seed_known_at)
        raise Invalid(_("约定的数字到 %(when)s 才揭晓，在那以前不能摇号。", when=when), field="seed")
    if not seed or len(seed) > 80:
        raise Invalid(_("请填写公开的摇号种子，不超过 80 个字。"), field="seed")
    if is_drawn(programme):
        raise Invalid(_("已经摇过号，结果不能更改。"))
    numbers = _of_parties(lottery.draw(entries(programme), seed))
    _store(programme, numbers)
    programme.seed, programme.drawn_at = seed, clock.now()
    audit.record(
        actor,
        "programme.draw",
        programme,
        label=programme.title,
        changes={
            "seed": ("", seed),
            "entries": ("", len(numbers)),
            "entries_digest": ("", programme.entries_digest),
        },
    )
    return numbers


def _of_parties(drawn: dict[str, int]) -> dict[str, int]:
    """Parties numbered from 1 in the order of their best entries."""
    best: dict[str, int] = {}
    for entry, number in drawn.items():
        reference = entry.partition("#")[0]
        best[reference] = min(number, best.get(reference, number))
    return {reference: number for number, reference in enumerate(sorted(best, key=best.__getitem__), 1)}


def _store(programme: Programme, numbers: dict[str, int]) -> None:
    table = Registration.__table__
    statement = (
        update(table)  # type: ignore[arg-type]
        .where(table.c.programme_id == programme.id, table.c.reference == bindparam("whose"))
        .values(lottery_number=bindparam("drawn"))
    )
    db.session.flush()
    rows = [{"whose": reference, "drawn": drawn} for reference, drawn in numbers.items()]
    if rows:
        db.session.connection().execute(statement, rows)
    for loaded in db.session.identity_map.values():
        if isinstance(loaded, Registration):
            db.session.expire(loaded, ["lottery_number"])


def _submitted(programme: Programme) -> list[str]:
    rows = db.session.execute(
        select(Registration.reference, Registration.tickets).where(
            Registration.programme_id == programme.id, Registration.state == "submitted"
        )
    )
    return [line for reference, count in rows for line in tickets.lines(reference, count)]


def _withdrawn(programme: Programme) -> list[tuple[dt.datetime | None, list[str]]]:
    """When each party that has withdrawn did so, and its entries, the latest first."""
    rows = db.session.execute(
        select(Registration.withdrawn_at, Registration.reference, Registration.tickets)
        .where(Registration.programme_id == programme.id, Registration.state == "withdrawn")
        .order_by(Registration.withdrawn_at.desc(), Registration.id.desc())
    )
    return [(at, tickets.lines(reference, count)) for at, reference, count in rows]
