"""Handing in what one has judged: final, and seen by nobody else before the round is all in."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from app import clock
from app.errors import DomainError, Forbidden, Invalid
from app.extensions import db
from app.models import Account, Criterion, Reading, Registration, Score
from app.services import audit
from app.services.reviewing import assigning, criteria, readings, reviewers

LONGEST_REMARK = 500


def field(criterion: Criterion) -> str:
    """The name under which a criterion's points are entered, and its fault is told."""
    return f"points_{criterion.id}"


def hand_in(account: Account, reading_id: int, points: Mapping[int, int], remark: str = "") -> None:
    """Keep the account's `points` by criterion id; one more reader is called if that shows a wide spread.

    Handed in once, it stays: doing so again raises DomainError, as it does when the entry is no longer to be
    judged. Raises NotFound when the reading is somebody else's, Forbidden when the entry has come to be from
    the reviewer's own unit; Invalid by field.
    """
    reading = _held(account, reading_id)
    registration = reading.registration
    if reading.handed_in_at is not None:
        raise DomainError(_("这份评分已经提交，不能再改。"))
    if not readings.is_open(reading):
        raise DomainError(_("这份申报已退出，或评审已经结束，不用再评。"))
    if reviewers.in_conflict(reading.reviewer, registration):
        raise Forbidden(_("这份申报与您同单位，请回避，并告诉市总工会经办人重新分派。"))
    wanted = criteria.listed(registration.programme)
    if faults := _faults(wanted, points):
        raise Invalid(_("有的分数还要改"), faults=faults)
    if len(remark) > LONGEST_REMARK:
        raise Invalid(_("评语最多 %(most)s 个字", most=LONGEST_REMARK), "remark")
    reading.scores = [Score(criterion_id=each.id, points=points[each.id]) for each in wanted]
    reading.remark = remark
    reading.handed_in_at = clock.now()
    # that it was handed in, not what: the record is read by others before the round is all in
    audit.record(
        reading.reviewer.account,
        "review.hand_in",
        registration,
        label=registration.reference,
        unit=registration.lead.person.unit,
    )
    judged, _wanted = readings.of_entry(registration)
    if (called := assigning.call_one_more(registration, judged)) is not None:
        assigning.tell_called(called)


def _held(account: Account, reading_id: int) -> Reading:
    """Deciding waits for us; of two who hand in the last readings of an entry, one sees the other's."""
    registration = readings.load(account, reading_id).registration
    db.session.refresh(registration.programme, with_for_update={"read": True})
    db.session.execute(select(Registration.id).where(Registration.id == registration.id).with_for_update())
    db.session.refresh(registration)
    return readings.load(account, reading_id)


def _faults(wanted: list[Criterion], points: Mapping[int, int]) -> dict[str, str]:
    return {
        field(each): _("请填写 %(least)s 到 %(most)s 之间的整数", least=each.least, most=each.most)
        for each in wanted
        if not isinstance(points.get(each.id), int) or not each.least <= points[each.id] <= each.most
    }
