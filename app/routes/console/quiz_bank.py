"""The city's bank of quiz questions: look, write, retire, take out and bring in as a workbook."""

from __future__ import annotations

import io

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.errors import Invalid
from app.forms.console.quiz import QuestionForm, WorkbookForm, of_question
from app.models import QuizQuestion
from app.plausible import whole_number
from app.routes.console.attempt import done, shown
from app.services import export
from app.services.quiz import bank, bank_file, pages
from app.unit_of_work import unit_of_work

blueprint = Blueprint("console_quiz_bank", __name__, url_prefix="/console/quiz-bank")
blueprint.add_app_template_filter(pages.kind_words, "quiz_kind")
blueprint.add_app_template_filter(pages.options_of, "quiz_options")


@blueprint.get("/")
@access.city_coordinator
def index() -> ResponseReturnValue:
    text, topic = request.args.get("q", "").strip()[:60], request.args.get("topic", "")[:40]
    return render_template(
        "console/quiz_bank/index.html",
        text=text,
        topic=topic,
        topics=bank.topics(),
        page=bank.search(text, topic, request.args.get("page", 1, type=whole_number)),
        letters=bank.LETTERS,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access.city_coordinator
def new() -> ResponseReturnValue:
    form = QuestionForm(data={"topic": request.args.get("topic", "")[:40], "kind": "single"})
    return _edited(form, None)


@blueprint.route("/<code>", methods=["GET", "POST"])
@access.city_coordinator
def edit(code: str) -> ResponseReturnValue:
    question = bank.by_code(code)
    return _edited(QuestionForm(data=of_question(question)), question)


@blueprint.post("/<code>/retire")
@access.city_coordinator
def retire(code: str) -> ResponseReturnValue:
    return _retired(code, away=True)


@blueprint.post("/<code>/restore")
@access.city_coordinator
def restore(code: str) -> ResponseReturnValue:
    return _retired(code, away=False)


@blueprint.get("/bank.xlsx")
@access.city_coordinator
def workbook() -> ResponseReturnValue:
    """The whole bank, to be changed and brought back; the answers are in it."""
    response = send_file(
        io.BytesIO(bank_file.write(bank.every())),
        export.XLSX,
        as_attachment=True,
        download_name=_("题库") + ".xlsx",
    )
    response.cache_control.no_store = True
    return response


@blueprint.route("/import", methods=["GET", "POST"])
@access.city_coordinator
def bring_in() -> ResponseReturnValue:
    """All rows or none; every fault stands in its cell."""
    form = WorkbookForm()
    rows: list[bank_file.Row] = []
    taken: list[tuple[int, int]] = []
    if form.validate_on_submit():
        try:
            rows = bank_file.read(form.file.data.read())
        except Invalid as refused:
            form.refuse(refused)
        else:
            if done(form, lambda: taken.append(bank_file.take(access.actor(), rows))):
                new_count, changed = taken[0]
                flash(
                    _("导入完成：新增 %(new)s 道，修改 %(changed)s 道。", new=new_count, changed=changed),
                    "success",
                )
                return redirect(url_for(".index"))
    page = render_template(
        "console/quiz_bank/import.html",
        form=form,
        wrong=[row for row in rows if row.faults],
        count=len(rows),
        columns=list(zip(bank_file.FIELDS, bank_file.COLUMNS, strict=True)),
    )
    return shown(form, page)


def _edited(form: QuestionForm, question: QuizQuestion | None) -> ResponseReturnValue:
    form.offer(bank_file.kinds())
    if done(form, lambda: bank.save(access.actor(), question, form.columns())):
        flash(_("题目已保存。"), "success")
        return redirect(url_for(".index", topic=form.topic.data))
    return shown(form, render_template("console/quiz_bank/edit.html", form=form, question=question))


def _retired(code: str, *, away: bool) -> ResponseReturnValue:
    question = bank.by_code(code)
    with unit_of_work():
        bank.retire(access.actor(), question, away)
    flash(_("这道题不再抽取。") if away else _("这道题恢复抽取。"), "success")
    return redirect(url_for(".index", topic=question.topic))
