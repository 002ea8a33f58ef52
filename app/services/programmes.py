"""Programmes as the city's coordinator writes them; what people have signed up for is not taken from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.errors import DomainError, Invalid, NotFound, Stale
from app.extensions import db
from app.models import (
    Account,
    AuditEntry,
    Choice,
    Member,
    Offering,
    Person,
    Programme,
    Registration,
    Unit,
    Venue,
)
from app.services import audit, changes, features, kinds, matters, mode_settings, modes, privacy
from app.services.modes import Mode

FIXED_ONCE_OPEN = ("slug", "kind", "reference_prefix", "quotas_return_at", "private")
FIXED_ONCE_CLOSED = (
    "opens_at",
    "closes_at",
    "max_choices",
    "min_party_size",
    "max_party_size",
    "overlap",
    "seed_source",
    "seed_known_at",
)
FIXED_ONCE_PUBLISHED = ("results_on", "tier_weights")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many parties and people of a programme are signed up; `kept`: that is not said."""

    parties: int
    people: int
    kept: bool = False


KEPT = Counts(0, 0, kept=True)


def load(programme_id: int) -> Programme:
    """The programme with its rules and quotas, and offerings, campuses and rooms where pages list them.

    Raises NotFound.
    """
    wanted = select(Programme).where(Programme.id == programme_id)
    parts = (selectinload(Programme.rules), selectinload(Programme.quotas))
    found = db.session.scalar(wanted.options(*parts))
    if found is None:
        raise NotFound(gettext("没有这个项目，可能已被删除。请从项目列表里重新选择。"))
    if features.timed(found) is None:
        listed = selectinload(Programme.offerings).joinedload(Offering.venue).selectinload(Venue.rooms)
        db.session.scalar(wanted.options(listed).execution_options(populate_existing=True))
    return found


def hold(programme: Programme) -> None:
    """Sign-ups of this programme wait until we are done, and we see what they have written."""
    db.session.refresh(programme, with_for_update=True)


def listed(drafts: bool) -> list[Programme]:
    """All programmes, the latest first; those still being written only with `drafts`."""
    query = select(Programme)
    if not drafts:
        query = query.where(Programme.state != "draft")
    return list(db.session.scalars(query.order_by(Programme.closes_at.desc(), Programme.id.desc())))


def counts(
    within: ColumnElement[bool], reader: Account | None = None, whole_city: bool = False
) -> dict[int, Counts]:
    """Parties and people signed up, by programme id, of a part of the tree (a condition on Unit).

    Of a private programme on which `reader` does not work only the count of the whole city is said, and
    no small one: in a unit, one more is somebody.
    """
    query = select(Member.programme_id, func.count(Member.registration_id.distinct()), func.count())
    if not whole_city:  # everybody is of some unit: a hundred thousand entries need not be asked for theirs
        query = query.join(Person, Member.person_id == Person.id).join(Unit, Person.unit_id == Unit.id)
        query = query.where(within)
    rows = db.session.execute(query.where(Member.active).group_by(Member.programme_id))
    found = {programme_id: Counts(parties, people) for programme_id, parties, people in rows}
    kept = {
        programme_id: KEPT
        for programme_id in privacy.kept_from(reader)
        if not whole_city or privacy.few(found.get(programme_id, KEPT).people)
    }
    return found | kept


def create(actor: Account | None, values: Mapping[str, Any]) -> Programme:
    """A new programme of `values["mode"]`, not yet open.

    Raises Invalid when its address is taken, or with every setting that its mode does not take.
    """
    _refuse_taken_slug(values["slug"], None)
    _refuse_unsound(modes.every()[values["mode"]], values)
    programme = Programme(**values)
    db.session.add(programme)
    audit.record(actor, "programme.create", programme, label=programme.title)
    return programme


def edit(actor: Account, programme: Programme, values: Mapping[str, Any], version: int) -> None:
    """Write `values` (by column) if nobody has saved since `version`.

    Raises Stale, or Invalid with every field that can no longer be changed so.
    """
    hold(programme)
    if programme.version != version:
        raise Stale(
            gettext("您填写期间，别人已保存了修改。请核对这些变化；再保存一次，即以您填写的内容为准。")
        )
    _refuse_taken_slug(values["slug"], programme.id)
    mode, settings = modes.of(programme), programme.settings
    _refuse_unsound(mode, values)
    if faults := _taken_from_people(programme, audit.differences(programme, values)):
        raise Invalid(gettext("有些内容现在不能这样修改"), faults=faults)
    if found := _recorded(mode, settings, changes.apply(programme, values), values):
        if programme.state == "open" and found.keys() & {"seed_source", "seed_known_at"}:
            programme.seed_announced_at = clock.now()
        label = programme.title
        audit.record(
            actor,
            "programme.edit",
            programme,
            label=label,
            changes={**found, "version": (version, version + 1)},
        )


def decide_otherwise(actor: Account, programme: Programme, name: str) -> None:
    """Another mode, while nobody has been told of the first; settings that both have are kept.

    Raises DomainError once sign-up has been opened.
    """
    hold(programme)
    if programme.state != "draft":
        raise DomainError(gettext("已经开放过报名，决定方式不能再改。需要时请复制成一个新项目。"))
    if name == programme.mode:
        return
    before, after = modes.of(programme), modes.every()[name]
    version = programme.version
    programme.settings = mode_settings.of_mode(after, programme.settings)
    programme.mode = name
    recorded = {"mode": (before.label, after.label), "version": (version, version + 1)}
    audit.record(actor, "programme.edit", programme, label=programme.title, changes=recorded)


