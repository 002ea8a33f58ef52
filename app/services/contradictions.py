"""Settings that cannot hold together, found before sign-up opens, all at once."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from flask_babel import gettext

from app import clock, words
from app.models import Offering, Programme


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What is wrong and what to change.

    `page` is where: edit, offerings, policy, questions or venue (`venue_id`); or a page's endpoint, which
    takes the programme_id.
    """

    message: str
    page: str
    venue_id: int | None = None


def capacity(offering: Offering) -> int | None:
    """Most people an offering can take: seats, and beds of open rooms where it has beds. None: no limit."""
    limits = [offering.seats] if offering.seats is not None else []
    if offering.with_beds:
        limits.append(sum(room.beds for room in offering.venue.rooms if not room.closed))
    return min(limits, default=None)


def find(programme: Programme, needs: Container[str], *, timed: bool = False) -> list[Contradiction]:
    """Every contradiction of a programme loaded by `programmes.load`; empty: it may open.

    `needs`: what its mode cannot do without, of offerings, seats and results_on. `timed`: people sign up for
    later quarter-hours while earlier ones are held.
    """
    held = [offering for offering in programme.offerings if not offering.cancelled]
    return [
        *_dates(programme, held, "results_on" in needs),
        *_missing(held, needs),
        *_offerings(programme, [] if timed else held),
        *_rooms(held),
        *_parties(programme, held),
        *_return(programme, [] if timed else held),
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
    if programme.closes_at <= programme.opens_at:
        yield Contradiction(gettext("报名截止不晚于报名开始，请改到开始以后。"), "edit")
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
            message = gettext("%(name)s 没有写明名额人数，请先填写。", name=name(offering))
            yield Contradiction(message, "offerings")


def name(offering: Offering) -> str:
    """An offering as a refusal names it."""
    return words.offering(offering)


def _offerings(programme: Programme, held: list[Offering]) -> Iterator[Contradiction]:
    closes_on = clock.local(programme.closes_at).date()
    for offering in held:
        called = name(offering)
        if offering.starts_on <= closes_on:
            yield Contradiction(
                gettext("%(name)s 在报名截止前就开始了，请推后这一期或提前截止。", name=called), "offerings"
            )
        most = capacity(offering)
        if most is not None and offering.minimum > most > 0:
            yield Contradiction(
                gettext(
                    "%(name)s 成团要 %(least)s 人，但最多只能安排 %(most)s 人，请改小成团人数或增加名额。",
                    name=called,
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


def _parties(programme: Programme, held: list[Offering]) -> Iterator[Contradiction]:
    least, most = programme.min_party_size, programme.max_party_size
    if least > most:
        message = gettext("每组至少 %(least)s 人，却至多 %(most)s 人，请改正。", least=least, most=most)
        yield Contradiction(message, "edit")
    limits = [capacity(offering) for offering in held]
    if limits and least > 1 and all(limit is not None and 0 < limit < least for limit in limits):
        message = gettext("每组至少 %(least)s 人，但没有一期容得下，请改小或增加名额。", least=least)
        yield Contradiction(message, "edit")


def _return(programme: Programme, held: list[Offering]) -> Iterator[Contradiction]:
    at = programme.quotas_return_at
    if at is None:
        return
    if at <= programme.opens_at:
        message = gettext("未用名额的归还时间不晚于报名开始，名额等于没有，请改到开始以后。")
        yield Contradiction(message, "edit")
    first = min((offering.starts_on for offering in held), default=None)
    if first is not None and clock.local(at).date() >= first:
        day = words.day(first)
        message = gettext("未用名额的归还时间不早于第一期开始（%(day)s），归还了也用不上，请提前。", day=day)
        yield Contradiction(message, "edit")


def remarks(programme: Programme) -> list[str]:
    """What may be meant, but should be known before opening; nothing of it stands against opening."""
    held = [offering for offering in programme.offerings if not offering.cancelled]
    found = []
    if held and programme.max_choices > len(held):
        found.append(
            gettext(
                "最多可填 %(choices)s 个志愿，但只有 %(count)s 期，职工最多填 %(count)s 个。",
                choices=programme.max_choices,
                count=len(held),
            )
        )
    if programme.quotas_return_at is not None and not any(q.maximum is not None for q in programme.quotas):
        found.append(gettext("写了未用名额的归还时间，但没有“至多”的名额，归还时间不起作用。"))
    return found
