"""Writing down who came and what they were marked: the same pages for a coordinator and for who teaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.training import AttendanceForm, MarkAgainForm, marks_form
from app.models import Offering
from app.routes.console.attempt import done, shown
from app.services import participants
from app.services.training import attendance, marks, rules
from app.services.training.marks import Given


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose pages they are.

    `frame` is the page that they stand in, `prefix` their blueprint, `home` the class's own page, `how` a
    check-in is made.
    """

    frame: str
    prefix: str
    home: str
    how: str
    is_console: bool

    def url(self, page: str, offering: Offering, **values: Any) -> str:
        """The address of a page of the class."""
        return self._url(f"{self.prefix}.{page}", offering, **values)

    def back(self, offering: Offering) -> str:
        """The address of the class itself."""
        return self._url(self.home, offering)

    def _url(self, endpoint: str, offering: Offering, **values: Any) -> str:
        own: dict[str, Any] = {"programme_id": offering.programme_id} if self.is_console else {}
        return url_for(endpoint, offering_id=offering.id, **own, **values)


CONSOLE = Desk("console/base.html", "console_class_book", "console_classes.show", "desk", True)
TEACHER = Desk("base.html", "teaching", "teaching.show", "host", False)


def half_day(desk: Desk, offering: Offering, meeting_id: int) -> ResponseReturnValue:
    meeting = attendance.half_day(offering, meeting_id)
    people = [member.person for member in participants.of_offering(offering)]
    came = [person_id for person_id, ids in attendance.came(offering).items() if meeting_id in ids]
    form = AttendanceForm([(person.id, person.name) for person in people], there=came)

    def act() -> None:
        there = set(form.there.data or [])
        attendance.record(access.actor(), offering, meeting, there, form.shown(), desk.how)

    if done(form, act):
        flash(_("到课已登记：%(what)s。", what=meeting.title), "success")
        return redirect(desk.back(offering))
    page = render_template(
        "class_book/half_day.html",
        desk=desk,
        offering=offering,
        meeting=meeting,
        form=form,
        may_record=attendance.may_be_recorded(meeting),
    )
    return shown(form, page)


def mark_all(desk: Desk, offering: Offering) -> ResponseReturnValue:
    rule, had = rules.of(offering.programme), marks.latest(offering)
    people = [member.person for member in participants.of_offering(offering)]
    without = [(person.id, person.name) for person in people if person.id not in had]
    form = marks_form(without, rule.assessed)
    count: list[int] = []

    def act() -> None:
        given = {person_id: Given(**values) for person_id, values in form.given().items()}
        count.append(marks.enter(access.actor(), offering, given))

    if done(form, act):
        flash(_("已登记 %(count)s 人的成绩，并通知本人。", count=count[0]), "success")
        return redirect(desk.back(offering))
    page = render_template(
        "class_book/marks.html",
        desk=desk,
        offering=offering,
        form=form,
        rule=rule,
        rule_words=rules.assessed_words(rule),
        people=people,
        had=had,
    )
    return shown(form, page)


def mark_again(desk: Desk, offering: Offering, person_id: int) -> ResponseReturnValue:
    rule, member = rules.of(offering.programme), marks.member_of(offering, person_id)
    form = MarkAgainForm(rule.assessed)

    def act() -> None:
        given = Given(**form.marks())
        marks.again(access.actor(), offering, person_id, given, str(form.kind.data), form.reason.data or "")

    if done(form, act):
        flash(_("成绩已改，原来的成绩留在记录里。"), "success")
        return redirect(desk.back(offering))
    page = render_template(
        "class_book/mark.html",
        desk=desk,
        offering=offering,
        person=member.person,
        form=form,
        rule=rule,
        rule_words=rules.assessed_words(rule),
        history=marks.history(offering, member.person),
    )
    return shown(form, page)