def saved_since(programme: Programme, version: int) -> list[AuditEntry]:
    """The entries of edits that began at `version` or later, the newest first."""
    entries = db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject_kind == "programme", AuditEntry.subject_id == programme.id)
        .options(joinedload(AuditEntry.account))
        .order_by(AuditEntry.id.desc())
        .limit(50)
    )
    return [entry for entry in entries if int(entry.changes.get("version", ["-1"])[0]) >= max(version, 0)]


def _refuse_taken_slug(slug: str, own_id: int | None) -> None:
    taken_by = db.session.scalar(select(Programme.id).where(Programme.slug == slug))
    if taken_by is not None and taken_by != own_id:
        raise Invalid(gettext("这个网址名已用于别的项目，请换一个，例如加上年份"), "slug")


def _refuse_unsound(mode: Mode, values: Mapping[str, Any]) -> None:
    faults = mode_settings.faults(mode, values.get("settings", {}))
    if faults:
        raise Invalid(gettext("有些设置不能这样填写"), faults=_in_form(faults))


def _in_form(faults: Mapping[str, str]) -> dict[str, str]:
    """Faults of settings, by the fields that they have in a form."""
    return {f"setting_{name}": words for name, words in faults.items()}


def _recorded(
    mode: Mode, settings: Mapping[str, Any], found: dict[str, tuple[Any, Any]], values: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """Changes for the record: settings one by one, kind and matter by what they are called."""
    if found.pop("settings", None) is not None:
        found |= mode_settings.recorded(mode, settings, values["settings"])
    if "matter_id" in found:
        before, after = (matters.title(int(each) if each else None) for each in found["matter_id"])
        found["matter_id"] = (before, after)
    if "kind" in found:
        found["kind"] = (kinds.label(found["kind"][0]), kinds.label(found["kind"][1]))
    return found


def _taken_from_people(programme: Programme, wanted: Mapping[str, tuple[Any, Any]]) -> dict[str, str]:
    """Why each of the `wanted` changes would take something from people, by field."""
    if programme.state == "draft":
        return {}
    fixed = dict.fromkeys(FIXED_ONCE_OPEN, gettext("开放报名后不能再改"))
    if programme.state != "open":
        fixed |= dict.fromkeys(FIXED_ONCE_CLOSED, gettext("报名截止后不能再改"))
    if programme.state == "published":
        fixed |= dict.fromkeys(FIXED_ONCE_PUBLISHED, gettext("结果公布后不能再改"))
    faults = {field: words for field, words in fixed.items() if field in wanted}
    if "settings" in wanted:
        faults |= _in_form(mode_settings.taken_from_people(modes.of(programme), *wanted["settings"]))
    return faults or _narrowed(programme, wanted)


def _narrowed(programme: Programme, wanted: Mapping[str, tuple[Any, Any]]) -> dict[str, str]:
    faults: dict[str, str] = {}
    if "opens_at" in wanted and wanted["opens_at"][1] > clock.now() >= wanted["opens_at"][0]:
        faults["opens_at"] = gettext("报名已经开始，不能推迟开始时间")
    if "closes_at" in wanted and wanted["closes_at"][1] < wanted["closes_at"][0]:
        faults["closes_at"] = gettext("截止时间已经公布，只能延后；要提前结束，请用“截止报名”")
    if "min_party_size" in wanted and wanted["min_party_size"][1] > wanted["min_party_size"][0]:
        faults["min_party_size"] = gettext("报名已经开放，每组的最少人数只能改小")
    if "overlap" in wanted and wanted["overlap"][1] == "forbid":
        faults["overlap"] = gettext("报名已经开放，不能从“可以报名”改为“不能报名”")
    if "withdraw_free_until_on" in wanted and _is_earlier(*wanted["withdraw_free_until_on"]):
        faults["withdraw_free_until_on"] = gettext("报名已经开放，职工以此为准，只能延后或不填")
    known_at = wanted["seed_known_at"][1] if "seed_known_at" in wanted else None
    if "seed_known_at" in wanted and (known_at is None or known_at <= clock.now()):
        faults["seed_known_at"] = gettext("请填写一个还没有揭晓的数字和它揭晓的时间")
    if "max_choices" in wanted:
        used = func.count(Choice.id)
        if words := _parties_above(
            programme, select(used).join(Registration.choices), wanted["max_choices"][1]
        ):
            faults["max_choices"] = words
    if "max_party_size" in wanted:
        used = func.count(Member.id)
        if words := _parties_above(
            programme, select(used).join(Registration.members), wanted["max_party_size"][1]
        ):
            faults["max_party_size"] = words
    return faults


def _is_earlier(before: dt.date | None, after: dt.date | None) -> bool:
    """Whether withdrawing would count as a place used sooner than was said; None: never."""
    return after is not None and (before is None or after < before)


def _parties_above(programme: Programme, sizes: Any, limit: int) -> str:
    """Words about the parties whose size, by the query `sizes` over Registration, is above `limit`."""
    sizes = (
        sizes.select_from(Registration)
        .where(Registration.programme_id == programme.id, Registration.state == "submitted")
        .group_by(Registration.id)
    )
    above = [size for size in db.session.scalars(sizes) if size > limit]
    if not above:
        return ""
    words = gettext(
        "已有 %(count)s 组报名超过这个数，最多的是 %(most)s，不能改得更小", count=len(above), most=max(above)
    )
    return str(words)
