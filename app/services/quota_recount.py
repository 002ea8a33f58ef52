"""A quota is added, changed or deleted while people have places: what counts against it is counted anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app import words
from app.errors import Invalid
from app.extensions import db
from app.models import Claim, Member, Person, Quota, QuotaUse, Registration, Unit
from app.services import quota_uses
from app.services.quota_uses import Asked, Key

SHOWN = 5


def recount(quota: Quota) -> None:
    """`quota` was added or changed. The caller holds the programme.

    Raises Invalid (`maximum`), naming units, where more people have places than it would allow.
    """
    db.session.flush()
    claims = _claims(quota.programme_id)
    shares = [(claim, one) for claim in claims for one in _asked(quota, claim)]
    counts: Counter[Key] = Counter()
    for _claim, one in shares:
        counts[one.key] += one.people
    _refuse_above(quota, counts, {one.key: one.unit for _claim, one in shares})
    _drop(quota, claims)
    ids = {key: _write(quota, key, people) for key, people in counts.items()}
    for claim, one in shares:
        claim.uses = {**claim.uses, str(ids[one.key]): one.people}
    db.session.flush()


def forget(quota: Quota) -> None:
    """`quota` is about to be deleted: nothing counts against it any more."""
    _drop(quota, _claims(quota.programme_id))
    db.session.flush()


def _asked(quota: Quota, claim: Claim) -> list[Asked]:
    units = [member.person.unit for member in claim.registration.members]
    return quota_uses.asked([quota], units, claim.offering_id)


def _refuse_above(quota: Quota, counts: Mapping[Key, int], units: Mapping[Key, Unit]) -> None:
    limit = quota_uses.limit_of(quota)
    above = [
        _("%(unit)s %(count)s 人", unit=words.in_language(units[key], "name"), count=count)
        for key, count in counts.items()
        if limit is not None and count > limit
    ]
    if above:
        who = words.listed(above, SHOWN)
        message = _("已经给出的名额超过这个数：%(who)s。请改大，或先请他们退出。", who=who)
        raise Invalid(message, "maximum")


def _drop(quota: Quota, claims: Sequence[Claim]) -> None:
    """Claims forget the rows too: a database may give their ids to other rows."""
    mine = QuotaUse.quota_id == quota.id
    old = {str(use_id) for use_id in db.session.scalars(select(QuotaUse.id).where(mine))}
    for claim in claims:
        if not old.isdisjoint(claim.uses):
            claim.uses = {use_id: people for use_id, people in claim.uses.items() if use_id not in old}
    db.session.execute(delete(QuotaUse).where(mine))


def _write(quota: Quota, key: Key, people: int) -> int:
    use = QuotaUse(
        quota_id=quota.id,
        unit_code=key[1],
        offering_id=key[2],
        taken=people,
        maximum=quota_uses.limit_of(quota),
    )
    db.session.add(use)
    db.session.flush()
    return use.id


def _claims(programme_id: int) -> Sequence[Claim]:
    people = joinedload(Claim.registration).selectinload(Registration.members).joinedload(Member.person)
    query = (
        select(Claim)
        .join(Registration, Claim.registration_id == Registration.id)
        .where(Registration.programme_id == programme_id)
        .options(people.joinedload(Person.unit))
        .order_by(Claim.id)
    )
    return db.session.scalars(query).all()
