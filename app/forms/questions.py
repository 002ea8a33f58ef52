"""The form that a programme's questions make: one or two fields a question, what was typed as an answer.

Only what can be read is judged here; limits and conditions are for the service.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from app.errors import DomainError, Invalid
from app.forms.console.fields import ConsoleForm, lines
from app.forms.question_fields import fields_of, filled
from app.models import Question

# what the second field of a question is called
PARTS = ("phone", "members", "drop")


def field_name(key: str) -> str:
    """The name of a question's field; its second field, if any, is this with a suffix."""
    return f"a-{key}"


class AnswersForm(ConsoleForm):
    """Made by `answers_form`. Faults come by the question's key."""

    questions: Sequence[Question] = ()
    kept: Mapping[str, Any] = {}

    def only(self, keys: Collection[str]) -> None:
        """Leave out the questions that are not put."""
        for question in self.questions:
            if question.key not in keys:
                for name in self.names(question):
                    del self[name]
        self.questions = [question for question in self.questions if question.key in keys]

    def names(self, question: Question) -> list[str]:
        """The fields of a question, the first of which carries its faults."""
        name = field_name(question.key)
        return [each for each in (name, *(f"{name}-{part}" for part in PARTS)) if each in self]

    def answers(self) -> dict[str, Any]:
        """What was typed, by question key, in the shape of `Answer`; files are those handed in before."""
        return {question.key: _READ[question.kind](self, question) for question in self.questions}

    def files(self) -> dict[str, Any]:
        """What was uploaded now, by question key."""
        asked = (question for question in self.questions if question.kind == "file")
        found = {question.key: self[field_name(question.key)].data for question in asked}
        return {key: file for key, file in found.items() if file}

    def refuse(self, error: DomainError) -> None:
        """Beside each question what is wrong with it, unless it could not be read in the first place."""
        faults = error.faults if isinstance(error, Invalid) else {}
        readable = {key: words for key, words in faults.items() if not self[field_name(key)].errors}
        for key, fault in readable.items():
            self[field_name(key)].errors = [fault]


def answers_form(questions: Sequence[Question], values: Mapping[str, Any]) -> AnswersForm:
    """A form of these questions, filled in with `values` (by key) until something is sent."""
    fields: dict[str, Any] = {"questions": list(questions), "kept": values}
    data: dict[str, Any] = {}
    for question in questions:
        name, value = field_name(question.key), values.get(question.key)
        fields |= {name + suffix: made for suffix, made in fields_of(question, value).items()}
        data |= {name + suffix: held for suffix, held in filled(question, value).items()}
    made: type[AnswersForm] = type("ProgrammeAnswers", (AnswersForm,), fields)
    return made(data=data)


def _plain(form: AnswersForm, question: Question) -> Any:
    return form[field_name(question.key)].data


def _read_number(form: AnswersForm, question: Question) -> Any:
    return form[field_name(question.key)].number


def _read_date(form: AnswersForm, question: Question) -> Any:
    day = _plain(form, question)
    return day.isoformat() if day else None


def _read_yes_no(form: AnswersForm, question: Question) -> Any:
    return {"yes": True, "no": False}.get(_plain(form, question))


def _read_file(form: AnswersForm, question: Question) -> Any:
    drop = f"{field_name(question.key)}-drop"
    return None if drop in form and form[drop].data else form.kept.get(question.key)


def _read_person(form: AnswersForm, question: Question) -> Any:
    name = field_name(question.key)
    return {"name": form[name].data or "", "phone": form[f"{name}-phone"].data or ""}


def _read_team(form: AnswersForm, question: Question) -> Any:
    name = field_name(question.key)
    return {"name": form[name].data or "", "members": lines(form[f"{name}-members"])}


_READ: Mapping[str, Callable[[AnswersForm, Question], Any]] = {
    "text": _plain,
    "number": _read_number,
    "date": _read_date,
    "yes_no": _read_yes_no,
    "one_of": _plain,
    "some_of": _plain,
    "file": _read_file,
    "person": _read_person,
    "team": _read_team,
}
