"""Opening and closing sign-up, and calling a programme off."""

from __future__ import annotations

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import Account, Member, Programme
from app.services import (
    audit,
    case_workers,
    changes,
    contradictions,
    features,
    mode_settings,
    modes,
    notify,
    passing,
    programmes,
    question_contradictions,
    quota_contradictions,
    rule_contradictions,
    waiting,
)
from app.services.contradictions import Contradiction

CANCELLABLE = ("draft", "open", "closed")


def hindrances(programme: Programme) -> tuple[list[Contradiction], passing.Passing]:
    """All that stands against opening, and whom the rules let through."""
    mode = modes.of(programme)
    found = [
        *contradictions.find(programme, mode.needs, timed=features.timed(programme) is not None),
        *quota_contradictions.find(programme, mode.needs),
        *rule_contradictions.find(programme),
        *question_contradictions.contradictions(programme),
        *mode_settings.contradictions(mode, programme.settings),
        *mode.hindrances(programme),
        *_published_though_private(programme),
        *(each for feature in features.of(programme) for each in feature.hindrances(programme)),
    ]
    through = passing.of_all_known(programme)
    if through.nobody:
        words = gettext("资格条件没有一个已登记的职工能通过，请放宽条件。")
        found.append(Contradiction(words, "policy"))
    return found, through


def _published_though_private(programme: Programme) -> list[Contradiction]:
    if not (programme.private and modes.of(programme).publishes):
        return []
    words = gettext("保密项目不能用要公布名单或结果的决定方式，请改用别的决定方式。")
    return [Contradiction(words, "edit")]


def remarks(programme: Programme) -> list[str]:
    """What may be meant, but should be known before opening."""
    found = [*contradictions.remarks(programme), *quota_contradictions.remarks(programme)]
    if programme.private and not case_workers.active(programme):
        found.append(gettext("保密项目还没有专办人员：除了本人，谁也看不到报名。"))
    return found


def open_sign_up(actor: Account, programme: Programme) -> None:
    """Let people sign up from `opens_at`. Raises Invalid with all contradictions at once."""
    programmes.hold(programme)
    if programme.state != "draft":
        raise DomainError(gettext("这个项目已经开放过报名，不需要再开放。"))
    found, _through = hindrances(programme)
    if found:
        faults = {f"hindrance-{number}": each.message for number, each in enumerate(found, 1)}
        raise Invalid(gettext("还不能开放报名：%(why)s", why=" ".join(faults.values())), faults=faults)
    if programme.seed_source:
        programme.seed_announced_at = clock.now()
    modes.of(programme).open(programme)
    _move(actor, programme, "open", "programme.open")


def close_sign_up(actor: Account, programme: Programme, reason: str = "") -> None:
    """Nobody can sign up or change any more; the mode does what closing means to it.

    Raises Invalid when it is earlier than announced and no reason is given, or the mode cannot close yet.
    """
    programmes.hold(programme)
    if programme.state != "open":
        raise DomainError(gettext("这个项目现在没有开放报名，不需要截止。"))
    if programme.closes_at > clock.now():
        if not reason:
            raise Invalid(gettext("比公布的截止时间早，请写明原因，会记入操作记录"), "reason")
        if programme.opens_at < clock.now():
            programme.closes_at = clock.now()
    recorded = modes.of(programme).close(programme)
    _move(actor, programme, "closed", "programme.close", reason, **recorded)


def cancel(actor: Account, programme: Programme, reason: str) -> None:
    """The programme will not be held, and everybody signed up is told why. A published result stays.

    Places that were given one by one are taken back: nobody has used anything.
    """
    programmes.hold(programme)
    if programme.state not in CANCELLABLE:
        raise DomainError(gettext("结果已经公布或项目已经取消，不能再取消项目。"))
    _move(actor, programme, "cancelled", "programme.cancel", reason)
    waiting.call_off(programme)
    for member in _members(programme):
        notify.tell(member.person, "programme.cancelled", member.registration, why=reason)


def _members(programme: Programme) -> list[Member]:
    query = select(Member).where(Member.programme_id == programme.id, Member.active)
    return list(db.session.scalars(query.options(joinedload(Member.person), joinedload(Member.registration))))


def _move(
    actor: Account, programme: Programme, state: str, action: str, reason: str = "", **more: tuple[str, str]
) -> None:
    version = programme.version
    found = changes.apply(programme, {"state": state}) | {"version": (version, version + 1)} | more
    audit.record(actor, action, programme, label=programme.title, changes=found, reason=reason)
