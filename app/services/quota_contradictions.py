"""Quotas that cannot hold together with the places there are, or with each other."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from flask_babel import gettext
from sqlalchemy import select

from app.extensions import db
from app.models import Offering, Programme, Quota, Unit
from app.services.contradictions import Contradiction, capacity, name

LEVELS = {"district": "district", "employer": "grassroots"}


def find(programme: Programme, needs: Container[str]) -> list[Contradiction]:
    """Every contradiction of the quotas; `programme` and `needs` as in `contradictions.find`."""
    held = [offering for offering in programme.offerings if not offering.cancelled]
    limits = [capacity(offering) for offering in held]
    return [
        *_units(programme.quotas),
        *(each for quota in programme.quotas for each in _alone(quota, limits, "seats" in needs)),
        *_sums(programme.quotas, limits),
        *_never_held(programme.quotas, held),
    ]


def remarks(programme: Programme) -> list[str]:
    """That places would stay empty because all quotas together are for fewer; it may be meant."""
    if programme.quotas_return_at is not None:
        return []
    limits = [capacity(offering) for offering in programme.offerings if not offering.cancelled]
    found = []
    for group, scope, together in _together(programme.quotas):
        places = _widest(scope, limits)
        if places is not None and together < places:
            found.append(
                gettext(
                    "%(group)s的名额加起来是 %(together)s 人，少于 %(places)s 个位置，会有位置空着。",
                    group=gettext("各区市") if group == "district" else gettext("各单位"),
                    together=together,
                    places=places,
                )
            )
    return found


def _units(quotas: Sequence[Quota]) -> Iterator[Contradiction]:
    codes = [quota.value for quota in quotas if quota.value]
    known = set(db.session.scalars(select(Unit.code).where(Unit.code.in_(codes))))
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


def _alone(quota: Quota, limits: list[int | None], one_by_one: bool) -> Iterator[Contradiction]:
    if quota.maximum is not None and quota.minimum > quota.maximum:
        yield Contradiction(gettext("名额 %(code)s 的“至少”大于“至多”，请改正。", code=quota.code), "policy")
    if one_by_one and quota.minimum:
        message = gettext(
            "名额 %(code)s 写了“至少”，但这个项目逐个给名额，只能限“至多”，请去掉。", code=quota.code
        )
        yield Contradiction(message, "policy")
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
    places = _widest(quota.scope, limits)
    if places and quota.maximum is not None and quota.maximum > places:
        yield Contradiction(
            gettext(
                "名额 %(code)s 至多 %(maximum)s 人，但总共只有 %(places)s 个位置，请改小或增加位置。",
                code=quota.code,
                maximum=quota.maximum,
                places=places,
            ),
            "policy",
        )


def _most(quota: Quota, limits: list[int | None]) -> int | None:
    """The most people that a quota of this scope can count in each of its counts. None: no limit."""
    known = [limit for limit in limits if limit is not None]
    if not limits or len(known) < len(limits):
        return None
    return sum(known) if quota.scope == "run" else min(known)


def _widest(scope: str, limits: list[int | None]) -> int | None:
    """The most people that a quota of this scope could count anywhere. None: no limit."""
    known = [limit for limit in limits if limit is not None]
    if not limits or len(known) < len(limits):
        return None
    return sum(known) if scope == "run" else max(known)


def _sums(quotas: Sequence[Quota], limits: list[int | None]) -> Iterator[Contradiction]:
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


def _never_held(quotas: Sequence[Quota], held: list[Offering]) -> Iterator[Contradiction]:
    """Runs that need more people than all units together may send."""
    for _group, _scope, together in _together(quotas):
        for offering in held:
            if offering.minimum > together:
                yield Contradiction(
                    gettext(
                        "%(name)s 成团要 %(least)s 人，但名额加起来只有 %(together)s 人，请改其中一个。",
                        name=name(offering),
                        least=offering.minimum,
                        together=together,
                    ),
                    "policy",
                )


def _together(quotas: Sequence[Quota]) -> Iterator[tuple[str, str, int]]:
    """(group, scope, people) where every unit of a level has a maximum: how many they are all together."""
    for group, level in LEVELS.items():
        for scope in ("run", "offering"):
            same = [q for q in quotas if (q.group, q.scope) == (group, scope) and q.maximum is not None]
            if same and (together := _sum_of_maximums(same, level)) is not None:
                yield group, scope, together


def _sum_of_maximums(quotas: Sequence[Quota], level: str) -> int | None:
    """None: some unit has no maximum, or there is no unit of that level."""
    codes = db.session.scalars(select(Unit.code).where(Unit.level == level)).all()
    limits = [
        min((q.maximum for q in quotas if q.maximum is not None and q.value in (None, code)), default=None)
        for code in codes
    ]
    known = [limit for limit in limits if limit is not None]
    return sum(known) if known and len(known) == len(limits) else None
