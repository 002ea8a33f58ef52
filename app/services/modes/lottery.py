"""`lottery`: everybody who signed up in time is drawn; in that order they are asked, and confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, select

from app import clock, words
from app.errors import Invalid
from app.extensions import db
from app.models import Account, Member, Notice, Person, Programme, Registration, WaitlistEntry
from app.services import (
    capacity,
    changes,
    contradictions,
    lottery_places,
    places,
    programmes,
    tickets,
    waiting,
)
from app.services import waiting_settings as settings
from app.services.allocation import draw
from app.services.contradictions import Contradiction
from app.services.modes import gone
from app.services.modes import lottery_words as say
from app.services.modes.line import OneByOne
from app.services.modes.mode import Setting, Todo
from app.services.standing import Standing


class Lottery(OneByOne):
    """The luckier is asked first; a party wins or loses together."""

    name = "lottery"
    order = 3
    label = _l("摇号")
    sentence = _l("截止后固定名单，用公开的数字摇号；中签的在期限内确认，没有确认的顺次给下一位。")
    publishes = True
    needs = frozenset({"offerings", "seats", "draw"})
    settings = (
        settings.ANSWER_HOURS,
        Setting(
            "tickets_per_year",
            _l("每等候一年多几签"),
            0,
            _l("填 0，每组一签。大于 0 时，以前摇过同类项目而一直没有轮到的，每一年多这么多签。"),
            high=10,
        ),
        Setting("tickets_most", _l("每组最多几签"), 1, low=1, high=50),
    )
    desk = "console_lottery.show"
    stages = ("draft", "upcoming", "open", "closed", "published", "cancelled")

    def hindrances(self, programme: Programme) -> Sequence[Contradiction]:
        found = contradictions.of_draw(programme)
        per_year, most = (int(setting.of(programme)) for setting in self.settings[1:])
        if per_year > 0 and most <= 1:
            message = _("每等候一年可以加签，但每组最多只有一签，请改大“每组最多几签”。")
            found.append(Contradiction(message, "edit"))
        known = programme.seed_known_at
        begins = [places.begins_at(each) for each in programme.offerings if not each.cancelled]
        if known is not None and begins and known >= min(begins):
            message = _("摇号数字揭晓时第一期已经开始，请推后期次，或换一个更早揭晓的数字。")
            found.append(Contradiction(message, "edit"))
        return found

    def accept(self, registration: Registration) -> None:
        """Raises Invalid (`choices`) when the party could have no place with any number."""
        units = [member.person.unit for member in registration.members]
        if not any(capacity.could_ever(choice.offering, units) for choice in registration.choices):
            raise Invalid(_("这一组人数超过名额，摇到几号都放不下，请减少人数或改选。"), "choices")

    def close(self, programme: Programme) -> Mapping[str, tuple[str, str]]:
        """Count each party's entries and freeze the list. Raises Invalid when the figure is known already."""
        entries = tickets.count(programme)
        return {"entries": ("", str(entries)), "entries_digest": ("", draw.freeze(programme))}

    def decide(self, programme: Programme, actor: Account, given: Mapping[str, str]) -> None:
        """Draw with the figure `given["seed"]`, and ask whom the places suffice for. Once only."""
        programmes.hold(programme)
        if programme.state != "closed":
            raise Invalid(_("截止报名、固定名单以后才能摇号，而且只摇一次。"))
        draw.assign_numbers(programme, given.get("seed", ""), actor)
        changes.apply(programme, {"state": "published"})
        db.session.flush()
        _line_up(programme)
        lottery_places.hand_out(programme)

    def explain(self, registration: Registration, reader: Person | None) -> Standing:
        if (over := gone.standing(registration)) is not None:
            return over
        if registration.programme.state == "published":
            return say.drawn(registration, reader)
        return say.entered(registration)

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        return say.facts(programme)

    def before_sending(self, programme: Programme, people: Sequence[Person]) -> Sequence[str]:
        return say.before_sending(programme, people)

    def links(self, programme: Programme) -> Sequence[tuple[str, str]]:
        return [(_("名单、摘要和摇号结果，自己复核"), "drawn.index")] if programme.entries_digest else ()

    def todos(self, programme: Programme) -> Sequence[Todo]:
        now, known = clock.now(), programme.seed_known_at
        if programme.state == "open" and programme.closes_at <= now:
            return [Todo(_("报名时间已到，请在数字揭晓前截止报名"), "console_programmes.close")]
        if programme.state == "closed" and known is not None:
            if known <= now:
                return [Todo(_("公开数字已经揭晓，请填写并摇号"), self.desk)]
            return [Todo(_("%(at)s 数字揭晓后摇号", at=words.moment(known)), self.desk, False)]
        if programme.state == "published" and (offered := waiting.count(programme, "offered")):
            return [Todo(_("%(count)s 组中签后还没有确认", count=offered), self.desk, False)]
        return ()

    def next_step(self, programme: Programme) -> str:
        known = words.moment(programme.seed_known_at) if programme.seed_known_at else ""
        sentences = {
            "open": _(
                "%(at)s 截止报名，名单固定；%(known)s 公开数字揭晓后摇号。先报后报中签机会一样。",
                at=words.moment(programme.closes_at),
                known=known,
            ),
            "closed": _("名单已经固定，%(known)s 公开数字揭晓后摇号。", known=known),
            "published": _("已经摇号。登录后在“我的”里查看，中签的请在期限内确认。"),
        }
        return str(sentences.get(self.stage(programme)) or super().next_step(programme))

    def stage_words(self, stage: str) -> str:
        named = {"closed": _("已截止，等待摇号"), "published": _("已摇号")}
        return str(named.get(stage) or super().stage_words(stage))


def _line_up(programme: Programme) -> None:
    """Everybody in force waits in order of number, and is told the number; thousands at once."""
    rows = db.session.execute(
        select(Registration.id, Registration.lottery_number).where(
            Registration.programme_id == programme.id, Registration.state == "submitted"
        )
    )
    numbers = dict(rows.all())
    now = clock.now()
    line = [
        {
            "programme_id": programme.id,
            "registration_id": registration_id,
            "position": number,
            "state": "waiting",
            "joined_at": now,
        }
        for registration_id, number in numbers.items()
    ]
    if not line:
        return
    db.session.execute(insert(WaitlistEntry), line)
    members = select(Member.registration_id, Member.person_id).where(
        Member.programme_id == programme.id, Member.active
    )
    told = [
        {
            "person_id": person_id,
            "registration_id": registration_id,
            "kind": "lottery.drawn",
            "parameters": {"number": numbers[registration_id]},
            "created_at": now,
        }
        for registration_id, person_id in db.session.execute(members)
    ]
    db.session.execute(insert(Notice), told)


MODE = Lottery()
