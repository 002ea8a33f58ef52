"""A programme's reading clubs: the book list, what their hosts do, and certificates of attendance."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.programmes import ConfirmForm
from app.forms.console.reading import AttendanceRuleForm, BookForm
from app.models import Book, Meeting, Programme
from app.routes.console.attempt import done, shown
from app.routes.console.meetings import programme_of
from app.services import offerings, programmes
from app.services.meetings import hosting, timetable
from app.services.reading import attendance_certificates, books, notes, voting
from app.unit_of_work import unit_of_work

blueprint = Blueprint(
    "console_reading", __name__, url_prefix="/console/programmes/<int:programme_id>/reading"
)


@blueprint.get("/")
@access.coordinator
def index(programme_id: int) -> ResponseReturnValue:
    programme = programme_of(programme_id)
    clubs = [each for each in programme.offerings if not each.cancelled]
    return render_template(
        "console/reading/index.html",
        programme=programme,
        books=books.of_programme(programme),
        clubs=clubs,
        waiting=notes.waiting(programme),
        running={each.id: voting.running(each) for each in clubs},
        rules={each.id: attendance_certificates.rule_of(each) for each in clubs},
        may_edit=access.scope().whole_city,
    )


@blueprint.route("/books/new", methods=["GET", "POST"])
@access.city_coordinator
def new(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    form = BookForm(programme.offerings, _meetings(programme))
    if done(form, lambda: books.add(access.actor(), programme, form.values())):
        flash(_("已添加。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _book_page(form, programme)


@blueprint.route("/books/<int:book_id>/edit", methods=["GET", "POST"])
@access.city_coordinator
def edit(programme_id: int, book_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    book = books.load(programme, book_id)
    form = BookForm(programme.offerings, _meetings(programme), book)
    if done(form, lambda: books.edit(access.actor(), book, form.values())):
        flash(_("已保存。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _book_page(form, programme, book)


@blueprint.route("/books/<int:book_id>/delete", methods=["GET", "POST"])
@access.city_coordinator
def delete(programme_id: int, book_id: int) -> ResponseReturnValue:
    programme, form = programmes.load(programme_id), ConfirmForm()
    book = books.load(programme, book_id)
    if done(form, lambda: books.delete(access.actor(), book)):
        flash(_("已删除。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template("console/reading/delete.html", programme=programme, book=book, form=form)
    return shown(form, page)


def _meetings(programme: Programme) -> list[Meeting]:
    return [
        meeting
        for offering in programme.offerings
        for meeting in timetable.held(timetable.of_offering(offering))
    ]


def _book_page(form: BookForm, programme: Programme, book: Book | None = None) -> ResponseReturnValue:
    return shown(
        form, render_template("console/reading/book.html", programme=programme, book=book, form=form)
    )


@blueprint.route("/offerings/<int:offering_id>/certificates", methods=["GET", "POST"])
@access.city_coordinator
def certificates(programme_id: int, offering_id: int) -> ResponseReturnValue:
    """The rule, and where everybody stands by it."""
    club = offerings.load(programme_id, offering_id)
    hosting.reach(access.actor(), access.scope(), club)
    rule = attendance_certificates.rule_of(club)
    least = rule.least_percent if rule is not None else attendance_certificates.DEFAULT
    form = AttendanceRuleForm(least_percent=least)
    if done(
        form, lambda: attendance_certificates.set_rule(access.actor(), club, form.least_percent.data or 0)
    ):
        flash(_("已保存条件。"), "success")
        return redirect(url_for(".certificates", programme_id=programme_id, offering_id=offering_id))
    standings = attendance_certificates.standings(club, rule) if rule is not None else []
    page = render_template(
        "console/reading/certificates.html",
        programme=club.programme,
        offering=club,
        form=form,
        rule=rule,
        standings=standings,
        reached=sum(each.reached for each in standings),
        refusal=attendance_certificates.refusal(club),
    )
    return shown(form, page)


@blueprint.post("/offerings/<int:offering_id>/certificates/issue")
@access.city_coordinator
def issue(programme_id: int, offering_id: int) -> ResponseReturnValue:
    """Everybody who has reached it is given theirs, and the others are told why not."""
    club = offerings.load(programme_id, offering_id)
    hosting.reach(access.actor(), access.scope(), club)
    with unit_of_work():
        given, missed = attendance_certificates.issue(access.actor(), club)
    said = _("发了 %(given)s 份证书；没有达到的 %(missed)s 人已告知原因。", given=given, missed=missed)
    flash(said, "success")
    return redirect(url_for(".certificates", programme_id=programme_id, offering_id=offering_id))
