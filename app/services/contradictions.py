"""Settings that cannot hold together, found before sign-up opens, all at once."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import select

from app import clock, words
from app.extensions import db
from app.models import Offering, Programme, Quota, Unit


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What is wrong and what to change; `page` is where: edit, offerings, policy or venue (`venue_id`)."""

    message: str
    page: str
    venue_id: int | None = None


def capacity(offering: Offering) -> int | None:
    """Most people an offering can take: seats, and beds of open rooms where it has beds. None: no limit."""
    limits = [offering.seats] if offering.seats is not None else []
    if offering.with_beds:
        limits.append(sum(room.beds for room in offering.venue.rooms if not room.closed))
    return min(limits, default=None)


def find(programme: Programme, needs: Container[str]) -> list[Contradiction]:
    """Every contradiction of a programme loaded by `programmes.load`; empty: it may open.

    `needs`: what its mode cannot do without, of offerings, seats and results_on.
    """
    held = [offering for offering in programme.offerings if not offering.cancelled]
    return [
        *_dates(programme, held, "results_on" in needs),
        *_missing(held, needs),
        *_offerings(programme, held),
        *_rooms(held),
        *_quotas(programme.quotas, held),
    ]


def of_draw(programme: Programme) -> list[Contradiction]:
    """What stands against a draw that anybody can replay: its figure is named, and unknown until then."""
    if not programme.seed_source:
        found = [Contradiction(gettext("还没有说明摇号种子来源，请先写明用哪个公开的数字。"), "edit")]
    else:
        found = []
    if programme.seed_known_at is None:
        found.append(Contradiction(gettext("还没有写明摇号数字什么时候揭晓，请先填写。"), "edit"))
    elif programme.seed_known_at <= programme.closes_at:
        message = gettext("摇号数字要在报名截止以后揭晓，请改到以后，或换一个数字。")
        found.append(Contradiction(message, "edit"))
    return found


def _dates(programme: Programme, held: list[Offering], decided: bool) -> Iterator[Contradiction]:
    closes_on = clock.local(programme.closes_at).date()
    if programme.closes_at <= clock.now():
        yield Contradiction(gettext("报名截止时间已经过去，请改到以后。"), "edit")
    if not decided:
        return
    if programme.results_on is None:
        yield Contradiction(gettext("还没有写明哪一天公布结果，请先填写。"), "edit")
        return
    if programme.results_on < closes_on:
        yield Contradiction(
            gettext(
                "公布结果日期（%(day)s）早于报名截止，请改到截止以后。", day=words.day(programme.results_on)
            ),
            "edit",
        )
    first = min((offering.starts_on for offering in held), default=None)
    if first is not None and programme.results_on > first > closes_on:
        yield Contradiction(
            gettext("公布结果日期晚于第一期开始（%(day)s），请提前公布或推后期次。", day=words.day(first)),
            "edit",
        )


def _missing(held: list[Offering], needs: Container[str]) -> Iterator[Contradiction]:
    if "offerings" in needs and not held:
        yield Contradiction(gettext("还没有期次，请至少添加一期。"), "offerings")
    for offering in held:
        if "seats" in needs and offering.seats is None:
            name = _name(offering)
            yield Contradiction(gettext("%(name)s 没有写明名额人数，请先填写。", name=name), "offerings")


def _name(offering: Offering) -> str:
    venue = words.in_language(offering.venue, "name")
    return f"{venue} {words.day_span(offering.starts_on, offering.ends_on)}"


def _offerings(programme: Programme, held: list[Offering]) -> Iterator[Contradiction]:
    closes_on = clock.local(programme.closes_at).date()
    for offering in held:
        name = _name(offering)
        if offering.starts_on <= closes_on:
            yield Contradiction(
                gettext("%(name)s 在报名截止前就开始了，请推后这一期或提前截止。", name=name), "offerings"
            )
        most = capacity(offering)
        if most is not None and offering.minimum > most > 0:
            yield Contradiction(
                gettext(
                    "%(name)s 成团要 %(least)s 人，但最多只能安排 %(most)s 人，请改小成团人数或增加名额。",
                    name=name,
                    least=offering.minimum,
                    most=most,
                ),
                "offerings",
            )


def _rooms(held: list[Offering]) -> Iterator[Contradiction]:
    without = {
        offering.venue.id: offering.venue
        for offering in held
        if offering.with_beds and all(room.closed for room in offering.venue.rooms)
    }
    for venue in without.values():
        yield Contradiction(
            gettext("%(venue)s没有可用的房间，请先添加或开放房间。", venue=words.in_language(venue, "name")),
            "venue",
            venue.id,
        )


def _quotas(quotas: list[Quota], held: list[Offering]) -> Iterator[Contradiction]:
    limits = [capacity(offering) for offering in held]
    known = set(
        db.session.scalars(select(Unit.code).where(Unit.code.in_([q.value for q in quotas if q.value])))
    )
    for quota in quotas:
        if quota.value and quota.value not in known:
            yield Contradiction(
                gettext(
                    "名额 %(code)s 指向的单位（%(value)s）不存在，请重新选择。",
                    code=quota.code,
                    value=quota.value,
                ),
                "policy",
            )
        if quota.maximum is not None and quota.minimum > quota.maximum:
            yield Contradiction(
                gettext("名额 %(code)s 的“至少”大于“至多”，请改正。", code=quota.code), "policy"
            )
        most = _most(quota, limits)
        if most is not None and quota.minimum > most:
            yield Contradiction(
                gettext(
                    "名额 %(code)s 要求至少 %(least)s 人，但最多只能安排 %(most)s 人，请改小。",
                    code=quota.code,
                    least=quota.minimum,
                    most=most,
                ),
                "policy",
            )
    yield from _sums(quotas, limits)


def _most(quota: Quota, limits: list[int | None]) -> int | None:
    """The most people that a quota of this scope could ever count. None: no limit."""
    known = [limit for limit in limits if limit is not None]
    if not limits or len(known) < len(limits):
        return None
    return sum(known) if quota.scope == "run" else min(known)


def _sums(quotas: list[Quota], limits: list[int | None]) -> Iterator[Contradiction]:
    """Minimums that can each be met, but not together: one person counts for one value of a group."""
    for group in ("district", "employer"):
        for scope in ("run", "offering"):
            same = [q for q in quotas if (q.group, q.scope) == (group, scope) and q.value and q.minimum]
            most = _most(same[0], limits) if len(same) > 1 else None
            least = sum(quota.minimum for quota in same)
            if most is not None and least > most and all(quota.minimum <= most for quota in same):
                yield Contradiction(
                    gettext(
                        "%(count)s 条名额的“至少”加起来是 %(least)s 人，超过能安排的 %(most)s 人，请改小。",
                        count=len(same),
                        least=least,
                        most=most,
                    ),
                    "policy",
                )
